import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { random_selection_query } from '../api/queries';
import { Loading, ProblemMessage } from '../components/message';
import { PageHead } from '../components/page';
import { format_day, format_time } from '../messages/format';

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
        <div className="krds-table-wrap" tabIndex={0} role="region" aria-label={t('random.title')}>
          <table className="tbl">
            <thead>
              <tr>
                <th scope="col">{t('random.day')}</th>
                <th scope="col">{t('random.commitment')}</th>
                <th scope="col">{t('random.secret')}</th>
                <th scope="col">{t('random.revealed_at')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((item) => (
                <tr key={item.day}>
                  <th scope="row" className="nowrap">
                    {format_day(item.day)}
                  </th>
                  <td>
                    <code className="hash">{item.commitment}</code>
                  </td>
                  <td>{item.secret ? <code className="hash">{item.secret}</code> : <span className="subtle">{t('random.not_yet')}</span>}</td>
                  <td className="nowrap">{item.revealed_at && format_time(item.revealed_at)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
