import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { answer, client, new_request_id, type Schemas } from '../../api/client';
import { LawLink } from '../../components/law_link';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { save_file } from '../../components/save_file';
import { of_numbers, Table } from '../../components/table';
import { format_day, format_time, format_won } from '../../messages/format';
import { seizure_query, type Seizure, type SeizureAction } from './queries';
import { StepDialog } from './step_dialog';
import { WaitingVisits } from './waiting_visits';

function Figures({ seizure }: { seizure: Seizure }) {
  const { t } = useTranslation();
  const figures = [
    [t('seizure.state'), seizure.state_text, seizure.clock_ends ? t('seizure.until', { day: format_day(seizure.clock_ends) }) : ''],
    [t('seizure.owed'), format_won(seizure.owed_krw), ''],
    [t('seizure.value'), format_won(seizure.value_krw), seizure.valuations.length > 0 ? t('seizure.valued') : t('seizure.estimated')],
    [t('seizure.proceeds'), format_won(seizure.proceeds_krw), seizure.forfeited_krw > 0 ? t('seizure.forfeited', { amount: format_won(seizure.forfeited_krw) }) : ''],
  ] as const;
  return (
    <dl className="figures">
      {figures.map(([label, value, small]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value}
            {small && <small>{small}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Debts({ seizure }: { seizure: Seizure }) {
  const { t } = useTranslation();
  return (
    <Table title={t('seizure.debts')} titled heads={[t('seizure.notice'), t('seizure.statutory_date'), t('seizure.demanded_by'), of_numbers(t('seizure.owed'))]}>
      {seizure.debts.map((debt) => (
        <tr key={debt.matter_id}>
          <th scope="row">{debt.number}</th>
          <td>{format_day(debt.statutory_date)}</td>
          <td>{debt.demanded_by ? format_day(debt.demanded_by) : t('common.not_given')}</td>
          <td className="right nowrap">{format_won(debt.total_krw)}</td>
        </tr>
      ))}
    </Table>
  );
}

function Inventory({ seizure }: { seizure: Seizure }) {
  const { t } = useTranslation();
  if (seizure.items.length === 0) return <p className="subtle">{t('seizure.no_items')}</p>;
  return (
    <Table title={t('seizure.inventory')} heads={[t('seizure.item'), t('seizure.field.quantity'), of_numbers(t('seizure.value')), t('seizure.custody')]}>
      {seizure.items.map((item) => (
        <tr key={item.item_id}>
          <th scope="row">
            {item.item_id}. {item.description}
            <br />
            <span className="small subtle">
              {item.place} · {t('seizure.photographs', { count: item.photographs.length })}
            </span>
          </th>
          <td>{item.quantity}</td>
          <td className="right nowrap">{format_won(item.value_krw ?? item.estimate_krw)}</td>
          <td>
            <ol className="small">
              {item.custody.map((one) => (
                <li key={one.at}>
                  {format_time(one.at)} {one.from && `${one.from} → `}
                  {one.to} · {one.place}
                </li>
              ))}
            </ol>
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Claims({ seizure }: { seizure: Seizure }) {
  const { t } = useTranslation();
  if (seizure.claims.length === 0) return null;
  return (
    <Table title={t('seizure.claims')} titled heads={[t('seizure.field.creditor'), t('seizure.field.kind'), t('seizure.field.date'), of_numbers(t('seizure.claimed'))]}>
      {seizure.claims.map((claim) => (
        <tr key={claim.claim_id}>
          <th scope="row">{claim.creditor}</th>
          <td>{claim.kind_text}</td>
          <td>{claim.date ? format_day(claim.date) : t('common.none')}</td>
          <td className="right nowrap">{format_won(claim.amount_krw)}</td>
        </tr>
      ))}
    </Table>
  );
}

function Sale({ sale }: { sale: Schemas['SeizureSale'] }) {
  const { t } = useTranslation();
  return (
    <section className="stack-small">
      <h2>{t('seizure.sale')}</h2>
      {sale.ground_text && <p>{t('seizure.private', { ground: sale.ground_text })}</p>}
      {sale.rounds.length > 0 && (
        <Table title={t('seizure.rounds')} heads={[t('seizure.round'), of_numbers(t('seizure.reserve')), t('seizure.bid_days'), t('seizure.opening'), t('seizure.bids')]}>
          {sale.rounds.map((round, index) => (
            <tr key={round.announced_on + round.opens_on}>
              <th scope="row">{index + 1}</th>
              <td className="right nowrap">{format_won(round.reserve_krw)}</td>
              <td className="nowrap">{t('seizure.from_day', { day: format_day(round.bids_from) })}</td>
              <td className="nowrap">{format_day(round.opens_on)}</td>
              <td>
                {!round.opened_on && t('seizure.sealed', { count: round.bid_count })}
                {round.opened_on && round.bids.length === 0 && t('seizure.no_bids')}
                {round.opened_on && (
                  <ol className="small">
                    {round.bids.map((bid) => (
                      <li key={bid.bidder}>
                        {bid.bidder}: {format_won(bid.amount_krw)}
                        {bid.lapsed && ` (${t('seizure.lapsed')})`}
                      </li>
                    ))}
                  </ol>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {sale.award && <p>{t('seizure.awarded', { buyer: sale.award.buyer, price: format_won(sale.award.price_krw), day: format_day(sale.award.pay_by) })}</p>}
    </section>
  );
}

function Statement({ statement }: { statement: Schemas['DistributionStatement'] }) {
  const { t } = useTranslation();
  return (
    <section className="stack-small">
      <h2>{t('seizure.statement')}</h2>
      <p>
        {t('seizure.statement_lead', { day: format_day(statement.day), amount: format_won(statement.available_krw) })}
      </p>
      <Table
        title={t('seizure.statement')}
        heads={[t('seizure.rank'), t('seizure.field.creditor'), t('seizure.claim'), t('seizure.ground'), of_numbers(t('seizure.claimed')), of_numbers(t('seizure.share'))]}
        foot={
          <>
            <tr>
              <th scope="row" colSpan={5}>
                {t('seizure.surplus')}
              </th>
              <td className="right nowrap">{format_won(statement.surplus_krw)}</td>
            </tr>
            <tr>
              <th scope="row" colSpan={5}>
                {t('seizure.arrears_left')}
              </th>
              <td className="right nowrap">{format_won(statement.arrears_left_krw)}</td>
            </tr>
          </>
        }
      >
        {statement.lines.map((line, index) => (
          <tr key={line.id}>
            <td>{index + 1}</td>
            <th scope="row">{line.creditor}</th>
            <td>
              {line.kind_text}
              {line.date && ` (${format_day(line.date)})`}
            </td>
            <td>
              <LawLink cite={line.cite} />
            </td>
            <td className="right nowrap">{format_won(line.claimed_krw)}</td>
            <td className="right nowrap">
              <strong>{format_won(line.share_krw)}</strong>
            </td>
          </tr>
        ))}
      </Table>
      <details>
        <summary>{t('seizure.how_computed')}</summary>
        <ol>
          {statement.steps.map((step, index) => (
            <li key={step.rule + String(index)}>
              {step.text} <LawLink cite={step.cite} />
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}

function Records({ seizure }: { seizure: Seizure }) {
  const { t } = useTranslation();
  return (
    <section className="stack-small">
      <div className="spread">
        <h2>{t('seizure.records')}</h2>
        <Link className="krds-btn secondary xsmall" to={`/seizures/${encodeURIComponent(seizure.id)}/visit`}>
          {t('seizure.visit.title')}
        </Link>
      </div>
      {seizure.records.length === 0 && <p className="subtle">{t('seizure.no_records')}</p>}
      <ul>
        {seizure.records.map((record) => (
          <li key={record.record_id} className="reason">
            <p>
              <strong>{record.kind_text}</strong> · {record.outcome_text} · {format_time(record.made_at)}
            </p>
            <p className="small subtle">
              {record.made_offline && `${t('seizure.made_offline', { at: format_time(record.received_at) })} · `}
              {record.moved_on && `${t('seizure.moved_on')} · `}
              {record.signatures.map((one) => `${t(`seizure.signer.${one.role}`)} ${one.declined ? t('seizure.declined', { why: one.declined }) : one.signer}`).join(', ')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Letters({ seizure }: { seizure: Seizure }) {
  const { t } = useTranslation();
  const print = useMutation({
    mutationFn: async (form: Seizure['letters'][number]) => {
      const file = await answer(client.POST('/v1/seizures/{id}/letters', { params: { path: { id: seizure.id }, header: { 'Request-Id': new_request_id() } }, body: { form }, parseAs: 'blob' }));
      save_file(file as unknown as Blob, `${form}.pdf`);
    },
  });
  if (seizure.letters.length === 0) return null;
  return (
    <section className="stack-small">
      <h2>{t('seizure.letters')}</h2>
      {print.error && <ProblemMessage error={print.error} />}
      <div className="row">
        {seizure.letters.map((form) => (
          <button key={form} type="button" className="krds-btn tertiary xsmall" disabled={print.isPending} onClick={() => print.mutate(form)}>
            {t(`seizure.letter.${form}`)} (PDF)
          </button>
        ))}
      </div>
    </section>
  );
}

/** One case: where it stands, what may be done, and everything that has been. */
export function SeizurePage() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(seizure_query(id, i18n.language));
  const [open, set_open] = useState<SeizureAction | null>(null);
  return (
    <div className="stack">
      <PageHead title={data?.subject ?? t('seizure.case')} crumbs={[{ label: t('seizure.worklist'), to: '/seizures' }]} />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      <WaitingVisits seizure_id={id} />
      {data && (
        <>
          <p className="subtle">
            {data.debtor} · {data.asset_text} · {data.effect_text} · {data.office_text}
            {data.hardship && ` · ${t('seizure.hardship')}`}
          </p>
          <Figures seizure={data} />
          {data.missing.length > 0 && (
            <Message tone="warning" title={t('seizure.missing')}>
              <ul>
                {data.missing.map((one) => (
                  <li key={one.text}>
                    {one.text} <LawLink cite={one.cite} />
                  </li>
                ))}
              </ul>
            </Message>
          )}
          {data.actions.length > 0 && (
            <section className="card stack-small" aria-label={t('seizure.next')}>
              <h2>{t('seizure.next')}</h2>
              <div className="row">
                {data.actions.map((action) => (
                  <button key={action} type="button" className={`krds-btn xsmall ${action === 'release' || action === 'refuse' ? 'danger' : 'secondary'}`} aria-haspopup="dialog" onClick={() => set_open(action)}>
                    {t(`seizure.action.${action}`)}
                  </button>
                ))}
              </div>
            </section>
          )}
          <Debts seizure={data} />
          <section className="stack-small">
            <h2>{t('seizure.inventory')}</h2>
            <Inventory seizure={data} />
            {data.valuations.map((one) => (
              <p key={one.on + one.valuer} className="small subtle">
                {t('seizure.valuation', { day: format_day(one.on), valuer: one.valuer, method: one.method, amount: format_won(one.total_krw) })}
              </p>
            ))}
          </section>
          <Claims seizure={data} />
          {data.sale && <Sale sale={data.sale} />}
          {data.statement && <Statement statement={data.statement} />}
          <Letters seizure={data} />
          <Records seizure={data} />
          <section className="stack-small">
            <h2>{t('seizure.timeline')}</h2>
            <ol>
              {data.events.map((event, index) => (
                <li key={event.action + String(index)} className="reason">
                  <p>
                    {format_day(event.on)} · <strong>{event.action_text}</strong>
                    {event.text && ` · ${event.text}`}
                  </p>
                  <p className="small subtle">{event.by}</p>
                </li>
              ))}
            </ol>
          </section>
          {open && <StepDialog seizure={data} action={open} on_close={() => set_open(null)} />}
        </>
      )}
    </div>
  );
}
