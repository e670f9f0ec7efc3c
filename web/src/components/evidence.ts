/** A contribution is evidence, -ln(1 - p). Contributions add up; this is the likelihood one stands for alone. */
export function likelihood_of(contribution: number): number {
  return 1 - Math.exp(-Math.max(0, contribution));
}

/** Length of a reason's bar, 0..100, against the strongest reason. */
export function bar_length(contribution: number, strongest: number): number {
  if (!(strongest > 0) || contribution <= 0) return 0;
  return Math.min(100, (contribution / strongest) * 100);
}

/** Reasons of the random draw carry ids that begin so. */
export function is_random(reason_id: string): boolean {
  return /(^|[._-])random([._-]|$)/.test(reason_id);
}
