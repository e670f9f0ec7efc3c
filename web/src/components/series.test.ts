import { describe, expect, it } from 'vitest';
import { all_periods, fits, monday_of, to_csv, to_shares, to_table } from './series';

describe('periods', () => {
  it('include those without declarations', () => {
    expect(all_periods('2026-02-27', '2026-03-02', 'day')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
    expect(all_periods('2026-11-15', '2026-11-23', 'week')).toEqual(['2026-11-09', '2026-11-16', '2026-11-23']);
    expect(all_periods('2025-11-30', '2026-02-01', 'month')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(all_periods('2025-12-31', '2026-01-01', 'year')).toEqual(['2025', '2026']);
  });
  it('name a week by its Monday', () => {
    expect(monday_of('2026-11-22')).toBe('2026-11-16');
    expect(monday_of('2026-11-23')).toBe('2026-11-23');
  });
  it('are refused where they would not fit on a page', () => {
    expect(fits('2026-01-01', '2026-04-02', 'day')).toBe(true);
    expect(fits('2026-01-01', '2026-04-03', 'day')).toBe(false);
    expect(fits('2020-01-01', '2026-04-03', 'month')).toBe(true);
  });
});

describe('table of figures', () => {
  const rows = [
    { period: '2026-10', group: 'formal', declarations: 10, value_krw: 5 },
    { period: '2026-10', group: 'manifest', declarations: 90, value_krw: 1 },
    { period: '2026-11', group: 'manifest', declarations: 3, value_krw: 2 },
  ];
  it('keeps the order of the procedures and counts missing ones as none', () => {
    const table = to_table(rows, ['2026-10', '2026-11', '2026-12'], 'procedure', 'declarations');
    expect(table.groups).toEqual(['manifest', 'formal']);
    expect(table.values).toEqual([
      [90, 3, 0],
      [10, 0, 0],
    ]);
    expect(table.totals).toEqual([100, 3, 0]);
    expect(to_shares(table)).toEqual([
      [0.9, 1, 0],
      [0.1, 0, 0],
    ]);
  });
  it('puts small offices together and loses none of them', () => {
    const offices = ['040', '020', '030', '010'].map((group, at) => ({ period: '2026-10', group, declarations: 10 - at, value_krw: at }));
    const table = to_table(offices, ['2026-10'], 'office', 'declarations', 3);
    expect(table.groups).toEqual(['040', '020', 'other']);
    expect(table.values).toEqual([[10], [9], [15]]);
    expect(table.totals).toEqual([34]);
  });
});

describe('CSV', () => {
  it('quotes what needs it and begins with a byte order mark', () => {
    expect(to_csv(['기간', 'a,b'], [['x"y', 1.5]])).toBe('\ufeff기간,"a,b"\r\n"x""y",1.5\r\n');
  });
  it('never starts a cell of text with a formula', () => {
    expect(to_csv(['=1+1'], [['-2']])).toBe("\ufeff'=1+1\r\n'-2\r\n");
  });
});
