import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, client, type Procedure, type Schemas, type State } from './client';

export type Sort = '-declared_on' | '-expected_value';

export interface DeclarationFilter {
  office?: string;
  from?: string;
  to?: string;
  channel?: 'green' | 'orange' | 'red';
  procedure?: Procedure;
  state?: State;
  party?: string;
  q?: string;
  sort?: Sort;
}

/** Sentences come in the reader's language, so the language is part of what names an answer. */
export const declaration_query = (id: string, language: string) =>
  queryOptions({
    queryKey: ['declaration', id, language],
    queryFn: () => answer(client.GET('/v1/declarations/{id}', { params: { path: { id } } })),
  });

export const declarations_query = (filter: DeclarationFilter, cursor: string | undefined, limit: number) =>
  queryOptions({
    queryKey: ['declarations', filter, cursor ?? '', limit],
    queryFn: () => answer(client.GET('/v1/declarations', { params: { query: { ...filter, cursor, limit } } })),
    placeholderData: keepPreviousData,
  });

/** What is watched of the versions in force; read from both windows of the record, so not asked for again at once. */
export const risk_watch_query = () =>
  queryOptions({
    queryKey: ['risk_watch'],
    queryFn: () => answer(client.GET('/v1/risk-watch')),
    staleTime: 60_000,
  });

export interface Asked {
  parts: number;
  income?: number;
  expenses?: number;
  assets?: number;
  penalty?: 'with_last' | 'with_each';
}
export const debt_plans_query = (id: string, asked: Asked, language: string) =>
  queryOptions({ queryKey: ['debt_plans', id, asked, language], queryFn: () => answer(client.GET('/v1/debts/{id}/plans', { params: { path: { id }, query: { ...asked } } })) });
export const debt_remedies_query = (id: string, language: string) =>
  queryOptions({ queryKey: ['debt_remedies', id, language], queryFn: () => answer(client.GET('/v1/debts/{id}/remedies', { params: { path: { id } } })) });
export const plan_applications_query = (language: string) =>
  queryOptions({ queryKey: ['plan_applications', language], queryFn: () => answer(client.GET('/v1/plan-applications')) });
export const plan_application_query = (id: string, language: string) =>
  queryOptions({ queryKey: ['plan_application', id, language], queryFn: () => answer(client.GET('/v1/plan-applications/{id}', { params: { path: { id } } })) });
/** Debts for which a plan may be asked. */
export const debts_to_plan_query = (language: string) =>
  queryOptions({ queryKey: ['debts_to_plan', language], queryFn: () => answer(client.GET('/v1/debts')) });

export const campaigns_query = (language: string) =>
  queryOptions({ queryKey: ['campaigns', language], queryFn: () => answer(client.GET('/v1/campaigns')) });
export const campaign_query = (id: string, language: string) =>
  queryOptions({ queryKey: ['campaign', id, language], queryFn: () => answer(client.GET('/v1/campaigns/{id}', { params: { path: { id } } })) });
export const campaign_contacts_query = (id: string, language: string) =>
  queryOptions({ queryKey: ['campaign_contacts', id, language], queryFn: () => answer(client.GET('/v1/campaigns/{id}/contacts', { params: { path: { id } } })) });

export const offices_query = queryOptions({
  queryKey: ['offices'],
  queryFn: () => answer(client.GET('/v1/offices')),
  staleTime: Infinity,
});

export const office_day_query = (office: string, date: string) =>
  queryOptions({
    queryKey: ['office_day', office, date],
    queryFn: () => answer(client.GET('/v1/offices/{office}/day', { params: { path: { office }, query: { date } } })),
    enabled: office !== '',
    placeholderData: keepPreviousData,
  });

export const elements_query = (procedure: Procedure) =>
  queryOptions({
    queryKey: ['elements', procedure],
    queryFn: () => answer(client.GET('/v1/elements', { params: { query: { procedure } } })),
    staleTime: Infinity,
  });

export type Period = 'day' | 'week' | 'month' | 'year';
export type Group = 'procedure' | 'office' | 'channel';

export const statistics_query = (from: string, to: string, by: Period, group: Group, office: string) =>
  queryOptions({
    queryKey: ['statistics', from, to, by, group, office],
    queryFn: () => answer(client.GET('/v1/statistics', { params: { query: { from, to, by, group, office: office || undefined } } })),
    placeholderData: keepPreviousData,
  });

export const law_list_query = queryOptions({
  queryKey: ['law'],
  queryFn: () => answer(client.GET('/v1/law')),
  staleTime: Infinity,
});

export const law_query = (id: string, on: string) =>
  queryOptions({
    queryKey: ['law', id, on],
    queryFn: () => answer(client.GET('/v1/law/{id}', { params: { path: { id }, query: { on: on || undefined } } })),
  });

export const law_source_query = (cite: string) =>
  queryOptions({
    queryKey: ['law_source', cite],
    queryFn: () => answer(client.GET('/v1/law-sources/{cite}', { params: { path: { cite } } })),
    staleTime: Infinity,
  });

export const accounts_query = queryOptions({
  queryKey: ['accounts'],
  queryFn: () => answer(client.GET('/v1/accounts')),
});

export const tokens_query = queryOptions({
  queryKey: ['api_tokens'],
  queryFn: () => answer(client.GET('/v1/api-tokens')),
});

export const random_selection_query = queryOptions({
  queryKey: ['random_selection'],
  queryFn: () => answer(client.GET('/v1/random-selection')),
});

export type CodeList = 'countries' | 'currencies' | 'korean_ports' | 'customs_offices';

export const codes_query = (list: CodeList) =>
  queryOptions({
    queryKey: ['codes', list],
    queryFn: () => answer(client.GET('/v1/codes/{list}', { params: { path: { list } } })),
    staleTime: Infinity,
  });

/** Findings and advice about a filing; `body` is its JSON, so that the same question is asked once. */
export const check_query = (body: string, language: string) =>
  queryOptions({
    queryKey: ['check', language, body],
    queryFn: () => answer(client.POST('/v1/declarations/check', { body: JSON.parse(body) as Schemas['DeclarationInput'] })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  });

export const drafts_query = queryOptions({
  queryKey: ['drafts'],
  queryFn: () => answer(client.GET('/v1/drafts')),
  staleTime: 0,
});

export const mandates_query = queryOptions({
  queryKey: ['mandates'],
  queryFn: () => answer(client.GET('/v1/mandates')),
});

// Versions of policy and model, rehearsals, rules.
export const risk_versions_query = queryOptions({
  queryKey: ['risk_versions'],
  queryFn: () => answer(client.GET('/v1/risk/versions')),
});

export const risk_version_query = (id: string) =>
  queryOptions({
    queryKey: ['risk_version', id],
    queryFn: () => answer(client.GET('/v1/risk/versions/{version_id}', { params: { path: { version_id: id } } })),
  });

/** Asked again while it runs. */
export const rehearsal_query = (id: string, language: string) =>
  queryOptions({
    queryKey: ['rehearsal', id, language],
    queryFn: () => answer(client.GET('/v1/risk/rehearsals/{rehearsal_id}', { params: { path: { rehearsal_id: id } } })),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 400 : false),
    enabled: id !== '',
  });

export const rule_names_query = (language: string) =>
  queryOptions({
    queryKey: ['rule_names', language],
    queryFn: () => answer(client.GET('/v1/risk/rule-names')),
    staleTime: Infinity,
  });

export const rule_check_query = (version_id: string, rule: string, language: string) =>
  queryOptions({
    queryKey: ['rule_check', version_id, rule, language],
    queryFn: () => answer(client.POST('/v1/risk/rule-checks', { body: { version_id, rule: JSON.parse(rule) as Schemas['RiskRuleInput'] } })),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    enabled: rule !== '',
  });
