import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { declaration_query, declarations_query, mandates_query } from '../../api/queries';
import { useSession } from '../../api/session';
import { CheckGroup, RadioGroup, SelectField } from '../../components/form';
import { LawLink } from '../../components/law_link';
import { Message } from '../../components/message';
import { current_language } from '../../messages';
import { format_won } from '../../messages/format';
import { ElementInput } from './element_input';
import { advice_of, amount_of, declared_places, entries_on, exporter_from, fill_empty, identity_of, input_id, is_computed, own_key, plain, wants, type Entry, type Filing, type Step } from './model';
import { useWork } from './work';

function Field({ entry, item }: { entry: Entry; item: number }) {
  const { filing, computed, set, value, left, shown } = useWork();
  const { field } = entry;
  const finding = shown(field.name, item);
  return (
    <div>
      <ElementInput
        entry={entry}
        item={item}
        several={filing.items.length > 1}
        value={value(field, item)}
        computed={is_computed(filing, computed, field, item)}
        optional={field.obligation === 'optional'}
        error={finding?.severity === 'error' ? finding.text : undefined}
        on_change={(next) => set(field, item, next)}
        on_left={() => left(field.name, item)}
      />
      {finding && (
        <p className="small subtle finding-more">
          {finding.severity === 'warning' && <strong>{finding.text} </strong>}
          {advice_of(finding)} {finding.cite && <LawLink cite={finding.cite} grade={finding.grade} />}
        </p>
      )}
    </div>
  );
}

/** Mandatory fields stand open; the others wait behind "more" until one of them is filled in or asked for. */
function useParted(entries: Entry[], item: number): { first: Entry[]; more: Entry[] } {
  const { check, value } = useWork();
  const asked = (entry: Entry) => entry.field.obligation === 'mandatory' || (check?.findings ?? []).some((finding) => finding.field === entry.field.name && finding.severity === 'error') || value(entry.field, item) !== '';
  // A field that was shown once stays where it is while the page is open: nothing moves under the hands.
  const open = useRef(new Set<string>());
  for (const entry of entries) if (asked(entry)) open.current.add(entry.field.name);
  return { first: entries.filter((entry) => open.current.has(entry.field.name)), more: entries.filter((entry) => !open.current.has(entry.field.name)) };
}

function Fields({ entries, item }: { entries: Entry[]; item: number }) {
  const { t } = useTranslation();
  const { first, more } = useParted(entries, item);
  return (
    <>
      <div className="form-grid">
        {first.map((entry) => (
          <Field key={entry.field.name} entry={entry} item={item} />
        ))}
      </div>
      {more.length > 0 && (
        <details className="more">
          <summary>{t('filing.more_fields', { count: more.length })}</summary>
          <div className="form-grid">
            {more.map((entry) => (
              <Field key={entry.field.name} entry={entry} item={item} />
            ))}
          </div>
        </details>
      )}
    </>
  );
}

/** Fills in what this trader declared about itself last time, where nothing stands yet. */
function usePrefill() {
  const { draft, filing } = useWork();
  const { me } = useSession();
  const { i18n } = useTranslation();
  const queries = useQueryClient();
  const [done_for, set_done_for] = useState('');
  const party = filing.party;
  const { update } = draft;
  useEffect(() => {
    if (!party || done_for === party || filing.header.exporter_name) return;
    let left = false;
    const fill = async () => {
      const page = await queries.fetchQuery(declarations_query({ party }, undefined, 1)).catch(() => null);
      const last = page?.items[0];
      const detail = last ? await queries.fetchQuery(declaration_query(last.id, i18n.language)).catch(() => null) : null;
      if (left) return;
      const known = detail ? exporter_from(detail.declared, detail.masked_fields) : {};
      update((before) => (before.party === party ? { ...before, header: fill_empty(before.header, { ...identity_of(party), ...known }), own: [...before.own, ...declared_places.filter((name) => known[name]).map((name) => own_key(name, 1))] } : before));
      set_done_for(party);
    };
    void fill();
    return () => {
      left = true;
    };
  }, [party, done_for, filing.header.exporter_name, queries, i18n.language, update]);
  const declarant = me?.filer_code ?? '';
  const name = me?.display_name ?? '';
  useEffect(() => {
    update((before) => {
      const header = fill_empty(before.header, { declarant_code: declarant, declarant_name: name.slice(0, 28) });
      return header.declarant_code === before.header.declarant_code && header.declarant_name === before.header.declarant_name ? before : { ...before, header };
    });
  }, [declarant, name, update]);
}

/** Another party is another exporter: what was filled in about the first one goes. */
function with_party(before: Filing, party: string): Filing {
  if (party === before.party) return before;
  const header = Object.fromEntries(Object.entries(before.header).filter(([name]) => !/^(exporter_|manufacturer_)/.test(name) || name === 'exporter_class'));
  return { ...before, party, header: { ...header, ...identity_of(party) } };
}

function usePartyChoices(): { value: string; label: string }[] {
  const { me } = useSession();
  const { t } = useTranslation();
  const parties = me?.party_ids ?? [];
  const { data: mandates } = useQuery({ ...mandates_query, enabled: me?.role === 'trader' || me?.role === 'broker' });
  const own = me?.role === 'trader' ? parties[0] : undefined;
  const may_write = (party: string) => party === own || !mandates || mandates.items.some((mandate) => mandate.party_id === party && !mandate.revoked_at && mandate.scope.includes('declarations:write'));
  return parties.filter(may_write).map((party) => ({ value: party, label: party === own ? t('filing.party_self', { party }) : t('filing.party_client', { party }) }));
}

export function WhoStep() {
  const { t } = useTranslation();
  const { me } = useSession();
  const { draft, filing, statements, set } = useWork();
  const choices = usePartyChoices();
  const first = choices[0]?.value ?? '';
  const { update } = draft;
  usePrefill();
  useEffect(() => {
    if (!filing.party && choices.length === 1) update((before) => with_party(before, first));
  }, [filing.party, choices.length, first, update]);
  const chosen = (filing.header.wants ?? '').split(',').filter(Boolean);
  const more = statements.filter((statement) => statement.check === 'yes_no');
  const special = statements.find((statement) => statement.name === 'special_category');
  return (
    <>
      {me?.role !== 'data_provider' && choices.length === 0 && <Message tone="warning">{t('filing.no_party')}</Message>}
      {choices.length > 1 && <RadioGroup id={input_id('party', 1)} name="party" legend={t('filing.for_whom')} choices={choices} value={filing.party} on_change={(party) => update((before) => with_party(before, party))} />}
      {choices.length === 1 && choices[0] && (
        <p>
          {t('filing.for_whom')}: <strong>{choices[0].label}</strong>
        </p>
      )}
      <CheckGroup
        id={input_id('wants', 1)}
        name="wants"
        legend={t('filing.wants')}
        hint={t('filing.wants_hint')}
        choices={wants.map((want) => ({ value: want, label: t(`filing.want.${want}`), hint: t(`filing.want_hint.${want}`) }))}
        values={chosen}
        on_change={(values) => set({ name: 'wants', level: 'header' }, 1, values.join(','))}
      />
      {more.length > 0 && (
        <details className="more" open={more.some((statement) => filing.header[statement.name] === 'Y') || Boolean(filing.header.special_category)}>
          <summary>{t('filing.special_cases')}</summary>
          <div className="stack">
            <CheckGroup
              id={input_id('contract_mismatch', 1)}
              name="statements"
              legend={t('filing.statements')}
              choices={more.map((statement) => ({ value: statement.name, label: statement.label[current_language()] }))}
              values={more.filter((statement) => filing.header[statement.name] === 'Y').map((statement) => statement.name)}
              on_change={(values) => more.forEach((statement) => set(statement, 1, values.includes(statement.name) ? 'Y' : ''))}
            />
            {special && (
              <SelectField
                id={input_id('special_category', 1)}
                label={t('filing.special_category')}
                value={filing.header.special_category ?? ''}
                onChange={(event) => set(special, 1, event.target.value)}
                choices={[{ value: '', label: t('common.none') }, ...special_categories.map((value) => ({ value, label: t(`filing.special.${value}`) }))]}
              />
            )}
          </div>
        </details>
      )}
    </>
  );
}

const special_categories = ['remains', 'diplomatic', 'foreign_ministry', 'head_of_state', 'press', 'documents', 'tourist_purchase'] as const;

function ItemFrame({ item, step }: { item: number; step: Step }) {
  const { t } = useTranslation();
  const { filing, entries, simplified, draft } = useWork();
  const fields = entries_on(step, entries, simplified).filter((entry) => entry.field.level === 'item');
  const several = filing.items.length > 1;
  const body = <Fields entries={fields} item={item} />;
  if (!several) return body;
  const remove = () => {
    draft.update((before) => ({ ...before, items: before.items.filter((_, at) => at !== item - 1), own: before.own.filter((key) => !/\.\d+$/.test(key) || key.endsWith('.1')) }));
    document.getElementById('add-item')?.focus();
  };
  return (
    <fieldset className="card stack">
      <legend className="visually-hidden">{t('filing.item', { item })}</legend>
      <div className="spread">
        <h2 aria-hidden="true">
          {t('filing.item', { item })} {step === 'details' && filing.items[item - 1]?.goods_description}
        </h2>
        {step === 'goods' && (
          <button type="button" className="krds-btn tertiary xsmall" onClick={remove}>
            {t('filing.remove_item')}
            <span className="visually-hidden"> {t('filing.item', { item })}</span>
          </button>
        )}
      </div>
      {body}
    </fieldset>
  );
}

/** The total of the goods, and in won as the official rate makes it. */
export function GoodsTotal() {
  const { t } = useTranslation();
  const { filing, computed } = useWork();
  const amount = amount_of(filing);
  if (amount === undefined || amount === 0) return null;
  const won = filing.header.currency === 'KRW' ? undefined : computed.in_won;
  return (
    <p className="card total" role="status">
      {t('filing.total')}: <strong>{`${filing.header.currency ?? ''} ${plain(amount, 4)}`}</strong>
      {typeof won === 'number' && (
        <>
          {' '}
          = <strong>{format_won(won)}</strong>{' '}
          <span className="small subtle">{t('filing.rate', { currency: filing.header.currency ?? '', rate: plain(won / amount, 2) })}</span>
        </>
      )}
    </p>
  );
}

export function GoodsStep() {
  const { t } = useTranslation();
  const { filing, draft, entries, simplified } = useWork();
  const shared = entries_on('goods', entries, simplified).filter((entry) => entry.field.level === 'header');
  const add = () => {
    const next = filing.items.length + 1;
    draft.update((before) => ({ ...before, items: [...before.items, {}] }));
    window.setTimeout(() => document.getElementById(input_id('goods_description', next))?.focus(), 0);
  };
  return (
    <>
      {filing.items.map((_, at) => (
        <ItemFrame key={at} item={at + 1} step="goods" />
      ))}
      <button type="button" id="add-item" className="krds-btn tertiary small" onClick={add}>
        {t('filing.add_item')}
      </button>
      <h2>{t('filing.whole_parcel')}</h2>
      <Fields entries={shared} item={1} />
      <GoodsTotal />
    </>
  );
}

export function DetailsStep() {
  const { filing } = useWork();
  return (
    <>
      {filing.items.map((_, at) => (
        <ItemFrame key={at} item={at + 1} step="details" />
      ))}
    </>
  );
}

/** Groups of one page with a heading each, in the order the trader thinks of them. */
const groups: Partial<Record<Step, { key: 'declarant' | 'exporter' | 'manufacturer' | 'consignee' | 'office' | 'way' | 'place' | 'terms' | 'kind'; of: RegExp }[]>> = {
  parties: [
    { key: 'exporter', of: /^(exporter_|agent_)/ },
    { key: 'manufacturer', of: /^manufacturer_/ },
    { key: 'consignee', of: /^(consignee_|destination_country)/ },
    { key: 'declarant', of: /^declarant_/ },
  ],
  transport: [
    { key: 'office', of: /^customs_/ },
    { key: 'place', of: /^(goods_location|planned_bonded|desired_inspection|import_cargo|bonded_transport|out_of_hours)/ },
    { key: 'way', of: /./ },
  ],
  payment: [
    { key: 'terms', of: /^(payment_method|trade_terms|currency|invoice_amount|freight|insurance|total_fob|letter_of_credit)/ },
    { key: 'kind', of: /./ },
  ],
};

export function FieldsStep({ step }: { step: 'parties' | 'transport' | 'payment' }) {
  const { t } = useTranslation();
  const { entries, simplified } = useWork();
  let rest = entries_on(step, entries, simplified);
  const parts = (groups[step] ?? []).map(({ key, of }) => {
    const taken = rest.filter((entry) => of.test(entry.field.name));
    rest = rest.filter((entry) => !taken.includes(entry));
    return { key, taken };
  });
  return (
    <>
      {parts
        .filter(({ taken }) => taken.length > 0)
        .map(({ key, taken }) => (
          <section key={key} className="stack">
            <h2>{t(`filing.group.${key}`)}</h2>
            <Fields entries={taken} item={1} />
          </section>
        ))}
      {step === 'payment' && <GoodsTotal />}
      {step === 'parties' && (
        <p className="small subtle">
          {t('filing.parties_note')} <Link to="/mandates">{t('nav.mandates')}</Link>
        </p>
      )}
    </>
  );
}
