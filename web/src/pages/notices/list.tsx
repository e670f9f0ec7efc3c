import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useSession } from '../../api/session';
import { Loading, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { PartyChoice } from '../../components/party_choice';
import { of_numbers, Table } from '../../components/table';
import { format_day, format_number, format_won } from '../../messages/format';
import { is_filer } from '../../shell/roles';
import { customs_tabs, firm_tabs, states_of, type NoticeSummary, type Tab } from './model';
import { Clock, NoticeStateBadge } from './parts';
import { notices_query } from './queries';

export function NoticeTable({ items, filer, label }: { items: NoticeSummary[]; filer: boolean; label: string }) {
  const { t } = useTranslation();
  const { me } = useSession();
  const with_party = !filer || (me?.party_ids.length ?? 0) > 1;
  return (
    <Table title={label} heads={[t('notices.what_and_number'), with_party && t('notices.firm'), t('column.state'), t('notices.clock'), of_numbers(t('notices.at_stake'))]}>
      {items.map((notice) => (
        <tr key={notice.id}>
          <th scope="row">
            <Link to={`/notices/${encodeURIComponent(notice.id)}`}>{notice.title}</Link>
            <span className="small subtle block nowrap number">{notice.declaration_number}</span>
          </th>
          {with_party && <td className="number">{notice.party_id}</td>}
          <td>
            <NoticeStateBadge notice={notice} />
          </td>
          <td className="nowrap">
            <Clock notice={notice} filer={filer} />
          </td>
          <td className="right nowrap">{notice.question_only ? <span className="subtle">{t('notices.question')}</span> : notice.amount_krw < 0 ? t('notices.gives_back', { amount: format_won(-notice.amount_krw) }) : format_won(notice.amount_krw)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** How many notices there are, what is at stake in them, and whose clock ends first. */
export function NoticeFigures({ items }: { items: NoticeSummary[] }) {
  const { t } = useTranslation();
  const first = items.find((notice) => notice.clock_ends);
  const sum = (amounts: number[]) => amounts.reduce((all, amount) => all + amount, 0);
  const more = sum(items.map((notice) => Math.max(notice.amount_krw, 0)));
  const back = sum(items.map((notice) => Math.max(-notice.amount_krw, 0)));
  return (
    <dl className="figures">
      <div>
        <dt>{t('notices.count')}</dt>
        <dd>{format_number(items.length)}</dd>
      </div>
      <div>
        <dt>{t('notices.at_stake')}</dt>
        <dd>{format_won(more)}</dd>
      </div>
      {back > 0 && (
        <div>
          <dt>{t('notices.back')}</dt>
          <dd>{format_won(back)}</dd>
        </div>
      )}
      <div>
        <dt>{t('notices.first_clock')}</dt>
        <dd>{first?.clock_ends ? format_day(first.clock_ends) : t('common.none')}</dd>
      </div>
    </dl>
  );
}

/** Notices of the firms one acts for, or of the offices one works in, by whose turn it is. */
export function NoticesPage() {
  const { t, i18n } = useTranslation();
  const { me, may } = useSession();
  const [search, set_search] = useSearchParams();
  const filer = !!me && is_filer(me.role);
  const tabs = filer ? firm_tabs : customs_tabs;
  const tab = tabs.find((one) => one === search.get('tab')) ?? tabs[0]!;
  const party = search.get('party') ?? '';
  const { data, error, refetch } = useQuery(notices_query(states_of(tab, !filer), party || undefined, i18n.language));
  const address = (to: string) => {
    const after = new URLSearchParams(search);
    after.set('tab', to);
    return `/notices?${after.toString()}`;
  };
  const side = filer ? 'firm' : 'customs';
  // What waits for customs is what customs itself has to decide.
  const label_of = (one: Tab) => (!filer && one === 'waiting' ? ('notices.tab.decide' as const) : (`notices.tab.${one}` as const));
  return (
    <div className="stack">
      <PageHead title={t(`notices.list.${side}.title`)}>
        <PartyChoice
          party={party}
          all
          set={(value) => {
            const after = new URLSearchParams(search);
            if (value) after.set('party', value);
            else after.delete('party');
            set_search(after, { replace: true });
          }}
        />
      </PageHead>
      <p className="subtle">{t(`notices.list.${side}.lead`)}</p>
      <nav className="tab-list" aria-label={t(`notices.list.${side}.title`)}>
        {tabs.map((one) => (
          <Link key={one} to={address(one)} aria-current={one === tab ? 'page' : undefined}>
            {t(label_of(one))}
          </Link>
        ))}
      </nav>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <p className="empty">{t(`notices.none.${tab}`)}</p>}
      {data && data.items.length > 0 && (
        <>
          {tab !== 'closed' && <NoticeFigures items={data.items} />}
          {data.more && <p className="small subtle">{t('notices.more_there', { count: data.items.length })}</p>}
          <NoticeTable items={data.items} filer={filer} label={t(label_of(tab))} />
        </>
      )}
      {filer && tab === 'answer' && may('answer_notices') && (
        <p>
          <Link to="/notice-answers">{t('notices.bulk.many')}</Link>
        </p>
      )}
    </div>
  );
}
