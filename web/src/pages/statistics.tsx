import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { offices_query, statistics_query, type Group, type Period } from '../api/queries';
import { SelectField, TextField } from '../components/form';
import { Icon } from '../components/icon';
import { useAnnounce } from '../components/live';
import { Loading, Message, ProblemMessage } from '../components/message';
import { PageHead } from '../components/page';
import { all_periods, fits, other_group, to_csv, to_shares, to_table, type Measure, type Table as Figures } from '../components/series';
import { of_numbers, Table } from '../components/table';
import { current_language } from '../messages';
import { add_days, format_compact, format_day, format_number, format_share, today_in_korea } from '../messages/format';

const Chart = lazy(() => import('../components/chart'));
const units: readonly Period[] = ['day', 'week', 'month', 'year'];
const measures: readonly Measure[] = ['declarations', 'value_krw'];

const colours: Record<string, string> = { manifest: '#346fb2', simplified: '#8fb8de', formal: '#063a74', import: '#8a949e', green: '#4f9f6a', orange: '#e0a030', red: '#bd2c0f' };
const office_colours = ['#063a74', '#346fb2', '#6b96c7', '#0e7d6e', '#58a890', '#8a6d3b', '#b79a5e', '#8a949e'];

function save(name: string, text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

interface FiguresProps {
  title: string;
  group: Group;
  /** Each bar is 100 %: what matters is the share. */
  share: boolean;
  asked: { from: string; to: string; by: Period; office: string; measure: Measure };
}

function FigureTable({ title, table, share, name_of }: { title: string; table: Figures; share: boolean; name_of: (group: string) => string }) {
  const { t } = useTranslation();
  const shares = to_shares(table);
  const sum = (line: number[] | undefined) => (line ?? []).reduce((a, b) => a + b, 0);
  const all = sum(table.totals);
  return (
    <Table
      title={title}
      heads={[t('statistics.period_column'), ...table.groups.map((group) => of_numbers(name_of(group))), of_numbers(t('statistics.total'))]}
      foot={
        <tr>
          <th scope="row">{t('statistics.total')}</th>
          {table.groups.map((group, line) => (
            <td key={group} className="right nowrap">
              {format_number(sum(table.values[line]))}
              {share && all > 0 && <span className="subtle"> ({format_share(sum(table.values[line]) / all)})</span>}
            </td>
          ))}
          <td className="right nowrap">{format_number(all)}</td>
        </tr>
      }
    >
      {table.periods.map((period, at) => (
        <tr key={period}>
          <th scope="row" className="nowrap">
            {period}
          </th>
          {table.groups.map((group, line) => (
            <td key={group} className="right nowrap">
              {format_number(table.values[line]?.[at] ?? 0)}
              {share && <span className="subtle"> ({format_share(shares[line]?.[at] ?? 0)})</span>}
            </td>
          ))}
          <td className="right nowrap">{format_number(table.totals[at] ?? 0)}</td>
        </tr>
      ))}
    </Table>
  );
}

function Figures({ title, group, share, asked }: FiguresProps) {
  const { t } = useTranslation();
  const { from, to, by, office, measure } = asked;
  const { data, error, refetch, isPlaceholderData } = useQuery(statistics_query(from, to, by, group, office));
  const { data: offices } = useQuery(offices_query);
  const name_of = (name: string): string => {
    switch (group) {
      case 'procedure':
        return t(`procedure.${name as 'formal'}`);
      case 'channel':
        return t(`channel.${name as 'green'}`);
      case 'office':
        return name === other_group ? t('statistics.other_offices') : (offices?.items.find((one) => one.code === name)?.name[current_language()] ?? name);
    }
  };
  if (error) return <ProblemMessage error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const table = to_table(data.rows, all_periods(data.from, data.to, data.by), group, measure);
  const lines = share ? to_shares(table) : table.values;
  const download = () => save(`clearway-${group}-${from}-${to}.csv`, to_csv([t('statistics.period_column'), ...table.groups.map(name_of), t('statistics.total')], table.periods.map((period, at) => [period, ...table.values.map((line) => line[at] ?? 0), table.totals[at] ?? 0])));
  return (
    <section className="card stack-small" aria-busy={isPlaceholderData}>
      <div className="spread">
        <h2>{title}</h2>
        <button type="button" className="krds-btn tertiary xsmall" onClick={download}>
          <Icon name="download" /> {t('common.download_csv')}
          <span className="visually-hidden"> {title}</span>
        </button>
      </div>
      {data.rows.length === 0 ? (
        <p className="empty">{t('statistics.empty')}</p>
      ) : (
        <>
          <Suspense fallback={<Loading />}>
            <Chart
              label={t('statistics.chart_summary', { title })}
              periods={table.periods}
              share={share}
              format={(value) => (share ? format_share(value) : format_number(value))}
              format_axis={(value) => (share ? format_share(value, 0) : format_compact(value))}
              series={table.groups.map((name, at) => ({ name: name_of(name), colour: colours[name] ?? office_colours[at % office_colours.length] ?? '#8a949e', values: lines[at] ?? [] }))}
            />
          </Suspense>
          <details>
            <summary>{t('common.show_table')}</summary>
            <FigureTable title={title} table={table} share={share} name_of={name_of} />
          </details>
        </>
      )}
    </section>
  );
}

export function StatisticsPage() {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const [search, set_search] = useSearchParams();
  const { data: offices } = useQuery(offices_query);
  const [today] = useState(() => today_in_korea(new Date()));
  const from = search.get('from') ?? add_days(today, -29);
  const to = search.get('to') ?? today;
  const by = units.find((unit) => unit === search.get('by')) ?? 'day';
  const measure = measures.find((one) => one === search.get('measure')) ?? 'declarations';
  const office = search.get('office') ?? '';
  const asked = { from, to, by, office, measure };
  const ordered = from <= to;
  const readable = fits(from, to, by);
  useEffect(() => {
    if (ordered && readable) announce(t('statistics.updated', { from: format_day(from), to: format_day(to) }));
  }, [from, to, by, office, ordered, readable, announce, t]);
  const change = (key: string, value: string) => {
    const after = new URLSearchParams(search);
    if (value) after.set(key, value);
    else after.delete(key);
    set_search(after, { replace: true });
  };
  return (
    <div className="stack">
      <PageHead title={t('statistics.title')} />
      <form className="card form-grid search-form" onSubmit={(event) => event.preventDefault()} aria-label={t('office.filter')}>
        <TextField small type="date" label={t('common.from')} value={from} max={to} onChange={(event) => change('from', event.target.value)} />
        <TextField small type="date" label={t('common.to')} value={to} min={from} onChange={(event) => change('to', event.target.value)} />
        <SelectField small label={t('statistics.period')} value={by} onChange={(event) => change('by', event.target.value)} choices={units.map((value) => ({ value, label: t(`statistics.by.${value}`) }))} />
        <SelectField small label={t('statistics.measure')} value={measure} onChange={(event) => change('measure', event.target.value)} choices={measures.map((value) => ({ value, label: t(`statistics.measures.${value}`) }))} />
        <SelectField
          small
          label={t('common.office')}
          value={office}
          onChange={(event) => change('office', event.target.value)}
          choices={[{ value: '', label: t('statistics.all_offices') }, ...(offices?.items.map((one) => ({ value: one.code, label: one.name[current_language()] })) ?? [])]}
        />
      </form>
      {!ordered && <Message tone="danger">{t('statistics.wrong_period')}</Message>}
      {ordered && !readable && <Message tone="warning">{t('statistics.too_long')}</Message>}
      {ordered && readable && (
        <>
          <Figures title={t('statistics.procedure_share')} group="procedure" share asked={asked} />
          <div className="two-columns">
            <Figures title={t('statistics.by_channel')} group="channel" share={false} asked={asked} />
            <Figures title={t('statistics.by_office')} group="office" share={false} asked={asked} />
          </div>
        </>
      )}
    </div>
  );
}
