import { describe, expect, it } from 'vitest';
import { csv_address, read_filter, tab_filter } from './filters';

describe('filter in the address', () => {
  it('reads what it knows', () => {
    expect(read_filter(new URLSearchParams('office=040&from=2026-11-01&channel=red&state=selected&q= SMP &sort=-expected_value'))).toMatchObject({
      office: '040',
      from: '2026-11-01',
      channel: 'red',
      state: 'selected',
      q: 'SMP',
      sort: '-expected_value',
    });
  });
  it('leaves out what it does not', () => {
    const filter = read_filter(new URLSearchParams('from=yesterday&channel=blue&procedure=x&state=x&sort=name&q= '));
    expect(Object.values(filter).every((value) => value === undefined)).toBe(true);
  });
  it('gives the same search as CSV', () => {
    expect(csv_address({})).toBe('/v1/declarations/export.csv');
    expect(csv_address({ q: '가상 & Co', channel: 'red', office: undefined })).toBe('/v1/declarations/export.csv?q=%EA%B0%80%EC%83%81+%26+Co&channel=red');
  });
  it('asks for everything that waits, lodged today or before', () => {
    expect(tab_filter('waiting_red', '040', '2026-11-23')).toMatchObject({ channel: 'red', state: 'selected', to: '2026-11-23' });
    expect(tab_filter('waiting_red', '040', '2026-11-23').from).toBeUndefined();
    expect(tab_filter('green', '040', '2026-11-23')).toMatchObject({ channel: 'green', from: '2026-11-23', to: '2026-11-23' });
  });
});
