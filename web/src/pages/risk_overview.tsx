import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';
import { risk_watch_query } from '../api/queries';
import { BarFigures } from '../components/bar_figures';
import { TextField } from '../components/form';
import { Loading, Message, ProblemMessage } from '../components/message';
import { OfficeChoice, useOffice } from '../components/office_choice';
import { PageHead } from '../components/page';
import { of_numbers, Table } from '../components/table';
import { useMethodName, WatchAlarms, WatchSection } from '../components/watch';
import { current_language } from '../messages';
import { add_days, format_day, format_number, format_share, today_in_korea } from '../messages/format';
import { risk_overview_query } from './examination_queries';

type Rate = Schemas['HitRate'];

/** Hits of the examined with the interval they speak for; the random share is what the others are measured by. */
function Rates({ title, rates }: { title: string; rates: Rate[] }) {
  const { t } = useTranslation();
  const name_of = useMethodName();
  const random = rates.find((rate) => rate.method === 'random');
  const apart = (rate: Rate) => {
    if (!random || random.examined === 0 || rate.examined === 0 || rate.method === 'random' || rate.method === 'all') return '–';
    if (rate.from > random.to) return t('overview.better');
    return rate.to < random.from ? t('overview.worse') : t('overview.not_apart');
  };
  return (
    <Table
      title={title}
      heads={[t('overview.method_column'), of_numbers(t('overview.examined')), of_numbers(t('overview.hits')), of_numbers(t('overview.rate')), t('overview.interval'), t('overview.against_random')]}
    >
      {rates.map((rate) => (
        <tr key={rate.method}>
          <th scope="row">{name_of(rate.method)}</th>
          <td className="right">{format_number(rate.examined)}</td>
          <td className="right">{format_number(rate.hits)}</td>
          <td className="right">{rate.examined > 0 ? format_share(rate.hits / rate.examined) : '–'}</td>
          <td className="nowrap">{rate.examined > 0 ? `${format_share(rate.from)} – ${format_share(rate.to)}` : '–'}</td>
          <td>{apart(rate)}</td>
        </tr>
      ))}
    </Table>
  );
}

export function RiskOverviewPage() {
  const { t } = useTranslation();
  const name_of = useMethodName();
  const { mine, search, change } = useOffice();
  const [today] = useState(() => today_in_korea(new Date()));
  const from = search.get('from') ?? add_days(today, -29);
  const to = search.get('to') ?? today;
  const office = search.get('office') ?? '';
  const ordered = from <= to;
  const { data, error, refetch } = useQuery({ ...risk_overview_query(from, to, office), enabled: ordered });
  const { data: watch } = useQuery(risk_watch_query());
  const rates = data?.methods.filter((rate) => rate.examined > 0) ?? [];
  const days = data?.capacity ?? [];
  const office_name = (code: string) => mine.find((one) => one.code === code)?.name[current_language()] ?? code;
  return (
    <div className="stack">
      <PageHead title={t('overview.title')} />
      {watch && <WatchAlarms watch={watch} />}
      <form className="card form-grid search-form" onSubmit={(event) => event.preventDefault()} aria-label={t('office.filter')}>
        <TextField small type="date" label={t('common.from')} value={from} max={to} onChange={(event) => change('from', event.target.value)} />
        <TextField small type="date" label={t('common.to')} value={to} min={from} onChange={(event) => change('to', event.target.value)} />
        <OfficeChoice office={office} mine={mine} change={change} all={t('statistics.all_offices')} />
      </form>
      {!ordered && <Message tone="danger">{t('statistics.wrong_period')}</Message>}
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && ordered && <Loading />}
      {data && (
        <>
          <section className="stack-small">
            <h2>{t('overview.by_method')}</h2>
            <p className="subtle">{t('overview.by_method_lead')}</p>
            {rates.length === 0 ? (
              <p className="empty">{t('overview.nothing_examined')}</p>
            ) : (
              <>
                <BarFigures title={t('overview.by_method')} share periods={rates.map((rate) => name_of(rate.method))} series={[{ name: t('overview.rate'), colour: '#346fb2', values: rates.map((rate) => rate.hits / rate.examined) }]} />
                <Rates title={t('overview.by_method')} rates={data.methods} />
              </>
            )}
          </section>
          <div className="two-columns">
            <section className="stack-small">
              <h2>{t('overview.channels')}</h2>
              <BarFigures
                title={t('overview.channels')}
                share
                periods={data.channels.map((row) => format_day(row.period))}
                series={(['green', 'orange', 'red'] as const).map((channel) => ({
                  name: t(`channel.${channel}`),
                  colour: { green: '#4f9f6a', orange: '#e0a030', red: '#bd2c0f' }[channel],
                  values: data.channels.map((row) => row[channel] / Math.max(1, row.green + row.orange + row.red)),
                }))}
              />
            </section>
            <section className="stack-small">
              <h2>{t('overview.capacity')}</h2>
              <BarFigures
                title={t('overview.capacity')}
                periods={days.map((day) => `${format_day(day.day)} ${office_name(day.office)}`)}
                series={[
                  { name: t('overview.red_done'), colour: '#bd2c0f', values: days.map((day) => day.red) },
                  { name: t('overview.orange_done'), colour: '#e0a030', values: days.map((day) => day.orange) },
                  { name: t('overview.left'), colour: '#d8dce0', values: days.map((day) => Math.max(0, day.red_planned + day.orange_planned - day.red - day.orange)) },
                ]}
              />
            </section>
          </div>
          <section className="stack-small">
            <h2>{t('overview.audits')}</h2>
            <p className="subtle">{t('overview.audits_open', { open: format_number(data.audits.open) })}</p>
            <Rates title={t('overview.audits')} rates={data.audits.grounds} />
          </section>
        </>
      )}
      <WatchSection />
    </div>
  );
}
