import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, client } from '../api/client';
import { Loading, Message, ProblemMessage } from '../components/message';
import { PageHead } from '../components/page';
import { of_numbers, Table } from '../components/table';
import { format_number, format_time } from '../messages/format';

export function AuditPage() {
  const { t } = useTranslation();
  const { mutate, data, error, isPending } = useMutation({ mutationFn: () => answer(client.GET('/v1/audit/verification')) });
  return (
    <div className="stack">
      <PageHead title={t('audit.title')} />
      <p>{t('audit.lead')}</p>
      <p>
        <button type="button" className="krds-btn small" disabled={isPending} onClick={() => mutate()}>
          {t('audit.start')}
        </button>
      </p>
      {isPending && (
        <>
          <Loading />
          <p className="subtle">{t('audit.running')}</p>
        </>
      )}
      {error && <ProblemMessage error={error} />}
      {data?.ok && (
        <Message tone="success" title={t('audit.ok')}>
          {t('audit.ok_text', { count: data.records })} {t('audit.checked_at')}: {format_time(data.checked_at)}
        </Message>
      )}
      {data && !data.ok && (
        <Message tone="danger" title={t('audit.broken')}>
          {data.problem && (
            <>
              <p>{t('audit.broken_text', { stream: data.problem.stream ?? 0, sequence: data.problem.sequence ?? 0 })}</p>
              <p>
                {t('audit.subject')}: {data.problem.subject} · {t('audit.what')}: {data.problem.what}
              </p>
              <p>
                {t('audit.why')}: {data.problem.why}
              </p>
            </>
          )}
          <p>
            {t('audit.checked_at')}: {format_time(data.checked_at)}
          </p>
        </Message>
      )}
      {data && data.heads.length > 0 && (
        <Table title={t('audit.heads')} roomy titled heads={[t('audit.stream'), of_numbers(t('audit.sequence')), t('audit.hash')]}>
          {data.heads.map((head) => (
            <tr key={head.stream}>
              <th scope="row">{head.stream}</th>
              <td className="right">{format_number(head.sequence)}</td>
              <td>
                <code className="hash">{head.hash}</code>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </div>
  );
}
