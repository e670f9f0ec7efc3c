import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { answer, client, if_match, new_request_id, type Schemas } from '../../api/client';
import { plan_application_query } from '../../api/queries';
import type { Grade } from '../../components/badge';
import { EvidenceFiles, file_body, type EvidencePlace } from '../../components/evidence_files';
import { CheckGroup, TextArea, TextField } from '../../components/form';
import { LawLink } from '../../components/law_link';
import { useAnnounce } from '../../components/live';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { save_file } from '../../components/save_file';
import { of_numbers, Table } from '../../components/table';
import { current_language } from '../../messages';
import { format_day, format_number, format_won } from '../../messages/format';
import { Contest, Support } from './remedies';

type Plan = Schemas['PlanApplication'];
const fact_names = ['cause_is_recognised', 'business_can_recover', 'written_plan_is_given', 'no_conviction', 'no_other_enforcement', 'no_new_arrears'] as const;
type Step = { what: 'decide'; granted: boolean; reason: string; facts: string[] } | { what: 'replan'; parts: number } | { what: 'end' } | { what: 'consent'; given: boolean } | { what: 'hand_over'; to: string };

function useStep(plan: Plan) {
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  return useMutation({
    mutationFn: (step: Step) => {
      const params = { path: { id: plan.id }, header: { 'Request-Id': request_id.current, 'If-Match': if_match(plan.version) } };
      if (step.what === 'decide') return answer(client.POST('/v1/plan-applications/{id}/decisions', { params, body: { granted: step.granted, reason: step.reason, facts: step.granted ? Object.fromEntries(fact_names.map((fact) => [fact, step.facts.includes(fact)])) : {} } }));
      if (step.what === 'replan') return answer(client.POST('/v1/plan-applications/{id}/replans', { params, body: { parts: step.parts } }));
      if (step.what === 'consent') return answer(client.POST('/v1/plan-applications/{id}/consents', { params, body: { welfare_consent: step.given } }));
      if (step.what === 'hand_over') return answer(client.POST('/v1/plan-applications/{id}/hand-overs', { params, body: { to: step.to } }));
      return answer(client.POST('/v1/plan-applications/{id}/endings', { params }));
    },
    onSettled: () => {
      request_id.current = new_request_id();
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['plan_application'] });
      await queries.invalidateQueries({ queryKey: ['plan_applications'] });
    },
  });
}

function Decide({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const step = useStep(plan);
  const [reason, set_reason] = useState('');
  const [facts, set_facts] = useState<string[]>([]);
  const decide = (granted: boolean) => step.mutate({ what: 'decide', granted, reason, facts });
  return (
    <section className="card stack-small">
      <h2>{t('plans.decide')}</h2>
      <CheckGroup legend={t('plans.established')} name="established" choices={fact_names.map((fact) => ({ value: fact, label: t(`plans.fact.${fact}`), hint: plan.said.includes(fact) ? t('plans.said') : undefined }))} values={facts} on_change={set_facts} />
      <TextArea label={t('plans.decision_reason')} rows={3} maxLength={2000} value={reason} onChange={(event) => set_reason(event.target.value)} />
      {step.error && <ProblemMessage error={step.error} />}
      <div className="row">
        <button type="button" className="krds-btn small" disabled={step.isPending || reason.trim() === ''} onClick={() => decide(true)}>
          {t('plans.grant')}
        </button>
        <button type="button" className="krds-btn secondary small" disabled={step.isPending || reason.trim() === ''} onClick={() => decide(false)}>
          {t('plans.refuse')}
        </button>
      </div>
    </section>
  );
}

function Replan({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const step = useStep(plan);
  const left = plan.schedule.filter((part) => part.standing !== 'paid').length;
  const [parts, set_parts] = useState(String(plan.parts_asked ?? left));
  return (
    <section className="card stack-small">
      <h2>{t('plans.replan')}</h2>
      <p>{t(plan.state === 'missed' ? 'plans.replan_missed_hint' : 'plans.replan_hint')}</p>
      {plan.parts_asked !== null && <Message tone="information" title={t('plans.asked_anew', { parts: format_number(plan.parts_asked) })} />}
      <TextField label={t('plans.number_of_parts')} inputMode="numeric" value={parts} onChange={(event) => set_parts(event.target.value)} />
      {step.error && <ProblemMessage error={step.error} />}
      <div className="row">
        <button type="button" className="krds-btn small" disabled={step.isPending || !(Number(parts) >= 1)} onClick={() => step.mutate({ what: 'replan', parts: Number(parts) })}>
          {t('plans.replan_send')}
        </button>
        {plan.actions.includes('end') && (
          <button type="button" className="krds-btn tertiary small" disabled={step.isPending} onClick={() => step.mutate({ what: 'end' })}>
            {t('plans.end')}
          </button>
        )}
      </div>
    </section>
  );
}

function Withdraw({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const step = useStep(plan);
  return (
    <div className="stack-small">
      {step.error && <ProblemMessage error={step.error} />}
      <div className="row">
        <button type="button" className="krds-btn tertiary small" disabled={step.isPending} onClick={() => step.mutate({ what: 'end' })}>
          {t('plans.withdraw')}
        </button>
      </div>
    </div>
  );
}

function Schedule({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  return (
    <section className="card stack-small">
      <h2>{t('plans.schedule')}</h2>
      <p>{t('plans.paid_so_far', { paid: format_won(plan.paid_krw), balance: format_won(plan.balance_krw) })}</p>
      <Table title={t('plans.schedule')} heads={[t('plans.day'), of_numbers(t('plans.tax')), of_numbers(t('plans.penalty')), of_numbers(t('plans.amount')), t('plans.state')]}>
        {plan.schedule.map((part) => (
          <tr key={part.date}>
            <th scope="row" className="nowrap">
              {format_day(part.date)}
            </th>
            <td className="right nowrap">{format_won(part.tax_krw + part.costs_krw)}</td>
            <td className="right nowrap">{format_won(part.penalty_krw)}</td>
            <td className="right nowrap">{format_won(part.total_krw)}</td>
            <td>{t(`plans.part.${part.standing}`)}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

/** The papers that show what the application says. */
function Evidence({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const place: EvidencePlace = {
    evidence: plan.evidence,
    read: async (evidence_id, purpose, request_id) => {
      const file = await answer(client.POST('/v1/plan-applications/{id}/evidence/{evidence_id}/reads', { params: { path: { id: plan.id, evidence_id }, header: { 'Request-Id': request_id } }, body: { purpose }, parseAs: 'blob' }));
      return file as unknown as Blob;
    },
  };
  if (plan.actions.includes('add_evidence')) {
    place.add = async (file) => {
      const path = { id: plan.id, evidence_id: new_request_id() };
      const after = await answer(client.PUT('/v1/plan-applications/{id}/evidence/{evidence_id}', { params: { path, query: { name: file.name }, header: { 'Request-Id': new_request_id() } }, ...file_body(file) }));
      queries.setQueryData(plan_application_query(plan.id, current_language()).queryKey, after);
      announce(t('work.evidence_added'));
    };
  }
  return (
    <section className="card stack-small">
      <h2>{t('plans.evidence')}</h2>
      <p>{t('plans.evidence_hint')}</p>
      <EvidenceFiles place={place} />
    </section>
  );
}

/** What the debtor agreed to be told to the welfare office, and whether it was. */
function Welfare({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const step = useStep(plan);
  const [to, set_to] = useState('');
  const can = (action: Plan['actions'][number]) => plan.actions.includes(action);
  return (
    <section className="card stack-small">
      <h2>{t('plans.welfare')}</h2>
      <p>{plan.handed_over ? t('plans.handed_over', { day: format_day(plan.handed_over.on), to: plan.handed_over.to }) : t(plan.welfare_consent ? 'plans.hardship_consented' : 'plans.hardship_alone')}</p>
      {step.error && <ProblemMessage error={step.error} />}
      {can('hand_over') && <TextField label={t('plans.hand_over_to')} hint={t('plans.hand_over_hint')} maxLength={200} value={to} onChange={(event) => set_to(event.target.value)} />}
      <div className="row">
        {can('hand_over') && (
          <button type="button" className="krds-btn small" disabled={step.isPending || to.trim() === ''} onClick={() => step.mutate({ what: 'hand_over', to: to.trim() })}>
            {t('plans.hand_over')}
          </button>
        )}
        {(['consent', 'take_consent_back'] as const).filter(can).map((action) => (
          <button key={action} type="button" className="krds-btn secondary small" disabled={step.isPending} onClick={() => step.mutate({ what: 'consent', given: action === 'consent' })}>
            {t(`plans.${action}`)}
          </button>
        ))}
      </div>
    </section>
  );
}

/** The decision as a letter. */
function Letter({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const print = useMutation({
    mutationFn: async () => {
      const file = await answer(client.POST('/v1/plan-applications/{id}/letters', { params: { path: { id: plan.id }, header: { 'Request-Id': new_request_id() } }, body: {}, parseAs: 'blob' }));
      save_file(file as unknown as Blob, plan.decision?.granted ? 'plan_approval.pdf' : 'plan_refusal.pdf');
    },
  });
  return (
    <>
      {print.error && <ProblemMessage error={print.error} />}
      <div className="row">
        <button type="button" className="krds-btn tertiary xsmall" disabled={print.isPending} onClick={() => print.mutate()}>
          {t('plans.letter')}
        </button>
      </div>
    </>
  );
}

/** One application: where it stands, its decision, its parts, and what follows if the next one is missed. */
export function PlanPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(plan_application_query(id, current_language()));
  if (error) return <ProblemMessage error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const can = (action: Plan['actions'][number]) => data.actions.includes(action);
  return (
    <div className="stack">
      <PageHead title={t('plans.plan_of', { day: format_day(data.applied_on), parts: data.schedule.length || data.parts })} crumbs={[{ label: t('plans.title'), to: '/arrears/plans' }]}>
        <span className="krds-badge">{data.state_text}</span>
      </PageHead>
      <p>
        <Link to={`/arrears/debts/${data.debt}`}>{t('plans.to_debt')}</Link>
      </p>
      {data.forecast && (
        <Message tone={data.state === 'missed' ? 'warning' : 'information'} title={t(data.state === 'missed' ? 'plans.missed_now' : 'plans.reminder', { day: format_day(data.forecast.date), amount: format_won(data.lacking_krw) })}>
          <p>{t('plans.forecast', { day: format_day(data.forecast.owed_on), owed: format_won(data.forecast.owed_krw), daily: format_won(data.forecast.grows_krw_a_day) })}</p>
          <ul className="points">
            {data.forecast.consequences.map((one) => (
              <li key={one.consequence}>
                {one.text} <LawLink cite={one.cite} grade={one.grade as Grade} />
              </li>
            ))}
          </ul>
          {data.reminded.length > 0 && <p className="small">{t('plans.reminded', { count: data.reminded.length })}</p>}
        </Message>
      )}
      {data.decision && (
        <section className="card stack-small">
          <h2>{t('plans.decision')}</h2>
          <p>
            <strong>{t(data.decision.granted ? 'plans.was_granted' : 'plans.was_refused', { day: format_day(data.decision.on) })}</strong>
          </p>
          <p>{data.decision.reason}</p>
          {data.decision.not_met.length > 0 && (
            <ul className="points">
              {data.decision.not_met.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          )}
          {data.decision.nearest && (
            <p>
              {t('plans.nearest', { parts: format_number(data.decision.nearest.parts), total: format_won(data.decision.nearest.total_krw) })} <Link to={`/arrears/debts/${data.debt}/plans?parts=${data.decision.nearest.parts}`}>{t('plans.take_nearest')}</Link>
            </p>
          )}
          {data.decision.contest_by && <p>{t('plans.contest_by', { day: format_day(data.decision.contest_by) })}</p>}
          {can('print') && <Letter plan={data} />}
        </section>
      )}
      {data.schedule.length > 0 && <Schedule plan={data} />}
      {can('decide') && <Decide key={data.version} plan={data} />}
      {can('replan') && <Replan key={data.version} plan={data} />}
      <section className="card stack-small">
        <h2>{t('plans.application')}</h2>
        <p>{data.reason}</p>
        {data.means && <p>{t('plans.means_text', { income: format_won(data.means.income_krw), expenses: format_won(data.means.expenses_krw), assets: format_won(data.means.assets_krw) })}</p>}
        {data.security_krw > 0 && <p>{t('plans.security_was_offered', { amount: format_won(data.security_krw) })}</p>}
        <p className="small subtle">{t('plans.came_by', { channel: data.channel_text })}</p>
      </section>
      <Evidence plan={data} />
      {data.hardship && <Welfare plan={data} />}
      {data.hardship && <Support debt={data.debt} />}
      <Contest debt={data.debt} />
      {can('withdraw') && <Withdraw plan={data} />}
    </div>
  );
}
