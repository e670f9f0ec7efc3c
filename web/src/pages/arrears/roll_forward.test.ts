import { describe, expect, it } from 'vitest';
import en from '../../messages/en.json';
import { amount_of, roll_lines, shown_reconciles, type RollForward } from './roll_forward';

const roll: RollForward = {
  opening: 1_000,
  new: 500,
  moved_in: 20,
  costs: 7,
  penalty: 33,
  collected: { virtual_account: 100, transfer: 200, set_off: 1, security: 2, public_sale: 3, claim: 4, liable_person: 5 },
  collected_in_all: 315,
  released: 40,
  extinct: 50,
  moved_out: 60,
  closing: 1_095,
  reconciles: true,
};

describe('the roll-forward', () => {
  it('is shown line by line so that the lines give the closing', () => {
    expect(shown_reconciles(roll)).toBe(true);
    expect(shown_reconciles({ ...roll, closing: 1_094 })).toBe(false);
    expect(shown_reconciles({ ...roll, reconciles: false })).toBe(false);
  });
  it('does not hide a channel it does not know', () => {
    expect(shown_reconciles({ ...roll, collected: { ...roll.collected, transfer: 199, barter: 1 } })).toBe(false);
  });
  it('shows what goes below nothing, and nothing as nothing', () => {
    expect(roll_lines.map((line) => amount_of(roll, line))).toEqual([1_000, 500, 20, 7, 33, -100, -200, -1, -2, -3, -4, -5, -40, -50, -60, 1_095]);
    expect(Object.is(amount_of({ ...roll, released: 0 }, { line: 'released', sign: -1 }), 0)).toBe(true);
  });
  it('has a name for each line', () => {
    for (const { line } of roll_lines) expect(en.arrears_figures).toHaveProperty(line);
  });
});
