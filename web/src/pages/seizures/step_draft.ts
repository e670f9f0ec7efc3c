import type { Schemas } from '../../api/client';
import type { SeizureAction } from './queries';

export type StepDraft = Record<string, string>;

export interface StepField {
  name: string;
  kind: 'text' | 'long' | 'date' | 'won' | 'choice';
  optional?: boolean;
  choices?: readonly string[];
}

const release_grounds = ['paid', 'cancelled', 'no_surplus', 'exempt', 'property_of_another', 'value_far_above', 'part_paid', 'substitute'] as const;
const claim_kinds = ['mortgage', 'pledge', 'jeonse_right', 'fixed_date_lease', 'provisional_registration', 'small_tenant', 'last_wages', 'other_wages', 'tax_on_the_asset', 'other_tax', 'public_dues', 'ordinary', 'costs_of_earlier_enforcement'] as const;

const day: StepField = { name: 'day', kind: 'date' };
const reason: StepField = { name: 'text', kind: 'long' };
const remark: StepField = { ...reason, optional: true };
const amount: StepField = { name: 'amount_krw', kind: 'won' };

/** What a step asks for, beside the items of the inventory. */
export function fields_of(action: SeizureAction): StepField[] {
  switch (action) {
    case 'approve':
      return [remark];
    case 'refuse':
    case 'lapse_award':
      return [reason];
    case 'seize':
      return [day, remark];
    case 'hand_over':
      return [{ name: 'item_id', kind: 'choice' }, { name: 'from', kind: 'text' }, { name: 'to', kind: 'text' }, { name: 'place', kind: 'text' }, { name: 'reason', kind: 'text', optional: true }];
    case 'value':
      return [day, { name: 'valuer', kind: 'text' }, { name: 'valuation_method', kind: 'text' }];
    case 'enter_claim':
      return [{ name: 'creditor', kind: 'text' }, { name: 'kind', kind: 'choice', choices: claim_kinds }, { name: 'date', kind: 'date', optional: true }, amount];
    case 'propose_sale':
      return [{ name: 'opens_on', kind: 'date' }, { name: 'place', kind: 'text' }];
    case 'enter_bid':
      return [day, { name: 'bidder', kind: 'text' }, amount, { name: 'deposit_krw', kind: 'won' }, { name: 'relation', kind: 'choice', choices: ['none', 'debtor', 'tax_officer', 'valuer'] }];
    case 'open_bids':
      return [day, { name: 'drawn', kind: 'text', optional: true }];
    case 'award':
    case 'demand_price':
      return [day];
    case 'receive_price':
    case 'collect':
      return [day, amount];
    case 'draw_up':
      return [{ name: 'distribution_day', kind: 'date' }, { name: 'costs_krw', kind: 'won' }, { name: 'interest_krw', kind: 'won', optional: true }];
    case 'release':
      return [{ name: 'ground', kind: 'choice', choices: release_grounds }, { name: 'committee', kind: 'choice', choices: ['no', 'yes'] }, reason];
  }
}

export const needs_items = (action: SeizureAction) => action === 'seize' || action === 'value';

/** Names of fields that are empty though they are needed, or amounts that are none. */
export function missing_fields(action: SeizureAction, draft: StepDraft): string[] {
  return fields_of(action)
    .filter((field) => field.name !== 'committee')
    .filter((field) => {
      const value = (draft[field.name] ?? '').trim();
      if (value === '') return !field.optional;
      return field.kind === 'won' && !/^\d{1,15}$/.test(value);
    })
    .map((field) => field.name);
}

/** Moments as the server writes them: microseconds. */
const now = () => new Date().toISOString().replace('Z', '000Z');

export function step_body(action: SeizureAction, draft: StepDraft): Schemas['SeizureStep'] {
  const body: Record<string, unknown> = { step: action };
  if (action === 'enter_claim') {
    body.claims = [{ claim_id: `claim-${Date.now()}`, creditor: draft.creditor, kind: draft.kind, amount_krw: Number(draft.amount_krw), ...(draft.date ? { date: draft.date } : {}) }];
    return body as Schemas['SeizureStep'];
  }
  if (action === 'hand_over') body.at = now();
  for (const field of fields_of(action)) {
    const value = (draft[field.name] ?? '').trim();
    if (value === '') continue;
    if (field.name === 'committee') body.committee = value === 'yes';
    else body[field.name] = field.kind === 'won' ? Number(value) : value;
  }
  return body as Schemas['SeizureStep'];
}
