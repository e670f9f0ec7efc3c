import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { format_compact, format_number, format_share } from '../messages/format';
import { Loading } from './message';

const Chart = lazy(() => import('./chart'));

export interface BarSeries {
  name: string;
  colour: string;
  values: number[];
}

/** A stacked bar chart with the table behind it. */
export function BarFigures({ title, periods, series, share = false }: { title: string; periods: string[]; series: BarSeries[]; share?: boolean }) {
  const { t } = useTranslation();
  const show = (value: number) => (share ? format_share(value) : format_number(value));
  return (
    <div className="stack-small">
      <Suspense fallback={<Loading />}>
        <Chart label={title} periods={periods} series={series} share={share} format={show} format_axis={(value) => (share ? format_share(value, 0) : format_compact(value))} />
      </Suspense>
      <details>
        <summary>{t('common.show_table')}</summary>
        <div className="krds-table-wrap" tabIndex={0} role="region" aria-label={title}>
          <table className="tbl dense">
            <caption className="visually-hidden">{title}</caption>
            <thead>
              <tr>
                <th scope="col">{t('statistics.period_column')}</th>
                {series.map((one) => (
                  <th scope="col" className="right" key={one.name}>
                    {one.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {periods.map((period, at) => (
                <tr key={period}>
                  <th scope="row" className="nowrap">
                    {period}
                  </th>
                  {series.map((one) => (
                    <td className="right nowrap" key={one.name}>
                      {show(one.values[at] ?? 0)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </div>
  );
}
