import { describe, expect, it } from 'vitest';
import en from '../../messages/en.json';
import { entry_body, entry_fields, reach_of, recorded_events, rungs, unfilled_entry, recorded_of, type Standing, type Step } from './ladder_view';

const step = (name: string, code?: string, asset: string | null = null): Step => ({ step: name, asset, name, possible: !code, to: null, until: null, article: null, grade: 'statute', missing: code ? [{ code, text: code, article: null, grade: 'statute' }] : [], conditions: [], ends: [] });
const standing = (steps: Step[], in_force: string[] = []): Standing => ({ on: '2026-06-01', state: 'enforceable', left: 1, bound: null, seized: [], in_force: in_force.map((measure) => ({ measure, since: '2026-05-01' })), to_tell: [], ended: [], set_aside: [], steps, law_version: 'law' });

describe('the ladder of steps', () => {
  it.each([
    ['may be taken', step('hold'), [], 'possible'],
    ['lacks a criterion', step('disclosure', 'criterion_is_not_met'), [], 'within_reach'],
    ['is ruled out by the state', step('sale', 'state_does_not_allow_the_step'), [], 'out_of_reach'],
    ['is ruled out by the end of the debt', step('sale', 'debt_is_extinct'), [], 'out_of_reach'],
    ['is in force', step('exit_ban_request', 'measure_is_already_in_force'), ['exit_ban_request'], 'in_force'],
    ['ended and may be taken again', step('import_review'), ['exit_ban_request'], 'possible'],
  ] as const)('a step that %s', (_, one, in_force, reach) => {
    expect(reach_of(one, standing([one], [...in_force]))).toBe(reach);
  });
  it('puts the seizures of each kind of asset together, and nothing else', () => {
    const all = standing([step('demand'), step('seizure', undefined, 'vehicle'), step('seizure', undefined, 'deposit'), step('hold'), step('seizure', 'criterion_is_not_met', 'salary')]);
    expect(rungs(all, 'possible').map((group) => group.map((one) => one.asset ?? one.step))).toEqual([['demand'], ['vehicle', 'deposit'], ['hold']]);
    expect(rungs(all, 'within_reach')).toHaveLength(1);
  });
  it('leaves to the ledger what it says of a debt', () => {
    expect(recorded_of(false)).toContain('payment');
    expect(recorded_of(true)).toEqual(['service', 'finding', 'measurement', 'approval', 'resolution']);
  });
  it('says of whom it was told', () => {
    expect(entry_body('told', entry_fields('told'), { date: '2026-06-01' }, undefined, { of: 'seizure', whom: 'debtor' })).toEqual({ event: 'told', of: 'seizure', whom: 'debtor', date: '2026-06-01' });
  });
});

describe('an entry', () => {
  it('asks for nothing that has no name', () => {
    for (const event of recorded_events) {
      expect(en.ladder.event).toHaveProperty(event);
      for (const field of entry_fields(event)) expect(en.ladder.field, event).toHaveProperty(field.name);
    }
  });
  it('needs what it is about, and amounts in whole numbers', () => {
    const fields = entry_fields('measurement');
    expect(unfilled_entry(fields, { date: '2026-06-01' })).toEqual(['of', 'amount']);
    expect(unfilled_entry(fields, { date: '2026-06-01', of: 'trips', amount: '2.5' })).toEqual(['amount']);
    expect(unfilled_entry(fields, { date: '2026-06-01', of: 'trips', amount: '0' })).toEqual([]);
  });
  it('of a seizure carries the kind of asset', () => {
    const fields = entry_fields('step', 'seizure');
    expect(entry_body('step', fields, { date: '2026-06-01', item: 'car 1', amount: '5' }, { step: 'seizure', asset: 'vehicle' })).toEqual({ event: 'step', of: 'seizure', asset: 'vehicle', date: '2026-06-01', item: 'car 1' });
  });
});
