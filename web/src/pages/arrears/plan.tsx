import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { answer, client, if_match, new_request_id, type Schemas } from '../../api/client';
import { plan_application_query } from '../../api/queries';
import { CheckGroup, TextArea, TextField } from '../../components/form';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { current_language } from '../../messages';
import { format_day, format_number, format_won } from '../../messages/format';

type Plan = Schemas['PlanApplication'];
const fact_names = ['cause_is_recognised', 'business_can_recover', 'written_plan_is_given', 'no_conviction', 'no_other_enforcement', 'no_new_arrears'] as const;
type Step = { what: 'decide'; granted: boolean; reason: string; facts: string[] } | { what: 'replan'; parts: number } | { what: 'end' };

function useStep(plan: Plan) {
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  return useMutation({
    mutationFn: (step: Step) => {
      const params = { path: { id: plan.id }, header: { 'Request-Id': request_id.current, 'If-Match': if_match(plan.version) } };
      if (step.what === 'decide') return answer(client.POST('/v1/plan-applications/{id}/decisions', { params, body: { granted: step.granted, reason: step.reason, facts: step.granted ? Object.fromEntries(fact_names.map((fact) => [fact, step.facts.includes(fact)])) : {} } }));
      if (step.what === 'replan') return answer(client.POST('/v1/plan-applications/{id}/replans', { params, body: { parts: step.parts } }));
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
      <CheckGroup legend={t('plans.established')} name="established" choices={fact_names.map((fact) => ({ value: fact, label: t(`plans.fact.${fact}`) }))} values={facts} on_change={set_facts} />
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
      <div className="krds-table-wrap" tabIndex={0} role="region" aria-label={t('plans.schedule')}>
        <table className="tbl dense">
          <caption className="visually-hidden">{t('plans.schedule')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('plans.day')}</th>
              <th scope="col" className="right">{t('plans.tax')}</th>
              <th scope="col" className="right">{t('plans.penalty')}</th>
              <th scope="col" className="right">{t('plans.amount')}</th>
              <th scope="col">{t('plans.state')}</th>
            </tr>
          </thead>
          <tbody>
            {plan.schedule.map((part) => (
              <tr key={part.date}>
                <th scope="row" className="nowrap">{format_day(part.date)}</th>
                <td className="right nowrap">{format_won(part.tax_krw)}</td>
                <td className="right nowrap">{format_won(part.penalty_krw)}</td>
                <td className="right nowrap">{format_won(part.total_krw)}</td>
                <td>{t(`plans.part.${part.standing}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
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
          <p>{t('plans.forecast', { owed: format_won(data.forecast.owed_krw), daily: format_won(data.forecast.grows_krw_a_day) })}</p>
          <ul>
            {data.forecast.consequences.map((one) => (
              <li key={one.consequence}>
                {one.text} <span className="small subtle">({one.article})</span>
              </li>
            ))}
          </ul>
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
            <ul>
              {data.decision.not_met.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          )}
          {data.decision.nearest && <p>{t('plans.nearest', { parts: format_number(data.decision.nearest.parts), total: format_won(data.decision.nearest.total_krw) })}</p>}
          {!data.decision.granted && <p>{t('plans.contest_text')}</p>}
        </section>
      )}
      {data.schedule.length > 0 && <Schedule plan={data} />}
      {can('decide') && <Decide key={data.version} plan={data} />}
      {can('replan') && <Replan key={data.version} plan={data} />}
      <section className="card stack-small">
        <h2>{t('plans.application')}</h2>
        <p>{data.reason}</p>
        {data.means && <p>{t('plans.means_text', { income: format_won(data.means.income_krw), expenses: format_won(data.means.expenses_krw), assets: format_won(data.means.assets_krw) })}</p>}
        {data.hardship && <p>{t(data.welfare_consent ? 'plans.hardship_consented' : 'plans.hardship_alone')}</p>}
      </section>
      {can('withdraw') && <Withdraw plan={data} />}
    </div>
  );
}
