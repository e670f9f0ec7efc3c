import { expect, test } from 'vitest';
import { draft_of, empty_fields, fields_of, millionths, problems_of, week_ends, whole } from './campaign_draft';

const whole_form = {
  ...empty_fields,
  name_ko: '가을',
  name_en: 'Autumn',
  customs_office: '020',
  from: '2026-09-18',
  until: '2026-12-12',
  at_least_krw: '200,000,000',
  treatments: [{ name_ko: '전화', name_en: 'Call', incentive_ko: '', incentive_en: '', weight: '2' }],
  team: [{ account_id: 'officer', hours: '40' }],
  collected_krw: '1000',
};

test('a whole form becomes a draft and comes back', () => {
  expect(problems_of(whole_form)).toEqual([]);
  const draft = draft_of(whole_form);
  expect(draft.population).toEqual({ overdue_days: null, at_least_krw: 200_000_000, new_within_days: null });
  expect(draft.held_back_ppm).toBe(100_000);
  expect(draft_of(fields_of(draft))).toEqual(draft);
});

test('what is missing is named by its field', () => {
  expect(problems_of(empty_fields).map((one) => one.id)).toEqual(['campaign-name-ko', 'campaign-name-en', 'campaign-office', 'campaign-from', 'campaign-until', 'campaign-overdue', 'campaign-treatment-0', 'campaign-member-0', 'campaign-hours-0', 'campaign-target']);
  expect(problems_of({ ...whole_form, until: '2026-09-17' })[0]?.id).toBe('campaign-until');
  expect(problems_of({ ...whole_form, held_back_percent: '60' })[0]?.key).toBe('need_share');
  expect(problems_of({ ...whole_form, overdue_days: 'two years' })[0]?.key).toBe('need_number');
});

test('numbers as people write them', () => {
  expect(whole('1,234')).toBe(1234);
  expect(whole('-1')).toBeNull();
  expect(millionths('12.5')).toBe(125_000);
  expect(millionths('x')).toBeNull();
});

test('weeks end every seventh day and today', () => {
  const days = Array.from({ length: 16 }, (_, at) => ({ on: String(at) }));
  expect(week_ends(days).map((day) => day.on)).toEqual(['6', '13', '15']);
});
