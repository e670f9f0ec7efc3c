import { describe, expect, it } from 'vitest';
import { differing, empty_rule, matching, word_before, type RuleName } from './names';

const name = (text: string, label = ''): RuleName => ({ name: text, kind: 'field', type: 'number', unit: null, label, value: null });

describe('the word before the cursor', () => {
  it('is a name with its points', () => {
    expect(word_before('fob_value >= policy.fa', 22)).toEqual({ word: 'policy.fa', from: 13 });
  });
  it('is none within quotes', () => {
    expect(word_before('destination_country == "US', 26).word).toBe('');
    expect(word_before('destination_country == "US" && fob', 34).word).toBe('fob');
  });
});

describe('matching names', () => {
  const names = [name('fob_value', 'FOB value'), name('exporter.hits', 'hits'), name('item_fob_krw', 'value of the item')];
  it('puts what begins so first', () => {
    expect(matching(names, 'fob', 8).map((one) => one.name)).toEqual(['fob_value', 'item_fob_krw']);
  });
  it('finds by meaning too, and nothing for a letter or a name written out', () => {
    expect(matching(names, 'item', 8).map((one) => one.name)).toEqual(['item_fob_krw']);
    expect(matching(names, 'f', 8)).toEqual([]);
    expect(matching([name('fob_value')], 'fob_value', 8)).toEqual([]);
  });
});

describe('differing parts', () => {
  it('are named in the order of the form', () => {
    const before = empty_rule('2026-11-01');
    expect(differing(before, { ...before, when: 'fob_value > 1', procedures: ['formal'] })).toEqual(['procedures', 'when']);
    expect(differing(before, { ...before })).toEqual([]);
  });
});
