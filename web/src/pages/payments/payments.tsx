import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { useSession } from '../../api/session';
import { DaysLeft } from '../../components/decision_parts';
import { Loading, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { PartyChoice } from '../../components/party_choice';
import { of_numbers, Table } from '../../components/table';
import { days_between, format_day, format_won, today_in_korea } from '../../messages/format';
import { is_filer } from '../../shell/roles';
import { OrderState, ReceiptTable, useParty, type PaymentOrder } from './parts';
import { payments_query } from './queries';

function Orders({ orders }: { orders: PaymentOrder[] }) {
  const { t } = useTranslation();
  const today = today_in_korea(new Date());
  const open = (order: PaymentOrder) => order.state === 'open' || order.state === 'part_paid';
  return (
    <Table
      title={t('payments.orders')}
      heads={[t('payments.order'), t('payments.issued_on'), t('payments.due'), of_numbers(t('payments.total')), of_numbers(t('payments.remaining')), t('column.state')]}
    >
      {orders.map((order) => (
        <tr key={order.id}>
          <th scope="row" className="nowrap">
            <Link to={`/payments/${encodeURIComponent(order.id)}`}>{order.matter_id}</Link>
          </th>
          <td className="nowrap">{format_day(order.issued_on)}</td>
          <td className="nowrap">
            {format_day(order.due)} {open(order) && <DaysLeft days={days_between(today, order.due)} status="running" />}
          </td>
          <td className="right nowrap">{format_won(order.total_krw)}</td>
          <td className="right nowrap">{format_won(order.remaining_krw)}</td>
          <td>
            <OrderState state={order.state} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Refunds({ refunds }: { refunds: Schemas['Payments']['refunds'] }) {
  const { t } = useTranslation();
  return (
    <Table title={t('payments.refunds')} heads={[t('payments.matter'), t('payments.proposed_on'), of_numbers(t('payments.principal')), of_numbers(t('payments.interest')), t('column.state')]}>
      {refunds.map((one) => (
        <tr key={one.refund_id}>
          <th scope="row">{one.matter_id}</th>
          <td className="nowrap">{format_day(one.proposed_on)}</td>
          <td className="right nowrap">{format_won(one.principal_krw)}</td>
          <td className="right nowrap">{format_won(one.interest_krw)}</td>
          <td>{t(`payments.refund_state.${one.state}`)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** What a firm is asked to pay, what it has paid, and what it is given back. */
export function PaymentsPage() {
  const { t, i18n } = useTranslation();
  const { me } = useSession();
  const { party, set_party } = useParty();
  const { data, error, refetch } = useQuery(payments_query(party, i18n.language));
  const due = data?.orders.reduce((sum, order) => (order.state === 'open' || order.state === 'part_paid' || order.state === 'expired' ? sum + order.remaining_krw : sum), 0) ?? 0;
  return (
    <div className="stack-large">
      <div>
        <PageHead title={t('nav.payments')}>
          <PartyChoice party={party} set={set_party} />
        </PageHead>
        <p className="subtle">{t(is_filer(me?.role ?? 'trader') ? 'payments.lead' : 'payments.customs_lead')}</p>
      </div>
      {party === '' && <p className="empty">{t('party.choose')}</p>}
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {party !== '' && !data && !error && <Loading />}
      {data && (
        <>
          <section className="stack-small">
            <div className="spread">
              <h2>{t('payments.orders')}</h2>
              <Link to={`/statement?party=${encodeURIComponent(party)}`}>{t('nav.statement')}</Link>
            </div>
            {data.orders.length === 0 ? (
              <p className="empty">{t('payments.no_orders')}</p>
            ) : (
              <>
                <p>{due > 0 ? t('payments.to_pay_now', { amount: format_won(due) }) : t('payments.nothing_due')}</p>
                <Orders orders={data.orders} />
              </>
            )}
          </section>
          <section className="stack-small">
            <h2>{t('payments.receipts')}</h2>
            {data.receipts.length === 0 ? <p className="empty">{t('payments.no_receipts')}</p> : <ReceiptTable receipts={data.receipts} label={t('payments.receipts')} />}
          </section>
          {data.refunds.length > 0 && (
            <section className="stack-small">
              <h2>{t('payments.refunds')}</h2>
              <Refunds refunds={data.refunds} />
            </section>
          )}
        </>
      )}
    </div>
  );
}
