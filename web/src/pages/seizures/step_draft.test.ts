import { describe, expect, it } from 'vitest';
import { fields_of, missing_fields, step_body } from './step_draft';

describe('a step of a case', () => {
  it('asks only for what it takes', () => {
    expect(fields_of('award').map((field) => field.name)).toEqual(['day']);
    expect(missing_fields('award', { day: '2026-07-27' })).toEqual([]);
  });
  it.each([
    ['no reason for a refusal', 'refuse', {}, ['text']],
    ['an amount that is none', 'receive_price', { day: '2026-07-27', amount_krw: '4 million' }, ['amount_krw']],
    ['a bid without its deposit', 'enter_bid', { day: '2026-07-27', bidder: 'B-7', amount_krw: '1', relation: 'none' }, ['deposit_krw']],
    ['a release with everything', 'release', { ground: 'paid', text: 'paid at the counter' }, []],
  ] as const)('%s', (_, action, draft, missing) => {
    expect(missing_fields(action, { ...draft })).toEqual(missing);
  });
  it('is sent with numbers as numbers and without what is empty', () => {
    expect(step_body('draw_up', { distribution_day: '2026-08-28', costs_krw: '1200000', interest_krw: '', text: 'not of this step' })).toEqual({ step: 'draw_up', distribution_day: '2026-08-28', costs_krw: 1200000 });
    expect(step_body('release', { ground: 'no_surplus', committee: 'yes', text: 'x' })).toMatchObject({ committee: true });
    expect(step_body('enter_claim', { creditor: 'bank', kind: 'mortgage', amount_krw: '5', date: '2026-05-10' }).claims?.[0]).toMatchObject({ creditor: 'bank', amount_krw: 5, date: '2026-05-10' });
  });
});
