import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../api/client';
import { format_day, format_fixed, format_number, format_share, format_won } from '../messages/format';
import { ChannelBadge } from './badge';

type Item = Schemas['Worklist']['items'][number];
type Order = Schemas['Worklist']['order'];

function PlaceCell({ item }: { item: Item }) {
  const { t } = useTranslation();
  const compelled = ['random', 'error', 'hard_rule', 'officer'].includes(item.ground);
  return (
    <td className="nowrap">
      <strong>{t(`worklist.place.${item.place}`)}</strong> <span className="small">{t('worklist.position', { channel: t(`channel.${item.summary.channel}`), position: format_number(item.position) })}</span>
      <br />
      <span className="small subtle">{compelled ? t(`worklist.ground.${item.ground}`) : t('worklist.ground_by_rank', { ground: t(`worklist.ground.${item.ground}`), rank: format_fixed(item.rank, 2) })}</span>
    </td>
  );
}

/** What waits, in the order asked for; the column it is sorted by says so. */
export function WorklistTable({ items, order }: { items: Item[]; order: Order }) {
  const { t } = useTranslation();
  const sorted = (column: Order) => (column === order ? 'descending' : undefined);
  return (
    <div className="krds-table-wrap" tabIndex={0} role="region" aria-label={t('work.waiting')}>
      <table className="tbl dense">
        <caption className="visually-hidden">{t('worklist.caption', { order: t(`worklist.order.${order}`) })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('column.channel')}</th>
            <th scope="col">{t('column.declaration_number')}</th>
            <th scope="col">{t('worklist.trader')}</th>
            <th scope="col" className="right" aria-sort={sorted('likelihood')}>
              {t('worklist.likelihood')}
            </th>
            <th scope="col" className="right" aria-sort={sorted('expected_revenue')}>
              {t('worklist.expected_revenue')}
            </th>
            <th scope="col" className="right">
              {t('column.expected_value')}
            </th>
            <th scope="col" className="right">
              {t('work.age')}
            </th>
            <th scope="col">{t('work.limit')}</th>
            <th scope="col">{t('worklist.in_plan')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => {
            const { summary, age_days, time_limit, stake_krw, expected_revenue_krw } = item;
            return (
              <tr key={summary.id}>
                <td>
                  <ChannelBadge channel={summary.channel} />
                </td>
                <th scope="row" className="nowrap">
                  <Link to={`/declarations/${encodeURIComponent(summary.id)}`}>{summary.declaration_number || summary.declaration_id}</Link>
                </th>
                <td>{summary.exporter_name}</td>
                <td className="right">{format_share(summary.likelihood ?? 0)}</td>
                <td className="right nowrap">
                  {stake_krw === null || expected_revenue_krw === null ? (
                    <span className="subtle">{t('common.none')}</span>
                  ) : (
                    <>
                      {format_won(expected_revenue_krw)}
                      <br />
                      <span className="small subtle">{t('worklist.of_stake', { stake: format_won(stake_krw) })}</span>
                    </>
                  )}
                </td>
                <td className="right">{format_fixed(summary.expected_value ?? 0, 2)}</td>
                <td className="right nowrap">{t('work.days', { days: format_number(age_days) })}</td>
                <td>{time_limit ? t('work.due', { text: time_limit.text, day: format_day(time_limit.due_on) }) : <span className="subtle">{t('common.none')}</span>}</td>
                <PlaceCell item={item} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
