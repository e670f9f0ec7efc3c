import type { Group, Period } from '../api/queries';
import type { Schemas } from '../api/client';
import { add_days, days_between } from '../messages/format';

type Row = Schemas['Statistics']['rows'][number];
export type Measure = 'declarations' | 'value_krw';

export interface Table {
  periods: string[];
  groups: string[];
  /** values[group][period], in the order of `groups` and `periods` */
  values: number[][];
  totals: number[];
}

/** The Monday of the week a day lies in. */
export function monday_of(day: string): string {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return add_days(day, -weekday);
}

function next_month(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

/** Every period between two days, those without declarations too, named as the API names them. */
export function all_periods(from: string, to: string, by: Period): string[] {
  const periods: string[] = [];
  switch (by) {
    case 'day':
      for (let day = from; day <= to; day = add_days(day, 1)) periods.push(day);
      break;
    case 'week':
      for (let day = monday_of(from); day <= to; day = add_days(day, 7)) periods.push(day);
      break;
    case 'month':
      for (let month = from.slice(0, 7); month <= to.slice(0, 7); month = next_month(month)) periods.push(month);
      break;
    case 'year':
      for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); ++year) periods.push(String(year));
      break;
  }
  return periods;
}

/** What can be read on one page: about a hundred periods. */
export function fits(from: string, to: string, by: Period): boolean {
  const days = days_between(from, to);
  if (by === 'day') return days < 92;
  return by === 'week' ? days < 2 * 366 : days < 30 * 366;
}

const fixed_order: Record<Group, readonly string[]> = {
  procedure: ['manifest', 'simplified', 'formal', 'import'],
  channel: ['green', 'orange', 'red'],
  office: [],
};

/** Groups in their natural order; offices by size, the small ones together under `other`. */
function order_groups(rows: Row[], group: Group, measure: Measure, most: number): { shown: string[]; other: boolean } {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(row.group, (sums.get(row.group) ?? 0) + row[measure]);
  const known = fixed_order[group].filter((name) => sums.has(name));
  const rest = [...sums.keys()].filter((name) => !known.includes(name)).sort((a, b) => (sums.get(b) ?? 0) - (sums.get(a) ?? 0) || a.localeCompare(b));
  const shown = [...known, ...rest];
  return shown.length > most ? { shown: shown.slice(0, most - 1), other: true } : { shown, other: false };
}

export const other_group = 'other';

export function to_table(rows: Row[], periods: string[], group: Group, measure: Measure, most = 8): Table {
  const { shown, other } = order_groups(rows, group, measure, most);
  const groups = other ? [...shown, other_group] : shown;
  const values = groups.map(() => periods.map(() => 0));
  for (const row of rows) {
    const period = periods.indexOf(row.period);
    const at = shown.includes(row.group) ? shown.indexOf(row.group) : groups.length - 1;
    const line = values[at];
    if (period >= 0 && line) line[period] = (line[period] ?? 0) + row[measure];
  }
  const totals = periods.map((_, at) => values.reduce((sum, line) => sum + (line[at] ?? 0), 0));
  return { periods, groups, values, totals };
}

/** The same table as shares of each period's total, 0..1. */
export function to_shares(table: Table): number[][] {
  return table.values.map((line) => line.map((value, at) => ((table.totals[at] ?? 0) > 0 ? value / (table.totals[at] ?? 1) : 0)));
}

function csv_cell(text: string): string {
  // A leading sign would be taken for a formula by spreadsheet programs.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** UTF-8 with byte order mark, so that spreadsheet programs read Hangul. */
export function to_csv(head: string[], rows: (string | number)[][]): string {
  const lines = [head, ...rows].map((row) => row.map((cell) => (typeof cell === 'number' ? String(cell) : csv_cell(cell))).join(','));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}
