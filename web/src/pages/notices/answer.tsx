import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { answer, client, if_match, new_request_id } from '../../api/client';
import { EvidenceFiles } from '../../components/evidence_files';
import { TextArea, TextField } from '../../components/form';
import { useAnnounce } from '../../components/live';
import { ErrorSummary, Loading, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { add_days, format_day } from '../../messages/format';
import { action_of, bytes_of, most_text, type AnswerKind, type Notice } from './model';
import { notice_query } from './queries';
import { useEvidence } from './use_evidence';

function AnswerForm({ notice, kind }: { notice: Notice; kind: AnswerKind }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const place = useEvidence(notice);
  const [text, set_text] = useState('');
  const [until, set_until] = useState(notice.longest_extension ?? '');
  const [tried, set_tried] = useState(false);
  const back = `/notices/${encodeURIComponent(notice.id)}`;
  const earliest = notice.window_ends ? add_days(notice.window_ends, 1) : undefined;
  const send = useMutation({
    mutationFn: () =>
      answer(
        client.POST('/v1/notices/{id}/answers', {
          params: { path: { id: notice.id }, header: { 'Request-Id': request_id.current, 'If-Match': if_match(notice.version) } },
          body: { answer: kind, text: text.trim(), ...(kind === 'more_time' ? { until } : {}) },
        }),
      ),
    onSuccess: async (after) => {
      announce(t(`notices.answer.${kind}.done`));
      queries.setQueryData(notice_query(notice.id, i18n.language).queryKey, after);
      void navigate(back, { replace: true, state: { done: kind } });
      await queries.invalidateQueries({ queryKey: ['notices'] });
    },
    // What was refused may have moved on in the meantime.
    onError: () => void queries.invalidateQueries({ queryKey: ['notice', notice.id] }),
  });
  const too_long = bytes_of(text.trim()) > most_text;
  const late = kind === 'more_time' && (!until || (earliest !== undefined && until < earliest) || (notice.longest_extension !== null && until > notice.longest_extension));
  const problems = [
    ...(text.trim() === '' ? [{ id: 'answer-text', text: t(`notices.answer.${kind}.need`) }] : []),
    ...(too_long ? [{ id: 'answer-text', text: t('notices.too_long') }] : []),
    ...(late ? [{ id: 'answer-until', text: t('notices.need_until', { from: earliest ? format_day(earliest) : '', to: notice.longest_extension ? format_day(notice.longest_extension) : '' }) }] : []),
  ];
  const error_of = (id: string) => (tried ? problems.find((problem) => problem.id === id)?.text : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0) send.mutate();
  };
  if (!notice.actions.includes(action_of(kind)) && !send.isPending && !send.isSuccess) return <Navigate to={back} replace />;
  return (
    <form className="stack" onSubmit={submit} noValidate>
      {tried && <ErrorSummary problems={problems} />}
      {send.error && <ProblemMessage error={send.error} />}
      <div className="card stack-small">
        <p className="small subtle">{notice.letter.what}</p>
        <p>{notice.letter.why}</p>
      </div>
      {kind === 'explain' && notice.letter.would_clear.length > 0 && (
        <section className="stack-small">
          <h2>{t('notices.would_clear')}</h2>
          <ul className="bullets">
            {notice.letter.would_clear.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </section>
      )}
      {kind === 'more_time' && (
        <TextField
          id="answer-until"
          type="date"
          label={t('notices.until_when')}
          hint={t('notices.until_hint', { to: notice.longest_extension ? format_day(notice.longest_extension) : '' })}
          value={until}
          min={earliest}
          max={notice.longest_extension ?? undefined}
          onChange={(event) => {
            request_id.current = new_request_id();
            set_until(event.target.value);
          }}
          error={error_of('answer-until')}
        />
      )}
      <TextArea
        id="answer-text"
        label={t(`notices.answer.${kind}.label`)}
        hint={t(`notices.answer.${kind}.hint`)}
        rows={6}
        value={text}
        onChange={(event) => {
          request_id.current = new_request_id();
          set_text(event.target.value);
        }}
        error={error_of('answer-text')}
      />
      {kind === 'explain' && (
        <section className="stack-small">
          <h2>{t('notices.evidence')}</h2>
          <EvidenceFiles place={place} />
        </section>
      )}
      <div className="row filing-foot">
        <button type="submit" className="krds-btn" disabled={send.isPending}>
          {t('notices.send_answer')}
        </button>
        <Link className="krds-btn tertiary" to={back}>
          {t('common.back')}
        </Link>
      </div>
    </form>
  );
}

/** One of the answers other than a correction. */
export function AnswerPage({ kind }: { kind: AnswerKind }) {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(notice_query(id, i18n.language));
  const crumbs = [
    { to: '/notices', label: t('nav.notices') },
    { to: `/notices/${encodeURIComponent(id)}`, label: data ? t('notices.notice_title', { title: data.letter.title, number: data.declaration_number }) : t('notices.notice') },
  ];
  return (
    <div className="stack narrow">
      <PageHead title={t(`notices.answer.${kind}.title`)} crumbs={crumbs} />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && <AnswerForm notice={data} kind={kind} />}
    </div>
  );
}

export const ExplainPage = () => <AnswerPage kind="explain" />;
export const AskPage = () => <AnswerPage kind="ask" />;
export const MoreTimePage = () => <AnswerPage kind="more_time" />;
