import { current_language, type Language } from './index';

const locale = (language: Language) => (language === 'ko' ? 'ko-KR' : 'en-GB');

/** A whole or decimal number with the grouping of the language; at most `digits` decimals. */
export function format_number(value: number, digits = 0, language = current_language()): string {
  return new Intl.NumberFormat(locale(language), { maximumFractionDigits: digits }).format(value);
}

export function format_fixed(value: number, digits: number, language = current_language()): string {
  return new Intl.NumberFormat(locale(language), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** For the axis of a chart: 1.2만, 12K. */
export function format_compact(value: number, language = current_language()): string {
  return new Intl.NumberFormat(locale(language), { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** `value` is a share of one. */
export function format_share(value: number, digits = 1, language = current_language()): string {
  return new Intl.NumberFormat(locale(language), {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

export function format_won(value: number, language = current_language()): string {
  return language === 'ko' ? `${format_number(value, 0, language)}원` : `KRW ${format_number(value, 0, language)}`;
}

/** A calendar day, `YYYY-MM-DD`, as people write it. Nothing is shifted between time zones. */
export function format_day(day: string, language = current_language()): string {
  const [year, month, date] = day.slice(0, 10).split('-').map(Number);
  if (!year || !month || !date) return day;
  return new Intl.DateTimeFormat(locale(language), { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.UTC(year, month - 1, date));
}

/** An instant, shown in Korean time, where the administration works. */
export function format_time(instant: string, language = current_language()): string {
  const time = new Date(instant);
  if (Number.isNaN(time.getTime())) return instant;
  return new Intl.DateTimeFormat(locale(language), { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Seoul' }).format(time);
}

/** Today in Korea, `YYYY-MM-DD`. */
export function today_in_korea(now: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(now);
}

export function add_days(day: string, days: number): string {
  const time = Date.parse(`${day}T00:00:00Z`) + days * 86_400_000;
  return new Date(time).toISOString().slice(0, 10);
}

/** Whole days from one day to another; negative when `to` lies before `from`. */
export function days_between(from: string, to: string): number {
  return Math.round((Date.parse(`${to.slice(0, 10)}T00:00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00:00Z`)) / 86_400_000);
}
