import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, client, new_request_id } from '../../api/client';
import { file_body } from '../../components/evidence_files';
import { Icon } from '../../components/icon';
import { useAnnounce } from '../../components/live';
import { ErrorSummary, Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { to_csv } from '../../components/series';
import { of_numbers, Table } from '../../components/table';
import { format_number } from '../../messages/format';
import { answer_columns, media_type_of, taken_as, template_of, type AnsweredRow, type AnswersTaken } from './bulk_model';
import { states_of } from './model';
import { notices_query } from './queries';

/** Problems listed above the table; the table has them all. */
const most_summed = 20;

/** An address under which a text can be downloaded. */
function useFile(text: string): string {
  const address = useMemo(() => URL.createObjectURL(new Blob([text], { type: 'text/csv' })), [text]);
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  return address;
}

function Template() {
  const { t, i18n } = useTranslation();
  const { data, error } = useQuery(notices_query(states_of('answer', false), undefined, i18n.language));
  const open = data?.items.filter((notice) => notice.state !== 'filed') ?? [];
  const address = useFile(template_of(open, [t('notices.declaration'), t('notices.what'), t('notices.at_stake'), t('notices.clock')]));
  if (error) return <ProblemMessage error={error} />;
  if (!data) return <Loading />;
  if (open.length === 0) return <p className="subtle">{t('notices.none.answer')}</p>;
  return (
    <p>
      <a className="krds-btn secondary small" href={address} download="clearway-notices.csv">
        <Icon name="download" /> {t('notices.bulk.template', { count: open.length })}
      </a>
    </p>
  );
}

function Row({ row }: { row: AnsweredRow }) {
  const { t } = useTranslation();
  const taken = row.state !== null;
  return (
    <tr id={`row-${row.row}`} tabIndex={-1}>
      <td className="right">{format_number(row.row)}</td>
      {row.notice ? (
        <th scope="row" className="nowrap">
          <Link to={`/notices/${encodeURIComponent(row.notice)}`}>{row.notice}</Link>
        </th>
      ) : (
        <td />
      )}
      <td className="nowrap">
        <span className={taken ? 'krds-badge green' : 'krds-badge red'}>{t(taken ? 'notices.bulk.taken' : 'notices.bulk.refused')}</span>
      </td>
      <td>
        {row.state !== null ? (
          t(`notices.bulk.as.${taken_as(row.state)}`)
        ) : (
          <>
            {row.field && <code>{row.field}</code>} {row.text} <span className="subtle">{row.fix}</span>
          </>
        )}
      </td>
    </tr>
  );
}

function Results({ taken }: { taken: AnswersTaken }) {
  const { t } = useTranslation();
  const [only_refused, set_only_refused] = useState(taken.refused > 0);
  const refused = taken.rows.filter((row) => row.state === null);
  const shown = only_refused ? refused : taken.rows;
  const address = useFile(
    to_csv(
      [t('batch.row'), 'notice', t('batch.result'), t('batch.field'), t('decision.value_sent'), t('batch.cause'), t('decision.fix')],
      taken.rows.map((row) => [String(row.row), row.notice ?? '', row.state !== null ? t(`notices.bulk.as.${taken_as(row.state)}`) : t('notices.bulk.refused'), row.field ?? '', row.value ?? '', row.text ?? '', row.fix ?? '']),
    ),
  );
  return (
    <section className="stack">
      <div className="spread">
        <h2>{t('batch.results')}</h2>
        <a className="krds-btn tertiary xsmall" href={address} download="clearway-notice-answers.csv">
          <Icon name="download" /> {t('common.download_csv')}
        </a>
      </div>
      <Message tone={taken.refused === 0 ? 'success' : 'warning'}>{t('notices.bulk.done', { taken: format_number(taken.taken), refused: format_number(taken.refused) })}</Message>
      <ErrorSummary problems={refused.slice(0, most_summed).map((row) => ({ id: `row-${row.row}`, text: t('notices.bulk.problem', { row: row.row, text: row.text ?? '' }) }))} />
      {refused.length > 0 && taken.taken > 0 && (
        <label className="krds-form-check">
          <input type="checkbox" checked={only_refused} onChange={(event) => set_only_refused(event.target.checked)} />
          <span>{t('notices.bulk.only_refused')}</span>
        </label>
      )}
      <Table title={t('batch.results')} heads={[of_numbers(t('batch.row')), t('notices.notice'), t('batch.result'), t('batch.about')]}>
        {shown.map((row) => (
          <Row key={row.row} row={row} />
        ))}
      </Table>
    </section>
  );
}

/** Many notices answered by one file. */
export function BulkAnswersPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const [file, set_file] = useState<File | null>(null);
  const [missing, set_missing] = useState(false);
  const send = useMutation({
    mutationFn: (chosen: File) =>
      answer(client.POST('/v1/notice-answers', { params: { header: { 'Request-Id': request_id.current } }, ...file_body(chosen), headers: { 'Content-Type': media_type_of(chosen.name) } })),
    onSuccess: async (taken) => {
      announce(t('notices.bulk.done', { taken: format_number(taken.taken), refused: format_number(taken.refused) }));
      await Promise.all(['notices', 'notice', 'payments', 'statement'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_missing(!file);
    if (file && !send.isPending) send.mutate(file);
  };
  return (
    <div className="stack">
      <PageHead title={t('nav.notice_answers')} crumbs={[{ to: '/notices', label: t('nav.notices') }]} />
      <p className="subtle">{t('notices.bulk.lead')}</p>
      <ol className="stack steps-of-work">
        <li>
          <h2>{t('notices.bulk.first')}</h2>
          <Template />
        </li>
        <li className="stack-small">
          <h2>{t('notices.bulk.second')}</h2>
          <dl className="summary-list">
            {answer_columns.map((column) => (
              <div key={column}>
                <dt>
                  <code>{column}</code>
                </dt>
                <dd>{t(`notices.bulk.column.${column}`)}</dd>
              </div>
            ))}
          </dl>
        </li>
        <li>
          <h2>{t('notices.bulk.third')}</h2>
          <form className="stack-small" onSubmit={submit} noValidate>
            <div className="form-group">
              <label htmlFor="answers-file">{t('batch.file')}</label>
              <p className="form-hint" id="answers-file-hint">
                {t('notices.bulk.file_hint')}
              </p>
              <input
                id="answers-file"
                className="krds-input file"
                type="file"
                accept=".csv,.xlsx"
                aria-describedby={missing ? 'answers-file-hint answers-file-error' : 'answers-file-hint'}
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
                <p className="form-hint-invalid" id="answers-file-error">
                  {t('batch.need_file')}
                </p>
              )}
            </div>
            <button type="submit" className="krds-btn small" disabled={send.isPending}>
              {t('notices.bulk.send')}
            </button>
          </form>
        </li>
      </ol>
      {send.isPending && <Loading />}
      {send.error && <ProblemMessage error={send.error} />}
      {send.data && <Results taken={send.data} />}
    </div>
  );
}
