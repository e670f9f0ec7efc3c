import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, client, new_request_id } from '../api/client';
import { useSession } from '../api/session';
import { GradeBadge, type Grade } from '../components/badge';
import { TextField } from '../components/form';
import { LawLink } from '../components/law_link';
import { useAnnounce } from '../components/live';
import { Loading, Message, ProblemMessage } from '../components/message';
import { OfficeChoice, useOffice } from '../components/office_choice';
import { PageHead } from '../components/page';
import { of_numbers, Table } from '../components/table';
import { add_days, format_day, format_fixed, format_share, format_won, today_in_korea } from '../messages/format';
import { audit_sample_query } from './examination_queries';

/** Released declarations that are audited afterwards: the top by expected value, and a random share. */
export function AuditSamplePage() {
  const { t } = useTranslation();
  const { me } = useSession();
  const announce = useAnnounce();
  const queries = useQueryClient();
  const { office, mine, search, change } = useOffice();
  const [today] = useState(() => today_in_korea(new Date()));
  const from = search.get('from') ?? add_days(today, -29);
  const to = search.get('to') ?? today;
  const [day, set_day] = useState(add_days(today, -1));
  const { data, error, refetch } = useQuery(audit_sample_query(office, from, to));
  const draw = useMutation({
    mutationFn: () => answer(client.POST('/v1/audit-sample/draws', { params: { header: { 'Request-Id': new_request_id() } }, body: { office, day } })),
    onSuccess: async (drawn) => {
      announce(t('audit_sample.drawn', drawn));
      await queries.invalidateQueries({ queryKey: ['audit_sample'] });
    },
  });
  return (
    <div className="stack">
      <PageHead title={t('audit_sample.title')}>
        <OfficeChoice office={office} mine={mine} change={change} />
      </PageHead>
      <p className="subtle">{t('audit_sample.lead')}</p>
      {data && (
        <p className="small">
          {t('audit_sample.shares', { top: format_share(data.shares.top), random: format_share(data.shares.random) })} · <LawLink cite={data.shares.cite} /> <GradeBadge grade={data.shares.grade as Grade} />
        </p>
      )}
      <form className="card form-grid search-form" onSubmit={(event) => event.preventDefault()} aria-label={t('office.filter')}>
        <TextField small type="date" label={t('common.from')} value={from} max={to} onChange={(event) => change('from', event.target.value)} />
        <TextField small type="date" label={t('common.to')} value={to} min={from} onChange={(event) => change('to', event.target.value)} />
      </form>
      {me?.role === 'supervisor' && (
        <form
          className="card row-end"
          aria-label={t('audit_sample.draw')}
          onSubmit={(event) => {
            event.preventDefault();
            draw.mutate();
          }}
        >
          <TextField small type="date" label={t('audit_sample.day')} value={day} max={today} onChange={(event) => set_day(event.target.value)} />
          <button type="submit" className="krds-btn secondary xsmall filter-button" disabled={draw.isPending || !day}>
            {t('audit_sample.draw')}
          </button>
        </form>
      )}
      {draw.error && <ProblemMessage error={draw.error} />}
      {draw.data && <Message tone="success">{t('audit_sample.drawn', draw.data)}</Message>}
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <p className="empty">{t('audit_sample.empty')}</p>}
      {data && data.items.length > 0 && (
        <Table
          title={t('audit_sample.title')}
          heads={[t('column.declared_on'), t('column.declaration_number'), t('column.exporter_name'), of_numbers(t('column.expected_value')), of_numbers(t('column.value_krw')), t('audit_sample.why'), t('audit_sample.result')]}
        >
          {data.items.map(({ summary, task }) => (
            <tr key={summary.id}>
              <td className="nowrap">{format_day(task.day)}</td>
              <th scope="row" className="nowrap">
                <Link to={`/declarations/${encodeURIComponent(summary.id)}`}>{summary.declaration_number || summary.declaration_id}</Link>
              </th>
              <td>{summary.exporter_name}</td>
              <td className="right">{format_fixed(summary.expected_value ?? 0, 2)}</td>
              <td className="right nowrap">{format_won(summary.value_krw)}</td>
              <td>{t(`work.ground.${task.ground}`)}</td>
              <td>{task.open ? <span className="krds-badge orange">{t('audit_sample.open')}</span> : <span className={task.outcome === 'discrepancy' ? 'krds-badge red' : 'krds-badge green'}>{t(`actions.${task.outcome === 'discrepancy' ? 'discrepancy' : 'conforming'}`)}</span>}</td>
            </tr>
          ))}
        </Table>
      )}
    </div>
  );
}
