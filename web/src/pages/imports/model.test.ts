import { describe, expect, it } from 'vitest';
import { format_tariff_code, group_digits, read_assessment, read_filed } from './model';

describe('an assessment', () => {
  it('keeps amounts, rates and the steps with their articles', () => {
    const read = read_assessment({
      complete: true,
      sample_tariff: true,
      customs_value: 40_593_505,
      taxes: { value_added: 4_189_240, duty: 1_298_990 },
      payable: 5_488_230,
      lines: [{ line: 1, tariff_code: '8509400000', customs_value: 40_593_505, method: 1, rate: { kind: 'agreement', form: 'ad_valorem', percent: '3.2' }, taxes: { duty: 1_298_990 }, total: 1_298_990, steps: [{ rule: 'assessment.price', cite: 'customs-act-18', grade: 'statute', text: 'x' }] }],
    });
    expect(read.taxes).toEqual([
      ['duty', 1_298_990],
      ['value_added', 4_189_240],
    ]);
    expect(read.lines[0]).toMatchObject({ rate: '3.2 %', method: 1 });
    expect(read.lines[0]?.steps[0]).toMatchObject({ cite: 'customs-act-18', grade: 'statute' });
    expect(read.problems).toEqual([]);
  });
  it('says a specific rate and a mixed one', () => {
    const rate = (of: object) => read_assessment({ lines: [{ rate: of }] }).lines[0]?.rate;
    expect(rate({ form: 'specific', won_per_unit: '1200', unit: 'kg' })).toBe('1200 KRW/kg');
    expect(rate({ form: 'mixed', percent: '20', won_per_unit: '1200', unit: 'kg' })).toBe('20 % + 1200 KRW/kg');
  });
  it('that cannot be read is empty rather than broken', () => {
    expect(read_assessment({ lines: 'x', taxes: null })).toMatchObject({ lines: [], taxes: [], payable: 0, complete: false });
  });
});

it('what was filed is read by line, numbered in turn where no number stands', () => {
  const filed = read_filed({ declaration: { currency: 'USD', incoterm: 'FOB', lines: [{ description: 'boots', price: 3000, quantity: '100', unit: '2U', origin: 'CN' }] } });
  expect(filed).toMatchObject({ currency: 'USD', incoterm: 'FOB', lines: [{ line: 1, price: '3000', origin: 'CN' }] });
});

it('a tariff code is written as the tariff writes it', () => {
  expect(format_tariff_code('8509400000')).toBe('8509.40-0000');
  expect(format_tariff_code('8509')).toBe('8509');
});

it('a price keeps its decimals', () => {
  expect(group_digits('26108.32')).toBe('26,108.32');
  expect(group_digits('788')).toBe('788');
  expect(group_digits('1000000.000001')).toBe('1,000,000.000001');
});
