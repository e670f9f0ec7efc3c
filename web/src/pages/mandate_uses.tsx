import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { answer, client } from '../api/client';
import { Loading, ProblemMessage } from '../components/message';
import { PageHead } from '../components/page';
import { Table } from '../components/table';
import { format_time } from '../messages/format';

/** The page of what was opened or changed, by the part of the service it belongs to. */
export function page_of_use(operation: string, matter: string): string | null {
  const id = encodeURIComponent(matter);
  if (/notice|file_correction/.test(operation)) return `/notices/${id}`;
  if (/programme|self_check/.test(operation)) return `/programmes/${id}`;
  if (operation.includes('import_declaration')) return `/import-declarations/${id}`;
  if (operation.includes('refund')) return `/refunds/${id}`;
  if (operation.includes('payment_order')) return `/payments/${id}`;
  return /declaration|record_event/.test(operation) ? `/declarations/${id}` : null;
}

/** What was done under a mandate: by whom, when, in which matter. */
export function MandateUsesPage() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['mandate_uses', id, i18n.language],
    queryFn: () => answer(client.GET('/v1/mandates/{mandate_id}/uses', { params: { path: { mandate_id: id } } })),
  });
  return (
    <div className="stack">
      <PageHead title={t('mandates.uses')} crumbs={[{ to: '/mandates', label: t('nav.mandates') }]} />
      <p className="subtle">{t('mandates.uses_lead')}</p>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <p className="empty">{t('mandates.no_uses')}</p>}
      {data && data.items.length > 0 && (
        <Table title={t('mandates.uses')} heads={[t('mandates.when'), t('mandates.who'), t('mandates.what'), t('mandates.matter')]}>
          {data.items.map((use, at) => {
            const page = use.matter ? page_of_use(use.operation, use.matter) : null;
            return (
              <tr key={at}>
                <th scope="row" className="nowrap">
                  {format_time(use.at)}
                </th>
                <td>{use.by}</td>
                <td>
                  <span className={`krds-badge ${use.kind === 'wrote' ? 'blue' : ''}`}>{t(`mandates.use.${use.kind}`)}</span> {use.text}
                </td>
                <td>{page && use.matter ? <Link to={page}>{use.matter}</Link> : (use.matter ?? '')}</td>
              </tr>
            );
          })}
        </Table>
      )}
      {data?.next_cursor && <p className="small subtle">{t('mandates.more_uses', { count: data.items.length })}</p>}
    </div>
  );
}
