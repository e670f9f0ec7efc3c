/** What is kept with the version of a model: whatever `model evaluate --json` or training printed, so nothing is sure to be there. */
type Unknown = Record<string, unknown>;

export const tops = ['1', '2', '5', '10'] as const;
export const lines = ['all', 'new_tuples', 'as_results_come_in'] as const;
export type LineName = (typeof lines)[number];

/** Measures of one line; null is what nobody measured. */
export interface Line {
  rows: number | null;
  irregular: number | null;
  auc: number | null;
  average_precision: number | null;
  f1: number | null;
  /** In the order of `tops`. */
  precision: (number | null)[];
  revenue: (number | null)[];
}

export interface Bin {
  rows: number;
  likelihood: number;
  found: number;
}

export interface LiftPoint {
  /** Share of the ranking, 0..1. */
  ranked: number;
  found: number;
  lift: number;
}

export interface ModelMeasures {
  model: string | null;
  threshold: number | null;
  lines: Partial<Record<LineName, Line>>;
  /** Measured while training: each row judged by the others, and with nothing known of its repeats. */
  trained: { judged_by_others: Line | null; without_repeats: Line | null };
  calibration: Bin[];
  lift: LiftPoint[];
}

export interface Training {
  rows: number | null;
  irregular: number | null;
  groups: number | null;
  first_day: string | null;
  last_day: string | null;
  seed: number | null;
  /** Names and values as the recipe gives them, one entry for each set of trees. */
  trees: [string, string][][];
}

const object = (value: unknown): Unknown | null => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Unknown) : null);
const objects = (value: unknown): Unknown[] => (Array.isArray(value) ? value.map(object).filter((one) => one !== null) : []);
const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function line_of(value: unknown): Line | null {
  const from = object(value);
  if (!from) return null;
  const at = (name: string) => tops.map((top) => number(object(from[name])?.[top]));
  const line = { rows: number(from.rows), irregular: number(from.irregular), auc: number(from.auc), average_precision: number(from.average_precision), f1: number(from.f1), precision: at('precision_at'), revenue: at('revenue_at') };
  return line.auc === null && line.average_precision === null && line.f1 === null && line.rows === null ? null : line;
}

export function read_measures(measures: unknown): ModelMeasures {
  const from = object(measures) ?? {};
  const found: ModelMeasures['lines'] = {};
  for (const name of lines) {
    const line = line_of(name === 'all' ? from : from[name]);
    if (line) found[name] = line;
  }
  return {
    model: text(from.model),
    threshold: number(from.threshold),
    lines: found,
    trained: { judged_by_others: line_of(from.judged_by_others), without_repeats: line_of(from.without_repeats) },
    // A bin without rows has no mean.
    calibration: objects(from.calibration)
      .map((bin) => ({ rows: number(bin.rows) ?? 0, likelihood: number(bin.mean_likelihood) ?? 0, found: number(bin.irregular_share) ?? 0 }))
      .filter((bin) => bin.rows > 0),
    lift: objects(from.lift).map((point) => ({ ranked: (number(point.percent) ?? 0) / 100, found: number(point.recall) ?? 0, lift: number(point.lift) ?? 0 })),
  };
}

/** A list of sets of trees, or an object that also tells what was learned from, named as `model train --json` names it. */
export function read_training(parameters: unknown): Training {
  const from = object(parameters) ?? {};
  const told = ['recipe', 'rows', 'irregular', 'groups', 'first_day', 'last_day', 'seed', 'trees'];
  const sets = Array.isArray(parameters) ? objects(parameters) : 'trees' in from ? (Array.isArray(from.trees) ? objects(from.trees) : objects([from.trees])) : [Object.fromEntries(Object.entries(from).filter(([name]) => !told.includes(name)))];
  return {
    rows: number(from.rows),
    irregular: number(from.irregular),
    groups: number(from.groups),
    first_day: text(from.first_day),
    last_day: text(from.last_day),
    seed: number(from.seed),
    trees: sets.map((set) => Object.entries(set).map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : JSON.stringify(value)])).filter((set) => set.length > 0),
  };
}

/** What drawing blindly would reach in the line: its share of the irregular. */
export function blind_share(line: Line): number | null {
  return line.rows !== null && line.rows > 0 && line.irregular !== null ? line.irregular / line.rows : null;
}
