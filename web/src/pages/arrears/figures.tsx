import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { offices_query } from '../../api/queries';
import { TextField } from '../../components/form';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { of_numbers, Table } from '../../components/table';
import { current_language } from '../../messages';
import { format_compact, format_day, format_number, format_share, format_won, today_in_korea } from '../../messages/format';
import { arrears_figures_query } from './queries';
import { amount_of, roll_lines, shown_reconciles, type RollLine } from './roll_forward';

const Chart = lazy(() => import('../../components/chart'));

type Figures = Schemas['ArrearsFigures'];
type Stock = Schemas['DebtStock'];

const parts = [
  ['costs', '#8a949e'],
  ['tax', '#063a74'],
  ['penalty', '#e0a030'],
] as const;

function RollForward({ figures }: { figures: Figures }) {
  const { t } = useTranslation();
  const name = (line: RollLine) => (line.line === 'collected' ? t('arrears_figures.collected', { channel: t(`debts.channels.${line.channel}`) }) : t(`arrears_figures.${line.line}`));
  const key = (line: RollLine) => (line.line === 'collected' ? line.channel : line.line);
  const { active, held } = figures;
  const moved = roll_lines.filter((line) => line.line !== 'opening' && line.line !== 'closing' && (amount_of(active, line) !== 0 || amount_of(held, line) !== 0));
  const reconciles = shown_reconciles(active) && shown_reconciles(held);
  return (
    <section className="stack-small">
      <h2>{t('arrears_figures.roll')}</h2>
      <Message tone={reconciles ? 'success' : 'danger'}>{t(reconciles ? 'arrears_figures.reconciles' : 'arrears_figures.does_not')}</Message>
      {moved.length > 0 && (
        <Suspense fallback={<Loading />}>
          <Chart
            label={t('arrears_figures.movement')}
            periods={moved.map(name)}
            share={false}
            beside
            sideways
            format={format_won}
            format_axis={(value) => format_compact(value)}
            series={[
              { name: t('arrears_figures.active'), colour: '#063a74', values: moved.map((line) => amount_of(active, line)) },
              { name: t('arrears_figures.held'), colour: '#e0a030', values: moved.map((line) => amount_of(held, line)) },
            ]}
          />
        </Suspense>
      )}
      <Table
        title={t('arrears_figures.roll')}
        heads={[t('arrears_figures.line'), of_numbers(t('arrears_figures.active')), of_numbers(t('arrears_figures.held'))]}
        foot={
          <tr>
            <th scope="row">{t('arrears_figures.closing')}</th>
            <td className="right nowrap">{format_won(active.closing)}</td>
            <td className="right nowrap">{format_won(held.closing)}</td>
          </tr>
        }
      >
        {roll_lines.slice(0, -1).map((line) => (
          <tr key={key(line)}>
            <th scope="row">{name(line)}</th>
            <td className="right nowrap">{format_won(amount_of(active, line))}</td>
            <td className="right nowrap">{format_won(amount_of(held, line))}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Parts({ title, stocks, name }: { title: string; stocks: Stock[]; name: (group: string | null) => string }) {
  const { t } = useTranslation();
  const all = stocks.reduce((sum, one) => sum + one.total, 0);
  const with_debtors = stocks.some((one) => one.debtors > 0);
  return (
    <section className="card stack-small">
      <h2>{title}</h2>
      {stocks.length === 0 ? (
        <p className="empty">{t('arrears_figures.empty')}</p>
      ) : (
        <>
          <Suspense fallback={<Loading />}>
            <Chart label={title} periods={stocks.map((one) => name(one.group ?? null))} share={false} format={format_won} format_axis={(value) => format_compact(value)} series={parts.map(([part, colour]) => ({ name: t(`arrears_figures.${part}`), colour, values: stocks.map((one) => one[part]) }))} />
          </Suspense>
          <Table
            title={title}
            heads={[t('arrears_figures.group'), of_numbers(t('arrears_figures.debts')), with_debtors && of_numbers(t('arrears_figures.debtors')), of_numbers(t('arrears_figures.total')), of_numbers(t('arrears_figures.share'))]}
          >
            {stocks.map((one) => (
              <tr key={one.group ?? ''}>
                <th scope="row">{name(one.group ?? null)}</th>
                <td className="right nowrap">{format_number(one.debts)}</td>
                {with_debtors && <td className="right nowrap">{format_number(one.debtors)}</td>}
                <td className="right nowrap">{format_won(one.total)}</td>
                <td className="right nowrap">{format_share(all > 0 ? one.total / all : 0)}</td>
              </tr>
            ))}
          </Table>
        </>
      )}
    </section>
  );
}

const ages = ['below_1y', '1y_to_2y', '2y_to_5y', '5y_to_10y', 'from_10y'];
const sizes = ['below_100m', '100m_to_500m', '500m_to_1bn', 'from_1bn'];
const in_order = (stocks: Stock[], order: string[]) => [...stocks].sort((a, b) => order.indexOf(a.group ?? '') - order.indexOf(b.group ?? ''));
const by_total = (stocks: Stock[]) => [...stocks].sort((a, b) => b.total - a.total);

/** How the stock of debts moved in a period, and what it is made of at its end. */
export function ArrearsFiguresPage() {
  const { t } = useTranslation();
  const [search, set_search] = useSearchParams();
  const today = today_in_korea(new Date());
  const from = search.get('from') ?? `${today.slice(0, 4)}-01-01`;
  const to = search.get('to') ?? today;
  const known = search.get('known') ?? '';
  const { data, error, refetch, isPlaceholderData } = useQuery(arrears_figures_query(from, to, known));
  const { data: offices } = useQuery(offices_query);
  const change = (key: string, value: string) => {
    const after = new URLSearchParams(search);
    if (value) after.set(key, value);
    else after.delete(key);
    set_search(after, { replace: true });
  };
  const wrong = from > to ? t('arrears_figures.order') : undefined;
  const named = (names: Record<string, string>) => (group: string | null) => (group === null ? t('arrears_figures.no_group') : (names[group] ?? group));
  const office_names = Object.fromEntries(offices?.items.map((one) => [one.code, one.name[current_language()]]) ?? []);
  return (
    <div className="stack-large" aria-busy={isPlaceholderData}>
      <div className="stack-small">
        <PageHead title={t('arrears_figures.title')} />
        <p className="subtle">{t('arrears_figures.lead')}</p>
        <div className="form-grid">
          <TextField small type="date" label={t('arrears_figures.from')} value={from} error={wrong} onChange={(event) => change('from', event.target.value)} />
          <TextField small type="date" label={t('arrears_figures.to')} value={to} onChange={(event) => change('to', event.target.value)} />
          <TextField small type="date" label={`${t('arrears_figures.known')} (${t('common.optional')})`} max={today} value={known} onChange={(event) => change('known', event.target.value)} />
        </div>
      </div>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && !wrong && <Loading />}
      {data && !error && !wrong && (
        <>
          <dl className="figures">
            <div className="wide">
              <dt>{t('arrears_figures.stock')}</dt>
              <dd>
                {format_won(data.stock.total)}
                <small>{format_day(data.to)}</small>
              </dd>
            </div>
            {(['debts', 'debtors'] as const).map((key) => (
              <div key={key}>
                <dt>{t(`arrears_figures.${key}`)}</dt>
                <dd>{format_number(data.stock[key])}</dd>
              </div>
            ))}
            {(['tax', 'penalty', 'costs'] as const).map((key) => (
              <div key={key} className="wide">
                <dt>{t(`arrears_figures.${key}`)}</dt>
                <dd>{format_won(data.stock[key])}</dd>
              </div>
            ))}
          </dl>
          <RollForward figures={data} />
          <div className="two-columns">
            <Parts title={t('arrears_figures.by_year')} stocks={data.by_year} name={named({})} />
            <Parts title={t('arrears_figures.by_age')} stocks={in_order(data.by_age, ages)} name={named(t('arrears_figures.age', { returnObjects: true }))} />
            <Parts title={t('arrears_figures.by_size')} stocks={in_order(data.by_size, sizes)} name={named(t('arrears_figures.size', { returnObjects: true }))} />
            <Parts title={t('arrears_figures.by_cause')} stocks={by_total(data.by_cause)} name={named(t('debts.causes', { returnObjects: true }))} />
            <Parts title={t('arrears_figures.by_goods')} stocks={by_total(data.by_goods)} name={(group) => (group === null ? t('arrears_figures.no_group') : t('arrears_figures.chapter', { number: Number(group) }))} />
            <Parts title={t('arrears_figures.by_office')} stocks={by_total(data.by_office)} name={named(office_names)} />
          </div>
          <section className="stack-small">
            <h2>{t('arrears_figures.largest')}</h2>
            <Table title={t('arrears_figures.largest')} heads={[t('debts.debtor'), of_numbers(t('arrears_figures.total'))]}>
              {data.largest.map((one) => (
                <tr key={one.party_id}>
                  <th scope="row">{one.party_id}</th>
                  <td className="right nowrap">{format_won(one.total)}</td>
                </tr>
              ))}
            </Table>
          </section>
        </>
      )}
    </div>
  );
}
