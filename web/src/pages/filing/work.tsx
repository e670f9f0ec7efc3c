import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { check_query, elements_query, law_query } from '../../api/queries';
import { after_click } from '../../components/pointer';
import { amount_of, computed_of, entries_of, own_key, place_of, steps_of, to_input, value_of, type Computed, type ElementField, type Entry, type Filing, type Finding, type Step, type Terms } from './model';
import type { DraftWork } from './draft';

/** How long after the last key the server is asked for findings, in milliseconds. */
const pause = 500;

function useSettled<T>(value: T): T {
  const [settled, set_settled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => set_settled(value), pause);
    return () => window.clearTimeout(timer);
  }, [value]);
  return settled;
}

const empty: Entry[] = [];

function texts_of(parameter: Schemas['LawParameter'] | undefined): string[] | undefined {
  if (!parameter) return undefined;
  const value: unknown = parameter.values.find((one) => one.applies)?.value;
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function useTerms(): Terms | undefined {
  const freight = texts_of(useQuery({ ...law_query('export.terms.freight_required', ''), staleTime: Infinity }).data);
  const insurance = texts_of(useQuery({ ...law_query('export.terms.insurance_required', ''), staleTime: Infinity }).data);
  return freight && insurance ? { with_freight: freight, with_insurance: insurance } : undefined;
}

export interface Work {
  draft: DraftWork;
  filing: Filing;
  computed: Computed;
  entries: Entry[];
  /** Fields of the simplified declaration, which describe the goods before a procedure is chosen. */
  simplified: Entry[];
  statements: ElementField[];
  steps: Step[];
  /** Findings and advice about what was entered up to half a second ago. */
  check: Schemas['Check'] | undefined;
  check_error: unknown;
  /** Asks the server now about exactly what stands in the form. */
  check_now: () => Promise<Schemas['Check']>;
  /** Findings about one field that may be shown: it was left, or its page was finished. */
  shown: (name: string, item: number) => Finding | undefined;
  errors_on: (step: Step, check: Schemas['Check'] | undefined) => Finding[];
  left: (name: string, item: number) => void;
  set: (field: Pick<ElementField, 'name' | 'level'>, item: number, value: string) => void;
  value: (field: Pick<ElementField, 'name' | 'level'>, item: number) => string;
}

const WorkContext = createContext<Work | null>(null);

export function useWork(): Work {
  const work = useContext(WorkContext);
  if (!work) throw new Error('useWork outside WorkProvider');
  return work;
}

export function WorkProvider({ draft, filing, children }: { draft: DraftWork; filing: Filing; children: ReactNode }) {
  const { i18n } = useTranslation();
  const queries = useQueryClient();
  const { data: elements } = useQuery(elements_query(filing.procedure));
  const { data: simplified_elements } = useQuery(elements_query('simplified'));
  const terms = useTerms();
  const entries = useMemo(() => (elements ? entries_of(elements) : empty), [elements]);
  const simplified = useMemo(() => (simplified_elements ? entries_of(simplified_elements) : empty), [simplified_elements]);
  const statements = elements?.statements;

  // A list's value check tells the official value in won of the same amount, whatever the procedure will be.
  const amount = amount_of(filing);
  const currency = filing.header.currency ?? '';
  const asked = useSettled(amount !== undefined && amount > 0 && /^[A-Z]{3}$/.test(currency) && currency !== 'KRW' ? `${amount} ${currency}` : '');
  const [asked_amount = '', asked_currency = ''] = asked.split(' ');
  const { data: valued, isPlaceholderData: of_other_amount } = useQuery({
    ...check_query(JSON.stringify({ declaration_id: 'valuation', procedure: 'manifest', fob_value: asked_amount, fob_currency: asked_currency, items: [{}] }), i18n.language),
    enabled: asked !== '',
  });
  const computed = useMemo(
    () => computed_of(filing, !of_other_amount && typeof valued?.value_krw === 'number' ? { amount: Number(asked_amount), currency: asked_currency, value_krw: valued.value_krw } : undefined, terms),
    [filing, valued, of_other_amount, asked_amount, asked_currency, terms],
  );

  const body = useMemo(() => (elements ? JSON.stringify(to_input(filing, computed, entries, statements ?? [])) : ''), [filing, computed, entries, statements, elements]);
  const settled_body = useSettled(body);
  const { data: check, error: check_error } = useQuery({ ...check_query(settled_body, i18n.language), enabled: settled_body !== '' });
  const check_now = useCallback(() => queries.fetchQuery(check_query(body, i18n.language)), [queries, body, i18n.language]);

  const [left_fields, set_left_fields] = useState<ReadonlySet<string>>(new Set());
  const left = useCallback((name: string, item: number) => after_click(() => set_left_fields((before) => (before.has(own_key(name, item)) ? before : new Set(before).add(own_key(name, item))))), []);
  const shown = (name: string, item: number) =>
    check?.findings.find((finding) => {
      const place = place_of(finding, entries);
      return place.name === name && place.item === item && (left_fields.has(own_key(name, item)) || filing.done.includes(place.step));
    });
  const errors_on = (step: Step, of: Schemas['Check'] | undefined) => (of?.findings ?? []).filter((finding) => finding.severity === 'error' && place_of(finding, entries).step === step);

  const set: Work['set'] = (field, item, value) =>
    draft.update((before) => {
      const key = own_key(field.name, item);
      const could_be_made = field.level === 'item' ? computed.items[item - 1]?.[field.name] : computed.header[field.name];
      // Emptied again, it is computed again.
      const own = could_be_made === undefined ? before.own : value === '' ? before.own.filter((one) => one !== key) : [...before.own.filter((one) => one !== key), key];
      if (field.level === 'header') return { ...before, own, header: { ...before.header, [field.name]: value } };
      return { ...before, own, items: before.items.map((one, at) => (at === item - 1 ? { ...one, [field.name]: value } : one)) };
    });
  const value: Work['value'] = (field, item) => value_of(filing, computed, field, item);

  const work: Work = { draft, filing, computed, entries, simplified, statements: statements ?? [], steps: elements ? steps_of(entries) : [], check, check_error, check_now, shown, errors_on, left, set, value };
  return <WorkContext.Provider value={work}>{children}</WorkContext.Provider>;
}
