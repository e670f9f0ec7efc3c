import { useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { useSession } from '../../api/session';
import { TextField } from '../../components/form';
import { LawLink } from '../../components/law_link';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { of_numbers, Table } from '../../components/table';
import { current_language } from '../../messages';
import { format_day, format_number, format_time, format_won, today_in_korea } from '../../messages/format';
import { is_filer } from '../../shell/roles';
import { DebtEventDialog } from './debt_event_dialog';
import { Measures } from './measures';
import { debt_statement_query } from './queries';

type Statement = Schemas['DebtStatement'];
type Item = Statement['items'][number];

const named = (name: string, names: Record<string, string>) => names[name] ?? name;

function Balance({ debt }: { debt: Statement }) {
  const { t } = useTranslation();
  const rows = ['costs', 'tax', 'penalty'] as const;
  const sum = (key: keyof Schemas['DebtAccount']) => rows.reduce((all, row) => all + debt[row][key], 0);
  const columns = ['charged', 'paid', 'extinguished', 'left'] as const;
  return (
    <section className="stack-small">
      <h2>{t('debts.what')}</h2>
      <Table
        title={t('debts.what')}
        heads={[t('debts.kind'), ...columns.map((column) => of_numbers(t(`debts.${column}`)))]}
        foot={
          <tr>
            <th scope="row">{t('debts.total')}</th>
            {columns.map((column) => (
              <td className="right nowrap" key={column}>
                {format_won(sum(column))}
              </td>
            ))}
          </tr>
        }
      >
        {rows.map((row) => (
          <tr key={row}>
            <th scope="row">{t(`debts.${row}`)}</th>
            {columns.map((column) => (
              <td className="right nowrap" key={column}>
                {format_won(debt[row][column])}
              </td>
            ))}
          </tr>
        ))}
      </Table>
      {debt.levied_with_the_order > 0 && <p className="small subtle">{t('debts.levied', { amount: format_won(debt.levied_with_the_order) })}</p>}
    </section>
  );
}

/** One tax: its penalty part by part, with the days and the rate of each window. */
function Why({ item }: { item: Item }) {
  const { t } = useTranslation();
  const { tax, penalty, steps } = item.computation;
  return (
    <section className="card stack-small">
      <h3>{item.title}</h3>
      <p>{t('debts.tax_line', { charged: format_won(tax.charged), paid: format_won(tax.paid), left: format_won(tax.balance) })}</p>
      {penalty.parts.length === 0 && <p className="subtle">{t('debts.no_penalty')}</p>}
      {penalty.parts.length > 0 && (
        <Table
          title={`${item.title} ${t('debts.penalty')}`}
          heads={[t('debts.part'), t('debts.period'), of_numbers(t('debts.base')), of_numbers(t('debts.days')), of_numbers(t('debts.rate')), of_numbers(t('debts.amount')), t('debts.article')]}
          foot={
            <tr>
              <th scope="row" colSpan={5}>
                {t('debts.subtotal', { title: item.title })}
              </th>
              <td className="right nowrap">{format_won(penalty.total)}</td>
              <td />
            </tr>
          }
        >
          {penalty.parts.map((part) => (
            <Fragment key={part.part}>
              {part.windows.map((window) => (
                <tr key={window.from}>
                  <td>{part.name}</td>
                  <td className="nowrap">
                    {format_day(window.from)} – {format_day(window.to)}
                  </td>
                  <td className="right nowrap">{format_won(window.principal)}</td>
                  <td className="right nowrap">{window.excluded ? t('debts.excluded') : format_number(window.days)}</td>
                  <td className="right nowrap">{window.excluded ? '–' : `${window.rate_percent} %`}</td>
                  <td className="right nowrap">{format_won(window.amount)}</td>
                  <td className="nowrap">{window.cite && <LawLink cite={window.cite} />}</td>
                </tr>
              ))}
              {part.windows.length === 0 && (
                <tr>
                  <td>{part.name}</td>
                  <td>{t('debts.once')}</td>
                  <td className="right nowrap">{format_won(part.base)}</td>
                  <td className="right nowrap">{part.days > 0 ? format_number(part.days) : '–'}</td>
                  <td className="right nowrap">{`${part.rate_percent} %`}</td>
                  <td className="right nowrap">{format_won(part.amount)}</td>
                  <td className="nowrap">{part.cite && <LawLink cite={part.cite} />}</td>
                </tr>
              )}
            </Fragment>
          ))}
        </Table>
      )}
      <details>
        <summary>{t('debts.steps')}</summary>
        <ol className="small">
          {steps.map((step, index) => (
            <li key={step.rule + String(index)}>
              {step.text} {step.cite && <LawLink cite={step.cite} />}
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}

function Payments({ debt }: { debt: Statement }) {
  const { t } = useTranslation();
  return (
    <section className="stack-small">
      <h2>{t('debts.payments')}</h2>
      {debt.payments.length === 0 && <p className="subtle">{t('debts.no_payments')}</p>}
      {debt.payments.length > 0 && (
        <Table
          title={t('debts.payments')}
          heads={[t('debts.happened_on'), t('debts.channel'), of_numbers(t('debts.amount')), of_numbers(t('debts.to_costs')), t('debts.to_tax'), of_numbers(t('debts.to_penalty')), of_numbers(t('debts.excess'))]}
        >
          {debt.payments.map((one) => (
            <tr key={one.transaction_id}>
              <th scope="row" className="nowrap">
                {format_day(one.on)}
              </th>
              <td>{t(`debts.channels.${one.channel}`)}</td>
              <td className="right nowrap">{format_won(one.amount)}</td>
              <td className="right nowrap">{format_won(one.to_costs)}</td>
              <td>{one.to_tax.map((tax) => `${tax.title} ${format_won(tax.amount)}`).join(', ') || '–'}</td>
              <td className="right nowrap">{format_won(one.to_penalty)}</td>
              <td className="right nowrap">{format_won(one.excess)}</td>
            </tr>
          ))}
        </Table>
      )}
      {debt.refund_due > 0 && <Message tone="information">{t('debts.refund_due', { amount: format_won(debt.refund_due) })}</Message>}
    </section>
  );
}

function Standing({ debt }: { debt: Statement }) {
  const { t } = useTranslation();
  const words: Record<string, string> = t('debts.words', { returnObjects: true });
  const causes: Record<string, string> = t('debts.causes', { returnObjects: true });
  const { facts, prescription } = debt;
  const due = debt.items[0]?.computation.due;
  const rows: [string, string, string?][] = [[t('debts.cause'), named(facts.cause ?? 'unknown', causes)]];
  const statutory = facts.statutory_due ?? due?.statutory?.date;
  if (statutory) rows.push([t('debts.statutory_due'), format_day(statutory)]);
  if (due?.notice?.date) rows.push([t('debts.notice_due'), format_day(due.notice.date), facts.notice_due_named ? t('debts.late_service', { named: format_day(facts.notice_due_named) }) : undefined]);
  const received = facts.notice_received ?? facts.notice_published;
  if (received) rows.push([t('debts.notice_received'), format_day(received), facts.notice_published ? t('debts.by_publication') : undefined]);
  if (prescription) {
    const notes = [t('debts.prescription_note', { years: prescription.years, from: format_day(prescription.starts) })];
    if (prescription.interrupted_by) notes.push(t('debts.interrupted_by', { by: named(prescription.interrupted_by, words) }));
    if (prescription.suspended_days > 0) notes.push(t('debts.suspended_days', { days: format_number(prescription.suspended_days) }));
    rows.push([t('debts.prescription'), prescription.completes ? format_day(prescription.completes) : t('debts.prescription_open'), notes.join(' · ')]);
  }
  for (const one of debt.securities) rows.push([t('debts.securities'), t('debts.security', { kind: named(one.kind, words), value: format_won(one.value), from: format_day(one.from) })]);
  for (const one of debt.liable) rows.push([t('debts.liable'), t('debts.liable_one', { party: one.party_id, ground: named(one.ground, words), limit: format_won(one.limit), from: format_day(one.from) })]);
  if (debt.deferral) rows.push([t('debts.deferral'), debt.deferral.to ? t('debts.from_to', { from: format_day(debt.deferral.from), to: format_day(debt.deferral.to) }) : t('debts.from_on', { from: format_day(debt.deferral.from) })]);
  if (debt.hold) rows.push([t('debts.hold'), t('debts.since', { what: named(debt.hold, words), day: debt.held_since ? format_day(debt.held_since) : '' })]);
  if (debt.extinct_on) rows.push([t('debts.extinct'), t('debts.since', { what: named(debt.extinct_by ?? '', words), day: format_day(debt.extinct_on) })]);
  return (
    <section className="stack-small">
      <h2>{t('debts.standing')}</h2>
      <div className="krds-table-wrap" tabIndex={0} role="region" aria-label={t('debts.standing')}>
        <table className="tbl dense">
          <caption className="visually-hidden">{t('debts.standing')}</caption>
          <tbody>
            {rows.map(([label, value, note], index) => (
              <tr key={label + String(index)}>
                <th scope="row">{label}</th>
                <td>
                  {value}
                  {note && <span className="small subtle"> ({note})</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {prescription?.cite && (
        <p className="small">
          {t('debts.prescription')}: <LawLink cite={prescription.cite} />
        </p>
      )}
    </section>
  );
}

function Events({ debt }: { debt: Statement }) {
  const { t } = useTranslation();
  const words: Record<string, string> = t('debts.words', { returnObjects: true });
  return (
    <section className="stack-small">
      <h2>{t('debts.events')}</h2>
      <Table title={t('debts.events')} heads={[t('debts.happened_on'), t('debts.event'), of_numbers(t('debts.amount')), t('debts.known_at')]}>
        {debt.events.map((event) => (
          <tr key={event.event}>
            <th scope="row" className="nowrap">
              {format_day(event.on)}
            </th>
            <td>
              {event.text}
              {event.word && ` (${named(event.word, words)})`}
              {event.until && ` · ${t('debts.field.until')} ${format_day(event.until)}`}
            </td>
            <td className="right nowrap">{event.amount > 0 ? format_won(event.amount) : '–'}</td>
            <td className="nowrap">{format_time(event.known_at)}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Proof({ debt }: { debt: Statement }) {
  const { t } = useTranslation();
  const { proof } = debt;
  return (
    <details>
      <summary>{t('debts.proof')}</summary>
      <div className="stack-small">
        <p className="small">{t('debts.proof_lead')}</p>
        <ul className="small">
          <li>
            {t('debts.ledger_position')}: {format_number(proof.ledger_position)}
          </li>
          <li>
            {t('debts.ledger_digest')}: <span className="hash">{proof.ledger_digest}</span>
          </li>
          <li>
            {t('debts.file_version')}: {format_number(proof.file_version)} · {t('debts.record_sequence')}: {format_number(proof.record_sequence)}
          </li>
        </ul>
        <Table
          title={t('debts.entries')}
          titled
          heads={[t('debts.happened_on'), t('debts.known_at'), t('debts.account'), of_numbers(t('debts.debit')), of_numbers(t('debts.credit')), of_numbers(t('debts.entry_balance')), t('debts.article')]}
        >
          {debt.entries.map((line, index) => (
            <tr key={index}>
              <th scope="row" className="nowrap">
                {format_day(line.applies_on)}
              </th>
              <td className="nowrap">{format_time(line.known_at)}</td>
              <td>{line.title}</td>
              <td className="right nowrap">{line.side === 'debit' ? format_won(line.amount) : ''}</td>
              <td className="right nowrap">{line.side === 'credit' ? format_won(line.amount) : ''}</td>
              <td className="right nowrap">{format_won(line.balance)}</td>
              <td className="nowrap">{line.cite && <LawLink cite={line.cite} />}</td>
            </tr>
          ))}
        </Table>
      </div>
    </details>
  );
}

/** A debt on a day, as known on another. */
export function DebtPage() {
  const { t } = useTranslation();
  const { me, may } = useSession();
  const { id = '' } = useParams();
  const [search, set_search] = useSearchParams();
  const today = today_in_korea(new Date());
  const on = search.get('on') ?? '';
  const known = search.get('known') ?? '';
  const { data, error, refetch, isPlaceholderData } = useQuery(debt_statement_query(id, on, known, current_language()));
  const [entering, set_entering] = useState(false);
  const change = (key: string, value: string) => {
    const after = new URLSearchParams(search);
    if (value) after.set(key, value);
    else after.delete(key);
    set_search(after, { replace: true });
  };
  const own = me ? is_filer(me.role) : false;
  const is_of_today = on === '' && known === '';
  return (
    <div className="stack-large" aria-busy={isPlaceholderData}>
      <div className="stack-small">
        <PageHead title={data?.order_id ? t('debts.of_order', { order: data.order_id }) : (data?.debt_id ?? t('debts.statement'))} crumbs={[{ label: t(own ? 'debts.own_title' : 'debts.title'), to: '/arrears/debts' }]}>
          {data && is_of_today && may('add_debt_event') && (
            <button type="button" className="krds-btn small" aria-haspopup="dialog" onClick={() => set_entering(true)}>
              {t('debts.enter')}
            </button>
          )}
        </PageHead>
        <div className="form-grid">
          <TextField small type="date" label={t('debts.on')} hint={t('debts.on_hint')} value={on || today} onChange={(event) => change('on', event.target.value === today ? '' : event.target.value)} />
          <TextField small type="date" label={t('debts.known')} hint={t('debts.known_hint')} max={today} value={known} onChange={(event) => change('known', event.target.value)} />
        </div>
        {!is_of_today && (
          <p>
            <Link to={`/arrears/debts/${encodeURIComponent(id)}`} replace>
              {t('debts.back_to_today')}
            </Link>
          </p>
        )}
      </div>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && !error && (
        <>
          <dl className="figures">
            <div className="wide">
              <dt>{t('debts.as_on', { on: format_day(data.on) })}</dt>
              <dd>
                {format_won(data.balance)}
                <small>{known ? t('debts.as_known', { known: format_day(known) }) : data.one_more_day > 0 ? t('debts.one_more_day', { amount: format_won(data.one_more_day) }) : t('debts.no_more_day')}</small>
              </dd>
            </div>
            <div>
              <dt>{t('debts.state')}</dt>
              <dd>{data.state_text}</dd>
            </div>
            {!own && (
              <div>
                <dt>{t('debts.debtor')}</dt>
                <dd>{data.party_id}</dd>
              </div>
            )}
          </dl>
          <Balance debt={data} />
          {data.balance > 0 && may('get_debt_plans') && (
            <p>
              <Link className="krds-btn secondary small" to={`/arrears/debts/${encodeURIComponent(id)}/plans`}>
                {t('plans.to_ways')}
              </Link>
            </p>
          )}
          <section className="stack-small">
            <h2>{t('debts.why')}</h2>
            {data.items.map((item) => (
              <Why key={item.charge} item={item} />
            ))}
          </section>
          <Payments debt={data} />
          <Standing debt={data} />
          {is_of_today && <Measures debt={data} />}
          <Events debt={data} />
          <Proof debt={data} />
          {entering && <DebtEventDialog statement={data} on_close={() => set_entering(false)} />}
        </>
      )}
    </div>
  );
}
