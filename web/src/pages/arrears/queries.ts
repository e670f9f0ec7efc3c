import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, client, type Schemas } from '../../api/client';

export type DebtState = Schemas['DebtState'];
export type ArrearsState = Schemas['ArrearsState'];

export const debts_query = (office: string, state: DebtState | undefined, language: string) =>
  infiniteQueryOptions({
    queryKey: ['debts', office, state, language],
    queryFn: ({ pageParam }) => answer(client.GET('/v1/debts', { params: { query: { office: office || undefined, state, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });

export const debt_statement_query = (id: string, on: string, known: string, language: string) =>
  queryOptions({
    queryKey: ['debt_statement', id, on, known, language],
    queryFn: () => answer(client.GET('/v1/debts/{id}/statement', { params: { path: { id }, query: { on: on || undefined, known: known || undefined } } })),
    placeholderData: keepPreviousData,
  });

export const debt_measures_query = (id: string, language: string) =>
  queryOptions({
    queryKey: ['debt_measures', id, language],
    queryFn: () => answer(client.GET('/v1/debts/{id}/measures', { params: { path: { id } } })),
  });

export const arrears_cases_query = (office: string, state: ArrearsState | undefined, order: 'due' | 'amount', language: string) =>
  infiniteQueryOptions({
    queryKey: ['arrears_cases', office, state, order, language],
    queryFn: ({ pageParam }) => answer(client.GET('/v1/arrears-cases', { params: { query: { office: office || undefined, state, order, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });

export const arrears_case_query = (id: string, language: string) =>
  queryOptions({
    queryKey: ['arrears_case', id, language],
    queryFn: () => answer(client.GET('/v1/arrears-cases/{id}', { params: { path: { id } } })),
  });

export const arrears_figures_query = (from: string, to: string, known: string) =>
  queryOptions({
    queryKey: ['arrears_figures', from, to, known],
    queryFn: () => answer(client.GET('/v1/arrears-figures', { params: { query: { from, to, known: known || undefined } } })),
    enabled: from !== '' && to !== '' && from <= to,
    placeholderData: keepPreviousData,
  });
