import { expect, it } from 'vitest';
import { points_of, share_of } from './effect_model';

it('a difference is said in percentage points with its sign', () => {
  expect(points_of({ value: 0.5152, low: 0.3446, high: -0.1 })).toEqual({ value: '+51.5', low: '+34.5', high: '−10.0' });
});
it('a share of nothing is nothing', () => {
  expect(share_of(3, 0)).toBe(0);
  expect(share_of(1, 4)).toBe(0.25);
});
