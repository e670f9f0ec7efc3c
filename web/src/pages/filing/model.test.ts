import { describe, expect, it } from 'vitest';
import { amount_of, computed_of, copy_filing, exporter_from, identity_of, new_filing, place_of, plain, read_filing, share_out, step_of, steps_of, to_input, value_of, type Entry, type Filing } from './model';

const terms = { with_freight: ['CFR', 'CIF'], with_insurance: ['CIF'] };

function entry(name: string, level: 'header' | 'item' = 'header'): Entry {
  const format = { text: 'an..28', kind: 'text' as const };
  return { number: 'E01', element: { ko: name, en: name }, field: { name, level, label: { ko: name, en: name }, obligation: 'mandatory', format, check: null, code_list: null, codes: [], personal: false } };
}

function sale(changes: Partial<Filing> = {}): Filing {
  return { ...new_filing('WEB-1'), items: [{ quantity: '3', line_amount: '10.10' }, { quantity: '1', line_amount: '0.20' }], ...changes };
}

describe('amounts', () => {
  it('add up without the rounding of binary fractions', () => {
    expect(amount_of(sale({ items: [{ line_amount: '0.1' }, { line_amount: '0.2' }] }))).toBe(0.3);
  });
  it('are not known while one of them is missing or no number', () => {
    expect(amount_of(sale({ items: [{ line_amount: '1' }, {}] }))).toBeUndefined();
    expect(amount_of(sale({ items: [{ line_amount: '1,000' }] }))).toBeUndefined();
  });
  it('are shared out so that the parts make the whole', () => {
    for (const weights of [[1, 1, 1], [0.1, 99.9], [7], [3, 0, 5]]) {
      expect(share_out(1000, weights).reduce((a, b) => a + b, 0)).toBe(1000);
    }
    expect(share_out(10, [0, 0])).toEqual([0, 0]);
  });
  it('are written without exponent', () => {
    expect(plain(0.000001, 6)).toBe('0.000001');
    expect(plain(100, 4)).toBe('100');
    expect(plain(2.5, 2)).toBe('2.5');
  });
});

describe('what is computed', () => {
  it('is the value in won by the official rate, less freight and insurance that the terms contain', () => {
    const valuation = { amount: 10.3, currency: 'USD', value_krw: 14_000 };
    const filing = sale();
    expect(computed_of(filing, valuation, terms).header).toMatchObject({ invoice_amount: '10.3', fob_value: '10.3', fob_currency: 'USD', total_fob_krw: '14000' });
    const cif = sale({ header: { ...filing.header, trade_terms: 'CIF', freight_krw: '3000', insurance_krw: '500' } });
    const computed = computed_of(cif, valuation, terms);
    expect(computed.header.total_fob_krw).toBe('10500');
    expect(computed.items.map((item) => Number(item.item_fob_krw)).reduce((a, b) => a + b, 0)).toBe(10_500);
  });
  it('never uses the rate of another amount or currency', () => {
    expect(computed_of(sale(), { amount: 99, currency: 'USD', value_krw: 1 }, terms).header.total_fob_krw).toBeUndefined();
    expect(computed_of(sale(), { amount: 10.3, currency: 'EUR', value_krw: 1 }, terms).header.total_fob_krw).toBeUndefined();
  });
  it('needs no rate for won', () => {
    const filing = sale({ header: { currency: 'KRW', trade_terms: 'FOB' }, items: [{ line_amount: '140000' }] });
    expect(computed_of(filing, undefined, terms).header.total_fob_krw).toBe('140000');
  });
  it('gives way to what was entered by hand', () => {
    const filing = sale({ header: { ...sale().header, invoice_amount: '11' }, own: ['invoice_amount.1'] });
    const field = { name: 'invoice_amount', level: 'header' as const };
    expect(value_of(filing, computed_of(filing, undefined, terms), field, 1)).toBe('11');
    expect(value_of({ ...filing, own: [] }, computed_of(filing, undefined, terms), field, 1)).toBe('10.3');
  });
});

describe('the body of a filing', () => {
  it('holds only fields of the procedure that say something, each at its level', () => {
    const filing = sale({ header: { ...sale().header, exporter_name: ' Sample ', carrier_name: 'x', wants: 'speed' } });
    const statement = entry('wants').field;
    const body = to_input(filing, computed_of(filing, undefined, terms), [entry('exporter_name'), entry('consignee_name'), entry('quantity', 'item')], [statement]);
    expect(body).toEqual({ declaration_id: 'WEB-1', procedure: 'simplified', exporter_name: 'Sample', wants: 'speed', items: [{ quantity: '3' }, { quantity: '1' }] });
  });
});

describe('pages', () => {
  it('have a place for every field', () => {
    expect(step_of('goods_description', 'item')).toBe('goods');
    expect(step_of('commercial_name', 'item')).toBe('details');
    expect(step_of('destination_country', 'header')).toBe('parties');
    expect(step_of('port_of_loading', 'header')).toBe('transport');
    expect(step_of('a_field_of_next_year', 'header')).toBe('payment');
    expect(step_of('a_field_of_next_year', 'item')).toBe('details');
  });
  it('leave out details where a list asks for none', () => {
    expect(steps_of([entry('goods_description', 'item')])).not.toContain('details');
    expect(steps_of([entry('model_specification', 'item')])).toContain('details');
  });
  it('lead from a finding to the answer behind it', () => {
    const entries = [entry('tariff_code', 'item'), entry('exporter_name')];
    expect(place_of({ field: 'tariff_code', item: 2 }, entries)).toMatchObject({ step: 'goods', id: 'f-tariff_code-2' });
    expect(place_of({ field: 'fob_value', item: 1 }, entries)).toMatchObject({ step: 'goods', id: 'f-line_amount-1' });
    expect(place_of({ field: 'exporter_name', item: 1 }, entries)).toMatchObject({ step: 'parties', id: 'f-exporter_name-1' });
  });
});

describe('drafts', () => {
  it('come back as they were saved', () => {
    const filing = sale({ procedure: 'manifest', chosen: true, party: 'B1248100998', own: ['invoice_amount.1'], done: ['who', 'goods'], request_id: 'abcdefgh' });
    expect(read_filing(JSON.parse(JSON.stringify(filing)) as Record<string, unknown>, 'other')).toEqual(filing);
  });
  it('survive content that is none', () => {
    expect(read_filing({ items: 'x', done: ['nowhere', 'goods'], header: { a: {} }, procedure: 'import' }, 'WEB-2')).toMatchObject({ declaration_id: 'WEB-2', items: [{}], done: ['goods'], header: {}, procedure: 'simplified' });
  });
});

describe('filing again', () => {
  const declared = { declaration_id: 'OLD', procedure: 'manifest', declaration_number: 'N', declaration_date: '20261101', estimated_departure_date: '20261105', exporter_name: 'Sample', exporter_identifier: '1***', goods_location_address: 'Sample-ro 1', fob_value: '85.50', fob_currency: 'EUR', items: [{ goods_description: 'Cream', invoice_number: 'I-1' }] };
  it('takes the goods, not the numbers, days and masked identifiers of the earlier one', () => {
    const filing = copy_filing(declared, ['exporter_identifier'], 'manifest', 'NEW');
    expect(filing).toMatchObject({ declaration_id: 'NEW', procedure: 'manifest', chosen: false, own: ['goods_location_address.1'], items: [{ goods_description: 'Cream', line_amount: '85.50' }] });
    expect(filing.header).toMatchObject({ exporter_name: 'Sample', currency: 'EUR' });
    for (const name of ['declaration_number', 'declaration_date', 'estimated_departure_date', 'exporter_identifier', 'declaration_id']) expect(filing.header).not.toHaveProperty(name);
    expect(filing.items[0]).not.toHaveProperty('invoice_number');
  });
  it('knows the exporter by party and by the last declaration, never from a masked value', () => {
    expect(identity_of('B1248100998')).toEqual({ exporter_identifier: '1248100998', exporter_identifier_type: '04' });
    expect(identity_of('N00ff')).toEqual({});
    expect(exporter_from({ exporter_name: 'Sample', exporter_phone: '0***', consignee_name: 'x' }, ['exporter_phone'])).toEqual({ exporter_name: 'Sample' });
  });
});
