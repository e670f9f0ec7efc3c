import { describe, expect, it } from 'vitest';
import { media_type_of, taken_as, template_of } from './bulk_model';
import type { NoticeSummary } from './model';

describe('many answers', () => {
  it('begin as a row for each open notice, the answer to be filled in', () => {
    const notice = { id: 'B1.N-1', declaration_number: '99999-26-000001M', title: 'Freight, insurance', amount_krw: 216_990, clock_ends: '2026-12-24' } as NoticeSummary;
    const lines = template_of([notice], ['declaration', 'about', 'KRW', 'until when']).trim().split(/\r?\n/);
    expect(lines[0]).toMatch(/notice,answer,text,until,declaration,about,KRW,until when$/);
    expect(lines[1]).toBe('B1.N-1,,,,99999-26-000001M,"Freight, insurance",216990,2026-12-24');
  });
  it('are sent as what they are', () => {
    expect(media_type_of('answers.XLSX')).toContain('spreadsheetml');
    expect(media_type_of('answers.csv')).toBe('text/csv');
  });
  it.each([
    ['filed', 'correct'],
    ['claimed', 'correct'],
    ['settled', 'correct'],
    ['explained', 'explain'],
    ['asked', 'ask'],
    ['more_time_asked', 'more_time'],
  ] as const)('that led to %s were %s', (state, answer) => expect(taken_as(state)).toBe(answer));
});
