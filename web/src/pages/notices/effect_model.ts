import { format_fixed } from '../../messages/format';

export const share_of = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

const points = (share: number) => `${share > 0 ? '+' : share < 0 ? '−' : ''}${format_fixed(Math.abs(share) * 100, 1)}`;

/** A difference of shares with its interval, in percentage points with their signs. */
export function points_of(interval: { value: number; low: number; high: number }): { value: string; low: string; high: string } {
  return { value: points(interval.value), low: points(interval.low), high: points(interval.high) };
}
