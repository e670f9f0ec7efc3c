import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useSession } from '../../api/session';
import { Loading, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { PartyChoice } from '../../components/party_choice';
import { of_numbers, Table } from '../../components/table';
import { format_day, format_number, format_won } from '../../messages/format';
import { is_filer } from '../../shell/roles';
import { imports_query } from './queries';

/** Import declarations of the firms one acts for, or of any firm for customs; the newest first. */
export function ImportsPage() {
  const { t } = useTranslation();
  const { me } = useSession();
  const [search, set_search] = useSearchParams();
  const party = search.get('party') ?? '';
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(imports_query(party || undefined));
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const with_party = !!me && (!is_filer(me.role) || me.party_ids.length > 1);
  return (
    <div className="stack">
      <PageHead title={t('nav.imports')}>
        <PartyChoice party={party} all set={(value) => set_search(value ? { party: value } : {}, { replace: true })} />
      </PageHead>
      <p className="subtle">{t('imports.lead')}</p>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && items.length === 0 && <p className="empty">{t('imports.none')}</p>}
      {items.length > 0 && (
        <Table
          title={t('nav.imports')}
          heads={[t('imports.number'), with_party && t('party.firm'), t('imports.tax_date'), t('imports.seller'), of_numbers(t('imports.lines')), of_numbers(t('imports.customs_value')), of_numbers(t('imports.payable')), t('column.state')]}
        >
          {items.map((one) => (
            <tr key={one.id}>
              <th scope="row" className="nowrap number">
                <Link to={`/import-declarations/${encodeURIComponent(one.id)}`}>{one.declaration_number || one.declaration_id}</Link>
              </th>
              {with_party && <td className="number">{one.party_id}</td>}
              <td className="nowrap">{format_day(one.tax_date)}</td>
              <td>{one.seller ?? ''}</td>
              <td className="right">{format_number(one.lines)}</td>
              <td className="right nowrap">{format_won(one.customs_value_krw)}</td>
              <td className="right nowrap">{format_won(one.payable_krw)}</td>
              <td className="nowrap">{t(`imports.state.${one.state}`)}</td>
            </tr>
          ))}
        </Table>
      )}
      {hasNextPage && (
        <p>
          <button type="button" className="krds-btn tertiary small" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('imports.more')}
          </button>
        </p>
      )}
    </div>
  );
}
