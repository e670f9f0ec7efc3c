import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { new_request_id, type Schemas } from '../../api/client';
import { useSession } from '../../api/session';
import { SelectField, TextArea, TextField } from '../../components/form';
import { LawLink } from '../../components/law_link';
import { useAnnounce } from '../../components/live';
import { ErrorSummary, Loading, Message, ProblemMessage } from '../../components/message';
import { Modal } from '../../components/modal';
import { PageHead } from '../../components/page';
import { current_language } from '../../messages';
import { format_day, today_in_korea } from '../../messages/format';
import { is_filer } from '../../shell/roles';
import { Clock, DifferenceList, path_of, Rows, StateBadge, useFactRows } from './parts';
import { decide, import_declaration_query, ruling_query, take_step, type Ruling } from './queries';
import { ReadFile } from './read_file';

const firm_steps = ['give_up', 'object', 'report', 'ask_extension', 'ask_change'] as const;
const customs_steps = ['ask_supplement', 'refer', 'take_back', 'send_back', 'approve', 'return_report', 'grant_extension', 'refuse_extension', 'refuse_change'] as const;
type FirmStep = (typeof firm_steps)[number];
type CustomsStep = (typeof customs_steps)[number];
const needs_text: readonly string[] = ['object', 'report', 'ask_extension', 'ask_change', 'ask_supplement', 'send_back', 'return_report', 'refuse_extension', 'refuse_change'];

/** One step, with what it needs. */
function StepModal({ ruling, step, on_close, on_done }: { ruling: Ruling; step: FirmStep | CustomsStep; on_close: () => void; on_done: (next: Ruling) => void }) {
  const { t } = useTranslation();
  const request_id = useRef(new_request_id());
  const [text, set_text] = useState('');
  const [day, set_day] = useState(step === 'ask_supplement' ? (ruling.longest_supplement ?? '') : '');
  const [to, set_to] = useState(ruling.referrals[0]?.to ?? '');
  const [tried, set_tried] = useState(false);
  const change = (apply: () => void) => {
    request_id.current = new_request_id();
    apply();
  };
  const returned = ruling.reports.filter((one) => one.accepted);
  const [year_end, set_year_end] = useState(step === 'report' ? (ruling.report_year_end ?? '') : (returned.at(-1)?.year_end ?? ''));
  const run = useMutation({
    mutationFn: () => {
      const firm = firm_steps.find((one) => one === step);
      if (firm) return take_step(ruling, request_id.current, { step: firm, text: text.trim(), ...(firm === 'report' ? { year_end } : {}) });
      const decision = customs_steps.find((one) => one === step) ?? 'approve';
      return decide(ruling, request_id.current, { decision, text: text.trim(), ...(decision === 'ask_supplement' ? { until: day } : {}), ...(decision === 'refer' ? { to } : {}), ...(decision === 'return_report' ? { year_end } : {}) });
    },
    onSuccess: on_done,
  });
  const problems: { id: string; text: string }[] = [];
  if (needs_text.includes(step) && !text.trim()) problems.push({ id: 'step-text', text: t('rulings.need_text') });
  if (step === 'ask_supplement' && !day) problems.push({ id: 'step-day', text: t('rulings.need_day') });
  const of = (id: string) => (tried ? problems.find((one) => one.id === id)?.text : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0) run.mutate();
  };
  return (
    <Modal title={t(`rulings.do.${step}`)} on_close={on_close}>
      <form className="stack" noValidate onSubmit={submit}>
        {tried && <ErrorSummary problems={problems} />}
        {run.error && <ProblemMessage error={run.error} />}
        <p>{t(`rulings.do_lead.${step}`)}</p>
        {step === 'ask_supplement' && (
          <TextField id="step-day" type="date" label={t('rulings.supplement_until')} hint={ruling.longest_supplement ? t('rulings.supplement_longest', { day: format_day(ruling.longest_supplement) }) : undefined} value={day} max={ruling.longest_supplement ?? undefined} error={of('step-day')} onChange={(event) => change(() => set_day(event.target.value))} />
        )}
        {step === 'refer' && (
          <SelectField label={t('rulings.refer_to')} value={to} onChange={(event) => change(() => set_to(event.target.value))} choices={ruling.referrals.map((one) => ({ value: one.to, label: `${one.text} · ${t(one.counts ? 'rulings.counts' : 'rulings.does_not_count')}` }))} />
        )}
        {step === 'return_report' && (
          <SelectField label={t('rulings.year_end')} value={year_end} onChange={(event) => change(() => set_year_end(event.target.value))} choices={returned.map((one) => ({ value: one.year_end, label: format_day(one.year_end) }))} />
        )}
        {step === 'report' && year_end && <p>{t('rulings.report_of', { day: format_day(year_end) })}</p>}
        {step !== 'approve' && step !== 'grant_extension' && <TextArea id="step-text" label={t(needs_text.includes(step) ? 'rulings.text' : 'rulings.text_optional')} rows={5} maxLength={2500} value={text} error={of('step-text')} onChange={(event) => change(() => set_text(event.target.value))} />}
        <p className="row">
          <button type="submit" className="krds-btn small" aria-disabled={run.isPending}>
            {t(`rulings.do.${step}`)}
          </button>
          <button type="button" className="krds-btn tertiary small" onClick={on_close}>
            {t('common.cancel')}
          </button>
        </p>
      </form>
    </Modal>
  );
}

function Actions({ ruling }: { ruling: Ruling }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const [step, set_step] = useState<FirmStep | CustomsStep | null>(null);
  const offered = [...firm_steps, ...customs_steps].filter((one) => ruling.actions.includes(one));
  const done = async (next: Ruling) => {
    queries.setQueryData(ruling_query(ruling.id, i18n.language).queryKey, next);
    await queries.invalidateQueries({ queryKey: ['rulings'] });
    set_step(null);
    announce(t('rulings.done'));
  };
  if (ruling.actions.length === 0) return null;
  return (
    <section className="card stack-small" aria-labelledby="actions-heading">
      <h2 id="actions-heading">{t('rulings.actions')}</h2>
      <p className="row">
        {ruling.actions.includes('edit') && (
          <Link className="krds-btn small" to={`${path_of(ruling.id)}/apply/${ruling.state === 'draft' ? 'goods' : 'documents'}`}>
            {t(ruling.state === 'draft' ? 'rulings.go_on' : 'rulings.supplement')}
          </Link>
        )}
        {ruling.actions.includes('draft') && (
          <Link className="krds-btn small" to={`${path_of(ruling.id)}/decide`}>
            {t('rulings.draft_decision')}
          </Link>
        )}
        {offered.map((one) => (
          <button key={one} type="button" className={`krds-btn small ${one === 'approve' || one === 'report' ? '' : one === 'give_up' ? 'danger' : 'tertiary'}`} aria-haspopup="dialog" onClick={() => set_step(one)}>
            {t(`rulings.do.${one}`)}
          </button>
        ))}
      </p>
      {step && <StepModal ruling={ruling} step={step} on_close={() => set_step(null)} on_done={(next) => void done(next)} />}
    </section>
  );
}

/** What stands next, and until when. */
function Clocks({ ruling }: { ruling: Ruling }) {
  const { t } = useTranslation();
  const open = !['rejected', 'given_up', 'withdrawn', 'cancelled', 'expired', 'draft'].includes(ruling.state);
  const rows: [string, ReactNode][] = [];
  const add = (key: 'supplement_due' | 'decision_due' | 'objection_until' | 'valid_until' | 'report_until' | 'joint_start_by', day: string | null) => {
    if (day) rows.push([t(`rulings.${key}`), <Clock key={key} day={day} open={open} />]);
  };
  if (ruling.state === 'supplement_asked') add('supplement_due', ruling.clock_ends);
  add('decision_due', ruling.decision_due);
  // A time limit that is over is of no use to anybody.
  const today = today_in_korea(new Date());
  if (ruling.state === 'in_force' && ruling.objection_until && ruling.objection_until >= today) add('objection_until', ruling.objection_until);
  if (ruling.decided_on) {
    if (ruling.valid_until) add('valid_until', ruling.valid_until);
    else rows.push([t('rulings.valid_until'), t('rulings.until_changed')]);
  }
  if (ruling.report_year_end) rows.push([t('rulings.report_until'), <span key="report"><Clock day={ruling.report_until} open={open} /> <span className="small subtle block">{t('rulings.report_of', { day: format_day(ruling.report_year_end) })}</span></span>]);
  if (ruling.extension_from && ruling.extension_until) rows.push([t('rulings.extension'), `${format_day(ruling.extension_from)} – ${format_day(ruling.extension_until)}`]);
  add('joint_start_by', ruling.joint_start_by);
  if (rows.length === 0) return null;
  return (
    <section className="stack-small">
      <h2>{t('rulings.clocks')}</h2>
      <dl className="summary-list">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {ruling.stops.length > 0 && (
        <ul className="points small">
          {ruling.stops.map((stop, at) => (
            <li key={at}>
              {stop.why_text}: {format_day(stop.from)} – {stop.to ? format_day(stop.to) : t('rulings.still')} · {t(stop.counts ? 'rulings.counts' : 'rulings.does_not_count')}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function DecisionView({ decision, title, number }: { decision: Schemas['RulingDecision']; title: string; number?: string | null }) {
  const { t } = useTranslation();
  const fact_rows = useFactRows();
  return (
    <section className="stack-small">
      <h2>{title}</h2>
      <p className="as-written">
        <strong>{decision.text}</strong>
      </p>
      {decision.reasons && <p className="as-written">{decision.reasons}</p>}
      {decision.articles.length > 0 && (
        <p className="row small">
          {decision.articles.map((one) => (
            <LawLink key={one.cite} cite={one.cite} />
          ))}
        </p>
      )}
      {fact_rows(decision.facts).length > 0 && (
        <>
          <h3>{t('rulings.rests_on')}</h3>
          <Rows rows={fact_rows(decision.facts)} />
        </>
      )}
      {number && (
        <p className="small">
          <Link to={`/public-rulings/${encodeURIComponent(number)}`}>{t('rulings.as_published')}</Link>
        </p>
      )}
    </section>
  );
}

/** What a declaration departs from, in words, read from the declaration itself. */
function Differences({ ruling, declaration }: { ruling: Ruling; declaration: string }) {
  const { t, i18n } = useTranslation();
  const { data, error } = useQuery(import_declaration_query(declaration, i18n.language));
  if (error) return <ProblemMessage error={error} />;
  if (!data) return <Loading />;
  const own = data.rulings.find((one) => one.id === ruling.id);
  if (!own || own.differences.length === 0) return <p className="small">{t('rulings.follows_now')}</p>;
  return <DifferenceList differences={own.differences} />;
}

function Held({ ruling }: { ruling: Ruling }) {
  const { t } = useTranslation();
  const [open, set_open] = useState<string | null>(null);
  if (!ruling.decided_on) return null;
  return (
    <section className="stack-small" aria-labelledby="held-heading">
      <h2 id="held-heading">{t('rulings.held')}</h2>
      <p className="small subtle">{t('rulings.held_lead')}</p>
      {ruling.held.length === 0 && <p className="empty">{t('rulings.held_none')}</p>}
      {ruling.departures > 0 && <Message tone="warning" title={t('rulings.departed', { count: ruling.departures })} />}
      {ruling.held.length > 0 && (
        <ul className="plain-list">
          {ruling.held.map((one) => (
            <li key={one.declaration} className="stack-small">
              <p className="spread">
                <span>
                  <strong>{one.declaration.slice(one.declaration.indexOf('.') + 1)}</strong>{' '}
                  <span className="small subtle">
                    {format_day(one.on)} · {t('rulings.lines', { lines: one.lines.join(', ') })}
                  </span>
                </span>
                {one.departures.length === 0 ? (
                  <span className="krds-badge green">{t('rulings.follows')}</span>
                ) : (
                  <span className="row">
                    {one.departures.map((each) => (
                      <span key={each.fact} className="krds-badge orange">
                        {each.text}
                      </span>
                    ))}
                    <button type="button" className="krds-btn tertiary xsmall" aria-expanded={open === one.declaration} onClick={() => set_open(open === one.declaration ? null : one.declaration)}>
                      {t('rulings.what_differs')}
                      <span className="visually-hidden">: {one.declaration}</span>
                    </button>
                  </span>
                )}
              </p>
              {open === one.declaration && <Differences ruling={ruling} declaration={one.declaration} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function DraftView({ ruling }: { ruling: Ruling }) {
  const { t } = useTranslation();
  const { draft } = ruling;
  if (!draft) return null;
  const language = current_language();
  return (
    <div className="card stack">
      <Message tone="information" title={t('rulings.drafted', { outcome: draft.outcome_text, day: format_day(draft.on) })}>
        {draft.own && <p>{t('rulings.another_officer')}</p>}
        {draft.ground_text && <p>{draft.ground_text}</p>}
        {draft.outcome === 'change' && <p>{draft.reach_text}</p>}
      </Message>
      <DecisionView decision={draft.decision} title={t('rulings.draft_title')} />
      {draft.published && (
        <section className="stack-small">
          <h2>{t('rulings.for_the_public')}</h2>
          <Rows
            rows={[
              [t('rulings.goods'), draft.published.goods[language]],
              [t('rulings.question'), draft.published.question[language]],
              [t('rulings.decision'), draft.published.decision[language]],
              [t('rulings.reasons'), draft.published.reasons[language]],
            ]}
          />
        </section>
      )}
      {draft.not_published_because && (
        <p>
          {t('rulings.not_published')}: {draft.not_published_because}
        </p>
      )}
    </div>
  );
}

function ApplicationView({ ruling }: { ruling: Ruling }) {
  const { t } = useTranslation();
  const fact_rows = useFactRows();
  const { application } = ruling;
  const [reading, set_reading] = useState<string | null>(null);
  const read = ruling.evidence.find((one) => one.evidence_id === reading);
  const written: [string, string][] = (['goods', 'use', 'process', 'question', 'opinion'] as const).flatMap((field): [string, string][] => (application[field] ? [[t(`rulings.field.${field}`), application[field]]] : []));
  const missing = ruling.needed.filter((one) => !one.is_there);
  return (
    <section className="stack-small">
      <h2>{t('rulings.application')}</h2>
      {missing.length > 0 && (
        <Message tone="warning" title={t('rulings.missing', { count: missing.length })}>
          <ul>
            {missing.map((one) => (
              <li key={one.what}>
                {one.text} <LawLink cite={one.cite} grade={one.grade} />
              </li>
            ))}
          </ul>
        </Message>
      )}
      <Rows rows={[...written, ...fact_rows(application.facts ?? {})]} />
      {ruling.evidence.length > 0 && (
        <ul className="points small">
          {ruling.evidence.map((one) => (
            <li key={one.evidence_id}>
              <button type="button" className="link-button small" aria-haspopup="dialog" onClick={() => set_reading(one.evidence_id)}>
                {one.file_name}
              </button>
            </li>
          ))}
        </ul>
      )}
      {read && <ReadFile ruling_id={ruling.id} evidence={read} on_close={() => set_reading(null)} />}
    </section>
  );
}

/** One file: both sides see where it stands and its clocks. */
export function RulingPage() {
  const { t, i18n } = useTranslation();
  const { me } = useSession();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(ruling_query(id, i18n.language));
  if (error && !data) return <ProblemMessage error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const firm = is_filer(me?.role ?? 'trader');
  const head = data.number ?? data.application.goods?.split('\n')[0];
  return (
    <div className="narrow stack">
      <PageHead title={head || t('rulings.unnamed')} crumbs={[{ to: '/rulings', label: t(firm ? 'rulings.own' : 'rulings.queue') }]}>
        <StateBadge ruling={data} />
      </PageHead>
      <p className="subtle">
        {[data.kind_text, firm ? '' : data.party_id, data.filed_on ? t('rulings.filed_on', { day: format_day(data.filed_on) }) : t('rulings.not_filed'), data.turn === 'nobody' ? '' : t(`rulings.turn.${data.turn}`)].filter(Boolean).join(' · ')}
      </p>
      {data.ground_text && data.state !== 'in_force' && <Message tone="warning" title={data.state_text}>{data.ground_text}</Message>}
      {data.change_asked_on && <Message tone="information" title={t('rulings.change_asked', { day: format_day(data.change_asked_on) })} />}
      {data.extension_asked_on && <Message tone="information" title={t('rulings.extension_asked', { day: format_day(data.extension_asked_on) })} />}
      <Actions ruling={data} />
      <Clocks ruling={data} />
      <DraftView ruling={data} />
      {data.decision && <DecisionView decision={data.decision} title={t('rulings.decision')} number={data.published ? data.number : null} />}
      {data.letters.length > 0 && (
        <p className="row">
          {data.letters.map((letter) => (
            <a key={letter} className="krds-btn tertiary small" href={`/v1/rulings/${encodeURIComponent(data.id)}/letters/${letter}?language=${current_language()}`}>
              {t(`rulings.letter.${letter}`)}
            </a>
          ))}
        </p>
      )}
      {data.earlier.map((one) => (
        <DecisionView key={one.changed_on} decision={one.decision} title={t('rulings.earlier', { from: format_day(one.from), to: format_day(one.changed_on) })} />
      ))}
      <Held ruling={data} />
      <ApplicationView ruling={data} />
      {data.said.length > 0 && (
        <section className="stack-small">
          <h2>{t('rulings.history')}</h2>
          <ol className="plain-list">
            {data.said.map((one, at) => (
              <li key={at}>
                <p>
                  <span className="small subtle">{format_day(one.on)} · {t(`rulings.side.${one.by}`)}</span> <strong>{one.action_text}</strong>
                </p>
                {one.text && <p className="as-written small">{one.text}</p>}
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}
