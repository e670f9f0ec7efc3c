import { describe, expect, it } from 'vitest';
import type { DeclarationDetail } from '../api/client';
import { check_action, declared_value, empty_draft, is_event } from './action_draft';

const detail = {
  summary: { channel: 'orange' },
  declared: { exporter_name: 'Sample Trading 0012', items: [{ goods_description: 'CAP' }, { goods_description: 'HAT' }] },
} as unknown as Pick<DeclarationDetail, 'summary' | 'declared'>;
const ids = (...found: Parameters<typeof check_action>) => check_action(...found).map((problem) => problem.id);

describe('an action before it is sent', () => {
  it('an examination needs a result, a discrepancy its kinds', () => {
    const draft = empty_draft('examine');
    expect(ids(draft, [], detail)).toEqual(['action-result']);
    expect(ids({ ...draft, result: 'conforming' }, [], detail)).toEqual([]);
    expect(ids({ ...draft, result: 'discrepancy' }, [], detail)).toEqual(['action-kinds']);
    expect(ids({ ...draft, result: 'discrepancy', kinds: ['value'] }, [], detail)).toEqual([]);
  });
  it('another channel is really another, and has a reason', () => {
    const draft = empty_draft('override_channel');
    expect(ids({ ...draft, channel: 'orange', reason: 'looked at' }, [], detail)).toEqual(['action-channel']);
    expect(ids({ ...draft, channel: 'red', reason: 'hm' }, [], detail)).toEqual(['action-reason']);
    expect(ids({ ...draft, channel: 'red', reason: 'weight does not fit' }, [], detail)).toEqual([]);
  });
  it('events need what they say they need', () => {
    expect(ids(empty_draft('accept'), [], detail)).toEqual([]);
    expect(ids(empty_draft('extend_loading'), ['until', 'reason'], detail)).toEqual(['action-until', 'action-reason']);
  });
  it('an amendment changes something', () => {
    const draft = { ...empty_draft('amend'), reason: 'typing error' };
    expect(ids(draft, [], detail)).toEqual(['action-field-0']);
    expect(ids({ ...draft, changes: [{ field: 'goods_description', item: 2, value: 'HAT' }] }, [], detail)).toEqual(['action-value-0']);
    expect(ids({ ...draft, changes: [{ field: 'goods_description', item: 2, value: 'CAP' }] }, [], detail)).toEqual([]);
  });
  it('reads declared values of header and items', () => {
    expect(declared_value(detail.declared, 'exporter_name', 1)).toBe('Sample Trading 0012');
    expect(declared_value(detail.declared, 'goods_description', 2)).toBe('HAT');
    expect(declared_value(detail.declared, 'hs_code', 1)).toBe('');
  });
  it('tells events from actions with an address of their own', () => {
    expect(is_event('accept')).toBe(true);
    expect(is_event('examine')).toBe(false);
  });
});
