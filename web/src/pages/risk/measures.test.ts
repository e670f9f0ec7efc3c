import { describe, expect, it } from 'vitest';
import { blind_share, read_measures, read_training } from './measures';

const line = { auc: 0.9, average_precision: 0.8, f1: 0.7, precision_at: { '1': 1, '2': 0.9, '5': 0.8, '10': 0.7 }, revenue_at: { '1': 0.2, '2': 0.3, '5': 0.4, '10': 0.5 }, rows: 200, irregular: 50 };

describe('measures of a model', () => {
  it('are read line by line from an evaluation', () => {
    const read = read_measures({ ...line, new_tuples: { ...line, auc: 0.6, rows: 20 }, model: 'model-a', threshold: 0.4, calibration: [{ rows: 0 }, { rows: 20, mean_likelihood: 0.1, irregular_share: 0.2 }], lift: [{ percent: 10, recall: 0.4, lift: 4 }] });
    expect(read.lines.all?.precision).toEqual([1, 0.9, 0.8, 0.7]);
    expect(read.lines.new_tuples?.auc).toBe(0.6);
    expect(read.lines.as_results_come_in).toBeUndefined();
    expect(read.trained).toEqual({ judged_by_others: null, without_repeats: null });
    expect(read.calibration).toEqual([{ rows: 20, likelihood: 0.1, found: 0.2 }]);
    expect(read.lift).toEqual([{ ranked: 0.1, found: 0.4, lift: 4 }]);
    expect(read.lines.all && blind_share(read.lines.all)).toBe(0.25);
  });
  it('may be those of training alone', () => {
    const read = read_measures({ judged_by_others: { auc: 0.98, average_precision: 0.95, f1: 0.87 }, without_repeats: { auc: 0.63, average_precision: 0.3 } });
    expect(read.lines).toEqual({});
    expect(read.trained.judged_by_others?.f1).toBe(0.87);
    expect(read.trained.without_repeats?.f1).toBeNull();
  });
  it('may be anything else, and then say nothing', () => {
    for (const value of [null, undefined, 'text', [], { auc: 'high', calibration: {}, lift: [1] }]) {
      const read = read_measures(value);
      expect(read.lines).toEqual({});
      expect(read.calibration).toEqual([]);
      expect(read.lift).toEqual([]);
    }
  });
});

describe('what a model was trained on', () => {
  it('may be the trees alone', () => {
    const read = read_training([{ count: '250', depth: '5' }]);
    expect(read.trees).toEqual([[['count', '250'], ['depth', '5']]]);
    expect(read.rows).toBeNull();
  });
  it('tells of the data where they are named', () => {
    const read = read_training({ rows: 1200, irregular: 150, first_day: '2020-01-10', last_day: '2020-07-18', seed: 1, trees: { count: 250 } });
    expect(read).toMatchObject({ rows: 1200, irregular: 150, first_day: '2020-01-10', last_day: '2020-07-18', seed: 1, trees: [[['count', '250']]] });
  });
  it('may be nothing', () => {
    expect(read_training({}).trees).toEqual([]);
    expect(read_training(null).trees).toEqual([]);
  });
});
