import type { DeclarationDetail, Schemas } from '../api/client';
import type { Channel } from './badge';

/** What an examination found of one kind, as it is entered. */
export interface Found {
  declared: string;
  found: string;
  revenue: string;
}

export type ActionName = Schemas['Action']['action'];
export type EventName = Schemas['EventInput']['event'];
export type DiscrepancyKind = Schemas['DiscrepancyKind'];

export type Need = NonNullable<Schemas['Action']['needs']>[number];

/** Actions with an address of their own; all others are events. */
const own_address = ['examine', 'override_channel', 'look_up_personal_data', 'amend'] as const satisfies readonly ActionName[];
export const discrepancy_kinds: readonly DiscrepancyKind[] = ['procedure', 'value', 'class', 'origin', 'quantity', 'permit', 'rights'];

export function is_event(action: ActionName): action is EventName {
  return !(own_address as readonly string[]).includes(action);
}

export interface Change {
  field: string;
  item: number;
  value: string;
}

/** What an officer or filer has entered so far for one action. `reason` is the note of an examination. */
export interface ActionDraft {
  action: ActionName;
  result: '' | 'conforming' | 'discrepancy';
  kinds: DiscrepancyKind[];
  found: Partial<Record<DiscrepancyKind, Found>>;
  channel: '' | Channel;
  reason: string;
  on: string;
  until: string;
  changes: Change[];
  /** Of an officer's amendment; a filer amends on their own. */
  ground: '' | 'evidence' | 'ex_officio';
}

export function empty_draft(action: ActionName, by_officer = false): ActionDraft {
  return { action, result: '', kinds: [], found: {}, channel: '', reason: '', on: '', until: '', changes: action === 'amend' ? [{ field: '', item: 1, value: '' }] : [], ground: action === 'amend' && by_officer ? 'ex_officio' : '' };
}

/** The value as declared now; item fields by their item, from 1. */
export function declared_value(declared: DeclarationDetail['declared'], field: string, item: number): string {
  const from_item = declared.items?.[item - 1]?.[field];
  const value = from_item ?? (declared as Record<string, unknown>)[field];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export const shortest_reason = 5;

/** Events say themselves what must be sent with them. */
export function reason_needed(action: ActionName, needs: readonly Need[]): boolean {
  return action === 'override_channel' || action === 'amend' || needs.includes('reason');
}

export const nothing_found: Found = { declared: '', found: '', revenue: '' };
const whole_won = (text: string) => /^-?\d{1,15}$/.test(text.trim());

/** What a result still lacks. A kind alone is a result; what is said about it must be whole. */
export function check_result(draft: Pick<ActionDraft, 'result' | 'kinds' | 'found'>): { id: string; text: Text }[] {
  if (!draft.result) return [{ id: 'action-result', text: 'actions.need_result' }];
  if (draft.result === 'conforming') return [];
  if (draft.kinds.length === 0) return [{ id: 'action-kinds', text: 'actions.need_kinds' }];
  return draft.kinds.flatMap((kind): { id: string; text: Text }[] => {
    const found = draft.found[kind] ?? nothing_found;
    if (!found.found.trim() && (found.declared.trim() || found.revenue.trim())) return [{ id: `found-${kind}`, text: 'work.need_found' }];
    if (kind === 'value' && found.revenue.trim() && !whole_won(found.revenue)) return [{ id: 'revenue', text: 'work.need_won' }];
    return [];
  });
}

/** The body of an examination, a second look or an audit. */
export function to_result(draft: Pick<ActionDraft, 'result' | 'kinds' | 'found' | 'reason'>): Schemas['ExaminationInput'] {
  const note = draft.reason.trim();
  if (draft.result !== 'discrepancy') return { result: 'conforming', discrepancies: [], note };
  const findings = draft.kinds.flatMap((kind) => {
    const found = draft.found[kind];
    if (!found?.found.trim()) return [];
    const revenue = kind === 'value' && found.revenue.trim() ? { revenue_krw: Number(found.revenue.trim()) } : {};
    return [{ kind, declared: found.declared.trim(), found: found.found.trim(), ...revenue }];
  });
  return { result: 'discrepancy', discrepancies: draft.kinds, findings, note };
}

type Text =
  | 'actions.need_result'
  | 'actions.need_kinds'
  | 'work.need_found'
  | 'work.need_won'
  | 'actions.need_reason'
  | 'actions.need_channel'
  | 'actions.need_until'
  | 'actions.need_field'
  | 'actions.need_change';

/** What is still missing before it can be sent: the id of the input and the key of the sentence. */
export function check_action(draft: ActionDraft, needs: readonly Need[], detail: Pick<DeclarationDetail, 'summary' | 'declared'>): { id: string; text: Text }[] {
  const problems: { id: string; text: Text }[] = [];
  if (draft.action === 'examine') {
    problems.push(...check_result(draft));
  }
  if (draft.action === 'override_channel' && (!draft.channel || draft.channel === detail.summary.channel)) {
    problems.push({ id: 'action-channel', text: 'actions.need_channel' });
  }
  if (needs.includes('until') && !draft.until) problems.push({ id: 'action-until', text: 'actions.need_until' });
  draft.changes.forEach((change, index) => {
    if (!change.field) problems.push({ id: `action-field-${index}`, text: 'actions.need_field' });
    else if (change.value.trim() === declared_value(detail.declared, change.field, change.item)) problems.push({ id: `action-value-${index}`, text: 'actions.need_change' });
  });
  if (reason_needed(draft.action, needs) && draft.reason.trim().length < shortest_reason) problems.push({ id: 'action-reason', text: 'actions.need_reason' });
  return problems;
}
