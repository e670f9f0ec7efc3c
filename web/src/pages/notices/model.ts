import type { Schemas } from '../../api/client';
import { format_number } from '../../messages/format';

export type Notice = Schemas['Notice'];
export type NoticeSummary = Schemas['NoticeSummary'];
export type NoticeState = Schemas['NoticeState'];
export type CorrectionLine = Schemas['CorrectionLine'];
export type CorrectionQuote = Schemas['CorrectionQuote'];
export type EditedCorrection = Schemas['EditedCorrection'];

/** Parts of the list. Those of the firm follow whose turn it is; customs has what it decides first, then drafts. */
export type Tab = 'answer' | 'waiting' | 'drafts' | 'with_firm' | 'closed';
export const firm_tabs: readonly Tab[] = ['answer', 'waiting', 'closed'];
export const customs_tabs: readonly Tab[] = ['waiting', 'drafts', 'with_firm', 'closed'];

const with_firm: readonly NoticeState[] = ['sent', 'opened', 'not_accepted', 'filed'];
const with_customs: readonly NoticeState[] = ['asked', 'more_time_asked', 'explained', 'claimed'];
const over: readonly NoticeState[] = ['settled', 'explained_accepted', 'lapsed', 'withdrawn', 'claim_refused'];
const customs_alone: readonly NoticeState[] = ['dismissed', 'held_back'];

export function states_of(tab: Tab, customs: boolean): readonly NoticeState[] {
  switch (tab) {
    case 'answer':
    case 'with_firm':
      return with_firm;
    case 'waiting':
      return with_customs;
    case 'drafts':
      return ['drafted'];
    case 'closed':
      return customs ? [...over, ...customs_alone] : over;
  }
}

/** The clock that ends first comes first; what has none comes last, the newest of it first. */
export function by_clock(a: NoticeSummary, b: NoticeSummary): number {
  if (a.clock_ends && b.clock_ends) return a.clock_ends.localeCompare(b.clock_ends) || a.id.localeCompare(b.id);
  if (a.clock_ends || b.clock_ends) return a.clock_ends ? -1 : 1;
  return (b.sent_on ?? '').localeCompare(a.sent_on ?? '') || a.id.localeCompare(b.id);
}

/** A line of the correction while it is edited: the text is what stands in the field. */
export interface EditedLine extends CorrectionLine {
  key: string;
  text: string;
  correct: number | null;
}

export const key_of = (line: CorrectionLine) => `${line.line}-${line.tax}`;

/** The largest amount a field takes, in won. */
const largest = 9_000_000_000_000;

/** Whole won of zero or more, with or without separators; null where it is none. */
export function parse_won(text: string): number | null {
  const plain = text.replace(/[\s,]/g, '');
  if (!/^\d{1,13}$/.test(plain)) return null;
  const won = Number(plain);
  return won <= largest ? won : null;
}

export function edited_lines(lines: readonly CorrectionLine[], texts: Readonly<Record<string, string>>): EditedLine[] {
  return lines.map((line) => {
    const key = key_of(line);
    const text = texts[key] ?? format_number(line.correct_krw, 0, 'en');
    return { ...line, key, text, correct: parse_won(text) };
  });
}

/** What is sent to be quoted or filed; null as long as a field holds no amount. */
export function correction_of(lines: readonly EditedLine[], loss_of_relief_is_known: boolean, ruling = ''): EditedCorrection | null {
  const sent: NonNullable<EditedCorrection['lines']> = [];
  for (const { line, tax, correct } of lines) {
    if (correct === null) return null;
    sent.push({ line, tax, correct_krw: correct });
  }
  return { lines: sent, ...(loss_of_relief_is_known ? { loss_of_relief_is_known } : {}), ...(ruling ? { ruling } : {}) };
}

/** Whether an edit differs from what was proposed. */
export const is_changed = (line: EditedLine) => line.correct !== line.correct_krw;
/** Whether anything is to be corrected at all. */
export const differs = (lines: readonly EditedLine[]) => lines.some((line) => line.correct !== null && line.correct !== line.declared_krw);

/** What is to be paid for the correction, less than zero where money comes back. */
export function total_of(quote: CorrectionQuote): number {
  return quote.filings.reduce((sum, filing) => sum + (filing.refund ? -filing.due_krw : filing.due_krw), 0);
}

export type Moment = { on: string; by: 'firm' | 'customs' | 'nobody' } & ({ kind: 'declared' | 'sent' | 'opened' } | { kind: 'said'; text: string; action_text: string });

/** What has happened, the oldest first, as both sides see it. */
export function moments_of(notice: Pick<Notice, 'declared_on' | 'sent_on' | 'opened_on' | 'said' | 'state'>): Moment[] {
  const moments: Moment[] = [{ on: notice.declared_on, by: 'firm', kind: 'declared' }];
  // Of the control group the day is the one on which it would have been sent: what was said tells that story.
  if (notice.sent_on && notice.state !== 'held_back') moments.push({ on: notice.sent_on, by: 'customs', kind: 'sent' });
  if (notice.opened_on) moments.push({ on: notice.opened_on, by: 'firm', kind: 'opened' });
  for (const said of notice.said) {
    if (said.action === 'approve' && notice.state !== 'held_back') continue;
    moments.push({ on: said.on, by: said.by, kind: 'said', text: said.text, action_text: said.action_text });
  }
  return moments.sort((a, b) => a.on.localeCompare(b.on));
}

/** What the firm said last, while customs has to answer it. */
export function last_of_firm(notice: Pick<Notice, 'said' | 'turn'>): Notice['said'][number] | undefined {
  if (notice.turn !== 'customs') return undefined;
  return notice.said.filter((said) => said.by === 'firm').at(-1);
}

export type AnswerKind = 'explain' | 'ask' | 'more_time';
export const answer_kinds: readonly AnswerKind[] = ['explain', 'ask', 'more_time'];
/** The step of the notice that an answer takes. */
export const action_of = (kind: AnswerKind) => (kind === 'more_time' ? 'ask_more_time' : kind);

/** Longest text of an answer or a decision, in bytes of UTF-8. */
export const most_text = 4000;
export const bytes_of = (text: string) => new TextEncoder().encode(text).length;
