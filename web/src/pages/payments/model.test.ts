import { expect, it } from 'vitest';
import { by_outcome, format_account, outcomes, outcome_tone } from './model';

it('a file is summed by what became of its rows, what needs somebody first', () => {
  const receipts = [
    { outcome: 'exact', amount_krw: 100 },
    { outcome: 'unknown_account', amount_krw: 30 },
    { outcome: 'exact', amount_krw: 200 },
  ] as const;
  expect(by_outcome(receipts)).toEqual([
    { outcome: 'unknown_account', count: 1, krw: 30 },
    { outcome: 'exact', count: 2, krw: 300 },
  ]);
});
it('only money that paid exactly is green', () => {
  expect(outcomes.filter((outcome) => outcome_tone(outcome) === 'green')).toEqual(['exact']);
});
it('an account number is grouped, its digits kept', () => {
  expect(format_account('79012000000014')).toBe('7901 2000 0000 14');
  expect(format_account('79012000000014').replace(/ /g, '')).toBe('79012000000014');
  expect(format_account('')).toBe('');
});
