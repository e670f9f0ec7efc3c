import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { ProblemError } from '../../api/problem';
import { SelectField, TextField } from '../../components/form';
import { Loading, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { format_day } from '../../messages/format';
import { RegisterItem, Rows, StandingBadge, tariff_text } from './parts';
import { kinds, public_ruling_query, public_rulings_query, type PublicFilter } from './queries';

function read_filter(search: URLSearchParams): PublicFilter {
  const year = search.get('year');
  return {
    q: search.get('q')?.trim() || undefined,
    heading: search.get('heading')?.trim() || undefined,
    kind: kinds.find((one) => one === search.get('kind')),
    year: year && /^\d{4}$/.test(year) ? Number(year) : undefined,
  };
}

function SearchForm({ filter, on_search }: { filter: PublicFilter; on_search: (filter: PublicFilter) => void }) {
  const { t } = useTranslation();
  const [draft, set_draft] = useState(filter);
  const this_year = new Date().getFullYear();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    on_search(draft);
  };
  return (
    <form className="card stack-small" role="search" aria-label={t('rulings.register')} onSubmit={submit}>
      <TextField label={t('rulings.words')} hint={t('rulings.words_hint')} value={draft.q ?? ''} maxLength={100} onChange={(event) => set_draft({ ...draft, q: event.target.value })} />
      <div className="form-grid align-end">
        <TextField label={t('rulings.heading')} hint={t('rulings.heading_hint')} value={draft.heading ?? ''} inputMode="numeric" maxLength={14} onChange={(event) => set_draft({ ...draft, heading: event.target.value })} />
        <SelectField
          label={t('rulings.kind_column')}
          value={draft.kind ?? ''}
          onChange={(event) => set_draft({ ...draft, kind: kinds.find((one) => one === event.target.value) })}
          choices={[{ value: '', label: t('rulings.every_kind') }, ...kinds.map((one) => ({ value: one, label: t(`rulings.kind.${one}`) }))]}
        />
        <SelectField
          label={t('rulings.year')}
          value={String(draft.year ?? '')}
          onChange={(event) => set_draft({ ...draft, year: Number(event.target.value) || undefined })}
          choices={[{ value: '', label: t('rulings.every_year') }, ...[0, 1, 2, 3, 4].map((ago) => ({ value: String(this_year - ago), label: String(this_year - ago) }))]}
        />
      </div>
      <p>
        <button type="submit" className="krds-btn small">
          {t('rulings.search')}
        </button>
      </p>
    </form>
  );
}

/** The register: open to everybody. */
export function PublicRulingsPage() {
  const { t, i18n } = useTranslation();
  const [search, set_search] = useSearchParams();
  const filter = read_filter(search);
  const { data, error, refetch } = useQuery(public_rulings_query(filter, i18n.language));
  const look = (next: PublicFilter) => {
    const kept = new URLSearchParams();
    for (const [key, value] of Object.entries(next)) if (value) kept.set(key, String(value));
    set_search(kept);
  };
  return (
    <div className="stack">
      <PageHead title={t('rulings.register')} />
      <p className="subtle">{t('rulings.register_lead')}</p>
      <SearchForm key={search.toString()} filter={filter} on_search={look} />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <section className="stack-small" aria-live="polite">
          <h2>{t('rulings.found', { count: data.found })}</h2>
          {data.found === 0 && <p className="empty">{t('rulings.found_none')}</p>}
          {data.found > data.items.length && <p className="small subtle">{t('rulings.found_more', { shown: data.items.length })}</p>}
          <ul className="plain-list">
            {data.items.map((ruling) => (
              <RegisterItem key={ruling.number} ruling={ruling} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

export function PublicRulingPage() {
  const { t, i18n } = useTranslation();
  const { number = '' } = useParams();
  const { data, error, refetch } = useQuery(public_ruling_query(number, i18n.language));
  if (error) return error instanceof ProblemError && error.problem.status === 404 ? <ProblemMessage error={error} /> : <ProblemMessage error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const rows: [string, string][] = [
    [t('rulings.number'), data.number],
    [t('rulings.kind_column'), data.kind_text],
    [t('rulings.fact.tariff_code'), data.tariff_code ? tariff_text(data.tariff_code) : ''],
    [t('rulings.decided_on'), format_day(data.decided_on)],
    [t('rulings.changed_on'), data.changed_on ? format_day(data.changed_on) : ''],
    [t('rulings.validity'), data.standing === 'ended' ? t('rulings.not_in_force') : data.valid_until ? t('rulings.until', { day: format_day(data.valid_until) }) : t('rulings.until_changed')],
  ];
  return (
    <div className="narrow stack">
      <PageHead title={data.goods} crumbs={[{ to: '/public-rulings', label: t('rulings.register') }]}>
        <StandingBadge ruling={data} />
      </PageHead>
      <Rows rows={rows.filter(([, value]) => value)} />
      <section className="stack-small">
        <h2>{t('rulings.question')}</h2>
        <p>{data.question}</p>
      </section>
      <section className="stack-small">
        <h2>{t('rulings.decision')}</h2>
        <p>
          <strong>{data.decision}</strong>
        </p>
        <p>{data.reasons}</p>
        <ul className="points">
          {data.articles.map((one) => (
            <li key={one.cite}>{one.article}</li>
          ))}
        </ul>
      </section>
      <p className="small subtle">{t('rulings.register_note')}</p>
    </div>
  );
}
