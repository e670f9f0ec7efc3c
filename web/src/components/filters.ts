import type { DeclarationFilter } from '../api/queries';
import type { Channel } from './badge';

export const channels = ['green', 'orange', 'red'] as const;
export const procedures = ['formal', 'simplified', 'manifest', 'import'] as const;
export const states = ['lodged', 'selected', 'examined', 'accepted', 'loaded', 'amended', 'withdrawn', 'cancelled', 'rejected'] as const;
export const sorts = ['-declared_on', '-expected_value'] as const;

function one_of<T extends string>(values: readonly T[], text: string | null): T | undefined {
  return values.find((value) => value === text);
}

const day = (text: string | null) => (text && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined);

/** The filter in a page's address. What is not understood is left out rather than sent on. */
export function read_filter(search: URLSearchParams): DeclarationFilter {
  return {
    office: search.get('office') || undefined,
    from: day(search.get('from')),
    to: day(search.get('to')),
    channel: one_of(channels, search.get('channel')),
    procedure: one_of(procedures, search.get('procedure')),
    state: one_of(states, search.get('state')),
    party: search.get('party') || undefined,
    q: search.get('q')?.trim() || undefined,
    sort: one_of(sorts, search.get('sort')),
  };
}

/** The address of the same search as CSV. */
export function csv_address(filter: DeclarationFilter): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(filter)) if (value) search.set(key, value);
  const text = search.toString();
  return `/v1/declarations/export.csv${text ? `?${text}` : ''}`;
}

export type Tab = 'waiting_red' | 'waiting_orange' | 'all' | Channel;
export const tabs: readonly Tab[] = ['waiting_red', 'waiting_orange', 'all', 'red', 'orange', 'green'];

/** What a tab of the officer's day asks for. Waiting declarations may have been lodged on an earlier day. */
export function tab_filter(tab: Tab, office: string, date: string): DeclarationFilter {
  switch (tab) {
    case 'waiting_red':
      return { office, to: date, channel: 'red', state: 'selected', sort: '-expected_value' };
    case 'waiting_orange':
      return { office, to: date, channel: 'orange', state: 'selected', sort: '-expected_value' };
    case 'all':
      return { office, from: date, to: date, sort: '-expected_value' };
    case 'green':
    case 'orange':
    case 'red':
      return { office, from: date, to: date, channel: tab, sort: '-expected_value' };
  }
}
