import type { Schemas } from '../../api/client';

export type RollForward = Schemas['RollForward'];

export const channels = ['virtual_account', 'transfer', 'set_off', 'security', 'public_sale', 'claim', 'liable_person'] as const;

export type RollLine = { line: 'opening' | 'new' | 'moved_in' | 'costs_added' | 'penalty_added' | 'released' | 'extinct' | 'moved_out' | 'closing'; sign: 1 | -1 } | { line: 'collected'; channel: (typeof channels)[number]; sign: -1 };

/** From opening to closing, each with the sign with which it counts. */
export const roll_lines: readonly RollLine[] = [
  { line: 'opening', sign: 1 },
  { line: 'new', sign: 1 },
  { line: 'moved_in', sign: 1 },
  { line: 'costs_added', sign: 1 },
  { line: 'penalty_added', sign: 1 },
  ...channels.map((channel) => ({ line: 'collected', channel, sign: -1 }) as const),
  { line: 'released', sign: -1 },
  { line: 'extinct', sign: -1 },
  { line: 'moved_out', sign: -1 },
  { line: 'closing', sign: 1 },
];

/** The amount of a line as it counts: what goes is below 0. */
export function amount_of(roll: RollForward, line: RollLine): number {
  const plain = (): number => {
    switch (line.line) {
      case 'collected':
        return roll.collected[line.channel] ?? 0;
      case 'costs_added':
        return roll.costs;
      case 'penalty_added':
        return roll.penalty;
      default:
        return roll[line.line];
    }
  };
  const amount = plain();
  return amount === 0 ? 0 : line.sign * amount;
}

/** Whether the lines that are shown, not only those the server counted, give the closing. */
export function shown_reconciles(roll: RollForward): boolean {
  const moved = roll_lines.filter((line) => line.line !== 'closing').reduce((sum, line) => sum + amount_of(roll, line), 0);
  return roll.reconciles && moved === roll.closing;
}
