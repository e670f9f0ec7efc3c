import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { declaration_query, elements_query } from '../api/queries';
import { current_language } from '../messages';
import { format_day, format_won } from '../messages/format';
import { DecisionActions } from './decision_actions';
import { ChangedChannel, Equation, Examinations, Findings, PartyHistory, Reasons, RecommendedProcedure, StateSummary, TimeLimits, Timeline } from './decision_parts';
import { DeclaredData } from './declared_data';
import { ExaminationWork } from './examination_work';
import { useAnnounce } from './live';
import { Loading, Message, ProblemMessage } from './message';

/** A declaration's decision with everything that led to it. `pane`: beside the officer's list, headings one level down. */
export function DecisionView({ id, pane = false }: { id: string; pane?: boolean }) {
  const { t, i18n } = useTranslation();
  const { data: detail, error, refetch } = useQuery(declaration_query(id, i18n.language));
  const procedure = detail?.summary.procedure;
  const { data: elements } = useQuery({ ...elements_query(procedure ?? 'formal'), enabled: procedure !== undefined });
  const [done, set_done] = useState('');
  const announce = useAnnounce();
  const number = detail && (detail.summary.declaration_number || detail.summary.declaration_id);
  useEffect(() => {
    if (pane && number) announce(t('decision.title', { number }));
  }, [pane, number, announce, t]);

  if (error && !detail) return <ProblemMessage error={error} retry={() => void refetch()} />;
  if (!detail) return <Loading />;
  const { summary, decision } = detail;
  const Heading = pane ? 'h3' : 'h2';
  const Subheading = pane ? 'h4' : 'h3';
  const label_of = (field: string) => elements?.elements.flatMap((element) => element.fields).find((one) => one.name === field)?.label[current_language()] ?? field;
  return (
    <article className={pane ? 'decision stack' : 'decision wide'}>
      <div className="decision-head stack">
        <header className="stack-small">
          {pane && <h2>{t('decision.title', { number })}</h2>}
          <StateSummary detail={detail} />
          <p>
            <strong>{summary.exporter_name}</strong> → {summary.destination_country} · {format_won(summary.value_krw)} · {format_day(summary.declared_on)}
          </p>
        </header>
        {done && <Message tone="success">{done}</Message>}
        <ChangedChannel detail={detail} />
        <RecommendedProcedure detail={detail} />
        <DecisionActions detail={detail} label_of={label_of} elements={elements} on_done={set_done} />
      </div>
      <div className="stack-large">
        <section className="stack-small">
          <Heading>{t('decision.decision')}</Heading>
          <Equation decision={decision} />
          <Subheading>{t('decision.reasons')}</Subheading>
          <Reasons decision={decision} />
        </section>
        <section className="stack-small">
          <Heading>{t('decision.findings')}</Heading>
          <Findings findings={decision.findings} label_of={label_of} />
        </section>
        <section className="stack-small">
          <Heading>{t('decision.limits')}</Heading>
          <TimeLimits limits={detail.time_limits} />
        </section>
        {detail.parties && detail.parties.length > 0 && (
          <section className="stack-small">
            <Heading>{t('decision.parties')}</Heading>
            <PartyHistory parties={detail.parties} />
          </section>
        )}
        <section className="stack-small">
          <Heading>{t('decision.examinations')}</Heading>
          <Examinations examinations={detail.examinations} />
        </section>
        {detail.evidence && <ExaminationWork detail={detail} heading={Heading} on_done={set_done} />}
      </div>
      <div className="stack-large">
        <section className="stack-small">
          <Heading>{t('decision.declared')}</Heading>
          {elements ? <DeclaredData elements={elements} detail={detail} /> : <Loading />}
        </section>
        <section className="stack-small">
          <Heading>{t('decision.history')}</Heading>
          <Timeline history={detail.history} />
        </section>
        {detail.random_record && (
          <p className="small subtle">
            {t('work.random_record')} <code className="hash">{detail.random_record}</code>
          </p>
        )}
        <p className="small subtle">{t('decision.versions', { law: decision.law_version, policy: decision.policy_version })}</p>
      </div>
    </article>
  );
}
