import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { format_compact, format_number, format_share } from '../messages/format';
import { Loading } from './message';
import { of_numbers, Table } from './table';

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
        <Table title={title} heads={[t('statistics.period_column'), ...series.map((one) => of_numbers(one.name))]}>
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
        </Table>
      </details>
    </div>
  );
}
