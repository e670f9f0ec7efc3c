import { describe, expect, it } from 'vitest';
import type { Schemas } from '../api/client';
import { declared_rows } from './declared_data';

const field = (name: string, level: 'header' | 'item'): Schemas['ElementField'] => ({
  name,
  level,
  label: { ko: name, en: name },
  obligation: 'mandatory',
  format: { text: 'an..10', kind: 'text' },
  check: null,
  code_list: null,
  codes: [],
  personal: false,
});
const elements: Schemas['Elements'] = {
  procedure: 'formal',
  elements: [
    { number: 'E02', label: { ko: '수출자', en: 'Exporter' }, wco: '', obligation: 'mandatory', cite: 'x', grade: 'reconstructed', fields: [field('exporter_name', 'header')] },
    { number: 'E27', label: { ko: '품명', en: 'Goods' }, wco: '', obligation: 'mandatory', cite: 'x', grade: 'reconstructed', fields: [field('goods_description', 'item')] },
  ],
  additions: [field('tariff_code', 'item')],
  statements: [field('wants', 'header')],
};

describe('declared data', () => {
  it('lists item fields once for each item', () => {
    const rows = declared_rows(elements, { exporter_name: 'A', wants: 'drawback', items: [{ goods_description: 'CAP', tariff_code: '610910' }, { goods_description: 'HAT' }] }, 'en');
    expect(rows.map((row) => [row.number, row.item, row.value])).toEqual([
      ['E02', 1, 'A'],
      ['E27', 1, 'CAP'],
      ['E27', 2, 'HAT'],
      ['', 1, '610910'],
      ['', 2, ''],
      ['', 1, 'drawback'],
    ]);
  });
  it('finds a single item at the top level', () => {
    const rows = declared_rows(elements, { goods_description: 'CAP' } as never, 'ko');
    expect(rows.map((row) => row.value)).toEqual(['', 'CAP', '', '']);
  });
});
