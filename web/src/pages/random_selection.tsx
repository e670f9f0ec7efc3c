import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { random_selection_query } from '../api/queries';
import { Loading, ProblemMessage } from '../components/message';
import { PageHead } from '../components/page';
import { Table } from '../components/table';
import { format_day, format_number } from '../messages/format';

export function RandomSelectionPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(random_selection_query);
  return (
    <div className="stack">
      <PageHead title={t('random.title')} />
      <p className="subtle">{t('random.lead')}</p>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <p className="empty">{t('random.empty')}</p>}
      {data && data.items.length > 0 && (
        <Table title={t('random.title')} roomy heads={[t('random.day'), t('random.commitment'), t('random.secret'), t('random.file')]}>
          {data.items.map((item) => (
            <tr key={item.day}>
              <th scope="row" className="nowrap">
                {format_day(item.day)}
              </th>
              <td>
                <code className="hash">{item.commitment}</code>
              </td>
              <td>{item.secret ? <code className="hash">{item.secret}</code> : <span className="subtle">{item.reveal_on ? t('random.not_yet', { day: format_day(item.reveal_on) }) : t('random.later')}</span>}</td>
              <td className="nowrap">
                {item.closed_at ? (
                  <a href={`/v1/random-selection/${item.day}/file`} download>
                    {t('random.download', { rows: format_number(item.rows ?? 0) })}
                  </a>
                ) : (
                  <span className="subtle">{t('random.open')}</span>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      <section className="stack-small">
        <h2>{t('random.how')}</h2>
        <ol className="points">
          <li>{t('random.how_1')}</li>
          <li>{t('random.how_2')}</li>
          <li>{t('random.how_3')}</li>
        </ol>
        <pre className="command" tabIndex={0} aria-label={t('random.how')}>
          {`clearway random verify clearway-random-2026-11-24.jsonl${data ? ` \\\n  --public-key ${data.public_key}` : ''}`}
        </pre>
        {data && (
          <p className="small">
            {t('random.public_key')}: <code className="hash">{data.public_key}</code>
          </p>
        )}
      </section>
    </div>
  );
}
