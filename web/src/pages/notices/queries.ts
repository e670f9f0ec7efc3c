import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, client } from '../../api/client';
import type { EditedCorrection, NoticeState, NoticeSummary } from './model';
import { by_clock } from './model';

/** So many notices are read for one list; it says where there are more. */
const most_listed = 1000;

export interface NoticeList {
  items: NoticeSummary[];
  more: boolean;
}

async function read_notices(states: readonly NoticeState[], party: string | undefined, signal: AbortSignal): Promise<NoticeList> {
  const items: NoticeSummary[] = [];
  for (const state of states) {
    let cursor: string | undefined;
    do {
      if (items.length >= most_listed) return { items: items.sort(by_clock), more: true };
      const page = await answer(client.GET('/v1/notices', { params: { query: { state, party, cursor } }, signal }));
      items.push(...page.items);
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
  }
  return { items: items.sort(by_clock), more: false };
}

export const notices_query = (states: readonly NoticeState[], party: string | undefined, language: string) =>
  queryOptions({
    queryKey: ['notices', states, party ?? '', language],
    queryFn: ({ signal }) => read_notices(states, party, signal),
  });

export const notice_query = (id: string, language: string) =>
  queryOptions({
    queryKey: ['notice', id, language],
    queryFn: () => answer(client.GET('/v1/notices/{id}', { params: { path: { id } } })),
  });

/** What an edited correction comes to; `body` is its JSON, so that an answer belongs to what was asked and to nothing else. */
export const quote_query = (id: string, body: string, language: string) =>
  queryOptions({
    queryKey: ['notice_quote', id, language, body],
    queryFn: ({ signal }) => answer(client.POST('/v1/notices/{id}/quotes', { params: { path: { id } }, body: JSON.parse(body) as EditedCorrection, signal })),
    enabled: body !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  });

export const notice_effect_query = (language: string) =>
  queryOptions({
    queryKey: ['notice_effect', language],
    queryFn: () => answer(client.GET('/v1/notice-effect')),
  });

export const detectors_query = (language: string) =>
  queryOptions({
    queryKey: ['detectors', language],
    queryFn: () => answer(client.GET('/v1/detectors')),
  });

export const detector_findings_query = (id: string, language: string) =>
  queryOptions({
    queryKey: ['detectors', 'findings', id, language],
    queryFn: () => answer(client.GET('/v1/detectors/{id}/findings', { params: { path: { id } } })),
  });

/** Asked again while one is under way. */
export const detection_runs_query = queryOptions({
  queryKey: ['detection_runs'],
  queryFn: () => answer(client.GET('/v1/detection-runs')),
  refetchInterval: (query) => (query.state.data?.runs.some((run) => run.state === 'under_way') ? 1_000 : false),
});
