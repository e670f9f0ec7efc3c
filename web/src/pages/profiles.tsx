import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { Schemas } from '../api/client';
import { BarFigures } from '../components/bar_figures';
import { Loading, ProblemMessage } from '../components/message';
import { PageHead } from '../components/page';
import { all_periods } from '../components/series';
import { format_compact } from '../messages/format';
import { profiles_query } from './examination_queries';

function Profile({ title, from, to, figures }: { title: string; from: string; to: string; figures: Schemas['FiguresByMonth'] }) {
  const { t } = useTranslation();
  const periods = all_periods(from, to, 'month');
  const of = (pick: (month: Schemas['FiguresByMonth']['months'][number]) => number) => periods.map((period) => figures.months.filter((month) => month.month === period).reduce((sum, month) => sum + pick(month), 0));
  const total = of((month) => month.value_krw).reduce((a, b) => a + b, 0);
  return (
    <section className="stack">
      <h2>{title}</h2>
      <p className="subtle">{t('profiles.total', { value: format_compact(total) })}</p>
      <h3>{t('profiles.declarations')}</h3>
      <BarFigures title={`${title}: ${t('profiles.declarations')}`} periods={periods} series={[{ name: t('profiles.declarations'), colour: '#346fb2', values: of((month) => month.declarations) }]} />
      <h3>{t('profiles.value')}</h3>
      <BarFigures title={`${title}: ${t('profiles.value')}`} periods={periods} series={[{ name: t('profiles.value'), colour: '#063a74', values: of((month) => month.value_krw) }]} />
      <h3>{t('profiles.examinations')}</h3>
      <BarFigures
        title={`${title}: ${t('profiles.examinations')}`}
        periods={periods}
        series={[
          { name: t('profiles.hits'), colour: '#bd2c0f', values: of((month) => month.hits) },
          { name: t('profiles.conforming'), colour: '#4f9f6a', values: of((month) => month.examinations - month.hits) },
        ]}
      />
    </section>
  );
}

/** Trader and product of one declaration over two years. */
export function ProfilesPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(profiles_query(id));
  return (
    <div className="stack">
      <PageHead title={t('profiles.title')} crumbs={[{ label: id.slice(id.indexOf('.') + 1), to: `/declarations/${encodeURIComponent(id)}` }]} />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <div className="two-columns">
          <Profile title={t('profiles.trader', { name: data.trader.shown })} from={data.from} to={data.to} figures={data.trader} />
          {data.product.shown && <Profile title={t('profiles.product', { name: data.product.shown })} from={data.from} to={data.to} figures={data.product} />}
        </div>
      )}
    </div>
  );
}
