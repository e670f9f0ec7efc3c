import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { TextField } from '../../components/form';
import { LawLink } from '../../components/law_link';
import { Loading, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { PartyChoice } from '../../components/party_choice';
import { of_numbers, Table } from '../../components/table';
import { format_day, format_won, today_in_korea } from '../../messages/format';
import { useParty } from './parts';
import { statement_query } from './queries';

type Statement = Schemas['Statement'];

function Balances({ balances }: { balances: Statement['balances'] }) {
  const { t } = useTranslation();
  return (
    <Table title={t('payments.balances')} heads={[t('payments.matter'), t('payments.ledger_account'), of_numbers(t('payments.balance'))]}>
      {balances.map((one) => (
        <tr key={one.matter_id + one.account}>
          <th scope="row" className="nowrap">
            {one.matter_id}
          </th>
          <td>{one.title}</td>
          <td className="right nowrap">{format_won(one.balance_krw)}</td>
        </tr>
      ))}
    </Table>
  );
}

function Lines({ lines }: { lines: Statement['lines'] }) {
  const { t } = useTranslation();
  return (
    <Table
      title={t('payments.entries')}
      heads={[t('payments.applies_on'), t('payments.matter'), t('payments.ledger_account'), of_numbers(t('payments.debit')), of_numbers(t('payments.credit')), of_numbers(t('payments.balance')), t('payments.article')]}
    >
      {lines.map((line, at) => (
        <tr key={at}>
          <th scope="row" className="nowrap">
            {format_day(line.applies_on)}
          </th>
          <td className="nowrap">{line.matter_id}</td>
          <td>{line.title}</td>
          <td className="right nowrap">{line.side === 'debit' ? format_won(line.amount_krw) : ''}</td>
          <td className="right nowrap">{line.side === 'credit' ? format_won(line.amount_krw) : ''}</td>
          <td className="right nowrap">{format_won(line.balance_krw)}</td>
          <td>{line.cite && <LawLink cite={line.cite} />}</td>
        </tr>
      ))}
    </Table>
  );
}

/** The ledger of a firm as it stands on a day. */
export function StatementPage() {
  const { t, i18n } = useTranslation();
  const { party, set_party, search, set_search } = useParty();
  const today = today_in_korea(new Date());
  const on = search.get('on') ?? '';
  const matter = search.get('matter') ?? '';
  const { data, error, refetch } = useQuery(statement_query(party, on, matter, i18n.language));
  const change = (key: string, value: string) => {
    const after = new URLSearchParams(search);
    if (value) after.set(key, value);
    else after.delete(key);
    set_search(after, { replace: true });
  };
  const balances = data?.balances.filter((one) => one.balance_krw !== 0) ?? [];
  return (
    <div className="stack-large">
      <div className="stack-small">
        <PageHead title={t('nav.statement')}>
          <div className="row-end">
            <PartyChoice party={party} set={set_party} />
            <TextField small type="date" label={t('payments.as_of')} max={today} value={on || today} onChange={(event) => change('on', event.target.value)} />
          </div>
        </PageHead>
        <p className="subtle">{t('payments.statement_lead')}</p>
        {matter && (
          <p className="row">
            {t('payments.one_matter', { matter })}
            <button type="button" className="krds-btn tertiary xsmall" onClick={() => change('matter', '')}>
              {t('payments.all_matters')}
            </button>
          </p>
        )}
      </div>
      {party === '' && <p className="empty">{t('party.choose')}</p>}
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {party !== '' && !data && !error && <Loading />}
      {data && data.lines.length === 0 && <p className="empty">{t('payments.no_entries')}</p>}
      {data && data.lines.length > 0 && (
        <>
          <section className="stack-small">
            <h2>{t('payments.balances')}</h2>
            {balances.length === 0 ? <p className="empty">{t('payments.no_balances')}</p> : <Balances balances={balances} />}
          </section>
          <section className="stack-small">
            <h2>{t('payments.entries')}</h2>
            <Lines lines={data.lines} />
          </section>
        </>
      )}
    </div>
  );
}
