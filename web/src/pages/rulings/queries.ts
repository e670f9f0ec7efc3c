import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, client, if_match, new_request_id, type Schemas } from '../../api/client';

export type Ruling = Schemas['Ruling'];
export type RulingSummary = Schemas['RulingSummary'];
export type Application = Schemas['RulingApplication'];
export type Facts = Schemas['RulingFacts'];
export type Kind = Schemas['RulingKind'];
export type PublicRuling = Schemas['PublicRuling'];
export const kinds: readonly Kind[] = ['valuation_general', 'valuation_special_relationship', 'classification'];
export const is_valuation = (kind: Kind) => kind !== 'classification';

export interface PublicFilter {
  q?: string;
  heading?: string;
  kind?: Kind;
  year?: number;
}

/** Sentences come in the reader's language, so the language is part of what names an answer. */
export const rulings_query = (kind: Kind | undefined, language: string) =>
  queryOptions({
    queryKey: ['rulings', kind ?? '', language],
    queryFn: () => answer(client.GET('/v1/rulings', { params: { query: { kind } } })),
    placeholderData: keepPreviousData,
  });

export const ruling_query = (id: string, language: string) =>
  queryOptions({
    queryKey: ['ruling', id, language],
    queryFn: () => answer(client.GET('/v1/rulings/{id}', { params: { path: { id } } })),
  });

export const public_rulings_query = (filter: PublicFilter, language: string) =>
  queryOptions({
    queryKey: ['public_rulings', filter, language],
    queryFn: () => answer(client.GET('/v1/public/rulings', { params: { query: filter } })),
    placeholderData: keepPreviousData,
  });

export const public_ruling_query = (number: string, language: string) =>
  queryOptions({
    queryKey: ['public_ruling', number, language],
    queryFn: () => answer(client.GET('/v1/public/rulings/{number}', { params: { path: { number } } })),
  });

export const similar_rulings_query = (words: string, heading: string, kind: Kind, language: string) =>
  queryOptions({
    queryKey: ['similar_rulings', words, heading, kind, language],
    queryFn: () => answer(client.GET('/v1/public/similar-rulings', { params: { query: { words: words.slice(0, 600), heading, kind } } })),
    enabled: words.trim() !== '' || heading !== '',
    placeholderData: keepPreviousData,
  });

export const import_declaration_query = (id: string, language: string) =>
  queryOptions({
    queryKey: ['import_declaration', id, language],
    queryFn: () => answer(client.GET('/v1/import-declarations/{id}', { params: { path: { id } } })),
  });

const headers = (version: number, request_id: string) => ({ 'Request-Id': request_id, 'If-Match': if_match(version) });

export function edit_ruling(ruling: Ruling, application: Application): Promise<Ruling> {
  return answer(client.PUT('/v1/rulings/{id}/application', { params: { path: { id: ruling.id }, header: headers(ruling.version, new_request_id()) }, body: application }));
}
export function take_step(ruling: Ruling, request_id: string, body: Schemas['RulingStep']): Promise<Ruling> {
  return answer(client.POST('/v1/rulings/{id}/steps', { params: { path: { id: ruling.id }, header: headers(ruling.version, request_id) }, body }));
}
export function decide(ruling: Ruling, request_id: string, body: Schemas['RulingDecisionStep']): Promise<Ruling> {
  return answer(client.POST('/v1/rulings/{id}/decisions', { params: { path: { id: ruling.id }, header: headers(ruling.version, request_id) }, body }));
}
export function add_file(ruling: Ruling, evidence_id: string, file: File): Promise<Ruling> {
  return answer(
    client.PUT('/v1/rulings/{id}/evidence/{evidence_id}', {
      params: { path: { id: ruling.id, evidence_id }, query: { name: file.name }, header: { 'Request-Id': new_request_id() } },
      body: file as unknown as string,
      bodySerializer: (body) => body as unknown as Blob,
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
  );
}
