import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '../../api/client';

export const payments_query = (party: string, language: string) =>
  queryOptions({
    queryKey: ['payments', party, language],
    queryFn: () => answer(client.GET('/v1/payment-orders', { params: { query: { party } } })),
    enabled: party !== '',
  });

const still_open = new Set(['open', 'part_paid', 'expired']);

/** Asked again while money is awaited, so that the page says when it has come in. */
export const payment_order_query = (id: string, language: string) =>
  queryOptions({
    queryKey: ['payments', 'order', id, language],
    queryFn: () => answer(client.GET('/v1/payment-orders/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data && still_open.has(query.state.data.state) ? 5_000 : false),
  });

export const statement_query = (party: string, on: string, matter: string, language: string) =>
  queryOptions({
    queryKey: ['statement', party, on, matter, language],
    queryFn: () => answer(client.GET('/v1/statement', { params: { query: { party, on: on || undefined, matter: matter || undefined } } })),
    enabled: party !== '',
  });

export const bank_files_query = queryOptions({
  queryKey: ['bank_files'],
  queryFn: () => answer(client.GET('/v1/bank-files')),
});

export const bank_file_query = (file_id: string, language: string) =>
  queryOptions({
    queryKey: ['bank_files', file_id, language],
    queryFn: () => answer(client.GET('/v1/bank-files/{file_id}', { params: { path: { file_id } } })),
  });
