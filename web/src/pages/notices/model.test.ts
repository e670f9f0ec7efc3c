import { describe, expect, it } from 'vitest';
import { by_clock, bytes_of, correction_of, customs_tabs, differs, edited_lines, firm_tabs, is_changed, last_of_firm, moments_of, parse_won, states_of, total_of, type CorrectionLine, type CorrectionQuote, type NoticeSummary } from './model';

const lines: CorrectionLine[] = [
  { line: '1', tax: 'customs_duty', label: 'customs duty', declared_krw: 800_000, correct_krw: 917_020 },
  { line: '1', tax: 'value_added_tax', label: 'value-added tax', declared_krw: 1_080_000, correct_krw: 1_237_970 },
];

describe('an amount that is typed', () => {
  it('is whole won, with or without separators', () => {
    expect(parse_won('917,020')).toBe(917_020);
    expect(parse_won(' 1 000 ')).toBe(1000);
    expect(parse_won('0')).toBe(0);
  });
  it.each(['', '-1', '1.5', '12a', '99999999999999', '9000000000001'])('is refused: %s', (text) => expect(parse_won(text)).toBeNull());
});

describe('a correction that is edited', () => {
  it('begins as it was proposed', () => {
    const edited = edited_lines(lines, {});
    expect(edited.some(is_changed)).toBe(false);
    expect(correction_of(edited, false)).toEqual({
      lines: [
        { line: '1', tax: 'customs_duty', correct_krw: 917_020 },
        { line: '1', tax: 'value_added_tax', correct_krw: 1_237_970 },
      ],
    });
  });
  it('is not sent while a field holds no amount', () => {
    expect(correction_of(edited_lines(lines, { '1-customs_duty': '' }), false)).toBeNull();
  });
  it('says that the loss of relief is known only where it is', () => {
    expect(correction_of(edited_lines(lines, {}), false, 'B1.R-1')).toMatchObject({ ruling: 'B1.R-1' });
    expect(correction_of(edited_lines(lines, {}), true)).toMatchObject({ loss_of_relief_is_known: true });
  });
  it('corrects nothing where every amount is the declared one', () => {
    expect(differs(edited_lines(lines, { '1-customs_duty': '800,000', '1-value_added_tax': '1080000' }))).toBe(false);
    expect(differs(edited_lines(lines, {}))).toBe(true);
  });
  it('comes to what is paid less what comes back', () => {
    const filing = (refund: boolean, due_krw: number) => ({ refund, due_krw }) as CorrectionQuote['filings'][number];
    expect(total_of({ filings: [filing(false, 113_680), filing(true, 103_150)] } as CorrectionQuote)).toBe(10_530);
  });
});

describe('the list', () => {
  const of = (id: string, clock_ends: string | null, sent_on: string | null = null) => ({ id, clock_ends, sent_on }) as NoticeSummary;
  it('puts the clock that ends first first, and what is over last', () => {
    const sorted = [of('a', null, '2026-01-01'), of('b', '2026-12-01'), of('c', '2026-11-01'), of('d', null, '2026-02-01')].sort(by_clock);
    expect(sorted.map((one) => one.id)).toEqual(['c', 'b', 'd', 'a']);
  });
  it('shows every state of a firm in one tab and no other, and no draft', () => {
    const all = firm_tabs.flatMap((tab) => states_of(tab, false));
    expect(new Set(all).size).toBe(all.length);
    expect(all).not.toContain('drafted');
    expect(all).not.toContain('held_back');
    expect(new Set(customs_tabs.flatMap((tab) => states_of(tab, true))).size).toBe(16);
  });
});

describe('what has happened', () => {
  const said = (on: string, by: 'firm' | 'customs', action: string) => ({ on, by, action, action_text: action, text: '' });
  it('stands in its order, sending once', () => {
    const moments = moments_of({ declared_on: '2026-01-10', sent_on: '2026-11-17', opened_on: '2026-11-19', state: 'explained', said: [said('2026-11-17', 'customs', 'approve'), said('2026-11-20', 'firm', 'explain')] });
    expect(moments.map((one) => one.kind)).toEqual(['declared', 'sent', 'opened', 'said']);
  });
  it('what the firm said last stands beside the decision, as long as there is one to take', () => {
    const words = [said('2026-11-18', 'firm', 'ask'), said('2026-11-19', 'customs', 'reply'), said('2026-11-20', 'firm', 'explain')];
    expect(last_of_firm({ turn: 'customs', said: words })?.action).toBe('explain');
    expect(last_of_firm({ turn: 'firm', said: words })).toBeUndefined();
    expect(last_of_firm({ turn: 'customs', said: [] })).toBeUndefined();
  });
  it('says nothing of sending where nothing was sent', () => {
    const moments = moments_of({ declared_on: '2026-01-10', sent_on: '2026-11-17', opened_on: null, state: 'held_back', said: [said('2026-11-17', 'customs', 'approve')] });
    expect(moments.map((one) => one.kind)).toEqual(['declared', 'said']);
  });
});

it('the length of a text is counted as it is kept', () => {
  expect(bytes_of('운임')).toBe(6);
});
