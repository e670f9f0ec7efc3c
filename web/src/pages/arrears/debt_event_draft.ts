import type { Schemas } from '../../api/client';

export type DebtEventKind = Exclude<Schemas['DebtEvent']['kind'], 'opened'>;
export type DebtEventDraft = Record<string, string>;

export interface EventField {
  name: string;
  type: 'date' | 'won' | 'text' | 'choice';
  optional?: boolean;
  choices?: readonly string[];
}

/** In the order in which they come up in the life of a debt. */
export const event_kinds: readonly DebtEventKind[] = ['paid', 'payment_reversed', 'set_off', 'reduced', 'costs_charged', 'notice_given', 'notice_served', 'facts_established', 'security_given', 'security_released', 'liable_added', 'interrupted', 'suspended', 'penalty_suspended', 'deferred', 'deferral_ended', 'held', 'hold_ended', 'extinguished'];

export const causes = ['declared', 'assessed', 'under_declared', 'under_declared_fraud', 'undeclared', 'undeclared_punished'] as const;
const fact_days = ['accepted', 'imported', 'statutory_due', 'notice_date', 'notice_received', 'notice_due'] as const;

const numbers = ['amount_krw', 'value_krw', 'share_percent'];
const on: EventField = { name: 'on', type: 'date' };
const until: EventField = { name: 'until', type: 'date' };
const open_end: EventField = { ...until, optional: true };
const amount: EventField = { name: 'amount_krw', type: 'won' };
const word = (...choices: string[]): EventField => ({ name: 'word', type: 'choice', choices });

/** What an event asks for. A choice without choices is one of what stands in the statement. */
export function fields_of(kind: DebtEventKind): EventField[] {
  switch (kind) {
    case 'paid':
      return [on, amount, word('transfer', 'virtual_account', 'security', 'public_sale', 'claim', 'liable_person')];
    case 'payment_reversed':
    case 'security_released':
      return [on, { name: 'reference', type: 'choice' }];
    case 'set_off':
      return [on, amount, { name: 'reference', type: 'text' }];
    case 'reduced':
      return [on, amount, { name: 'charge', type: 'choice' }, word('correction', 'appeal', 'cancellation')];
    case 'costs_charged':
      return [on, amount];
    case 'notice_given':
      return [on, open_end];
    case 'notice_served':
      return [on, { name: 'published', type: 'choice', choices: ['no', 'yes'] }];
    case 'facts_established':
      return [on, { name: 'cause', type: 'choice', choices: causes }, ...fact_days.map((name): EventField => ({ name, type: 'date', optional: true }))];
    case 'security_given':
      return [on, amount, word('cash', 'government_bond', 'security', 'surety_insurance', 'land', 'registered_property', 'guarantor')];
    case 'liable_added':
      return [
        on,
        { name: 'reference', type: 'text' },
        word('liquidator', 'controlling_shareholder', 'company', 'business_transferee', 'guarantor', 'buying_agent'),
        { name: 'principal_failed', type: 'choice', choices: ['no', 'yes'] },
        { name: 'value_krw', type: 'won', optional: true },
        { name: 'share_percent', type: 'won', optional: true },
        { ...amount, optional: true },
      ];
    case 'interrupted':
      return [on, open_end, word('notice', 'correction', 'demand', 'penalty_disposition', 'accusation', 'indictment', 'claim_for_share', 'seizure')];
    case 'suspended':
      return [on, open_end, word('instalments', 'deferral', 'fraudulent_act_suit', 'stay_abroad')];
    case 'penalty_suspended':
      return [on, open_end];
    case 'deferred':
      return [on, until];
    case 'deferral_ended':
    case 'hold_ended':
      return [on];
    case 'held':
      return [on, word('untraceable', 'without_means')];
    case 'extinguished':
      return [on, word('prescription', 'exclusion_period', 'discharge')];
  }
}

/** Fields that are empty though they are needed, or amounts that are none. */
export function unfilled(kind: DebtEventKind, draft: DebtEventDraft): string[] {
  return fields_of(kind)
    .filter((field) => {
      const value = (draft[field.name] ?? '').trim();
      if (value === '') return !field.optional;
      return field.type === 'won' && !/^[1-9]\d{0,17}$/.test(value);
    })
    .map((field) => field.name);
}

export function event_body(kind: DebtEventKind, draft: DebtEventDraft): Schemas['DebtEvent'] {
  const given = Object.fromEntries(fields_of(kind).flatMap(({ name }) => ((draft[name] ?? '').trim() === '' ? [] : [[name, draft[name]!.trim()]])));
  const body: Record<string, unknown> = { kind };
  const facts: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (name === 'cause' || (fact_days as readonly string[]).includes(name)) facts[name] = value;
    else if (numbers.includes(name)) body[name] = Number(value);
    else if (name === 'published' || name === 'principal_failed') body[name] = value === 'yes';
    else body[name] = value;
  }
  if (kind === 'facts_established') body.facts = facts;
  return body as Schemas['DebtEvent'];
}
