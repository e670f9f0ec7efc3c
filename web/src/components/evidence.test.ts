import { describe, expect, it } from 'vitest';
import { bar_length, is_random, likelihood_of } from './evidence';

describe('evidence', () => {
  it('turns a contribution back into a likelihood', () => {
    expect(likelihood_of(-Math.log(1 - 0.31))).toBeCloseTo(0.31, 12);
    expect(likelihood_of(0)).toBe(0);
    expect(likelihood_of(-1)).toBe(0);
  });
  it('draws the strongest reason full', () => {
    expect(bar_length(0.2, 0.2)).toBe(100);
    expect(bar_length(0.05, 0.2)).toBe(25);
    expect(bar_length(0, 0)).toBe(0);
  });
  it('knows the random draw by its id', () => {
    expect(is_random('random')).toBe(true);
    expect(is_random('W4.random')).toBe(true);
    expect(is_random('R1-splitting')).toBe(false);
    expect(is_random('randomness_of_names')).toBe(false);
  });
});
