import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, client, type Schemas } from '../../api/client';

export const imports_query = (party_id: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['imports', party_id ?? ''],
    queryFn: ({ pageParam }) => answer(client.GET('/v1/import-declarations', { params: { query: { party_id, cursor: pageParam, limit: 50 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const import_query = (id: string, language: string) =>
  queryOptions({
    queryKey: ['import', id, language],
    queryFn: () => answer(client.GET('/v1/import-declarations/{id}', { params: { path: { id } } })),
  });

/** What correcting a declaration of one's own accord comes to; `body` is its JSON, `{}` for the lines as declared. */
export const own_quote_query = (id: string, body: string, language: string) =>
  queryOptions({
    queryKey: ['own_quote', id, language, body],
    queryFn: ({ signal }) => answer(client.POST('/v1/import-declarations/{id}/quotes', { params: { path: { id } }, body: JSON.parse(body) as Schemas['EditedCorrection'], signal })),
    enabled: body !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  });
