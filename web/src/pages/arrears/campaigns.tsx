import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { campaigns_query, offices_query } from '../../api/queries';
import { useSession } from '../../api/session';
import { Loading, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { of_numbers, Table } from '../../components/table';
import { current_language } from '../../messages';
import { format_day, format_number, format_won } from '../../messages/format';

/** Special clearing campaigns of one's offices. */
export function CampaignsPage() {
  const { t } = useTranslation();
  const { me } = useSession();
  const { data, error, refetch } = useQuery(campaigns_query(current_language()));
  const { data: offices } = useQuery(offices_query);
  const office_name = (code: string) => offices?.items.find((one) => one.code === code)?.name[current_language()] ?? code;
  return (
    <div className="stack">
      <PageHead title={t('campaigns.title')}>
        {me?.role !== 'auditor' && (
          <Link to="/arrears/campaigns/new" className="krds-btn small">
            {t('campaigns.new')}
          </Link>
        )}
      </PageHead>
      <p className="subtle">{t('campaigns.lead')}</p>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <p className="empty">{t('campaigns.none')}</p>}
      {data && data.items.length > 0 && (
        <Table
          title={t('campaigns.title')}
          roomy
          heads={[t('campaigns.name'), t('campaigns.office'), t('campaigns.period'), t('campaigns.state'), of_numbers(t('campaigns.debtors')), of_numbers(t('campaigns.target'))]}
        >
          {data.items.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <Link to={`/arrears/campaigns/${one.id}`}>{one.name}</Link>
              </th>
              <td>{office_name(one.customs_office)}</td>
              <td className="nowrap">
                {format_day(one.from)} – {format_day(one.until)}
              </td>
              <td>{one.state_text}</td>
              <td className="right">{one.state === 'drafted' ? '–' : format_number(one.debtors)}</td>
              <td className="right nowrap">{format_won(one.target_krw)}</td>
            </tr>
          ))}
        </Table>
      )}
    </div>
  );
}
