import { describe, expect, it } from 'vitest';
import { add_days, days_between, format_day, format_number, format_share, format_time, format_won, today_in_korea } from './format';

describe('formats', () => {
  it('follow the language', () => {
    expect(format_number(1234567, 0, 'ko')).toBe('1,234,567');
    expect(format_won(2000000, 'ko')).toBe('2,000,000원');
    expect(format_won(2000000, 'en')).toBe('KRW 2,000,000');
    expect(format_share(0.846, 1, 'en')).toBe('84.6%');
    expect(format_day('2026-11-23', 'ko')).toBe('2026. 11. 23.');
    expect(format_day('2026-11-23', 'en')).toBe('23 Nov 2026');
  });
  it('show instants in Korean time', () => {
    expect(format_time('2026-11-23T15:30:00Z', 'en')).toContain('24 Nov 2026');
    expect(today_in_korea(new Date('2026-11-23T15:30:00Z'))).toBe('2026-11-24');
  });
  it('leave what is no date as it is', () => {
    expect(format_day('soon', 'en')).toBe('soon');
    expect(format_time('soon', 'en')).toBe('soon');
  });
  it('count days', () => {
    expect(add_days('2026-02-27', 2)).toBe('2026-03-01');
    expect(days_between('2026-11-23', '2026-12-23')).toBe(30);
    expect(days_between('2026-11-23', '2026-11-20')).toBe(-3);
  });
});
