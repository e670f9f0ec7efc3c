import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, client } from '../../api/client';

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
