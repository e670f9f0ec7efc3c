import type { Schemas } from '../../api/client';

export type CampaignDraft = Schemas['CampaignDraft'];

/** The draft as it stands in the fields of the form. */
export interface Fields {
  name_ko: string;
  name_en: string;
  customs_office: string;
  from: string;
  until: string;
  overdue_days: string;
  at_least_krw: string;
  new_within_days: string;
  held_back_percent: string;
  treatments: { name_ko: string; name_en: string; incentive_ko: string; incentive_en: string; weight: string }[];
  team: { account_id: string; hours: string }[];
  collected_krw: string;
  contacted_percent: string;
}

export const empty_treatment = { name_ko: '', name_en: '', incentive_ko: '', incentive_en: '', weight: '1' };
export const empty_member = { account_id: '', hours: '' };

export const empty_fields: Fields = {
  name_ko: '',
  name_en: '',
  customs_office: '',
  from: '',
  until: '',
  overdue_days: '',
  at_least_krw: '',
  new_within_days: '',
  held_back_percent: '10',
  treatments: [empty_treatment],
  team: [empty_member],
  collected_krw: '',
  contacted_percent: '80',
};

/** A whole number as people write it, with or without commas; nothing of any other text. */
export function whole(text: string): number | null {
  const digits = text.replaceAll(',', '').trim();
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

/** Percent as millionths; nothing of any other text. */
export function millionths(text: string): number | null {
  return /^\d{1,3}(\.\d{1,2})?$/.test(text.trim()) ? Math.round(Number(text) * 10_000) : null;
}

export function fields_of(draft: CampaignDraft): Fields {
  const number = (value: number | null | undefined) => (value === null || value === undefined ? '' : String(value));
  return {
    name_ko: draft.name.ko,
    name_en: draft.name.en,
    customs_office: draft.customs_office,
    from: draft.from,
    until: draft.until,
    overdue_days: number(draft.population.overdue_days),
    at_least_krw: number(draft.population.at_least_krw),
    new_within_days: number(draft.population.new_within_days),
    held_back_percent: String(draft.held_back_ppm / 10_000),
    treatments: draft.treatments.map((one) => ({ name_ko: one.name.ko, name_en: one.name.en, incentive_ko: one.incentive.ko, incentive_en: one.incentive.en, weight: String(one.weight) })),
    team: draft.team.map((one) => ({ account_id: one.account_id, hours: String(one.hours) })),
    collected_krw: String(draft.targets.collected_krw),
    contacted_percent: String(draft.targets.contacted_ppm / 10_000),
  };
}

export interface FieldProblem {
  id: string;
  key: 'need_name' | 'need_office' | 'need_period' | 'need_rule' | 'need_number' | 'need_treatment' | 'need_member' | 'need_share';
}

export function problems_of(fields: Fields): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const rules = [fields.overdue_days, fields.at_least_krw, fields.new_within_days];
  if (!fields.name_ko.trim()) problems.push({ id: 'campaign-name-ko', key: 'need_name' });
  if (!fields.name_en.trim()) problems.push({ id: 'campaign-name-en', key: 'need_name' });
  if (!fields.customs_office) problems.push({ id: 'campaign-office', key: 'need_office' });
  if (!fields.from) problems.push({ id: 'campaign-from', key: 'need_period' });
  if (!fields.until || fields.until < fields.from) problems.push({ id: 'campaign-until', key: 'need_period' });
  if (rules.every((rule) => !rule.trim())) problems.push({ id: 'campaign-overdue', key: 'need_rule' });
  const ids = ['campaign-overdue', 'campaign-at-least', 'campaign-new'];
  rules.forEach((rule, at) => {
    if (rule.trim() && !whole(rule)) problems.push({ id: ids[at] ?? '', key: 'need_number' });
  });
  fields.treatments.forEach((one, at) => {
    if (!one.name_ko.trim() || !one.name_en.trim()) problems.push({ id: `campaign-treatment-${at}`, key: 'need_treatment' });
    if (!whole(one.weight)) problems.push({ id: `campaign-weight-${at}`, key: 'need_number' });
  });
  const share = millionths(fields.held_back_percent);
  if (!share || share > 500_000) problems.push({ id: 'campaign-held-back', key: 'need_share' });
  fields.team.forEach((one, at) => {
    if (!one.account_id.trim()) problems.push({ id: `campaign-member-${at}`, key: 'need_member' });
    if (!whole(one.hours)) problems.push({ id: `campaign-hours-${at}`, key: 'need_number' });
  });
  if (!whole(fields.collected_krw)) problems.push({ id: 'campaign-target', key: 'need_number' });
  const contacted = millionths(fields.contacted_percent);
  if (!contacted || contacted > 1_000_000) problems.push({ id: 'campaign-contacted', key: 'need_number' });
  return problems;
}

/** Of fields without problems. */
export function draft_of(fields: Fields): CampaignDraft {
  return {
    name: { ko: fields.name_ko.trim(), en: fields.name_en.trim() },
    customs_office: fields.customs_office,
    from: fields.from,
    until: fields.until,
    population: population_of(fields),
    held_back_ppm: millionths(fields.held_back_percent) ?? 0,
    treatments: fields.treatments.map((one, at) => ({
      id: `t${at + 1}`,
      name: { ko: one.name_ko.trim(), en: one.name_en.trim() },
      incentive: { ko: one.incentive_ko.trim(), en: one.incentive_en.trim() },
      weight: whole(one.weight) ?? 0,
    })),
    team: fields.team.map((one) => ({ account_id: one.account_id.trim(), hours: whole(one.hours) ?? 0 })),
    targets: { collected_krw: whole(fields.collected_krw) ?? 0, contacted_ppm: millionths(fields.contacted_percent) ?? 0 },
  };
}

export function population_of(fields: Fields): Schemas['CampaignPopulation'] {
  return { overdue_days: whole(fields.overdue_days), at_least_krw: whole(fields.at_least_krw), new_within_days: whole(fields.new_within_days) };
}

/** The last day of each week of a campaign so far, and today's. */
export function week_ends<T extends { on: string }>(days: T[]): T[] {
  return days.filter((_, at) => at % 7 === 6 || at === days.length - 1);
}
