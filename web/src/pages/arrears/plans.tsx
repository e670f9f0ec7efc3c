import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { debts_to_plan_query, plan_applications_query } from '../../api/queries';
import { useSession } from '../../api/session';
import { Loading, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { of_numbers, Table } from '../../components/table';
import { current_language } from '../../messages';
import { format_day, format_won } from '../../messages/format';

/** Applications and plans: one's own, or those of an office, with the debts that have none yet. */
export function PlansPage() {
  const { t } = useTranslation();
  const { me } = useSession();
  const language = current_language();
  const { data, error, refetch } = useQuery(plan_applications_query(language));
  const own = me?.role === 'trader';
  const { data: debts } = useQuery({ ...debts_to_plan_query(language), enabled: own });
  const open = debts?.items.filter((debt) => debt.state === 'open' && !data?.items.some((plan) => plan.debt === debt.id && ['applied', 'running', 'missed'].includes(plan.state)));
  return (
    <div className="stack">
      <PageHead title={t('plans.title')} />
      <p>{t(own ? 'plans.own_lead' : 'plans.office_lead')}</p>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <p>{t('plans.none')}</p>}
      {data && data.items.length > 0 && (
        <Table roomy title={t('plans.title')} heads={[t('plans.applied_on'), !own && t('plans.debtor'), t('plans.state'), t('plans.next'), of_numbers(t('plans.amount'))]}>
          {data.items.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <Link to={`/arrears/plans/${one.id}`}>{t('plans.plan_of', { day: format_day(one.applied_on), parts: one.parts })}</Link>
              </th>
              {!own && <td>{one.party_id}</td>}
              <td>
                {one.state_text}
                {one.hardship && <span className="small subtle block">{t('plans.hardship_short')}</span>}
              </td>
              <td className="nowrap">{one.next_on ? format_day(one.next_on) : '–'}</td>
              <td className="right nowrap">{one.next_krw > 0 ? format_won(one.next_krw) : '–'}</td>
            </tr>
          ))}
        </Table>
      )}
      {open && open.length > 0 && (
        <section className="card stack-small">
          <h2>{t('plans.without_plan')}</h2>
          <ul className="points">
            {open.map((debt) => (
              <li key={debt.id}>
                <Link to={`/arrears/debts/${debt.id}/plans`}>{t('plans.ways_for', { amount: format_won(debt.principal_left_krw), day: format_day(debt.opened_on) })}</Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
