import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Schemas } from '../api/client';
import { law_list_query, law_query } from '../api/queries';
import { GradeBadge } from '../components/badge';
import { TextField } from '../components/form';
import { SourceDetails, source_name } from '../components/law_link';
import { Loading, Message, ProblemMessage } from '../components/message';
import { PageHead } from '../components/page';
import { Table } from '../components/table';
import { current_language } from '../messages';
import { format_day, format_number, format_won } from '../messages/format';

type LawValue = Schemas['LawValue'];

export function LawListPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(law_list_query);
  const [text, set_text] = useState('');
  const wanted = text.trim().toLowerCase();
  const items = data?.items.filter((item) => `${item.id} ${item.description.ko} ${item.description.en}`.toLowerCase().includes(wanted)) ?? [];
  return (
    <div className="stack">
      <PageHead title={t('law.title')} />
      <p className="subtle">{t('law.lead')}</p>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <div className="spread">
            <div className="narrow">
              <TextField small type="search" label={t('law.filter')} value={text} onChange={(event) => set_text(event.target.value)} />
            </div>
            <p className="subtle small">{t('law.version', { version: data.version })}</p>
          </div>
          {items.length === 0 ? (
            <p className="empty" role="status">
              {t('law.none')}
            </p>
          ) : (
            <Table title={t('law.title')} roomy heads={[t('law.description'), t('law.id')]}>
              {items.map((item) => (
                <tr key={item.id}>
                  <th scope="row">
                    <Link to={`/law/${encodeURIComponent(item.id)}`}>{item.description[current_language()]}</Link>
                  </th>
                  <td className="nowrap">
                    <code>{item.id}</code>
                  </td>
                </tr>
              ))}
            </Table>
          )}
        </>
      )}
    </div>
  );
}

/** A law value in words: money and counts grouped, lists joined, tables as tables. */
function Value({ value, unit }: { value: unknown; unit: string | null | undefined }) {
  if (typeof value === 'number') return <>{unit === 'KRW' ? format_won(value) : `${format_number(value, 6)}${unit ? ` ${unit}` : ''}`}</>;
  if (typeof value === 'string') {
    const number = unit && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
    if (number !== null) return <Value value={number} unit={unit} />;
    return <>{value}</>;
  }
  if (Array.isArray(value)) {
    if (value.every((entry) => typeof entry !== 'object')) return <>{value.join(', ')}</>;
    return <Rows rows={value as Record<string, unknown>[]} />;
  }
  return <code>{JSON.stringify(value)}</code>;
}

function Rows({ rows }: { rows: Record<string, unknown>[] }) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return (
    <table className="tbl">
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col" key={column}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {columns.map((column) => (
              <td key={column}>{typeof row[column] === 'object' ? JSON.stringify(row[column]) : String(row[column] ?? '')}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Values({ values, unit, sources, title, claimed = false }: { claimed?: boolean; values: LawValue[]; unit: string | null | undefined; sources: Schemas['LawSource'][]; title: string }) {
  const { t } = useTranslation();
  const source_of = (cite: string) => {
    const source = sources.find((candidate) => candidate.cite === cite);
    return source ? source_name(source) : cite;
  };
  return (
    <Table title={title} roomy heads={[t('law.from'), t('law.until'), t('law.value'), t('law.cite'), t('law.grade')]}>
      {values.map((value, index) => (
        <tr key={index} aria-current={value.applies || undefined}>
          <td className="nowrap">{value.from ? format_day(value.from) : t('law.undated')}</td>
          <td className="nowrap">{value.to ? format_day(value.to) : claimed ? '' : t('law.in_force')}</td>
          <td>
            <Value value={value.value} unit={unit} /> {value.applies && <span className="krds-badge blue">{t('law.applies')}</span>}
          </td>
          <td>{source_of(value.cite)}</td>
          <td>
            <GradeBadge grade={value.grade} />
            <div className="subtle small">{value.note || t(`grade_meaning.${value.grade}`)}</div>
          </td>
        </tr>
      ))}
    </Table>
  );
}

export function LawPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const [search, set_search] = useSearchParams();
  const on = search.get('on') ?? '';
  const { data, error, refetch } = useQuery(law_query(id, on));
  const title = data ? data.description[current_language()] : id;
  return (
    <>
      <PageHead title={title} crumbs={[{ to: '/law', label: t('law.title') }]} />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <div className="stack-large">
          <div className="row-end">
            <TextField small type="date" label={t('law.on')} value={on || data.on} onChange={(event) => set_search(event.target.value ? { on: event.target.value } : {}, { replace: true })} />
            <p className="subtle small">
              {t('law.id')} <code>{data.id}</code>
              {data.unit && ` · ${t('law.unit')} ${data.unit}`}
            </p>
          </div>
          <section className="stack" aria-label={t('law.value')}>
            <Values values={data.values} unit={data.unit} sources={data.sources} title={title} />
          </section>
          {data.claims.length > 0 && (
            <section className="stack">
              <h2>{t('law.claims')}</h2>
              <Message tone="warning">{t('law.claims_text')}</Message>
              <Values claimed values={data.claims} unit={data.unit} sources={data.sources} title={t('law.claims')} />
            </section>
          )}
          {data.sources.length > 0 && (
            <section className="stack">
              <h2>{t('law.sources')}</h2>
              {data.sources.map((source) => (
                <div key={source.cite} className="card">
                  <SourceDetails source={source} />
                </div>
              ))}
            </section>
          )}
        </div>
      )}
    </>
  );
}
