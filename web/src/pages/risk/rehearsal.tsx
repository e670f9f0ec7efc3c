import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { offices_query, rehearsal_query, risk_version_query } from '../../api/queries';
import { ChannelBadge, GradeBadge, type Grade } from '../../components/badge';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { of_numbers, Table } from '../../components/table';
import { current_language } from '../../messages';
import { format_compact, format_day, format_fixed, format_number, format_share } from '../../messages/format';
import { useTitle } from './parts';

const Chart = lazy(() => import('../../components/chart'));
type Report = Schemas['RehearsalReport'];
type Interval = Schemas['RehearsalInterval'];
type Shift = Schemas['RehearsalShift'];
const first_colour = '#8fb8de';
const second_colour = '#063a74';
const channels = ['green', 'orange', 'red'] as const;

function Share({ interval, signed = false }: { interval: Interval; signed?: boolean }) {
  if (!interval) return <>–</>;
  const show = (value: number) => (signed && value > 0 ? '+' : '') + format_share(value);
  return (
    <>
      {show(interval.value)}
      <span className="small subtle block nowrap">
        {show(interval.low)} – {show(interval.high)}
      </span>
    </>
  );
}

const signed = (value: number) => (value > 0 ? '+' : '') + format_number(value);

function Summary({ report }: { report: Report }) {
  const { t } = useTranslation();
  const [a, b] = report.policies;
  if (!a || !b) return null;
  const counts: [string, number, number][] = [
    ...channels.map((channel): [string, number, number] => [t(`channel.${channel}`), a.channels[channel], b.channels[channel]]),
    [t('risk.report.selected'), a.selected, b.selected],
    [t('risk.report.by_chance_alone'), a.by_chance_alone, b.by_chance_alone],
    [t('risk.report.beyond_capacity'), a.beyond_capacity, b.beyond_capacity],
    [t('risk.report.hits'), a.examined.found, b.examined.found],
    [t('risk.report.misses'), a.missed, b.missed],
  ];
  return (
    <section className="stack-small">
      <h2>{t('risk.report.summary')}</h2>
      <Table title={t('risk.report.summary')} heads={[t('risk.report.measure'), of_numbers(t('risk.report.first')), of_numbers(t('risk.report.second')), of_numbers(t('risk.report.difference'))]}>
        {counts.map(([name, first, second]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="right">{format_number(first)}</td>
            <td className="right">{format_number(second)}</td>
            <td className="right">{signed(second - first)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t('risk.report.precision')}</th>
          <td className="right">
            <Share interval={a.examined.rate} />
          </td>
          <td className="right">
            <Share interval={b.examined.rate} />
          </td>
          <td className="right">
            <Share interval={report.changes.precision_difference} signed />
          </td>
        </tr>
        <tr>
          <th scope="row">{t('risk.report.recall')}</th>
          <td className="right">
            <Share interval={a.recall} />
          </td>
          <td className="right">
            <Share interval={b.recall} />
          </td>
          <td className="right">
            <Share interval={report.changes.recall_difference} signed />
          </td>
        </tr>
        <tr>
          <th scope="row">
            {t('risk.report.delay')} <GradeBadge grade={report.delay_grade as Grade} />
          </th>
          <td className="right">{format_fixed(a.delay_hours_per_declaration, 2)}</td>
          <td className="right">{format_fixed(b.delay_hours_per_declaration, 2)}</td>
          <td className="right">{(b.delay_hours_per_declaration > a.delay_hours_per_declaration ? '+' : '') + format_fixed(b.delay_hours_per_declaration - a.delay_hours_per_declaration, 2)}</td>
        </tr>
      </Table>
      <p>
        {t('risk.report.random', {
          labelled: format_number(report.random_share.hits.labelled),
          found: format_number(report.random_share.hits.found),
          rate: report.random_share.hits.rate ? `${format_share(report.random_share.hits.rate.value)} (${format_share(report.random_share.hits.rate.low)} – ${format_share(report.random_share.hits.rate.high)})` : '–',
        })}{' '}
        {report.random_share.irregular && t('risk.report.irregular', { count: format_number(report.random_share.irregular.value), low: format_number(report.random_share.irregular.low), high: format_number(report.random_share.irregular.high) })}
      </p>
    </section>
  );
}

/** Two policies side by side over some categories, with the figures in a table below. */
function Beside({ title, names, values, share = false, sideways = false, children }: { title: string; names: string[]; values: [number[], number[]]; share?: boolean; sideways?: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <section className="card stack-small">
      <h2>{title}</h2>
      <Suspense fallback={<Loading />}>
        <Chart
          label={title}
          periods={names}
          share={share}
          beside
          sideways={sideways}
          format={(value) => (share ? format_share(value) : format_number(value))}
          format_axis={(value) => (share ? format_share(value, 0) : format_compact(value))}
          series={[
            { name: t('risk.report.first'), colour: first_colour, values: values[0] },
            { name: t('risk.report.second'), colour: second_colour, values: values[1] },
          ]}
        />
      </Suspense>
      <details>
        <summary>{t('common.show_table')}</summary>
        {children}
      </details>
    </section>
  );
}

function Sources({ report }: { report: Report }) {
  const { t } = useTranslation();
  const [a, b] = report.policies;
  if (!a || !b) return null;
  const ids = [...new Set([...b.sources, ...a.sources].map((source) => source.id))];
  const of = (side: typeof a, id: string) => side.sources.find((source) => source.id === id);
  const shown = ids.slice(0, 12);
  const label = (id: string) => (id.startsWith('method.') ? t(`risk.method.${id.slice(7) as 'random'}`) : id);
  const rate = (side: typeof a, id: string) => of(side, id)?.hits.rate ?? null;
  return (
    <Beside title={t('risk.report.sources')} names={shown.map(label)} values={[shown.map((id) => of(a, id)?.selected ?? 0), shown.map((id) => of(b, id)?.selected ?? 0)]} sideways>
      <Table title={t('risk.report.sources')} heads={[t('risk.report.source'), of_numbers(t('risk.report.selected_first')), of_numbers(t('risk.report.selected_second')), of_numbers(t('risk.report.rate_first')), of_numbers(t('risk.report.rate_second'))]}>
        {ids.map((id) => (
          <tr key={id}>
            <th scope="row">{label(id)}</th>
            <td className="right">{format_number(of(a, id)?.selected ?? 0)}</td>
            <td className="right">{format_number(of(b, id)?.selected ?? 0)}</td>
            <td className="right">
              <Share interval={rate(a, id)} />
            </td>
            <td className="right">
              <Share interval={rate(b, id)} />
            </td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t('risk.report.baseline')}</th>
          <td className="right">–</td>
          <td className="right">–</td>
          <td className="right" colSpan={2}>
            <Share interval={report.random_share.hits.rate} />
          </td>
        </tr>
      </Table>
    </Beside>
  );
}

function Offices({ report }: { report: Report }) {
  const { t } = useTranslation();
  const { data: known } = useQuery(offices_query);
  const name_of = (code: string) => known?.items.find((office) => office.code === code)?.name[current_language()] ?? code;
  const selected = (side: number) => report.offices.map((office) => (office.policies[side]?.channels.orange ?? 0) + (office.policies[side]?.channels.red ?? 0));
  return (
    <Beside title={t('risk.report.offices')} names={report.offices.map((office) => name_of(office.code))} values={[selected(0), selected(1)]}>
      <Table title={t('risk.report.offices')} heads={[t('common.office'), of_numbers(t('risk.report.declarations')), of_numbers(t('risk.report.red_both')), of_numbers(t('risk.report.orange_both')), of_numbers(t('risk.report.over_both'))]}>
        {report.offices.map((office) => {
          const [a, b] = office.policies;
          return (
            <tr key={office.code}>
              <th scope="row">{name_of(office.code)}</th>
              <td className="right">{format_number(office.declarations)}</td>
              <td className="right nowrap">
                {format_number(a?.channels.red ?? 0)} → {format_number(b?.channels.red ?? 0)}
              </td>
              <td className="right nowrap">
                {format_number(a?.channels.orange ?? 0)} → {format_number(b?.channels.orange ?? 0)}
              </td>
              <td className="right nowrap">
                {(a?.days_over_red ?? 0) + (a?.days_over_orange ?? 0)} → {(b?.days_over_red ?? 0) + (b?.days_over_orange ?? 0)}
              </td>
            </tr>
          );
        })}
      </Table>
    </Beside>
  );
}

function Sizes({ report }: { report: Report }) {
  const { t } = useTranslation();
  const share = (side: number) => report.firm_sizes.map((size) => (size.declarations > 0 ? (size.policies[side]?.selected ?? 0) / size.declarations : 0));
  const label = (size: Report['firm_sizes'][number]) => size.label[current_language()];
  const first = share(0);
  const second = share(1);
  const delay = (size: Report['firm_sizes'][number], side: number) => (size.declarations > 0 ? format_fixed((size.policies[side]?.delay_hours ?? 0) / size.declarations, 2) : '–');
  return (
    <Beside title={t('risk.report.sizes')} names={report.firm_sizes.map(label)} values={[first, second]} share>
      <Table title={t('risk.report.sizes')} heads={[t('risk.report.size'), of_numbers(t('risk.report.firms')), of_numbers(t('risk.report.declarations')), of_numbers(t('risk.report.share_both')), of_numbers(t('risk.report.delay_both'))]}>
        {report.firm_sizes.map((size, at) => (
          <tr key={size.id}>
            <th scope="row">{label(size)}</th>
            <td className="right">{format_number(size.firms)}</td>
            <td className="right">{format_number(size.declarations)}</td>
            <td className="right nowrap">
              {format_share(first[at] ?? 0)} → {format_share(second[at] ?? 0)}
            </td>
            <td className="right nowrap">
              {delay(size, 0)} → {delay(size, 1)}
            </td>
          </tr>
        ))}
      </Table>
    </Beside>
  );
}

function ShiftTable({ title, shift }: { title: string; shift: Shift }) {
  const { t } = useTranslation();
  return (
    <section className="stack-small">
      <h2>{title}</h2>
      <p>{t('risk.report.shift', { count: format_number(shift.declarations), labelled: format_number(shift.hits.labelled), found: format_number(shift.hits.found) })}</p>
      {shift.examples.length > 0 && (
        <Table title={title} heads={[t('risk.report.declaration'), of_numbers(t('common.date')), of_numbers(t('risk.report.channels')), of_numbers(t('risk.report.led_by')), of_numbers(t('risk.report.value')), of_numbers(t('risk.report.known'))]}>
          {shift.examples.map((example) => (
            <tr key={example.id}>
              <th scope="row">
                <Link to={`/declarations/${encodeURIComponent(example.id)}`}>{example.declaration_id}</Link>
              </th>
              <td className="right nowrap">{format_day(example.declared_on)}</td>
              <td className="right nowrap">
                {example.channels[0] && <ChannelBadge channel={example.channels[0]} />} → {example.channels[1] && <ChannelBadge channel={example.channels[1]} />}
              </td>
              <td className="right">{example.led_by[1] || example.led_by[0]}</td>
              <td className="right">{format_fixed(Math.max(...example.expected_value), 2)}</td>
              <td className="right">{example.found === null ? '–' : t(example.found ? 'risk.report.found' : 'risk.report.nothing')}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

export function RehearsalPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const title_of = useTitle();
  const { data, error, refetch } = useQuery(rehearsal_query(id, current_language()));
  const { data: version } = useQuery({ ...risk_version_query(data?.version_id ?? ''), enabled: data !== undefined });
  const crumbs = [
    { to: '/risk/versions', label: t('risk.versions') },
    ...(version ? [{ to: `/risk/versions/${encodeURIComponent(version.version_id)}`, label: title_of(version) }] : []),
  ];
  const report = data?.report;
  return (
    <div className="stack">
      <PageHead title={t('risk.rehearsal')} crumbs={crumbs} />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.state === 'running' && <Message tone="information">{t('risk.running')}</Message>}
      {data?.state === 'failed' && data.problem && (
        <Message tone="danger" title={data.problem.detail}>
          {data.problem.fix}
        </Message>
      )}
      {report && (
        <>
          <p>
            {t('risk.report.period', { from: format_day(report.from), to: format_day(report.to), count: format_number(report.declarations) })}{' '}
            {report.changes.rules.length === 0 && !report.changes.settings && t('risk.nothing_changed')}
            {report.changes.rules.map((rule) => `${rule.id}: ${t(`risk.change.${rule.change}`)}`).join(', ')}
            {report.changes.rules.length > 0 && '. '}
            {report.changes.as_if_in_force.length > 0 && t('risk.report.as_if')}
          </p>
          <Summary report={report} />
          <div className="two-columns">
            <Sources report={report} />
            <Offices report={report} />
            <Sizes report={report} />
          </div>
          <ShiftTable title={t('risk.report.newly_selected')} shift={report.changes.newly_selected} />
          <ShiftTable title={t('risk.report.newly_spared')} shift={report.changes.newly_spared} />
          <section className="stack-small small subtle">
            <h2>{t('risk.report.how')}</h2>
            <p>{t('risk.report.how_labels')}</p>
            <p>{t('risk.report.how_random')}</p>
          </section>
        </>
      )}
    </div>
  );
}
