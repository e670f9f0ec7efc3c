import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { answer, client, if_match, new_request_id, type Schemas } from '../../api/client';
import { FormButtons, RadioGroup, TextArea } from '../../components/form';
import { useAnnounce } from '../../components/live';
import { ErrorSummary, Loading, Message, ProblemMessage } from '../../components/message';
import { Modal } from '../../components/modal';
import { PageHead } from '../../components/page';
import { format_day, format_won } from '../../messages/format';
import { fields_of, is_settled, next_field } from './model';
import { Clock, Criteria, Stages, StateBadge, Story, Terms, Years } from './parts';
import { programme_query, type Programme } from './queries';

type Decision = Schemas['ProgrammeDecision']['decision'];
/** Finishing the self-check has a page of its own. */
type Step = Exclude<Schemas['ProgrammeStep']['step'], 'submit'>;

const decisions: readonly Decision[] = ['designate', 'refuse', 'open_round', 'conclude', 'ask', 'cancel'];
const steps: readonly Step[] = ['verify', 'return_check', 'report', 'supplement', 'withdraw'];
/** What goes without words. */
const wordless: readonly string[] = ['designate', 'open_round', 'verify'];
type Worded = Exclude<Decision | Step, 'designate' | 'open_round' | 'verify'>;
/** What ends something stands behind the others. */
const grave: readonly string[] = ['refuse', 'cancel', 'withdraw'];

function is_decision(action: Decision | Step): action is Decision {
  return (decisions as readonly string[]).includes(action);
}

function ActionDialog({ programme, action, on_close }: { programme: Programme; action: Decision | Step; on_close: () => void }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const [text, set_text] = useState('');
  const [outcome, set_outcome] = useState('');
  const [ground, set_ground] = useState('other');
  const [tried, set_tried] = useState(false);
  const params = () => ({ path: { id: programme.id }, header: { 'Request-Id': request_id.current, 'If-Match': if_match(programme.version) } });
  const send = useMutation({
    mutationFn: () =>
      is_decision(action)
        ? answer(
            client.POST('/v1/programmes/{id}/decisions', {
              params: params(),
              body: {
                decision: action,
                text: text.trim(),
                ...(action === 'open_round' ? { year: programme.next_year ?? 0 } : {}),
                ...(action === 'conclude' ? { outcome: outcome as 'accepted' | 'not_accepted' } : {}),
                ...(action === 'cancel' ? { false_report: ground === 'false_report' } : {}),
              },
            }),
          )
        : answer(client.POST('/v1/programmes/{id}/steps', { params: params(), body: { step: action, text: text.trim() } })),
    onSuccess: async (after) => {
      announce(t('programmes.done'));
      queries.setQueryData(programme_query(programme.id, i18n.language).queryKey, after);
      on_close();
      await Promise.all(['programmes', 'firm_home'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
    onError: () => {
      request_id.current = new_request_id();
      void queries.invalidateQueries({ queryKey: ['programme', programme.id] });
    },
  });
  const problems = [
    ...(!wordless.includes(action) && text.trim() === '' ? [{ id: 'programme-text', text: t('programmes.need_text') }] : []),
    ...(action === 'conclude' && !outcome ? [{ id: 'programme-outcome', text: t('programmes.need_outcome') }] : []),
  ];
  const of = (id: string) => (tried ? problems.find((problem) => problem.id === id)?.text : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0 && !send.isPending) send.mutate();
  };
  return (
    <Modal title={t(`programmes.do.${action}.title`, { year: programme.next_year ?? '' })} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        <p className="subtle">{t(`programmes.do.${action}.text`)}</p>
        {tried && <ErrorSummary problems={problems} />}
        {send.error && <ProblemMessage error={send.error} />}
        {action === 'conclude' && (
          <RadioGroup
            id="programme-outcome"
            name="outcome"
            legend={t('programmes.outcome')}
            value={outcome}
            on_change={set_outcome}
            error={of('programme-outcome')}
            choices={[
              { value: 'accepted', label: t('programmes.accept') },
              { value: 'not_accepted', label: t('programmes.not_accept') },
            ]}
          />
        )}
        {action === 'cancel' && (
          <RadioGroup
            name="ground"
            legend={t('programmes.ground')}
            value={ground}
            on_change={set_ground}
            choices={[
              { value: 'other', label: t('programmes.ground_other') },
              { value: 'false_report', label: t('programmes.ground_false') },
            ]}
          />
        )}
        {!wordless.includes(action) && <TextArea id="programme-text" label={t(`programmes.do.${action as Worded}.label`)} rows={4} value={text} onChange={(event) => set_text(event.target.value)} error={of('programme-text')} />}
        <FormButtons label={t(`programmes.do.${action}.do`)} disabled={send.isPending} on_cancel={on_close} />
      </form>
    </Modal>
  );
}

function Actions({ programme }: { programme: Programme }) {
  const { t } = useTranslation();
  const [open, set_open] = useState<Decision | Step | null>(null);
  const offered = [...decisions, ...steps].filter((action) => programme.actions.includes(action));
  if (offered.length === 0) return null;
  return (
    <div className="actions">
      {offered.map((action, at) => (
        <button key={action} type="button" className={`krds-btn ${grave.includes(action) ? 'danger' : at === 0 ? 'primary' : 'secondary'} small`} aria-haspopup="dialog" onClick={() => set_open(action)}>
          {t(`programmes.do.${action}.do`, { year: programme.next_year ?? '' })}
        </button>
      ))}
      {open && <ActionDialog programme={programme} action={open} on_close={() => set_open(null)} />}
    </div>
  );
}

/** The check-list by field: how far it is, what was answered, what was corrected. */
function SelfCheck({ programme }: { programme: Programme }) {
  const { t } = useTranslation();
  const fields = fields_of(programme);
  if (!programme.round) return null;
  const answers = programme.actions.includes('answer');
  const done = fields.filter((field) => field.done).length;
  const next = next_field(fields, fields.at(-1)?.field ?? '') ?? fields[0]?.field;
  const check = (field: string) => `/programmes/${encodeURIComponent(programme.id)}/check/${field}`;
  return (
    <section className="card stack-small" aria-labelledby="self-check">
      <h2 id="self-check">{t('programmes.self_check', { year: programme.round.year })}</h2>
      <p className="subtle">{t('programmes.fields_done', { done, count: fields.length })}</p>
      <ul className="plain-list">
        {fields.map((field) => (
          <li key={field.field} className="stack-small">
            <div className="spread">
              <h3>{answers ? <Link to={check(field.field)}>{field.text}</Link> : field.text}</h3>
              <span className={`krds-badge ${field.done ? 'green' : 'orange'}`}>{t(field.done ? 'programmes.field_done' : 'programmes.field_open')}</span>
            </div>
            {!answers && (
              <ul className="small">
                {field.questions.map((question) => (
                  <li key={question.question}>
                    {question.text} <strong>{question.verdict_text ?? t('programmes.not_answered')}</strong>
                    {question.note && <span className="subtle"> ({question.note})</span>}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {programme.round.corrections.length > 0 && (
        <p>
          {t('programmes.corrections', { count: programme.round.corrections.length, amount: format_won(programme.round.corrected_krw) })} <Link to="/payments">{t('nav.payments')}</Link>
        </p>
      )}
      {answers && next && (
        <p className="row">
          <Link className="krds-btn small" to={done === fields.length ? `/programmes/${encodeURIComponent(programme.id)}/finish` : check(next)}>
            {t(done === fields.length ? 'programmes.finish' : done === 0 ? 'programmes.begin' : 'programmes.go_on')}
          </Link>
        </p>
      )}
    </section>
  );
}

/** What still keeps the check from being finished, and handing it on. */
export function FinishPage() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  const [sent, set_sent] = useState(false);
  const { data, error, refetch } = useQuery(programme_query(id, i18n.language));
  const send = useMutation({
    mutationFn: (version: number) => answer(client.POST('/v1/programmes/{id}/steps', { params: { path: { id }, header: { 'Request-Id': request_id.current, 'If-Match': if_match(version) } }, body: { step: 'submit' } })),
    onSuccess: async (after) => {
      queries.setQueryData(programme_query(id, i18n.language).queryKey, after);
      set_sent(true);
      await Promise.all(['programmes', 'firm_home'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
  const page = `/programmes/${encodeURIComponent(id)}`;
  const left = data ? data.questions.filter((question) => !is_settled(question, data.round?.corrections ?? [])) : [];
  return (
    <div className="narrow stack">
      <PageHead title={t('programmes.finish')} crumbs={[{ to: '/programmes', label: t('nav.programmes') }, { to: page, label: data?.scheme_text ?? '' }]} />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {send.error && <ProblemMessage error={send.error} />}
      {data && sent && (
        <Message tone="success" title={t('programmes.finished')}>
          <p>
            <Clock programme={data} />
          </p>
          <p>
            <Link to={page}>{t('programmes.back')}</Link>
          </p>
        </Message>
      )}
      {data && !sent && (
        <>
          <p>{t(data.terms.broker_verifies ? 'programmes.finish_lead' : 'programmes.finish_lead_alone')}</p>
          {left.length > 0 ? (
            <Message tone="warning" title={t('programmes.left', { count: left.length })}>
              <ul>
                {left.map((question) => (
                  <li key={question.field + question.question}>
                    <Link to={`${page}/check/${question.field}`}>{question.text}</Link>
                  </li>
                ))}
              </ul>
            </Message>
          ) : (
            <div className="row">
              <button type="button" className="krds-btn" disabled={send.isPending} onClick={() => send.mutate(data.version)}>
                {t('programmes.hand_on')}
              </button>
              <Link className="krds-btn tertiary" to={page}>
                {t('common.back')}
              </Link>
            </div>
          )}
        </>
      )}
    </div>
  );
}

/** One firm in a programme: where it stands, whose turn it is, and what there is to do. */
export function ProgrammePage() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(programme_query(id, i18n.language));
  const title = data ? `${data.scheme_text}${data.year ? `, ${data.year}` : ''}` : t('nav.programmes');
  return (
    <div className="stack">
      <PageHead title={title} crumbs={[{ to: '/programmes', label: t('nav.programmes') }]} />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <div className="card stack-small">
            <p className="row">
              <StateBadge programme={data} />
              <Clock programme={data} />
            </p>
            <p className="small subtle">
              {t('programmes.firm', { party: data.party_id })} {data.designated_on && data.until && t('programmes.designation', { from: format_day(data.designated_on), until: format_day(data.until) })}
            </p>
            <Terms terms={data.terms} />
            <Stages programme={data} />
            <Actions programme={data} />
          </div>
          <SelfCheck programme={data} />
          {data.past.length > 0 && (
            <section className="stack-small">
              <h2>{t('programmes.years')}</h2>
              <Years rounds={data.past} />
            </section>
          )}
          <section className="stack-small">
            <h2>{t('programmes.criteria')}</h2>
            <Criteria criteria={data.criteria} />
          </section>
          <Story programme={data} />
        </>
      )}
    </div>
  );
}
