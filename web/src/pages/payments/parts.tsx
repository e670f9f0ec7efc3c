import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { useSession } from '../../api/session';
import { format_day, format_number, format_won } from '../../messages/format';
import { outcome_tone } from './model';
import { of_numbers, Table } from '../../components/table';

export type PaymentOrder = Schemas['PaymentOrder'];
export type Receipt = Schemas['BankReceipt'];

/** The firm in the address, or the only one whose matters one sees. */
export function useParty() {
  const { me } = useSession();
  const [search, set_search] = useSearchParams();
  const party = search.get('party') ?? me?.party_ids[0] ?? '';
  const set_party = (value: string) => set_search(value ? { party: value } : {}, { replace: true });
  return { party, set_party, search, set_search };
}

const tones: Record<PaymentOrder['state'], string> = { open: 'blue', part_paid: 'orange', paid: 'green', expired: 'red', cancelled: '', closed: '' };

export function OrderState({ state }: { state: PaymentOrder['state'] }) {
  const { t } = useTranslation();
  return <span className={`krds-badge ${tones[state]}`}>{t(`payments.state.${state}`)}</span>;
}

export function OutcomeBadge({ outcome }: { outcome: Receipt['outcome'] }) {
  const { t } = useTranslation();
  return <span className={`krds-badge ${outcome_tone(outcome)}`}>{t(`payments.outcome.${outcome}`)}</span>;
}

/** Money that came in or was called back, and what became of it. For customs with the row of the file. */
export function ReceiptTable({ receipts, label, by_row = false }: { receipts: Receipt[]; label: string; by_row?: boolean }) {
  const { t } = useTranslation();
  return (
    <Table
      title={label}
      heads={[by_row && of_numbers(t('batch.row')), t('payments.reference'), t('payments.value_date'), of_numbers(t('payments.amount')), by_row && t('payments.account'), t('batch.result'), t('batch.about')]}
    >
      {receipts.map((one) => (
        <tr key={`${one.reference}${one.source_row}`}>
          {by_row && <td className="right">{format_number(one.source_row)}</td>}
          <th scope="row" className="number">
            {one.reference}
          </th>
          <td className="nowrap">{format_day(one.value_date)}</td>
          <td className="right nowrap">{format_won(one.amount_krw)}</td>
          {by_row && <td className="number">{one.account_number}</td>}
          <td>
            <OutcomeBadge outcome={one.outcome} />
            {one.late && <span className="krds-badge orange">{t('payments.late')}</span>}
          </td>
          <td>
            {one.text}
            {one.order_id && by_row && (
              <>
                {' '}
                <Link to={`/payments/${encodeURIComponent(`${one.party_id}.${one.order_id}`)}`}>{t('payments.see_order')}</Link>
              </>
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}
