import type { Schemas } from '../../api/client';

export type Step = Schemas['ArrearsStep'];
export type Standing = Schemas['ArrearsStanding'];
export type Entry = Schemas['ArrearsEntry'];
export type EntryDraft = Record<string, string>;

/** Where a step stands: it may be taken, it is in force, it lacks something that can be shown, or the state rules it out. */
export type Reach = 'possible' | 'in_force' | 'within_reach' | 'out_of_reach';

export function reach_of(step: Step, standing: Standing): Reach {
  if (step.possible) return 'possible';
  if (step.asset === null && standing.in_force.some((one) => one.measure === step.step)) return 'in_force';
  const ruled_out = ['state_does_not_allow_the_step', 'debt_is_extinct', 'law_is_not_in_force'];
  return step.missing.some((one) => ruled_out.includes(one.code)) ? 'out_of_reach' : 'within_reach';
}

export const is_seizure = (step: string) => step === 'seizure' || step === 'precautionary_seizure';

/** Steps of one reach, in the order of the law; the seizures of each kind of asset together as one. */
export function rungs(standing: Standing, reach: Reach): Step[][] {
  const groups: Step[][] = [];
  for (const step of standing.steps) {
    if (reach_of(step, standing) !== reach) continue;
    const last = groups.at(-1);
    if (last && is_seizure(step.step) && last[0]?.step === step.step) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

/** The name of a step, as the standing calls it. */
export function name_of(standing: Standing, step: string): string {
  return standing.steps.find((one) => one.step === step)?.name ?? step;
}

export interface EntryField {
  name: 'date' | 'of' | 'until' | 'asset' | 'item' | 'how' | 'amount' | 'by' | 'outcome' | 'evidence';
  type: 'date' | 'number' | 'text' | 'choice';
  optional?: boolean;
  choices?: readonly string[];
}

export const recorded_events = ['payment', 'service', 'finding', 'measurement', 'approval', 'resolution', 'charge', 'cancellation'] as const satisfies readonly Entry['event'][];
/** Of a debt of the ledger these are read there. */
const said_by_the_ledger: readonly string[] = ['payment', 'charge', 'cancellation'];
export const recorded_of = (of_a_debt: boolean) => recorded_events.filter((event) => !of_a_debt || !said_by_the_ledger.includes(event));
export const assets = ['real_estate', 'vehicle', 'movables', 'securities', 'claim', 'deposit', 'insurance', 'salary', 'deposited_securities', 'virtual_assets', 'seized_elsewhere'] as const;

const date: EntryField = { name: 'date', type: 'date' };
const evidence: EntryField = { name: 'evidence', type: 'text', optional: true };
const amount: EntryField = { name: 'amount', type: 'number' };
const of: EntryField = { name: 'of', type: 'choice' };
const outcome: EntryField = { name: 'outcome', type: 'choice', choices: ['yes', 'no'] };

/** What an entry asks for. A choice without choices is one of the steps, findings or quantities there are. */
export function entry_fields(event: Entry['event'], step?: string): EntryField[] {
  switch (event) {
    case 'step':
      return [date, { name: 'until', type: 'date', optional: true }, ...(step && (is_seizure(step) || step === 'release_of_seizure' || step === 'distribution') ? ([{ name: 'item', type: 'text', optional: true }] satisfies EntryField[]) : []), evidence];
    case 'service':
      return [of, date, { name: 'how', type: 'choice', choices: ['delivered', 'registered_post', 'electronic', 'publication', 'registered'] }, { name: 'item', type: 'text', optional: true }, evidence];
    case 'payment':
    case 'charge':
      return [date, amount, evidence];
    case 'cancellation':
    case 'told':
      return [date, evidence];
    case 'approval':
      return [of, date, { name: 'by', type: 'choice', choices: ['regional_head', 'court'] }, outcome, evidence];
    case 'resolution':
      return [of, date, { name: 'by', type: 'choice', choices: ['arrears_committee', 'information_committee'] }, outcome, evidence];
    case 'finding':
      return [of, date, outcome, evidence];
    case 'measurement':
      return [of, date, amount, evidence];
  }
}

/** Fields that are empty though they are needed, or amounts that are none. */
export function unfilled_entry(fields: EntryField[], draft: EntryDraft): EntryField['name'][] {
  return fields
    .filter((field) => {
      const value = (draft[field.name] ?? '').trim();
      if (value === '') return !field.optional;
      return field.type === 'number' && !/^\d{1,15}$/.test(value);
    })
    .map((field) => field.name);
}

export function entry_body(event: Entry['event'], fields: EntryField[], draft: EntryDraft, step?: { step: string; asset: string | null }, telling?: { of: string; whom: string }): Entry {
  const body: Record<string, unknown> = { event };
  if (telling) Object.assign(body, { of: telling.of, whom: telling.whom });
  if (step) body.of = step.step;
  if (step?.asset) body.asset = step.asset;
  for (const { name, type } of fields) {
    const value = (draft[name] ?? '').trim();
    if (value !== '') body[name] = type === 'number' ? Number(value) : value;
  }
  return body as Entry;
}
