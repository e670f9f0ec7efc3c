import { describe, expect, it } from 'vitest';
import type { Schemas } from '../../api/client';
import { case_body, first_draft, missing_of, seizure_body } from './enforce_draft';

const debt = {
  party_id: 'B1',
  debt_id: 'D-1',
  matter_id: 'N-1',
  order_id: 'O-1',
  customs_office: null,
  balance: 5000,
  facts: { cause: 'assessed', notice_date: '2026-03-02', notice_received: '2026-03-04', notice_due: '2026-03-17' },
} as unknown as Schemas['DebtStatement'];

describe('a debt that comes into enforcement', () => {
  it('is prefilled with what the ledger knows', () => {
    const draft = first_draft(debt, ['040']);
    expect(draft).toMatchObject({ office: '040', notice_on: '2026-03-02', notice_served_on: '2026-03-04', notice_due: '2026-03-17' });
    expect(missing_of(draft, false)).toEqual([]);
    expect(case_body(debt, draft).file.events.map((one) => one.of)).toEqual(['payment_notice', 'payment_notice']);
  });
  it('says a demand whole or not at all', () => {
    const draft = { ...first_draft(debt, ['040']), demanded_on: '2026-04-01' };
    expect(missing_of(draft, false)).toEqual(['demand_served_on', 'demanded_by']);
    const whole = { ...draft, demand_served_on: '2026-04-03', demanded_by: '2026-04-21' };
    expect(case_body(debt, whole).file.events).toHaveLength(4);
    expect(seizure_body(debt, { ...whole, debtor: ' Sample ', subject: 'stock' })).toMatchObject({ debtor: 'Sample', debts: [{ matter_id: 'N-1', demanded_by: '2026-04-21' }] });
  });
  it('asks what is to be seized, and of whom', () => {
    expect(missing_of(first_draft(debt, ['040']), true)).toEqual(['debtor', 'subject']);
  });
});
