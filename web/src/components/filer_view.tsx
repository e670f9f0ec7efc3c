import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { new_request_id, type DeclarationDetail, type State } from '../api/client';
import { declaration_query, elements_query } from '../api/queries';
import { current_language } from '../messages';
import { format_day, format_time, format_won } from '../messages/format';
import { new_declaration_id, save_draft } from '../pages/filing/draft';
import { copy_filing } from '../pages/filing/model';
import { DecisionActions } from './decision_actions';
import { Examinations, Findings, RecommendedProcedure, TimeLimits } from './decision_parts';
import { DeclaredData } from './declared_data';
import { Loading, Message, ProblemMessage } from './message';

/** The way of a declaration as its filer follows it; a selected one passes customs' look at it. */
export function course_of(state: State, channel: 'green' | 'orange' | 'red'): { state: State; passed: boolean }[] {
  if (state === 'withdrawn' || state === 'cancelled' || state === 'rejected') {
    return [
      { state: 'lodged', passed: true },
      { state, passed: true },
    ];
  }
  const way: State[] = channel === 'green' && state !== 'selected' && state !== 'examined' ? ['lodged', 'accepted', 'loaded'] : ['lodged', 'selected', 'examined', 'accepted', 'loaded'];
  const reached = way.indexOf(state === 'amended' ? 'accepted' : state);
  return way.map((one, at) => ({ state: one, passed: at <= reached }));
}

function Course({ detail }: { detail: DeclarationDetail }) {
  const { t } = useTranslation();
  const course = course_of(detail.state, detail.summary.channel);
  const last = course.findLastIndex((one) => one.passed);
  return (
    <ol className="krds-step-wrap" aria-label={t('own.course')}>
      {course.map((one, at) => (
        <li key={one.state} className={one.passed && at !== last ? 'done' : undefined} aria-current={at === last ? 'step' : undefined}>
          {t(`state.${one.state}`)}
        </li>
      ))}
    </ol>
  );
}

function History({ detail }: { detail: DeclarationDetail }) {
  const { t } = useTranslation();
  return (
    <ol className="timeline">
      {detail.history.map((entry) => (
        <li key={entry.sequence}>
          <time dateTime={entry.recorded_at}>{format_time(entry.recorded_at)}</time>
          <p>
            <strong>{t(`history_kind.${entry.kind}`)}</strong> {entry.text}
          </p>
        </li>
      ))}
    </ol>
  );
}

function FileAgain({ detail }: { detail: DeclarationDetail }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [error, set_error] = useState<unknown>(null);
  const [busy, set_busy] = useState(false);
  const copy = async () => {
    set_busy(true);
    set_error(null);
    const draft_id = new_request_id().slice(0, 20);
    try {
      const filing = { ...copy_filing(detail.declared, detail.masked_fields, detail.summary.procedure, new_declaration_id(new Date())), party: detail.summary.party_id };
      await save_draft(draft_id, filing, null);
      await navigate(`/filing/${draft_id}/who`);
    } catch (problem) {
      set_error(problem);
    } finally {
      set_busy(false);
    }
  };
  return (
    <>
      <button type="button" className="krds-btn tertiary small" disabled={busy} onClick={() => void copy()}>
        {t('own.file_again')}
      </button>
      {error !== null && <ProblemMessage error={error} />}
    </>
  );
}

/** A declaration as its filer sees it: where it stands, what is due, what to fix. No risk reasons. */
export function FilerView({ id }: { id: string }) {
  const { t, i18n } = useTranslation();
  const { data: detail, error, refetch } = useQuery(declaration_query(id, i18n.language));
  const procedure = detail?.summary.procedure;
  const { data: elements } = useQuery({ ...elements_query(procedure ?? 'formal'), enabled: procedure !== undefined });
  const [done, set_done] = useState('');
  if (error && !detail) return <ProblemMessage error={error} retry={() => void refetch()} />;
  if (!detail) return <Loading />;
  const { summary, decision } = detail;
  const label_of = (field: string) => elements?.elements.flatMap((element) => element.fields).find((one) => one.name === field)?.label[current_language()] ?? field;
  const waits = detail.state === 'lodged' || detail.state === 'selected' || detail.state === 'examined';
  return (
    <article className="decision wide">
      <div className="decision-head stack">
        <p>
          <strong>{summary.exporter_name}</strong> → {summary.destination_country} · {format_won(summary.value_krw)} · {format_day(summary.declared_on)} · {t(`procedure.${summary.procedure}`)}
        </p>
        <Course detail={detail} />
        {done && <Message tone="success">{done}</Message>}
        <Message tone={waits && summary.channel !== 'green' ? 'warning' : 'information'} title={waits ? t(`filer_channel.${summary.channel}`) : t(`filer_state.${detail.state}`)}>
          {waits && <p>{t(`filer_next.${summary.channel}`)}</p>}
        </Message>
        <RecommendedProcedure detail={detail} />
        {detail.actions.length > 0 && <DecisionActions detail={detail} label_of={label_of} elements={elements} on_done={set_done} />}
        <p className="row">{summary.procedure !== 'import' && <FileAgain detail={detail} />}</p>
      </div>
      <div className="stack-large">
        <section className="stack-small">
          <h2>{t('decision.limits')}</h2>
          <TimeLimits limits={detail.time_limits} />
        </section>
        <section className="stack-small">
          <h2>{t('decision.findings')}</h2>
          <Findings findings={decision.findings} label_of={label_of} />
        </section>
        {detail.examinations.length > 0 && (
          <section className="stack-small">
            <h2>{t('decision.examinations')}</h2>
            <Examinations examinations={detail.examinations} />
          </section>
        )}
        <section className="stack-small">
          <h2>{t('decision.history')}</h2>
          <History detail={detail} />
        </section>
      </div>
      <section className="stack-small">
        <h2>{t('decision.declared')}</h2>
        {elements ? <DeclaredData elements={elements} detail={detail} /> : <Loading />}
        <p className="small subtle">{t('decision.versions', { law: decision.law_version, policy: decision.policy_version })}</p>
      </section>
    </article>
  );
}
