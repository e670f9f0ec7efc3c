import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { useSession } from '../../api/session';
import { DaysLeft } from '../../components/decision_parts';
import { useAnnounce } from '../../components/live';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { days_between, format_day, format_won, today_in_korea } from '../../messages/format';
import { is_filer } from '../../shell/roles';
import { format_account } from './model';
import { OrderState, ReceiptTable, type PaymentOrder } from './parts';
import { payment_order_query, payments_query } from './queries';

function Copy({ text }: { text: string }) {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const [copied, set_copied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      set_copied(true);
      announce(t('payments.copied'));
    } catch {
      // The browser may not allow it; the number stands there to be read.
    }
  };
  return (
    <button type="button" className="krds-btn tertiary xsmall" onClick={() => void copy()}>
      {t(copied ? 'payments.copied' : 'payments.copy')}
    </button>
  );
}

function HowToPay({ order }: { order: PaymentOrder }) {
  const { t } = useTranslation();
  const today = today_in_korea(new Date());
  return (
    <section className="card stack" aria-labelledby="how">
      <h2 id="how">{t('payments.how')}</h2>
      <dl className="pay">
        <div>
          <dt>{t('payments.account')}</dt>
          <dd>
            <strong className="number" data-account={order.account_number}>
              {format_account(order.account_number)}
            </strong>{' '}
            <Copy text={order.account_number} />
          </dd>
        </div>
        <div>
          <dt>{t('payments.amount')}</dt>
          <dd>
            <strong className="number">{format_won(order.remaining_krw)}</strong> <Copy text={String(order.remaining_krw)} />
          </dd>
        </div>
        <div>
          <dt>{t('payments.due')}</dt>
          <dd>
            {format_day(order.due)} <DaysLeft days={days_between(today, order.due)} status="running" />
          </dd>
        </div>
      </dl>
      <ol className="points">
        <li>{t('payments.way.transfer')}</li>
        <li>{t('payments.way.exactly')}</li>
        <li>{t('payments.way.seen')}</li>
      </ol>
    </section>
  );
}

function Order({ order, notice }: { order: PaymentOrder; notice: string | null }) {
  const { t, i18n } = useTranslation();
  const { me } = useSession();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const { data: payments } = useQuery(payments_query(order.party_id, i18n.language));
  const receipts = payments?.receipts.filter((one) => `${order.party_id}.${one.order_id}` === order.id) ?? [];
  const before = useRef(order.state);
  useEffect(() => {
    if (before.current === order.state) return;
    before.current = order.state;
    announce(t(`payments.state.${order.state}`));
    // The list has the receipt, and the notice is settled.
    void queries.invalidateQueries({ queryKey: ['payments', order.party_id] });
    void queries.invalidateQueries({ queryKey: ['notices'] });
    void queries.invalidateQueries({ queryKey: ['notice'] });
  }, [announce, order.party_id, order.state, queries, t]);
  const payable = order.state === 'open' || order.state === 'part_paid' || order.state === 'expired';
  const filer = !!me && is_filer(me.role);
  return (
    <>
      {order.state === 'paid' && (
        <Message tone="success" title={t('payments.paid_title')}>
          {t('payments.paid_text', { amount: format_won(order.paid_krw) })}
        </Message>
      )}
      {payable && notice && filer && order.paid_krw === 0 && (
        <Message tone="success" title={t('notices.filed')}>
          {t('notices.filed_text')}
        </Message>
      )}
      {order.state === 'part_paid' && <Message tone="warning">{t('payments.part_paid_text', { paid: format_won(order.paid_krw), remaining: format_won(order.remaining_krw) })}</Message>}
      {order.state === 'expired' && <Message tone="warning">{t('payments.expired_text')}</Message>}
      {payable && filer && <HowToPay order={order} />}
      <section className="stack-small" aria-labelledby="charges">
        <div className="spread">
          <h2 id="charges">{t('payments.what_for')}</h2>
          <OrderState state={order.state} />
        </div>
        <dl className="summary-list amounts">
          {order.charges.map((charge) => (
            <div key={charge.charge}>
              <dt>{charge.title}</dt>
              <dd className="right number">{format_won(charge.amount_krw)}</dd>
            </div>
          ))}
          <div className="sum">
            <dt>{t('payments.total')}</dt>
            <dd className="right number">{format_won(order.total_krw)}</dd>
          </div>
          {order.paid_krw > 0 && (
            <div>
              <dt>{t('payments.paid')}</dt>
              <dd className="right number">{format_won(order.paid_krw)}</dd>
            </div>
          )}
          <div>
            <dt>{t('payments.issued_on')}</dt>
            <dd className="right">{format_day(order.issued_on)}</dd>
          </div>
        </dl>
      </section>
      {receipts.length > 0 && (
        <section className="stack-small">
          <h2>{t('payments.receipts')}</h2>
          <ReceiptTable receipts={receipts} label={t('payments.receipts')} />
        </section>
      )}
      <p className="row">
        {notice && <Link to={`/notices/${encodeURIComponent(notice)}`}>{t('payments.to_notice')}</Link>}
        <Link to={`/statement?party=${encodeURIComponent(order.party_id)}&matter=${encodeURIComponent(order.matter_id)}`}>{t('payments.to_statement')}</Link>
      </p>
    </>
  );
}

/** One payment order: its virtual account, how to pay, and that it is paid as soon as the bank has said so. */
export function PaymentOrderPage() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const [search] = useSearchParams();
  const { data, error, refetch } = useQuery(payment_order_query(id, i18n.language));
  return (
    <div className="stack narrow">
      <PageHead title={data ? t('payments.title', { matter: data.matter_id }) : t('payments.order')} crumbs={[{ to: data ? `/payments?party=${encodeURIComponent(data.party_id)}` : '/payments', label: t('nav.payments') }]} />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && <Order order={data} notice={search.get('notice')} />}
    </div>
  );
}
