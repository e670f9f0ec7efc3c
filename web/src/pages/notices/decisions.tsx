import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, client, if_match, new_request_id, type Schemas } from '../../api/client';
import { FormButtons, TextArea, TextField } from '../../components/form';
import { useAnnounce } from '../../components/live';
import { ErrorSummary, ProblemMessage } from '../../components/message';
import { Modal } from '../../components/modal';
import { format_day, today_in_korea } from '../../messages/format';
import { bytes_of, last_of_firm, most_text, type Notice } from './model';
import { notice_query } from './queries';

type Decision = Schemas['NoticeDecision']['decision'];

interface Form {
  /** Whether words go to the firm with it, and whether it can do without. */
  text: 'needed' | 'none';
  day?: 'until' | 'past';
}

/** What each decision asks for, in the order in which they are offered. */
const forms: Record<Decision, Form> = {
  approve: { text: 'none' },
  dismiss: { text: 'needed' },
  reply: { text: 'needed' },
  grant_more_time: { text: 'none', day: 'until' },
  refuse_more_time: { text: 'needed' },
  accept_explanation: { text: 'none' },
  reject_explanation: { text: 'needed' },
  withdraw: { text: 'needed' },
  record_audit_notice: { text: 'none', day: 'past' },
  record_assessment_notice: { text: 'none', day: 'past' },
  record_appeal: { text: 'none', day: 'past' },
};
const decisions = Object.keys(forms) as Decision[];
/** The ones that answer nothing: they stand behind the others. */
const aside: readonly Decision[] = ['withdraw', 'record_audit_notice', 'record_assessment_notice', 'record_appeal'];

function DecisionDialog({ notice, decision, on_close }: { notice: Notice; decision: Decision; on_close: () => void }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const form = forms[decision];
  const today = today_in_korea(new Date());
  const [text, set_text] = useState('');
  const [day, set_day] = useState(form.day === 'until' ? (notice.asked_until ?? '') : form.day === 'past' ? today : '');
  const [tried, set_tried] = useState(false);
  const send = useMutation({
    mutationFn: () =>
      answer(
        client.POST('/v1/notices/{id}/decisions', {
          params: { path: { id: notice.id }, header: { 'Request-Id': request_id.current, 'If-Match': if_match(notice.version) } },
          body: { decision, text: text.trim(), ...(form.day ? { day } : {}) },
        }),
      ),
    onSuccess: async (after) => {
      announce(t('notices.decided'));
      queries.setQueryData(notice_query(notice.id, i18n.language).queryKey, after);
      on_close();
      await Promise.all(['notices', 'notice_effect', 'detectors'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
    // What was refused may have moved on in the meantime.
    onError: () => void queries.invalidateQueries({ queryKey: ['notice', notice.id] }),
  });
  const problems = [
    ...(form.text === 'needed' && text.trim() === '' ? [{ id: 'decision-text', text: t('notices.need_text') }] : []),
    ...(bytes_of(text.trim()) > most_text ? [{ id: 'decision-text', text: t('notices.too_long') }] : []),
    ...(form.day && !day ? [{ id: 'decision-day', text: t('notices.need_day') }] : []),
    ...(form.day === 'past' && day > today ? [{ id: 'decision-day', text: t('notices.need_past_day') }] : []),
  ];
  const error_of = (id: string) => (tried ? problems.find((problem) => problem.id === id)?.text : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0) send.mutate();
  };
  return (
    <Modal title={t(`notices.decision.${decision}.title`)} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        <p className="subtle">{t(`notices.decision.${decision}.text`)}</p>
        {tried && <ErrorSummary problems={problems} />}
        {send.error && <ProblemMessage error={send.error} />}
        {form.day && (
          <TextField
            id="decision-day"
            type="date"
            label={t(form.day === 'until' ? 'notices.until_when' : 'notices.on_which_day')}
            hint={form.day === 'until' && notice.longest_extension ? t('notices.until_hint', { to: format_day(notice.longest_extension) }) : undefined}
            max={form.day === 'past' ? today : (notice.longest_extension ?? undefined)}
            value={day}
            onChange={(event) => {
              request_id.current = new_request_id();
              set_day(event.target.value);
            }}
            error={error_of('decision-day')}
          />
        )}
        <TextArea
          id="decision-text"
          label={form.text === 'needed' ? t('notices.words_to_firm') : `${t('notices.words_to_firm')} (${t('common.optional')})`}
          rows={4}
          value={text}
          onChange={(event) => {
            request_id.current = new_request_id();
            set_text(event.target.value);
          }}
          error={error_of('decision-text')}
        />
        <FormButtons label={t(`notices.decision.${decision}.do`)} disabled={send.isPending} on_cancel={on_close} />
      </form>
    </Modal>
  );
}

/** What the firm said last, and what it added: this is decided about. */
function FirmWords({ notice }: { notice: Notice }) {
  const { t } = useTranslation();
  const said = last_of_firm(notice);
  if (!said) return null;
  return (
    <div className="stack-small">
      <p>
        <strong>{said.action_text}</strong> <span className="small subtle">{format_day(said.on)}</span>
        {notice.state === 'more_time_asked' && notice.asked_until && <> · {t('notices.until', { day: format_day(notice.asked_until) })}</>}
      </p>
      {said.text && <p className="said">{said.text}</p>}
      {notice.state === 'explained' && <p className="small subtle">{t('notices.evidence_count', { count: notice.evidence.length })}</p>}
    </div>
  );
}

/** What customs can decide now; each asks for what it needs in a dialog. */
export function Decisions({ notice }: { notice: Notice }) {
  const { t } = useTranslation();
  const [open, set_open] = useState<Decision | null>(null);
  const offered = decisions.filter((decision) => notice.actions.includes(decision));
  // A claim is decided with its refund, on a page of its own.
  const claim = notice.actions.includes('decide_claim') && notice.correction_id;
  if (offered.length === 0 && !claim) return null;
  const main = offered.filter((decision) => !aside.includes(decision));
  const button = (decision: Decision, look: string) => (
    <button key={decision} type="button" className={`krds-btn ${look} small`} aria-haspopup="dialog" onClick={() => set_open(decision)}>
      {t(`notices.decision.${decision}.do`)}
    </button>
  );
  return (
    <section className="card stack-small" aria-labelledby="decisions">
      <h2 id="decisions">{t('notices.decisions')}</h2>
      {main.length > 0 && <FirmWords notice={notice} />}
      {claim && (
        <p>
          <Link className="krds-btn primary small" to={`/refunds/claims/${encodeURIComponent(`${notice.party_id}.${claim}`)}`}>
            {t('refunds.decide_claim')}
          </Link>
        </p>
      )}
      {main.length === 0 && !claim && <p className="subtle">{t('notices.waits_for_firm')}</p>}
      {main.length > 0 && <div className="actions">{main.map((decision, at) => button(decision, at === 0 ? 'primary' : 'secondary'))}</div>}
      {offered.length > main.length && (
        <details>
          <summary>{t('notices.more_decisions')}</summary>
          <div className="actions">{offered.filter((decision) => aside.includes(decision)).map((decision) => button(decision, 'tertiary'))}</div>
        </details>
      )}
      {open && <DecisionDialog notice={notice} decision={open} on_close={() => set_open(null)} />}
    </section>
  );
}
