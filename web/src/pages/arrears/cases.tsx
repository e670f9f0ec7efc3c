import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { SelectField } from '../../components/form';
import { Loading, ProblemMessage } from '../../components/message';
import { OfficeChoice, useOffice } from '../../components/office_choice';
import { PageHead } from '../../components/page';
import { of_numbers, Table } from '../../components/table';
import { current_language } from '../../messages';
import { format_day, format_won } from '../../messages/format';
import { arrears_cases_query, type ArrearsState } from './queries';

const states: readonly ArrearsState[] = ['declared', 'noticed', 'arrears', 'demanded', 'enforceable', 'seized', 'sale', 'distributed', 'deferred', 'held', 'extinct'];

/** Debts in enforcement of one's offices. */
export function ArrearsCasesPage() {
  const { t } = useTranslation();
  const { mine, search, change } = useOffice();
  const office = search.get('office') ?? '';
  const state = states.find((one) => one === search.get('state'));
  const order = search.get('order') === 'amount' ? 'amount' : 'due';
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(arrears_cases_query(office, state, order, current_language()));
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="stack">
      <PageHead title={t('ladder.title')}>
        <div className="row-end">
          <OfficeChoice office={office} mine={mine} change={change} all={t('debts.all_offices')} />
          <SelectField small label={t('ladder.state')} value={state ?? ''} onChange={(event) => change('state', event.target.value)} choices={[{ value: '', label: t('ladder.all_states') }, ...states.map((value) => ({ value, label: t(`ladder.states.${value}`) }))]} />
          <SelectField
            small
            label={t('ladder.order')}
            value={order}
            onChange={(event) => change('order', event.target.value)}
            choices={[
              { value: 'due', label: t('ladder.by_due') },
              { value: 'amount', label: t('ladder.by_amount') },
            ]}
          />
        </div>
      </PageHead>
      <p className="subtle">{t('ladder.lead')}</p>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && items.length === 0 && <p className="empty">{t('ladder.none')}</p>}
      {items.length > 0 && (
        <Table title={t('ladder.title')} heads={[t('ladder.debtor'), t('ladder.state'), t('ladder.next_change'), t('ladder.opened'), of_numbers(t('ladder.left'))]}>
          {items.map((one) => (
            <tr key={one.id}>
              <th scope="row" className="nowrap">
                <Link to={`/arrears/cases/${encodeURIComponent(one.id)}`}>{one.party_id}</Link>
              </th>
              <td className="nowrap">{one.state_text}</td>
              <td className="nowrap">{one.next_change_on ? format_day(one.next_change_on) : t('common.none')}</td>
              <td className="nowrap">{format_day(one.opened_on)}</td>
              <td className="right nowrap">{format_won(one.left_krw)}</td>
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
