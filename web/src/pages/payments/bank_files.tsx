import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { answer, client, new_request_id, type Schemas } from '../../api/client';
import { useSession } from '../../api/session';
import { file_body } from '../../components/evidence_files';
import { useAnnounce } from '../../components/live';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { of_numbers, Table } from '../../components/table';
import { format_number, format_time, format_won } from '../../messages/format';
import { by_outcome } from './model';
import { OutcomeBadge, ReceiptTable, type Receipt } from './parts';
import { bank_file_query, bank_files_query } from './queries';

type Taken = Schemas['BankFileTaken'];

/** How many rows came to which end, what needs somebody first. */
function Outcomes({ receipts }: { receipts: Receipt[] }) {
  const { t } = useTranslation();
  return (
    <dl className="figures" aria-label={t('payments.matched')}>
      {by_outcome(receipts).map(({ outcome, count, krw }) => (
        <div key={outcome}>
          <dt>
            <OutcomeBadge outcome={outcome} />
          </dt>
          <dd>
            {format_number(count)}
            <small>{format_won(krw)}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Rejected({ rejected }: { rejected: Taken['rejected'] }) {
  const { t } = useTranslation();
  return (
    <section className="stack-small">
      <h3>{t('payments.rejected')}</h3>
      <Table title={t('payments.rejected')} heads={[of_numbers(t('batch.row')), t('batch.field'), t('decision.value_sent'), t('batch.cause'), t('decision.fix')]}>
        {rejected.map((one, at) => (
          <tr key={at}>
            <th scope="row" className="right">
              {format_number(one.source_row)}
            </th>
            <td>
              <code>{one.field}</code>
            </td>
            <td>{one.value}</td>
            <td>{one.cause}</td>
            <td>{one.fix}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Result({ taken }: { taken: Taken }) {
  const { t } = useTranslation();
  const { file, imported_before, receipts, rejected } = taken;
  return (
    <section className="stack">
      <h2>{t('payments.matched')}</h2>
      {imported_before ? (
        <Message tone="information" title={t('payments.before_title')}>
          {t('payments.before_text', { time: format_time(file.imported_at), by: file.imported_by })}
        </Message>
      ) : (
        <Message tone={rejected.length > 0 ? 'warning' : 'success'}>{t('payments.taken', { recorded: format_number(file.recorded), known: format_number(file.known), rejected: format_number(file.rejected), amount: format_won(file.received_krw) })}</Message>
      )}
      {receipts.length > 0 && <Outcomes receipts={receipts} />}
      {rejected.length > 0 && <Rejected rejected={rejected} />}
      {receipts.length > 0 && <ReceiptTable receipts={receipts} label={t('payments.rows_of', { name: file.file_name })} by_row />}
    </section>
  );
}

function Upload() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const [file, set_file] = useState<File | null>(null);
  const [missing, set_missing] = useState(false);
  const send = useMutation({
    mutationFn: (chosen: File) => answer(client.PUT('/v1/bank-files', { params: { query: { name: chosen.name }, header: { 'Request-Id': request_id.current } }, ...file_body(chosen) })),
    onSuccess: async (taken) => {
      request_id.current = new_request_id();
      announce(taken.imported_before ? t('payments.before_title') : t('payments.taken_short', { count: taken.file.recorded }));
      await Promise.all(['bank_files', 'payments', 'statement', 'notices', 'notice'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_missing(!file);
    if (file && !send.isPending) send.mutate(file);
  };
  return (
    <>
      <form className="card stack-small" onSubmit={submit} noValidate>
        <div className="form-group">
          <label htmlFor="bank-file">{t('payments.file')}</label>
          <p className="form-hint" id="bank-file-hint">
            {t('payments.file_hint')}
          </p>
          <input
            id="bank-file"
            className="krds-input file"
            type="file"
            accept=".xml,.csv,.txt"
            aria-describedby={missing ? 'bank-file-hint bank-file-error' : 'bank-file-hint'}
            aria-invalid={missing || undefined}
            disabled={send.isPending}
            onChange={(event) => {
              request_id.current = new_request_id();
              set_file(event.target.files?.[0] ?? null);
              set_missing(false);
              send.reset();
            }}
          />
          {missing && (
            <p className="form-hint-invalid" id="bank-file-error">
              {t('batch.need_file')}
            </p>
          )}
        </div>
        <button type="submit" className="krds-btn small" disabled={send.isPending}>
          {t('payments.take')}
        </button>
      </form>
      {send.isPending && <Loading />}
      {send.error && <ProblemMessage error={send.error} />}
      {send.data && <Result taken={send.data} />}
    </>
  );
}

function Files() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(bank_files_query);
  if (error) return <ProblemMessage error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.files.length === 0) return <p className="empty">{t('payments.no_files')}</p>;
  return (
    <Table
      title={t('payments.files')}
      heads={[t('payments.file_name'), t('payments.imported'), ...(['recorded', 'known', 'rejected', 'not_booked'] as const).map((key) => of_numbers(t(`payments.count.${key}`))), of_numbers(t('payments.received')), of_numbers(t('payments.called_back'))]}
    >
      {data.files.map((file) => (
        <tr key={file.file_id}>
          <th scope="row">
            <Link to={`/bank-files/${encodeURIComponent(file.file_id)}`}>{file.file_name}</Link>
          </th>
          <td>
            {format_time(file.imported_at)}
            <br />
            <span className="small subtle">{file.imported_by}</span>
          </td>
          {(['recorded', 'known', 'rejected', 'not_booked'] as const).map((key) => (
            <td className="right" key={key}>
              {format_number(file[key])}
            </td>
          ))}
          <td className="right nowrap">{format_won(file.received_krw)}</td>
          <td className="right nowrap">{format_won(file.reversed_krw)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** Files of the bank: taken, matched with payment orders, and those taken before. */
export function BankFilesPage() {
  const { t } = useTranslation();
  const { may } = useSession();
  return (
    <div className="stack-large">
      <div>
        <PageHead title={t('nav.bank_files')} />
        <p className="subtle">{t('payments.files_lead')}</p>
      </div>
      {may('add_bank_file') && <Upload />}
      <section className="stack-small">
        <h2>{t('payments.files')}</h2>
        <Files />
      </section>
    </div>
  );
}

/** One file of the bank with what became of each row. */
export function BankFilePage() {
  const { t, i18n } = useTranslation();
  const { file_id = '' } = useParams();
  const { data, error, refetch } = useQuery(bank_file_query(file_id, i18n.language));
  return (
    <div className="stack">
      <PageHead title={data?.file.file_name ?? t('payments.file')} crumbs={[{ to: '/bank-files', label: t('nav.bank_files') }]} />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <p className="subtle">{t('payments.imported_by', { time: format_time(data.file.imported_at), by: data.file.imported_by })}</p>
          {data.receipts.length === 0 ? (
            <p className="empty">{t('payments.no_rows')}</p>
          ) : (
            <>
              <Outcomes receipts={data.receipts} />
              <ReceiptTable receipts={data.receipts} label={t('payments.rows_of', { name: data.file.file_name })} by_row />
            </>
          )}
        </>
      )}
    </div>
  );
}
