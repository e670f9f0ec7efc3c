/** The assessment of an import declaration, as docs/assess.md has it; the contract leaves it open. */
export interface AssessmentStep {
  rule: string;
  cite: string;
  grade?: string;
  text: string;
  from?: string;
  to?: string;
}
export interface AssessedLine {
  line: number;
  tariff_code: string;
  customs_value: number;
  method: number;
  /** As people write it: `3.2 %`, `1,200 KRW/kg`; empty where no rate is named. */
  rate: string;
  taxes: [TaxKind, number][];
  total: number;
  steps: AssessmentStep[];
}
export interface Assessment {
  sample_tariff: boolean;
  complete: boolean;
  customs_value: number;
  taxes: [TaxKind, number][];
  payable: number;
  lines: AssessedLine[];
  steps: AssessmentStep[];
  problems: { line: number | null; text: string; fix: string }[];
}

export const tax_kinds = ['duty', 'individual_consumption', 'liquor', 'transport', 'education', 'rural_special', 'value_added', 'simple_rate', 'late_declaration', 'undeclared'] as const;
export type TaxKind = (typeof tax_kinds)[number];

type Json = Record<string, unknown>;
const object = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.map(object) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');
const whole = (value: unknown): number => (typeof value === 'number' ? value : 0);

function steps_of(value: unknown): AssessmentStep[] {
  return list(value).map((step) => ({ rule: text(step.rule), cite: text(step.cite), grade: text(step.grade) || undefined, text: text(step.text), from: text(step.from) || undefined, to: text(step.to) || undefined }));
}

/** Taxes in the order of the law; one that is not named is not owed. */
function taxes_of(value: unknown): [TaxKind, number][] {
  const taxes = object(value);
  return tax_kinds.filter((kind) => whole(taxes[kind]) !== 0).map((kind) => [kind, whole(taxes[kind])]);
}

function rate_of(value: unknown): string {
  const rate = object(value);
  const parts = [text(rate.percent) && `${text(rate.percent)} %`, text(rate.won_per_unit) && `${text(rate.won_per_unit)} KRW/${text(rate.unit)}`].filter(Boolean);
  return parts.join(' + ');
}

export function read_assessment(given: Json): Assessment {
  return {
    sample_tariff: given.sample_tariff === true,
    complete: given.complete === true,
    customs_value: whole(given.customs_value),
    taxes: taxes_of(given.taxes),
    payable: whole(given.payable),
    lines: list(given.lines).map((line) => ({
      line: whole(line.line),
      tariff_code: text(line.tariff_code),
      customs_value: whole(line.customs_value),
      method: whole(line.method),
      rate: rate_of(line.rate),
      taxes: taxes_of(line.taxes),
      total: whole(line.total),
      steps: steps_of(line.steps),
    })),
    steps: steps_of(given.steps),
    problems: list(given.problems).map((problem) => ({ line: typeof problem.line === 'number' ? problem.line : null, text: text(problem.text), fix: text(problem.fix) })),
  };
}

/** What was filed about a line. */
export interface FiledLine {
  line: number;
  description: string;
  origin: string;
  quantity: string;
  unit: string;
  price: string;
}
export interface Filed {
  currency: string;
  incoterm: string;
  departure_country: string;
  lines: FiledLine[];
}

export function read_filed(given: Json): Filed {
  const declaration = object(given.declaration);
  return {
    currency: text(declaration.currency),
    incoterm: text(declaration.incoterm),
    departure_country: text(declaration.departure_country),
    lines: list(declaration.lines).map((line, at) => ({
      line: whole(line.line) || at + 1,
      description: text(line.description),
      origin: text(line.origin),
      quantity: text(line.quantity),
      unit: text(line.unit),
      price: text(line.price),
    })),
  };
}

/** `8509.40-0000`, as the tariff writes a code of ten digits. */
export function format_tariff_code(code: string): string {
  return /^\d{10}$/.test(code) ? `${code.slice(0, 4)}.${code.slice(4, 6)}-${code.slice(6)}` : code;
}

/** A decimal number as a text, its whole part grouped; exact, however many decimals it has. */
export function group_digits(number: string): string {
  const [whole_part = '', decimals] = number.split('.');
  const grouped = whole_part.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}
