import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { offices_query, type DeclarationFilter } from '../api/queries';
import { useSession } from '../api/session';
import { Attention } from '../components/attention';
import { DeclarationTable } from '../components/declaration_table';
import { channels, procedures, read_filter, states } from '../components/filters';
import { SelectField, TextField } from '../components/form';
import { PageHead } from '../components/page';
import { current_language } from '../messages';
import { is_filer } from '../shell/roles';

function Filters({ filter, set }: { filter: DeclarationFilter; set: (change: Record<string, string>) => void }) {
  const { t } = useTranslation();
  const { data: offices } = useQuery(offices_query);
  const [text, set_text] = useState(filter.q ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set({ q: text.trim() });
  };
  return (
    <form className="card form-grid search-form" onSubmit={submit} role="search" aria-label={t('office.filter')}>
      <TextField small type="search" label={t('list.text')} placeholder={t('office.search_hint')} value={text} onChange={(event) => set_text(event.target.value)} maxLength={100} />
      <TextField small type="date" label={t('common.from')} value={filter.from ?? ''} max={filter.to} onChange={(event) => set({ from: event.target.value })} />
      <TextField small type="date" label={t('common.to')} value={filter.to ?? ''} min={filter.from} onChange={(event) => set({ to: event.target.value })} />
      <SelectField
        small
        label={t('common.office')}
        value={filter.office ?? ''}
        onChange={(event) => set({ office: event.target.value })}
        choices={[{ value: '', label: t('common.all') }, ...(offices?.items.map((office) => ({ value: office.code, label: office.name[current_language()] })) ?? [])]}
      />
      <SelectField small label={t('column.procedure')} value={filter.procedure ?? ''} onChange={(event) => set({ procedure: event.target.value })} choices={[{ value: '', label: t('common.all') }, ...procedures.map((value) => ({ value, label: t(`procedure.${value}`) }))]} />
      <SelectField small label={t('column.channel')} value={filter.channel ?? ''} onChange={(event) => set({ channel: event.target.value })} choices={[{ value: '', label: t('common.all') }, ...channels.map((value) => ({ value, label: `${t(`channel.${value}`)} · ${t(`channel_treatment.${value}`)}` }))]} />
      <SelectField small label={t('column.state')} value={filter.state ?? ''} onChange={(event) => set({ state: event.target.value })} choices={[{ value: '', label: t('common.all') }, ...states.map((value) => ({ value, label: t(`state.${value}`) }))]} />
      <div className="row form-end">
        <button type="submit" className="krds-btn secondary xsmall filter-button">
          {t('common.search')}
        </button>
        <button
          type="button"
          className="krds-btn text xsmall filter-button"
          onClick={() => {
            set_text('');
            set({ q: '', from: '', to: '', office: '', procedure: '', channel: '', state: '' });
          }}
        >
          {t('common.reset')}
        </button>
      </div>
    </form>
  );
}

/** Search over everything this account may see. */
export function DeclarationsPage() {
  const { t } = useTranslation();
  const { me } = useSession();
  const [search, set_search] = useSearchParams();
  const filter = read_filter(search);
  const filer = me ? is_filer(me.role) : true;
  const change = (changes: Record<string, string>) => {
    const after = new URLSearchParams(search);
    for (const [key, value] of Object.entries(changes)) {
      if (value) after.set(key, value);
      else after.delete(key);
    }
    set_search(after, { replace: true });
  };
  const due = filer && search.get('view') === 'due';
  const title = filer ? t('list.own_title') : t('list.title');
  return (
    <div className="stack">
      <PageHead title={title} />
      {filer && (
        <nav className="tab-list" aria-label={title}>
          <Link to="/declarations" aria-current={due ? undefined : 'page'}>
            {t('own.all')}
          </Link>
          <Link to="/declarations?view=due" aria-current={due ? 'page' : undefined}>
            {t('own.by_deadline')}
          </Link>
        </nav>
      )}
      {due ? <Attention /> : <Search filter={filter} change={change} title={title} filer={filer} />}
    </div>
  );
}

function Search({ filter, change, title, filer }: { filter: DeclarationFilter; change: (changes: Record<string, string>) => void; title: string; filer: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="subtle">{t('list.lead')}</p>
      <Filters filter={filter} set={change} />
      <DeclarationTable
        label={title}
        filter={filter}
        set_sort={(sort) => change({ sort })}
        to={(id) => `/declarations/${encodeURIComponent(id)}`}
        storage_key={filer ? 'clearway.columns.own' : 'clearway.columns.declarations'}
        hidden={filer ? ['hs6', 'filer_code', 'customs_office'] : ['declaration_id', 'hs6', 'filer_code']}
        withheld={filer ? ['expected_value'] : []}
        empty={t('office.empty')}
      />
    </>
  );
}
