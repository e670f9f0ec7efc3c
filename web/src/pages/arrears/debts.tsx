import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { offices_query } from '../../api/queries';
import { useSession } from '../../api/session';
import { SelectField } from '../../components/form';
import { Loading, ProblemMessage } from '../../components/message';
import { OfficeChoice, useOffice } from '../../components/office_choice';
import { PageHead } from '../../components/page';
import { of_numbers, Table } from '../../components/table';
import { current_language } from '../../messages';
import { format_day, format_won } from '../../messages/format';
import { is_filer } from '../../shell/roles';
import { debts_query, type DebtState } from './queries';

const states: readonly DebtState[] = ['open', 'deferred', 'held', 'settled', 'extinct'];

/** Debts of one's offices, or one's own; the largest first. */
export function DebtsPage() {
  const { t } = useTranslation();
  const { me } = useSession();
  const { mine, search, change } = useOffice();
  const own = me ? is_filer(me.role) : false;
  const office = own ? '' : (search.get('office') ?? '');
  const state = states.find((one) => one === search.get('state'));
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(debts_query(office, state, current_language()));
  const { data: offices } = useQuery(offices_query);
  const office_name = (code: string | null) => (code ? (offices?.items.find((one) => one.code === code)?.name[current_language()] ?? code) : t('debts.no_office'));
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const title = t(own ? 'debts.own_title' : 'debts.title');
  return (
    <div className="stack">
      <PageHead title={title}>
        <div className="row-end">
          {!own && <OfficeChoice office={office} mine={mine} change={change} all={t('debts.all_offices')} />}
          <SelectField small label={t('debts.state')} value={state ?? ''} onChange={(event) => change('state', event.target.value)} choices={[{ value: '', label: t('debts.all_states') }, ...states.map((value) => ({ value, label: t(`debts.states.${value}`) }))]} />
        </div>
      </PageHead>
      <p className="subtle">{t(own ? 'debts.own_lead' : 'debts.lead')}</p>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && items.length === 0 && <p className="empty">{t('debts.none')}</p>}
      {items.length > 0 && (
        <Table title={title} heads={[t('debts.debt'), !own && t('debts.debtor'), t('debts.state'), t('debts.opened'), !own && t('common.office'), of_numbers(t('debts.principal'))]}>
          {items.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <Link to={`/arrears/debts/${encodeURIComponent(one.id)}`}>{one.order_id ? t('debts.of_order', { order: one.order_id }) : one.debt_id}</Link>
              </th>
              {!own && <td className="nowrap">{one.party_id}</td>}
              <td className="nowrap">{one.state_text}</td>
              <td className="nowrap">{format_day(one.opened_on)}</td>
              {!own && <td className="nowrap">{office_name(one.customs_office)}</td>}
              <td className="right nowrap">{format_won(one.principal_left_krw)}</td>
            </tr>
          ))}
        </Table>
      )}
      {hasNextPage && (
        <button type="button" className="krds-btn tertiary small" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('debts.more')}
        </button>
      )}
    </div>
  );
}
