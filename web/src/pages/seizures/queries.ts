import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, client, type Schemas } from '../../api/client';

export type Seizure = Schemas['Seizure'];
export type SeizureAction = Schemas['SeizureAction'];

export const seizure_query = (id: string, language: string) =>
  queryOptions({
    queryKey: ['seizure', id, language],
    queryFn: () => answer(client.GET('/v1/seizures/{id}', { params: { path: { id } } })),
  });

export const seizure_worklist_query = (office: string, language: string) =>
  queryOptions({
    queryKey: ['seizure_worklist', office, language],
    queryFn: () => answer(client.GET('/v1/seizure-worklist', { params: { query: { office } } })),
    enabled: office !== '',
    placeholderData: keepPreviousData,
  });
