import type { Schemas } from '../../api/client';
import { to_csv } from '../../components/series';
import type { NoticeSummary } from './model';

export type AnswersTaken = Schemas['NoticeAnswersTaken'];
export type AnsweredRow = AnswersTaken['rows'][number];

/** What an answer that was taken has led to, by the state of its notice. */
export function taken_as(state: string): 'correct' | 'explain' | 'ask' | 'more_time' {
  switch (state) {
    case 'explained':
      return 'explain';
    case 'asked':
      return 'ask';
    case 'more_time_asked':
      return 'more_time';
    default:
      return 'correct';
  }
}

/** The columns that are read; what stands in others is for people. */
export const answer_columns = ['notice', 'answer', 'text', 'until'] as const;

/** Open notices as a file to be filled in: one row each, the answer empty. */
export function template_of(items: readonly NoticeSummary[], people: readonly [string, string, string, string]): string {
  return to_csv([...answer_columns, ...people], items.map((notice) => [notice.id, '', '', '', notice.declaration_number, notice.title, String(notice.amount_krw), notice.clock_ends ?? '']));
}

export function media_type_of(name: string): string {
  return name.toLowerCase().endsWith('.xlsx') ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv';
}
