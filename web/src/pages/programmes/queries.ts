import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, client, type Schemas } from '../../api/client';

export type Programme = Schemas['Programme'];
export type Question = Programme['questions'][number];

export const programmes_query = (language: string) =>
  queryOptions({
    queryKey: ['programmes', language],
    queryFn: () => answer(client.GET('/v1/programmes')),
  });

export const schemes_query = (language: string) =>
  queryOptions({
    queryKey: ['programme_schemes', language],
    queryFn: () => answer(client.GET('/v1/programme-schemes')),
    staleTime: Infinity,
  });

export const programme_query = (id: string, language: string) =>
  queryOptions({
    queryKey: ['programme', id, language],
    queryFn: () => answer(client.GET('/v1/programmes/{id}', { params: { path: { id } } })),
  });

/** What a correction out of the self-check comes to; `body` is its JSON. */
export const self_check_quote_query = (id: string, body: string, language: string) =>
  queryOptions({
    queryKey: ['self_check_quote', id, language, body],
    queryFn: ({ signal }) => answer(client.POST('/v1/programmes/{id}/quotes', { params: { path: { id } }, body: JSON.parse(body) as Schemas['SelfCheckCorrection'], signal })),
    enabled: body !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  });
