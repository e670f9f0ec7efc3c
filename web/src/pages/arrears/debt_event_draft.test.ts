import { describe, expect, it } from 'vitest';
import en from '../../messages/en.json';
import { event_body, event_kinds, fields_of, unfilled } from './debt_event_draft';

describe('an event of a debt', () => {
  it('asks for nothing that has no name', () => {
    for (const kind of event_kinds) {
      expect(en.debts.kinds, kind).toHaveProperty(kind);
      for (const field of fields_of(kind)) {
        expect(en.debts.field, kind).toHaveProperty(field.name);
        if (field.name === 'word') for (const choice of field.choices ?? []) expect(en.debts.words, kind).toHaveProperty(choice);
      }
    }
  });
  it('needs its amount, whole and above nothing', () => {
    expect(unfilled('paid', { on: '2026-03-03', word: 'transfer' })).toEqual(['amount_krw']);
    for (const amount_krw of ['0', '-5', '1.5', '1,000']) expect(unfilled('paid', { on: '2026-03-03', word: 'transfer', amount_krw }), amount_krw).toEqual(['amount_krw']);
    expect(unfilled('paid', { on: '2026-03-03', word: 'transfer', amount_krw: '1' })).toEqual([]);
  });
  it('may have no end, but a deferral has one', () => {
    expect(unfilled('suspended', { on: '2026-03-03', word: 'stay_abroad' })).toEqual([]);
    expect(unfilled('deferred', { on: '2026-03-03' })).toEqual(['until']);
  });
  it('sends only what its kind takes', () => {
    expect(event_body('paid', { on: '2026-03-03', amount_krw: ' 500 ', word: 'transfer', until: '2026-04-01', cause: 'declared' })).toEqual({ kind: 'paid', on: '2026-03-03', amount_krw: 500, word: 'transfer' });
    expect(event_body('notice_served', { on: '2026-03-03', published: 'yes' })).toEqual({ kind: 'notice_served', on: '2026-03-03', published: true });
  });
  it('keeps facts apart', () => {
    expect(event_body('facts_established', { on: '2026-03-03', cause: 'assessed', accepted: '2026-03-01', notice_due: '' })).toEqual({ kind: 'facts_established', on: '2026-03-03', facts: { cause: 'assessed', accepted: '2026-03-01' } });
  });
});
