import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, client } from '../api/client';

export const worklist_orders = ['plan', 'likelihood', 'expected_revenue'] as const;
export type WorklistOrder = (typeof worklist_orders)[number];

export const worklist_query = (office: string, order: WorklistOrder, language: string) =>
  queryOptions({
    queryKey: ['worklist', office, order, language],
    queryFn: () => answer(client.GET('/v1/offices/{office}/worklist', { params: { path: { office }, query: { order } } })),
    enabled: office !== '',
    placeholderData: keepPreviousData,
  });

export const capacity_query = (office: string) =>
  queryOptions({
    queryKey: ['capacity', office],
    queryFn: () => answer(client.GET('/v1/offices/{office}/capacity', { params: { path: { office } } })),
    enabled: office !== '',
  });

export const checklist_query = (id: string, language: string) =>
  queryOptions({
    queryKey: ['checklist', id, language],
    queryFn: () => answer(client.GET('/v1/declarations/{id}/checklist', { params: { path: { id } } })),
    staleTime: Infinity,
  });

export const profiles_query = (id: string) =>
  queryOptions({
    queryKey: ['profiles', id],
    queryFn: () => answer(client.GET('/v1/declarations/{id}/profiles', { params: { path: { id } } })),
  });

export const audit_sample_query = (office: string, from: string, to: string) =>
  queryOptions({
    queryKey: ['audit_sample', office, from, to],
    queryFn: () => answer(client.GET('/v1/audit-sample', { params: { query: { office, from, to } } })),
    enabled: office !== '',
    placeholderData: keepPreviousData,
  });

export const risk_overview_query = (from: string, to: string, office: string) =>
  queryOptions({
    queryKey: ['risk_overview', from, to, office],
    queryFn: () => answer(client.GET('/v1/risk-overview', { params: { query: { from, to, office: office || undefined } } })),
    placeholderData: keepPreviousData,
  });
