import type { Role } from '../../api/client';
import type { Programme, Question } from './queries';

export interface Field {
  field: string;
  text: string;
  questions: Question[];
  /** Every question is answered, and what is wrong is corrected. */
  done: boolean;
}

/** What is wrong must be corrected before the check can be finished. */
export function is_settled(question: Question, corrections: readonly { field: string; question: string }[]): boolean {
  if (question.verdict === null) return false;
  return question.verdict !== 'wrong' || corrections.some((one) => one.field === question.field && one.question === question.question);
}

/** The check-list by its fields, in their order. */
export function fields_of(programme: Pick<Programme, 'questions' | 'round'>): Field[] {
  const fields: Field[] = [];
  for (const question of programme.questions) {
    let field = fields.find((one) => one.field === question.field);
    if (!field) {
      field = { field: question.field, text: question.field_text, questions: [], done: false };
      fields.push(field);
    }
    field.questions.push(question);
  }
  const corrections = programme.round?.corrections ?? [];
  return fields.map((field) => ({ ...field, done: field.questions.every((question) => is_settled(question, corrections)) }));
}

/** The field after `field` that is not done yet; nothing where all are. */
export function next_field(fields: readonly Field[], field: string): string | undefined {
  const at = fields.findIndex((one) => one.field === field);
  return [...fields.slice(at + 1), ...fields.slice(0, at + 1)].find((one) => !one.done)?.field;
}

/** The steps of a year, and the one that is under way. */
export const stages = ['checking', 'verifying', 'verified', 'reported', 'concluded'] as const;
export type Stage = (typeof stages)[number];

export function stage_of(state: Programme['state']): Stage | null {
  if (state === 'questioned') return 'reported';
  return stages.find((stage) => stage === state) ?? null;
}

/** Whose turn a turn has to be for it to be the reader's; nothing for those who only look. */
export function side_of(role: Role): Programme['turn'] | null {
  switch (role) {
    case 'trader':
      return 'firm';
    case 'broker':
      return 'broker';
    case 'officer':
    case 'supervisor':
      return 'customs';
    default:
      return null;
  }
}
