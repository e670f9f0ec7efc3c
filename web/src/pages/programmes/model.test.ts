import { describe, expect, it } from 'vitest';
import { fields_of, is_settled, next_field, stage_of } from './model';
import type { Question } from './queries';

const question = (field: string, name: string, verdict: Question['verdict']): Question => ({ field, field_text: field, question: name, text: name, verdict, verdict_text: null, note: '', answered_on: null });

describe('the self-check', () => {
  it('an error is settled by its correction', () => {
    const wrong = question('valuation', 'additions', 'wrong');
    expect(is_settled(wrong, [])).toBe(false);
    expect(is_settled(wrong, [{ field: 'valuation', question: 'later_payments' }])).toBe(false);
    expect(is_settled(wrong, [{ field: 'valuation', question: 'additions' }])).toBe(true);
    expect(is_settled(question('valuation', 'additions', 'wrong_without_tax'), [])).toBe(true);
    expect(is_settled(question('valuation', 'additions', null), [])).toBe(false);
  });

  it('goes on to the next field that is not done, and comes round to those before', () => {
    const fields = fields_of({ questions: [question('a', '1', null), question('b', '1', 'right'), question('c', '1', 'right'), question('c', '2', null)], round: null });
    expect(fields.map((field) => field.done)).toEqual([false, true, false]);
    expect(next_field(fields, 'a')).toBe('c');
    expect(next_field(fields, 'c')).toBe('a');
    expect(next_field(fields.map((field) => ({ ...field, done: true })), 'a')).toBeUndefined();
  });

  it('questions of customs belong to its review', () => {
    expect(stage_of('questioned')).toBe('reported');
    expect(stage_of('designated')).toBeNull();
  });
});
