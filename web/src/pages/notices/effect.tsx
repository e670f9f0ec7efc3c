import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { of_numbers, Table } from '../../components/table';
import type { Schemas } from '../../api/client';
import { format_compact, format_number, format_share, format_won } from '../../messages/format';
import { share_of, points_of } from './effect_model';
import { notice_effect_query } from './queries';

const Chart = lazy(() => import('../../components/chart'));

type Effect = Schemas['NoticeEffect'];
type Figures = Schemas['NoticeFigures'];

function Answers({ all }: { all: Figures }) {
  const { t } = useTranslation();
  const of_sent = (count: number) => t('notices.effect.of_sent', { share: format_share(share_of(count, all.sent), 0) });
  return (
    <dl className="figures">
      {(['sent', 'opened', 'corrected', 'explained', 'asked', 'more_time', 'lapsed', 'waiting'] as const).map((key) => (
        <div key={key}>
          <dt>{t(`notices.effect.${key}`)}</dt>
          <dd>
            {format_number(all[key])}
            {key !== 'sent' && all.sent > 0 && <small>{of_sent(all[key])}</small>}
          </dd>
        </div>
      ))}
      <div className="wide">
        <dt>{t('notices.effect.corrected_krw')}</dt>
        <dd>
          {format_won(all.corrected_krw)}
          {all.claimed_krw > 0 && <small>{t('notices.effect.claimed', { amount: format_won(all.claimed_krw) })}</small>}
        </dd>
      </div>
      <div>
        <dt>{t('notices.effect.median')}</dt>
        <dd>{all.median_answer_days === null ? t('common.none') : t('notices.effect.days', { count: all.median_answer_days })}</dd>
      </div>
    </dl>
  );
}

function Lift({ lift }: { lift: Effect['lift'] }) {
  const { t } = useTranslation();
  const sides = [
    { key: 'notified', group: lift.notified },
    { key: 'held_back', group: lift.held_back },
  ] as const;
  const measures = ['corrected', 'repeated'] as const;
  return (
    <section className="stack-small">
      <h2>{t('notices.effect.lift')}</h2>
      <p className="subtle">{t('notices.effect.lift_lead')}</p>
      <ul className="bullets">
        {measures.map((measure) => {
          const interval = lift[measure];
          return <li key={measure}>{interval ? t(`notices.effect.sentence.${measure}`, points_of(interval)) : t('notices.effect.no_interval', { what: t(`notices.effect.share.${measure}`) })}</li>;
        })}
      </ul>
      <Suspense fallback={<Loading />}>
        <Chart
          label={t('notices.effect.lift')}
          periods={measures.map((measure) => t(`notices.effect.${measure}`))}
          series={sides.map(({ key, group }) => ({ name: t(`notices.effect.side.${key}`), colour: key === 'notified' ? '#063a74' : '#8a949e', values: measures.map((measure) => share_of(group[measure], group.firms)) }))}
          share
          beside
          format={(value) => format_share(value)}
          format_axis={(value) => format_share(value, 0)}
        />
      </Suspense>
      <Table
        title={t('notices.effect.lift')}
        heads={[t('notices.effect.group'), of_numbers(t('notices.effect.firms')), ...measures.map((measure) => of_numbers(t(`notices.effect.share.${measure}`)))]}
        foot={
          <tr>
            <th scope="row">{t('notices.effect.difference')}</th>
            <td />
            {measures.map((measure) => {
              const interval = lift[measure];
              return (
                <td className="right" key={measure}>
                  {interval ? t('notices.effect.points', points_of(interval)) : t('common.none')}
                </td>
              );
            })}
          </tr>
        }
      >
        {sides.map(({ key, group }) => (
          <tr key={key}>
            <th scope="row">{t(`notices.effect.side.${key}`)}</th>
            <td className="right">{format_number(group.firms)}</td>
            {measures.map((measure) => (
              <td className="right nowrap" key={measure}>
                {group.firms === 0 ? t('common.none') : `${format_share(share_of(group[measure], group.firms))} (${format_number(group[measure])})`}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </section>
  );
}

const counted = ['sent', 'opened', 'corrected', 'explained', 'accepted', 'asked', 'more_time', 'lapsed', 'waiting', 'held_back'] as const;

function ByDetector({ detectors }: { detectors: Effect['detectors'] }) {
  const { t } = useTranslation();
  return (
    <section className="stack-small">
      <h2>{t('notices.effect.by_detector')}</h2>
      <Suspense fallback={<Loading />}>
        <Chart
          label={t('notices.effect.by_detector')}
          periods={detectors.map((one) => one.title)}
          series={(
            [
              ['corrected', '#063a74'],
              ['explained', '#1d8b48'],
              ['asked', '#6d7882'],
              ['more_time', '#c78500'],
              ['lapsed', '#b93a3a'],
              ['waiting', '#b1b8be'],
            ] as const
          ).map(([key, colour]) => ({ name: t(`notices.effect.${key}`), colour, values: detectors.map((one) => one[key]) }))}
          share={false}
          sideways
          format={(value) => format_number(value)}
          format_axis={(value) => format_compact(value)}
        />
      </Suspense>
      <Table
        title={t('notices.effect.by_detector')}
        wrapped_heads
        heads={[t('notices.detector'), ...counted.map((key) => of_numbers(t(`notices.effect.${key}`))), of_numbers(t('notices.effect.corrected_krw')), of_numbers(t('notices.effect.median'))]}
      >
        {detectors.map((one) => (
          <tr key={one.detector}>
            <th scope="row">{one.title}</th>
            {counted.map((key) => (
              <td className="right" key={key}>
                {format_number(one[key])}
              </td>
            ))}
            <td className="right nowrap">{format_won(one.corrected_krw)}</td>
            <td className="right nowrap">{one.median_answer_days === null ? '' : t('notices.effect.days', { count: one.median_answer_days })}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

/** What notices lead to: how they are answered, what is corrected, and how much of it they bring about. */
export function NoticeEffectPage() {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(notice_effect_query(i18n.language));
  return (
    <div className="stack-large">
      <div>
        <PageHead title={t('nav.notice_effect')} />
        <p className="subtle">{t('notices.effect.lead')}</p>
      </div>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && data.all.sent + data.all.held_back === 0 && <p className="empty">{t('notices.effect.none')}</p>}
      {data && data.all.sent + data.all.held_back > 0 && (
        <>
          <Answers all={data.all} />
          <Lift lift={data.lift} />
          {data.detectors.length > 0 && <ByDetector detectors={data.detectors} />}
        </>
      )}
    </div>
  );
}
