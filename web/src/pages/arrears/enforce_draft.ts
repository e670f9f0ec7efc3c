import type { Schemas } from '../../api/client';

type Statement = Schemas['DebtStatement'];

/** What an officer says when a debt comes into enforcement, or when property is to be seized for it. */
export interface EnforceDraft {
  office: string;
  notice_on: string;
  notice_served_on: string;
  notice_due: string;
  notice_how: string;
  demanded_on: string;
  demand_served_on: string;
  demanded_by: string;
  demand_how: string;
  debtor: string;
  asset: string;
  subject: string;
  third_party: string;
  hardship: string;
  on_the_goods: string;
}

export type EnforceField = keyof EnforceDraft;

const always: EnforceField[] = ['office', 'notice_on', 'notice_served_on', 'notice_due'];

/** With what the ledger knows of the debt. */
export function first_draft(debt: Statement, offices: string[]): EnforceDraft {
  const { facts } = debt;
  const notice_on = facts.notice_date ?? facts.accepted ?? facts.imported ?? '';
  return {
    office: debt.customs_office ?? offices[0] ?? '',
    notice_on,
    notice_served_on: facts.notice_received ?? notice_on,
    notice_due: facts.notice_due ?? facts.statutory_due ?? '',
    notice_how: 'electronic',
    demanded_on: '',
    demand_served_on: '',
    demanded_by: '',
    demand_how: 'registered_post',
    debtor: '',
    asset: 'movables',
    subject: '',
    third_party: '',
    hardship: 'no',
    on_the_goods: 'no',
  };
}

/** Fields that are empty though they are needed; a demand is said whole or not at all. */
export function missing_of(draft: EnforceDraft, seizure: boolean): EnforceField[] {
  const needed: EnforceField[] = seizure ? [...always, 'debtor', 'subject'] : [...always];
  if (draft.demanded_on || draft.demand_served_on || draft.demanded_by) needed.push('demanded_on', 'demand_served_on', 'demanded_by');
  return needed.filter((field) => draft[field].trim() === '');
}

export function case_body(debt: Statement, draft: EnforceDraft) {
  const notice: Schemas['ArrearsEntry'][] = [
    { date: draft.notice_on, event: 'step', of: 'payment_notice', until: draft.notice_due },
    { date: draft.notice_served_on, event: 'service', of: 'payment_notice', how: draft.notice_how as 'electronic' },
  ];
  const demand: Schemas['ArrearsEntry'][] = draft.demanded_on
    ? [
        { date: draft.demanded_on, event: 'step', of: 'demand', until: draft.demanded_by },
        { date: draft.demand_served_on, event: 'service', of: 'demand', how: draft.demand_how as 'electronic' },
      ]
    : [];
  // The amount is read from the ledger.
  return { party_id: debt.party_id, customs_office: draft.office, debt_id: debt.debt_id, file: { amount: Math.max(debt.balance, 1), events: [...notice, ...demand] } };
}

export function seizure_body(debt: Statement, draft: EnforceDraft): Schemas['SeizureProposal'] {
  const demand = draft.demanded_on ? { demanded_on: draft.demanded_on, demand_served_on: draft.demand_served_on, demanded_by: draft.demanded_by } : {};
  return {
    party_id: debt.party_id,
    debtor: draft.debtor.trim(),
    customs_office: draft.office,
    asset: draft.asset as Schemas['SeizedAsset'],
    subject: draft.subject.trim(),
    ...(draft.third_party.trim() ? { third_party: draft.third_party.trim() } : {}),
    hardship: draft.hardship === 'yes',
    debts: [{ matter_id: debt.matter_id, number: debt.order_id ?? debt.matter_id, statutory_date: draft.notice_on, notice_served_on: draft.notice_served_on, due_on: draft.notice_due, ...demand, on_the_goods: draft.on_the_goods === 'yes' }],
  };
}
