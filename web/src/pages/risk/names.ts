import type { Schemas } from '../../api/client';

export type RuleName = Schemas['RuleName'];
export type Rule = Schemas['RiskRule'];

/** The word that is being written before the cursor: letters, digits, points and underscores. */
export function word_before(text: string, at: number): { word: string; from: number } {
  let from = at;
  while (from > 0 && /[A-Za-z0-9_.]/.test(text[from - 1] ?? '')) from--;
  // Within quotes a text of the declaration is meant, not a name.
  const quotes = [...text.slice(0, from)].filter((letter, index, all) => letter === '"' && all[index - 1] !== '\\').length;
  return quotes % 2 === 1 ? { word: '', from: at } : { word: text.slice(from, at), from };
}

/** Names that begin with `word`, then those that hold it, by name or by what they mean. */
export function matching(names: readonly RuleName[], word: string, most: number): RuleName[] {
  if (word.length < 2) return [];
  const wanted = word.toLowerCase();
  const begins = names.filter((name) => name.name.startsWith(wanted) && name.name !== wanted);
  const holds = names.filter((name) => !name.name.startsWith(wanted) && (name.name.includes(wanted) || name.label.toLowerCase().includes(wanted)));
  return [...begins, ...holds].slice(0, most);
}

export const rule_parts = ['id', 'pattern', 'owner', 'from', 'until', 'procedures', 'when', 'likelihood', 'consequence', 'hard', 'cite', 'reason_ko', 'reason_en'] as const;
export type RulePart = (typeof rule_parts)[number];

/** A part of a rule as one line of text. */
export function part_text(rule: Rule | null | undefined, part: RulePart): string {
  if (!rule) return '';
  const value = rule[part];
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'boolean' ? (value ? 'true' : '') : value;
}

/** Parts that differ between two rules. */
export function differing(before: Rule | null | undefined, after: Rule | null | undefined): RulePart[] {
  return rule_parts.filter((part) => part_text(before, part) !== part_text(after, part));
}

export const empty_rule = (today: string): Rule => ({
  id: '', pattern: '', owner: '', from: today, until: '', procedures: ['manifest'], when: '', likelihood: '0.2', consequence: '2', hard: false, cite: 'export-notice-36-2', reason_ko: '', reason_en: '',
});
