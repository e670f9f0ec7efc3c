import type { Schemas } from '../../api/client';

type Outcome = Schemas['BankReceipt']['outcome'];
type Receipt = Pick<Schemas['BankReceipt'], 'outcome' | 'amount_krw'>;

/** In the order in which an officer looks at them: what needs somebody comes first. */
export const outcomes: readonly Outcome[] = ['unknown_account', 'wrong_account_number', 'closed_order', 'dated_before_the_matter', 'double_payment', 'over_payment', 'part_payment', 'reversed', 'exact'];

export function outcome_tone(outcome: Outcome): string {
  switch (outcome) {
    case 'exact':
      return 'green';
    case 'part_payment':
    case 'over_payment':
    case 'double_payment':
      return 'orange';
    case 'reversed':
    case 'closed_order':
    case 'dated_before_the_matter':
    case 'unknown_account':
    case 'wrong_account_number':
      return 'red';
  }
}

/** How many rows of a file, and how much money, came to each end. */
export function by_outcome(receipts: readonly Receipt[]): { outcome: Outcome; count: number; krw: number }[] {
  return outcomes.flatMap((outcome) => {
    const those = receipts.filter((receipt) => receipt.outcome === outcome);
    return those.length > 0 ? [{ outcome, count: those.length, krw: those.reduce((sum, receipt) => sum + receipt.amount_krw, 0) }] : [];
  });
}

/** Digits in groups of four, as one types an account number into a bank's page. */
export function format_account(number: string): string {
  return number.replace(/(.{4})(?=.)/g, '$1 ');
}
