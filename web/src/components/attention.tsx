import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DeclarationDetail, Schemas } from '../api/client';
import { declaration_query, declarations_query } from '../api/queries';
import { format_day } from '../messages/format';
import { DaysLeft } from './decision_parts';
import { Loading, ProblemMessage } from './message';
import { Table } from './table';

type TimeLimit = Schemas['TimeLimit'];
/** So many declarations of each state are looked at; the list says when there are more. */
const looked_at = 25;
/** Limits that ask the filer to do something; keeping records and claiming relief later do not. */
const urgent: readonly TimeLimit['id'][] = ['loading', 'withdrawal_reply', 'not_loaded_explanation'];

export interface Due {
  detail: DeclarationDetail;
  limit: TimeLimit | undefined;
}

/** The time limit that ends first among those that still run. */
export function next_limit(detail: Pick<DeclarationDetail, 'time_limits'>): TimeLimit | undefined {
  return detail.time_limits.filter((limit) => urgent.includes(limit.id) && limit.status !== 'met' && limit.days_left > -365).sort((a, b) => a.due_on.localeCompare(b.due_on))[0];
}

/** Soonest first; goods that customs holds have no date, and come before the rest because they must not move. */
export function by_deadline(a: Due, b: Due): number {
  return (a.limit?.due_on ?? '').localeCompare(b.limit?.due_on ?? '');
}

/** Declarations that wait for something, the soonest deadline first. */
export function Attention() {
  const { t, i18n } = useTranslation();
  const waiting = useQuery(declarations_query({ state: 'selected' }, undefined, looked_at));
  const accepted = useQuery(declarations_query({ state: 'accepted' }, undefined, looked_at));
  const rows = [...(waiting.data?.items ?? []), ...(accepted.data?.items ?? [])];
  const details = useQueries({ queries: rows.map((row) => declaration_query(row.id, i18n.language)) });
  const error = waiting.error ?? accepted.error;
  if (error) return <ProblemMessage error={error} />;
  if (waiting.isPending || accepted.isPending || details.some((one) => one.isPending)) return <Loading />;
  const due = details.flatMap((one) => (one.data ? [{ detail: one.data, limit: next_limit(one.data) }] : [])).filter(({ detail, limit }) => limit || detail.state === 'selected').sort(by_deadline);
  if (due.length === 0) return <p className="empty">{t('home.nothing_due')}</p>;
  const more = waiting.data?.next_cursor || accepted.data?.next_cursor;
  return (
    <div className="stack-small">
      <Table title={t('home.attention')} heads={[t('column.declaration_number'), t('home.due'), t('column.state'), t('home.to_do'), t('column.destination_country')]}>
        {due.map(({ detail, limit }) => (
          <tr key={detail.id}>
            <th scope="row" className="nowrap">
              <Link to={`/declarations/${encodeURIComponent(detail.id)}`}>{detail.summary.declaration_number || detail.summary.declaration_id}</Link>
            </th>
            <td className="nowrap">
              {limit ? (
                <>
                  {format_day(limit.due_on)} <DaysLeft days={limit.days_left} status={limit.status} />
                </>
              ) : (
                t('common.none')
              )}
            </td>
            <td className="nowrap">{t(`state.${detail.state}`)}</td>
            <td>{limit ? limit.text : t(`filer_channel.${detail.summary.channel}`)}</td>
            <td>{detail.summary.destination_country}</td>
          </tr>
        ))}
      </Table>
      {more && <p className="small subtle">{t('home.more', { count: looked_at })}</p>}
    </div>
  );
}
