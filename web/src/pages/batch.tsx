import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../api/client';
import { to_csv } from '../components/series';
import { Icon } from '../components/icon';
import { useAnnounce } from '../components/live';
import { Message, ProblemMessage } from '../components/message';
import { PageHead } from '../components/page';
import { of_numbers, Table } from '../components/table';
import { format_number } from '../messages/format';
import { new_upload, send_file, type BatchAnswer, type Upload } from './batch_upload';

/** Rows shown in the page; the file with the results has them all. */
const most_shown = 500;

interface Place {
  field: string;
  value: string;
  cause: string;
  fix: string;
}

/** What was wrong with a line, one entry for each place. */
export function places_of(problem: Schemas['Problem']): Place[] {
  const rejects = (problem.rejects ?? []).map((reject) => ({ field: reject.field ?? '', value: reject.value ?? '', cause: reject.cause, fix: reject.fix }));
  const findings = (problem.findings ?? []).filter((finding) => finding.severity === 'error').map((finding) => ({ field: finding.field, value: finding.value, cause: finding.text, fix: finding.fix }));
  const places = [...rejects, ...findings];
  return places.length > 0 ? places : [{ field: problem.field ?? '', value: problem.value ?? '', cause: [problem.title, problem.detail].filter(Boolean).join(' '), fix: problem.fix ?? '' }];
}

function Results({ answers }: { answers: BatchAnswer[] }) {
  const { t } = useTranslation();
  const [only_rejected, set_only_rejected] = useState(true);
  const rejected = answers.filter((answer) => answer.problem);
  const shown = only_rejected ? rejected : answers;
  const header = [t('batch.row'), t('column.declaration_id'), t('batch.result'), t('column.declaration_number'), t('column.channel'), t('batch.field'), t('decision.value_sent'), t('batch.cause'), t('decision.fix')];
  const csv = useMemo(() => {
    const rows = answers.flatMap((answer): string[][] => {
      const start = [String(answer.row), answer.declaration_id ?? ''];
      if (answer.lodged) return [[...start, t('batch.accepted'), answer.lodged.declaration_number, t(`filer_channel.${answer.lodged.decision.channel}`), '', '', '', '']];
      return answer.problem ? places_of(answer.problem).map((place) => [...start, t('batch.rejected'), '', '', place.field, place.value, place.cause, place.fix]) : [];
    });
    return URL.createObjectURL(new Blob([to_csv(header, rows)], { type: 'text/csv' }));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the header follows the language, as `t` does
  }, [answers, t]);
  useEffect(() => () => URL.revokeObjectURL(csv), [csv]);
  return (
    <section className="stack-small">
      <div className="spread">
        <h2>{t('batch.results')}</h2>
        <a className="krds-btn tertiary xsmall" href={csv} download="clearway-batch.csv">
          <Icon name="download" /> {t('common.download_csv')}
        </a>
      </div>
      <label className="krds-form-check">
        <input type="checkbox" checked={only_rejected} onChange={(event) => set_only_rejected(event.target.checked)} />
        <span>{t('batch.only_rejected')}</span>
      </label>
      {shown.length === 0 && <p className="empty">{t('batch.no_rejected')}</p>}
      {shown.length > most_shown && <p className="small subtle">{t('batch.first_shown', { count: most_shown })}</p>}
      {shown.length > 0 && (
        <Table title={t('batch.results')} heads={[of_numbers(t('batch.row')), t('column.declaration_id'), t('batch.result'), t('batch.about')]}>
          {shown.slice(0, most_shown).map((answer) => (
            <tr key={answer.row}>
              <td className="right">{format_number(answer.row)}</td>
              <td className="nowrap">{answer.declaration_id ?? ''}</td>
              <td className="nowrap">
                <span className={answer.lodged ? 'krds-badge green' : 'krds-badge red'}>{t(answer.lodged ? 'batch.accepted' : 'batch.rejected')}</span>
              </td>
              <td>
                {answer.lodged && (
                  <>
                    <Link to={`/declarations/${encodeURIComponent(answer.lodged.id)}`}>{answer.lodged.declaration_number}</Link> {t(`filer_channel.${answer.lodged.decision.channel}`)}
                  </>
                )}
                {answer.problem && (
                  <ul>
                    {places_of(answer.problem).map((place, at) => (
                      <li key={at}>
                        {place.field && <code>{place.field}</code>} {place.value && `‘${place.value}’ `}
                        {place.cause} <span className="subtle">{place.fix}</span>
                      </li>
                    ))}
                  </ul>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

/** A file of declarations, sent part by part; the results appear while it is being sent. */
export function BatchPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const [file, set_file] = useState<File | null>(null);
  const [missing, set_missing] = useState(false);
  const [answers, set_answers] = useState<BatchAnswer[]>([]);
  const [bytes_done, set_bytes_done] = useState(0);
  const [state, set_state] = useState<'idle' | 'running' | 'broken' | 'done'>('idle');
  const [error, set_error] = useState<unknown>(null);
  const upload = useRef<Upload>(new_upload());
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const run = async (chosen: File) => {
    abort.current = new AbortController();
    set_state('running');
    set_error(null);
    try {
      await send_file(chosen, upload.current, abort.current.signal, (more, bytes) => {
        set_answers((before) => [...before, ...more]);
        set_bytes_done(bytes);
      });
      set_bytes_done(chosen.size);
      set_state('done');
      announce(t('batch.finished'));
      await queries.invalidateQueries({ queryKey: ['declarations'] });
    } catch (problem) {
      set_state('broken');
      if (!abort.current.signal.aborted) set_error(problem);
    }
  };
  const start = (event: FormEvent) => {
    event.preventDefault();
    set_missing(!file);
    if (!file || state === 'running') return;
    if (state !== 'broken') {
      upload.current = new_upload();
      set_answers([]);
      set_bytes_done(0);
    }
    void run(file);
  };
  const accepted = answers.filter((answer) => answer.lodged).length;
  const share = file && file.size > 0 ? bytes_done / file.size : 0;
  return (
    <div className="stack">
      <PageHead title={t('nav.batch')} crumbs={[{ to: '/home', label: t('nav.home') }]} />
      <p className="subtle">{t('batch.lead')}</p>
      <form className="card stack" onSubmit={start} noValidate>
        <div className="form-group">
          <label htmlFor="batch-file">{t('batch.file')}</label>
          <p className="form-hint" id="batch-file-hint">
            {t('batch.file_hint')} <a href="/v1/openapi.yaml">{t('shell.contract')}</a>
          </p>
          <input
            id="batch-file"
            className="krds-input file"
            type="file"
            accept=".jsonl,.ndjson,.json,.txt"
            aria-describedby={missing ? 'batch-file-hint batch-file-error' : 'batch-file-hint'}
            aria-invalid={missing || undefined}
            disabled={state === 'running'}
            onChange={(event) => {
              set_file(event.target.files?.[0] ?? null);
              set_missing(false);
              set_state('idle');
              set_error(null);
            }}
          />
          {missing && (
            <p className="form-hint-invalid" id="batch-file-error">
              {t('batch.need_file')}
            </p>
          )}
        </div>
        <div className="row">
          <button type="submit" className="krds-btn small" disabled={state === 'running'}>
            {t(state === 'broken' ? 'batch.go_on' : 'batch.start')}
          </button>
          {state === 'running' && (
            <button type="button" className="krds-btn tertiary small" onClick={() => abort.current?.abort()}>
              {t('batch.stop')}
            </button>
          )}
        </div>
      </form>
      {error !== null && <ProblemMessage error={error} />}
      {state === 'broken' && <Message tone="warning">{t('batch.broken')}</Message>}
      {state !== 'idle' && (
        <section className="stack-small" aria-label={t('batch.progress')}>
          <progress className="batch-progress" max={1} value={share} aria-label={t('batch.progress')} />
          <dl className="figures">
            <div>
              <dt>{t('batch.rows')}</dt>
              <dd>{format_number(answers.length)}</dd>
            </div>
            <div>
              <dt>{t('batch.accepted')}</dt>
              <dd>{format_number(accepted)}</dd>
            </div>
            <div>
              <dt>{t('batch.rejected')}</dt>
              <dd>{format_number(answers.length - accepted)}</dd>
            </div>
          </dl>
          {state === 'done' && <Message tone={accepted === answers.length ? 'success' : 'warning'}>{t('batch.finished_text', { accepted: format_number(accepted), rejected: format_number(answers.length - accepted) })}</Message>}
        </section>
      )}
      {answers.length > 0 && <Results answers={answers} />}
    </div>
  );
}
