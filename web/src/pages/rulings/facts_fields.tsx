import { useTranslation } from 'react-i18next';
import { SelectField, TextField } from '../../components/form';
import { is_valuation, type Facts, type Kind } from './queries';

export const elements = ['royalty', 'assist', 'commission', 'brokerage', 'proceeds', 'indirect_payment', 'container', 'packing', 'freight', 'insurance', 'other_transport', 'work_after_import', 'transport_after_import', 'import_taxes', 'deferred_interest', 'buying_commission', 'surface_parcel_freight'] as const;

/** What is typed; lists are one text with commas until they are sent. */
export interface FactsDraft {
  tariff_code: string;
  items: string;
  origins: string;
  sellers: string;
  method: string;
  related: '' | 'yes' | 'no';
  adjustments: { element: string; percent: string }[];
  low: string;
  high: string;
  currency: string;
  unit: string;
}

export function facts_draft(facts: Facts): FactsDraft {
  return {
    tariff_code: facts.tariff_code ?? '',
    items: (facts.items ?? []).join(', '),
    origins: (facts.origins ?? []).join(', '),
    sellers: (facts.sellers ?? []).join(', '),
    method: facts.method ? String(facts.method) : '',
    related: facts.related === undefined ? '' : facts.related ? 'yes' : 'no',
    adjustments: (facts.adjustments ?? []).map((one) => ({ element: one.element, percent: one.percent_of_price ?? '' })),
    low: facts.price?.low ?? '',
    high: facts.price?.high ?? '',
    currency: facts.price?.currency ?? 'USD',
    unit: facts.price?.unit ?? 'EA',
  };
}

export function list_of(text: string): string[] {
  return [...new Set(text.split(/[,\n]/).map((one) => one.trim()).filter(Boolean))];
}

export function facts_of(draft: FactsDraft): Facts {
  const facts: Facts = {};
  const code = draft.tariff_code.replace(/[.\s-]/g, '');
  if (code) facts.tariff_code = code;
  if (list_of(draft.items).length) facts.items = list_of(draft.items);
  if (list_of(draft.origins).length) facts.origins = list_of(draft.origins.toUpperCase());
  if (list_of(draft.sellers).length) facts.sellers = list_of(draft.sellers);
  if (draft.method) facts.method = Number(draft.method);
  if (draft.related) facts.related = draft.related === 'yes';
  const adjustments = draft.adjustments.flatMap((one) => {
    const element = elements.find((known) => known === one.element);
    return element ? [{ element, ...(one.percent.trim() ? { percent_of_price: one.percent.trim() } : {}) }] : [];
  });
  if (adjustments.length) facts.adjustments = adjustments;
  if (draft.low.trim() && draft.high.trim()) facts.price = { low: draft.low.trim(), high: draft.high.trim(), currency: draft.currency.trim().toUpperCase(), unit: draft.unit.trim().toUpperCase() };
  return facts;
}

/** The fields of the facts; `id` keeps the places of a page apart. */
export function FactsFields({ kind, draft, on_change, error }: { kind: Kind; draft: FactsDraft; on_change: (draft: FactsDraft) => void; error?: { field: string; text: string } }) {
  const { t } = useTranslation();
  const set = (change: Partial<FactsDraft>) => on_change({ ...draft, ...change });
  const error_of = (field: string) => (error?.field === field ? error.text : undefined);
  const text = (field: 'tariff_code' | 'items' | 'origins' | 'sellers') => (
    <TextField id={`fact-${field}`} label={t(`rulings.fact.${field}`)} hint={t(`rulings.fact_hint.${field}`)} value={draft[field]} maxLength={600} error={error_of(field)} onChange={(event) => set({ [field]: event.target.value })} />
  );
  const valuation = is_valuation(kind);
  return (
    <div className="stack">
      <div className="form-grid">
        {text('tariff_code')}
        {text('origins')}
        {text('items')}
        {text('sellers')}
      </div>
      {valuation && (
        <>
          <div className="form-grid">
            <SelectField id="fact-method" label={t('rulings.fact.method')} value={draft.method} error={error_of('method')} onChange={(event) => set({ method: event.target.value })} choices={[{ value: '', label: '–' }, ...([1, 2, 3, 4, 5, 6] as const).map((one) => ({ value: String(one), label: t(`rulings.method.${one}`) }))]} />
            <SelectField
              id="fact-related"
              label={t('rulings.fact.related')}
              value={draft.related}
              onChange={(event) => set({ related: event.target.value as FactsDraft['related'] })}
              choices={[
                { value: '', label: '–' },
                { value: 'yes', label: t('rulings.related') },
                { value: 'no', label: t('rulings.not_related') },
              ]}
            />
          </div>
          <fieldset className="stack-small">
            <legend>{t('rulings.fact.adjustments')}</legend>
            <p className="form-hint">{t('rulings.fact_hint.adjustments')}</p>
            {draft.adjustments.map((one, at) => (
              <div className="form-grid" key={at}>
                <SelectField
                  label={t('rulings.adjustment', { number: at + 1 })}
                  value={one.element}
                  onChange={(event) => set({ adjustments: draft.adjustments.map((other, index) => (index === at ? { ...other, element: event.target.value } : other)) })}
                  choices={[{ value: '', label: t('rulings.leave_out') }, ...elements.map((element) => ({ value: element, label: t(`rulings.element.${element}`) }))]}
                />
                <TextField
                  label={t('rulings.percent')}
                  hint={t('rulings.percent_hint')}
                  value={one.percent}
                  inputMode="decimal"
                  onChange={(event) => set({ adjustments: draft.adjustments.map((other, index) => (index === at ? { ...other, percent: event.target.value } : other)) })}
                />
              </div>
            ))}
            <p>
              <button type="button" className="krds-btn tertiary xsmall" onClick={() => set({ adjustments: [...draft.adjustments, { element: 'royalty', percent: '' }] })}>
                {t('rulings.add_adjustment')}
              </button>
            </p>
          </fieldset>
          <fieldset className="stack-small">
            <legend>{t('rulings.fact.price')}</legend>
            <p className="form-hint">{t('rulings.fact_hint.price')}</p>
            <div className="form-grid">
              <TextField id="fact-price.low" label={t('rulings.price.low')} value={draft.low} inputMode="decimal" error={error_of('price.low')} onChange={(event) => set({ low: event.target.value })} />
              <TextField id="fact-price.high" label={t('rulings.price.high')} value={draft.high} inputMode="decimal" error={error_of('price.high')} onChange={(event) => set({ high: event.target.value })} />
              <TextField id="fact-price.currency" label={t('rulings.price.currency')} value={draft.currency} maxLength={3} error={error_of('price.currency')} onChange={(event) => set({ currency: event.target.value })} />
              <TextField label={t('rulings.price.unit')} value={draft.unit} maxLength={5} onChange={(event) => set({ unit: event.target.value })} />
            </div>
          </fieldset>
        </>
      )}
    </div>
  );
}
