import type { Schemas } from '../../api/client';

export type Elements = Schemas['Elements'];
export type ElementField = Schemas['ElementField'];
export type Finding = Schemas['Finding'];
export type ExportProcedure = 'formal' | 'simplified' | 'manifest';

export const steps = ['who', 'goods', 'procedure', 'details', 'parties', 'transport', 'payment', 'check'] as const;
export type Step = (typeof steps)[number];

export const wants = ['speed', 'certificate', 'export_record', 'zero_rating', 'drawback', 'reimport_relief'] as const;

/** What a trader has answered so far: field names of the data elements, whatever the procedure. Kept as a draft. */
export interface Filing {
  declaration_id: string;
  procedure: ExportProcedure;
  /** The trader has looked at the three procedures and decided. */
  chosen: boolean;
  party: string;
  header: Record<string, string>;
  items: Record<string, string>[];
  /** Fields that could be computed but were entered by hand, as `field.item`. */
  own: string[];
  /** Steps that were finished once; what is wrong in them is shown from then on. */
  done: Step[];
  /** Made at the first press of "send" and kept until the server has answered. */
  request_id: string;
}

/** What an ordinary sale to a person abroad says; every one of these can be changed. */
const usual: Record<string, string> = {
  transaction_type: '15',
  reason_of_export: 'A',
  export_kind: 'A',
  exporter_class: 'A',
  payment_method: 'CD',
  trade_terms: 'FOB',
  currency: 'USD',
  transport_mode: '40',
  total_packages: '1',
};

export function new_filing(declaration_id: string): Filing {
  return { declaration_id, procedure: 'simplified', chosen: false, party: '', header: { ...usual }, items: [{}], own: [], done: [], request_id: '' };
}

export const own_key = (name: string, item: number) => `${name}.${item}`;

/** What was declared about places stands against what would be filled in for them. */
export const declared_places = ['consignee_country', 'goods_location_postcode', 'goods_location_address'];

function texts(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([key, one]) => (typeof one === 'string' ? [[key, one]] : typeof one === 'number' ? [[key, String(one)]] : [])));
}

/** A draft as the server kept it; what is not understood is left out. */
export function read_filing(content: Record<string, unknown>, fallback_id: string): Filing {
  const made = new_filing(typeof content.declaration_id === 'string' && content.declaration_id ? content.declaration_id : fallback_id);
  const procedure = content.procedure;
  const list = (value: unknown) => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []);
  return {
    ...made,
    procedure: procedure === 'formal' || procedure === 'manifest' ? procedure : 'simplified',
    chosen: content.chosen === true,
    party: typeof content.party === 'string' ? content.party : '',
    header: content.header === undefined ? made.header : texts(content.header),
    items: Array.isArray(content.items) && content.items.length > 0 ? content.items.map(texts) : [{}],
    own: list(content.own),
    done: steps.filter((step) => list(content.done).includes(step)),
    request_id: typeof content.request_id === 'string' ? content.request_id : '',
  };
}

/** The same goods again: a new filing from what was declared before. Masked identifiers are asked for anew. */
export function copy_filing(declared: Schemas['DeclarationDetail']['declared'], masked: readonly string[], procedure: string, declaration_id: string): Filing {
  const { items, ...rest } = declared as Record<string, unknown>;
  const header = texts(rest);
  const goods = Array.isArray(items) && items.length > 0 ? items.map(texts) : [{}];
  for (const name of ['declaration_id', 'procedure', 'declaration_number', 'declaration_date', 'loading_deadline', 'acceptance_date', 'selectivity_result', 'officer_code', 'officer_name', ...masked]) delete header[name];
  // Days and numbers of the earlier consignment are not those of the next one.
  for (const name of ['estimated_departure_date', 'desired_inspection_date', 'transport_document_number', 'vessel_or_flight', 'bonded_transport_from', 'bonded_transport_to']) delete header[name];
  for (const item of goods) for (const name of ['invoice_number', 'permit_date']) delete item[name];
  if (header.fob_value && goods.length === 1 && goods[0]) goods[0].line_amount ??= header.fob_value;
  if (header.fob_currency) header.currency ??= header.fob_currency;
  return {
    ...new_filing(declaration_id),
    procedure: procedure === 'formal' || procedure === 'manifest' ? procedure : 'simplified',
    header: { ...usual, ...header },
    items: goods,
    own: declared_places.filter((name) => header[name]).map((name) => own_key(name, 1)),
  };
}

export interface Entry {
  /** Number of the data element; empty for what may be added to a list without being one of its elements. */
  number: string;
  element: Schemas['Text'];
  field: ElementField;
}

/** Every field of a procedure that a filer fills in, in the order of the elements. */
export function entries_of(elements: Elements): Entry[] {
  const additions = (elements as Elements & { additions?: ElementField[] }).additions ?? [];
  return [
    ...elements.elements.flatMap((element) => element.fields.map((field) => ({ number: element.number, element: element.label, field }))),
    ...additions.map((field) => ({ number: '', element: field.label, field })),
  ].filter((entry) => entry.field.obligation !== 'system');
}

/** Asked for before the procedure is known, because the choice depends on them. */
export const basic_items = ['goods_description', 'tariff_code', 'quantity', 'quantity_unit', 'line_amount', 'net_weight'] as const;
export const basic_headers = ['currency', 'gross_weight', 'total_packages'] as const;
/** Asked for in every procedure; a list carries them as value and currency of the whole parcel. */
const working = new Set<string>(['line_amount', 'currency']);

const party_fields = /^(declarant_|exporter_|agent_|manufacturer_|consignee_|destination_country$)/;
const transport_fields =
  /^(customs_|port_of_loading|carrier_|vessel_|estimated_departure|planned_bonded|transport_|container_|desired_inspection|goods_location|out_of_hours|import_cargo|bonded_transport|total_package_kind)/;

/** The page on which a field is asked for. */
export function step_of(name: string, level: 'header' | 'item'): Step {
  if (level === 'item') return (basic_items as readonly string[]).includes(name) ? 'goods' : 'details';
  if ((basic_headers as readonly string[]).includes(name)) return 'goods';
  if (party_fields.test(name)) return 'parties';
  return transport_fields.test(name) ? 'transport' : 'payment';
}

/** Fields of one page. Before and after the choice the goods are described in the same way, `simplified` giving the form. */
export function entries_on(step: Step, entries: Entry[], simplified: Entry[]): Entry[] {
  if (step === 'goods') {
    const by_name = new Map(entries.map((entry) => [entry.field.name, entry]));
    return [...basic_items, ...basic_headers].flatMap((name) => {
      const entry = by_name.get(name) ?? (working.has(name) ? simplified.find((one) => one.field.name === name) : undefined);
      return entry ? [entry] : [];
    });
  }
  return entries.filter((entry) => step_of(entry.field.name, entry.field.level) === step && entry.field.name !== 'fob_value' && entry.field.name !== 'fob_currency');
}

/** A list has no further facts about the goods, so that its page is left out. */
export function steps_of(entries: Entry[]): Step[] {
  return steps.filter((step) => step !== 'details' || entries_on('details', entries, []).length > 0);
}

export const number_of = (text: string | undefined): number | undefined => {
  const trimmed = text?.trim() ?? '';
  return /^\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : undefined;
};

/** Without exponent and without zeros at the end. */
export function plain(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Sum of the item amounts; undefined while one of them is missing or no number. */
export function amount_of(filing: Filing): number | undefined {
  let sum = 0;
  for (const item of filing.items) {
    const amount = number_of(item.line_amount);
    if (amount === undefined) return undefined;
    sum += Math.round(amount * 10_000);
  }
  return sum / 10_000;
}

/** The goods' value in won at the official rate, for the amount and the currency it was asked for. */
export interface Valuation {
  amount: number;
  currency: string;
  value_krw: number;
}

/** Trade terms that contain freight or insurance, from the law. */
export interface Terms {
  with_freight: readonly string[];
  with_insurance: readonly string[];
}

/** Splits a whole number in proportion, so that the parts add up to it again. */
export function share_out(total: number, weights: number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum <= 0) return weights.map(() => 0);
  let weight_before = 0;
  let given = 0;
  return weights.map((weight) => {
    weight_before += weight;
    const until = Math.round((total * weight_before) / sum);
    const part = until - given;
    given = until;
    return part;
  });
}

export interface Computed {
  header: Record<string, string>;
  items: Record<string, string>[];
  /** The sum of the amounts in won at the official rate, before freight and insurance are taken off. */
  in_won?: number;
}

/** What follows from other answers. The trader sees each value and can enter another. */
export function computed_of(filing: Filing, valuation: Valuation | undefined, terms: Terms | undefined): Computed {
  const header: Record<string, string> = {};
  const { currency = '', trade_terms = '' } = filing.header;
  const amount = amount_of(filing);
  const items: Record<string, string>[] = filing.items.map((item) => {
    const quantity = number_of(item.quantity);
    const line = number_of(item.line_amount);
    return quantity && line !== undefined ? { unit_price: plain(line / quantity, 6) } : ({} as Record<string, string>);
  });
  if (filing.header.destination_country) header.consignee_country = filing.header.destination_country;
  if (filing.header.exporter_postcode) header.goods_location_postcode = filing.header.exporter_postcode;
  if (filing.header.exporter_address) header.goods_location_address = filing.header.exporter_address;
  header.declaration_category = filing.procedure === 'simplified' ? 'E' : 'H';
  if (amount === undefined) return { header, items };
  header.invoice_amount = plain(amount, 2);
  header.fob_value = plain(amount, 2);
  if (currency) header.fob_currency = currency;
  const in_won = currency === 'KRW' ? Math.round(amount) : valuation?.currency === currency && valuation.amount === amount ? valuation.value_krw : undefined;
  if (in_won === undefined || !terms) return { header, items, in_won };
  const contained = (list: readonly string[], field: string) => (list.includes(trade_terms) ? (number_of(filing.header[field]) ?? 0) : 0);
  const total = Math.max(0, in_won - contained(terms.with_freight, 'freight_krw') - contained(terms.with_insurance, 'insurance_krw'));
  header.total_fob_krw = String(total);
  share_out(total, filing.items.map((item) => number_of(item.line_amount) ?? 0)).forEach((part, at) => {
    const item = items[at];
    if (item) item.item_fob_krw = String(part);
  });
  return { header, items, in_won };
}

/** The value that counts: what was entered, else what was computed. `item` from 1. */
export function value_of(filing: Filing, computed: Computed, field: Pick<ElementField, 'name' | 'level'>, item: number): string {
  const given = field.level === 'item' ? filing.items[item - 1]?.[field.name] : filing.header[field.name];
  const made = field.level === 'item' ? computed.items[item - 1]?.[field.name] : computed.header[field.name];
  return made !== undefined && !filing.own.includes(own_key(field.name, item)) ? made : (given ?? '');
}

export function is_computed(filing: Filing, computed: Computed, field: Pick<ElementField, 'name' | 'level'>, item: number): boolean {
  const made = field.level === 'item' ? computed.items[item - 1]?.[field.name] : computed.header[field.name];
  return made !== undefined && !filing.own.includes(own_key(field.name, item));
}

/** The body of a check or of a filing: only fields of the procedure, only those that say something. */
export function to_input(filing: Filing, computed: Computed, entries: Entry[], statements: ElementField[]): Schemas['DeclarationInput'] {
  const body: Record<string, unknown> = { declaration_id: filing.declaration_id, procedure: filing.procedure };
  const items: Record<string, string>[] = filing.items.map(() => ({}));
  for (const { field } of entries) {
    if (field.level === 'header') {
      const value = value_of(filing, computed, field, 1).trim();
      if (value) body[field.name] = value;
      continue;
    }
    items.forEach((item, at) => {
      const value = value_of(filing, computed, field, at + 1).trim();
      if (value) item[field.name] = value;
    });
  }
  for (const { name } of statements) {
    const value = filing.header[name]?.trim();
    if (value && name !== 'procedure') body[name] = value;
  }
  return { ...body, items } as Schemas['DeclarationInput'];
}

export const input_id = (name: string, item: number) => `f-${name}-${item}`;

/** Where the answer behind a finding was given. A list's value is the sum of the items' amounts. */
export function place_of(finding: Pick<Finding, 'field' | 'item'>, entries: Entry[]): { step: Step; id: string; name: string; item: number } {
  const name = finding.field === 'fob_value' ? 'line_amount' : finding.field === 'fob_currency' ? 'currency' : finding.field;
  const item = Math.max(1, finding.item);
  const level = name === 'line_amount' ? 'item' : name === 'currency' ? 'header' : (entries.find((entry) => entry.field.name === name)?.field.level ?? 'header');
  if (name === 'wants' || name === 'contract_mismatch' || name === 're_export_condition' || name === 'special_category') return { step: 'who', id: input_id(name, 1), name, item: 1 };
  if (name === 'procedure') return { step: 'procedure', id: 'option-simplified', name, item: 1 };
  return { step: step_of(name, level), id: input_id(name, level === 'item' ? item : 1), name, item: level === 'item' ? item : 1 };
}

/** An empty field needs no further advice than its own name; anything else is told how to be put right. */
export const advice_of = (finding: Pick<Finding, 'rule' | 'fix'>): string => (finding.rule === 'element.required' ? '' : finding.fix);

/** A short name for the list of drafts. */
export function title_of(filing: Filing): string {
  const goods = filing.items[0]?.goods_description?.trim() ?? '';
  const to = filing.header.consignee_name?.trim() ?? '';
  return [goods, to].filter(Boolean).join(' → ').slice(0, 200);
}

/** Business number of a party known by it: `B1248100998`. */
export function identity_of(party: string): Record<string, string> {
  if (/^B\d{10}$/.test(party)) return { exporter_identifier: party.slice(1), exporter_identifier_type: '04' };
  if (party.startsWith('T')) return { exporter_trader_code: party.slice(1) };
  return {};
}

/** What the trader declared about itself last time, for a new filing. */
const about_exporter = [
  'exporter_name',
  'exporter_address',
  'exporter_address_detail',
  'exporter_postcode',
  'exporter_phone',
  'exporter_representative',
  'exporter_class',
  'exporter_trader_code',
  'manufacturer_name',
  'manufacturer_postcode',
  'customs_office',
  'customs_section',
  'port_of_loading',
  'goods_location_postcode',
  'goods_location_address',
] as const;

export function exporter_from(declared: Record<string, unknown>, masked: readonly string[]): Record<string, string> {
  const known = texts(declared);
  return Object.fromEntries(about_exporter.flatMap((name) => (known[name] && !masked.includes(name) ? [[name, known[name]]] : [])));
}

/** Fills in only what is still empty. */
export function fill_empty(header: Record<string, string>, from: Record<string, string>): Record<string, string> {
  const after = { ...header };
  for (const [name, value] of Object.entries(from)) if (!after[name]?.trim()) after[name] = value;
  return after;
}
