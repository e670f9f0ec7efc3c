import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { answer, client, new_request_id, type Schemas } from '../../api/client';
import { debt_plans_query, type Asked } from '../../api/queries';
import { useSession } from '../../api/session';
import type { Grade } from '../../components/badge';
import { CheckGroup, RadioGroup, SelectField, TextArea, TextField } from '../../components/form';
import { LawLink } from '../../components/law_link';
import { ErrorSummary, Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { of_numbers, Table } from '../../components/table';
import { current_language } from '../../messages';
import { format_day, format_number, format_won } from '../../messages/format';
import { Contest, Support } from './remedies';

type DebtPlan = Schemas['DebtPlan'];
const fact_names = ['cause_is_recognised', 'business_can_recover', 'written_plan_is_given', 'no_conviction', 'no_other_enforcement', 'no_new_arrears'] as const;

function Affordable({ plan }: { plan: DebtPlan }) {
  const { t } = useTranslation();
  const means = plan.affordability;
  if (!means) return null;
  if (means.first_failure) return <Message tone="warning" title={t('plans.not_affordable', { day: format_day(means.first_failure), surplus: format_won(means.surplus) })} />;
  return <Message tone="success" title={t('plans.affordable', { part: format_won(means.highest_part), surplus: format_won(means.surplus) })} />;
}

/** One way to pay: what it costs, what it asks for, what it changes. */
function Way({ plan }: { plan: DebtPlan }) {
  const { t } = useTranslation();
  const last = plan.rows.at(-1);
  return (
    <section className="card stack-small" aria-label={plan.title}>
      <h2>{plan.title}</h2>
      <p>
        <strong>{t('plans.total', { total: format_won(plan.total.total) })}</strong>
        <span className="small subtle block">{t('plans.total_of', { costs: format_won(plan.total.costs), tax: format_won(plan.total.tax), penalty: format_won(plan.total.penalty) })}</span>
      </p>
      <p>{last && (plan.rows.length === 1 ? t('plans.one_part', { day: format_day(last.date) }) : t('plans.parts', { parts: format_number(plan.rows.length), first: format_won(plan.rows[0]?.due.total ?? 0), last: format_won(last.due.total), day: format_day(last.date) }))}</p>
      <Affordable plan={plan} />
      {plan.conditions.length > 0 && (
        <>
          <h3>{t('plans.conditions')}</h3>
          <ul className="points">
            {plan.conditions.map((one) => (
              <li key={one.condition}>
                {one.text}: <strong>{t(`plans.standing.${one.standing}`)}</strong>
                <span className="small subtle block">
                  <LawLink cite={one.cite} grade={one.grade as Grade} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {plan.security && <p>{t(plan.security.clean_years > 0 ? 'plans.security_waivable' : 'plans.security', { amount: format_won(plan.security.amount), years: plan.security.clean_years })}</p>}
      <h3>{t('plans.gain')}</h3>
      <ul className="points">
        {plan.effects.map((one) => (
          <li key={one.measure}>
            {one.measure_text}: <strong>{one.effect_text}</strong>
            <span className="small subtle block">
              <LawLink cite={one.cite} grade={one.grade as Grade} />
              {one.grade !== 'statute' && ` · ${t(`grade.${one.grade as Grade}`)}`}
            </span>
          </li>
        ))}
      </ul>
      {plan.rows.length > 1 && (
        <details>
          <summary>{t('plans.show_parts')}</summary>
          <Table title={`${plan.title}: ${t('plans.schedule')}`} heads={[t('plans.day'), of_numbers(t('plans.amount'))]}>
            {plan.rows.map((row) => (
              <tr key={row.date}>
                <th scope="row" className="nowrap">
                  {format_day(row.date)}
                </th>
                <td className="right nowrap">{format_won(row.due.total)}</td>
              </tr>
            ))}
          </Table>
        </details>
      )}
    </section>
  );
}

const whole = (text: string) => Number(text.replaceAll(',', '')) || 0;

function Apply({ debt, asked, customs }: { debt: string; asked: Asked; customs: boolean }) {
  const { t } = useTranslation();
  const [channel, set_channel] = useState<'phone' | 'letter'>('phone');
  const navigate = useNavigate();
  const request_id = useRef(new_request_id());
  const [tried, set_tried] = useState(false);
  const [reason, set_reason] = useState('');
  const [security, set_security] = useState('');
  const [facts, set_facts] = useState<string[]>([]);
  const [support, set_support] = useState<string[]>([]);
  const send = useMutation({
    mutationFn: () =>
      answer(
        client.POST('/v1/debts/{id}/plan-applications', {
          params: { path: { id: debt }, header: { 'Request-Id': request_id.current } },
          body: {
            parts: asked.parts,
            reason,
            penalty: asked.penalty ?? 'with_last',
            security_krw: whole(security),
            ...(customs && { channel }),
            facts: Object.fromEntries(facts.map((fact) => [fact, true])),
            hardship: support.includes('hardship'),
            welfare_consent: support.includes('welfare_consent'),
            ...(asked.income !== undefined && { means: { income_krw: asked.income, expenses_krw: asked.expenses ?? 0, assets_krw: asked.assets ?? 0 } }),
          },
        }),
      ),
    onSuccess: (plan) => navigate(`/arrears/plans/${plan.id}`),
  });
  const missing = tried && reason.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (reason.trim() !== '') send.mutate();
  };
  const change = <T,>(set: (value: T) => void) => (value: T) => {
    request_id.current = new_request_id();
    set(value);
  };
  return (
    <form id="apply" className="card stack-small" onSubmit={submit} noValidate>
      <h2>{t('plans.apply_title', { parts: format_number(asked.parts) })}</h2>
      <p>{t(customs ? 'plans.apply_for_hint' : 'plans.apply_hint')}</p>
      {customs && <RadioGroup legend={t('plans.channel')} name="channel" choices={(['phone', 'letter'] as const).map((one) => ({ value: one, label: t(`plans.channels.${one}`) }))} value={channel} on_change={(value) => change(set_channel)(value as 'phone' | 'letter')} />}
      {missing && <ErrorSummary problems={[{ id: 'plan-reason', text: t('plans.reason_missing') }]} />}
      <TextArea id="plan-reason" label={t('plans.reason')} hint={t('plans.reason_hint')} error={missing ? t('plans.reason_missing') : undefined} rows={3} maxLength={2000} value={reason} onChange={(event) => change(set_reason)(event.target.value)} />
      <TextField label={t('plans.security_offered')} hint={t('plans.security_offered_hint')} inputMode="numeric" value={security} onChange={(event) => change(set_security)(event.target.value)} />
      <CheckGroup legend={t('plans.facts')} name="facts" choices={fact_names.map((fact) => ({ value: fact, label: t(`plans.fact.${fact}`) }))} values={facts} on_change={change(set_facts)} />
      <CheckGroup legend={t('plans.support')} hint={t('plans.support_hint')} name="support" choices={(['hardship', 'welfare_consent'] as const).map((one) => ({ value: one, label: t(`plans.${one}`) }))} values={support} on_change={change(set_support)} />
      {send.error && <ProblemMessage error={send.error} />}
      <div className="row">
        <button type="submit" className="krds-btn" disabled={send.isPending}>
          {t('plans.apply')}
        </button>
      </div>
    </form>
  );
}

/** Ways to pay a debt, side by side; the debtor applies for the one in parts. */
export function DebtPlansPage() {
  const { t } = useTranslation();
  const { me, may } = useSession();
  const { id = '' } = useParams();
  // A refusal links here with the nearest plan that would be granted.
  const [search] = useSearchParams();
  const at_first = Number(search.get('parts')) || 12;
  const [fields, set_fields] = useState({ parts: String(at_first), income: '', expenses: '', assets: '', penalty: 'with_last' });
  const [asked, set_asked] = useState<Asked>({ parts: at_first });
  const { data, error, isFetching } = useQuery(debt_plans_query(id, asked, current_language()));
  const set = (name: keyof typeof fields) => (event: { target: { value: string } }) => set_fields({ ...fields, [name]: event.target.value });
  const show = (event: FormEvent) => {
    event.preventDefault();
    set_asked({ parts: whole(fields.parts), penalty: fields.penalty === 'with_each' ? 'with_each' : 'with_last', ...(fields.income !== '' && { income: whole(fields.income), expenses: whole(fields.expenses), assets: whole(fields.assets) }) });
  };
  const choose = (parts: number) => {
    set_fields({ ...fields, parts: String(parts) });
    set_asked({ ...asked, parts });
  };
  return (
    <div className="stack">
      <PageHead title={t('plans.ways')} crumbs={[{ label: t('plans.title'), to: '/arrears/plans' }]} />
      <p>{t('plans.lead')}</p>
      <p>
        <Link to={`/arrears/debts/${id}`}>{t('plans.to_debt')}</Link>
      </p>
      <form className="card stack-small" onSubmit={show}>
        <h2>{t('plans.means')}</h2>
        <p>{t('plans.means_hint')}</p>
        <div className="form-grid">
          <TextField label={t('plans.number_of_parts')} inputMode="numeric" value={fields.parts} onChange={set('parts')} />
          <SelectField label={t('plans.penalty_order')} choices={(['with_last', 'with_each'] as const).map((one) => ({ value: one, label: t(`plans.penalty_orders.${one}`) }))} value={fields.penalty} onChange={set('penalty')} />
          <TextField label={t('plans.income')} inputMode="numeric" value={fields.income} onChange={set('income')} />
          <TextField label={t('plans.expenses')} inputMode="numeric" value={fields.expenses} onChange={set('expenses')} />
          <TextField label={t('plans.assets')} inputMode="numeric" value={fields.assets} onChange={set('assets')} />
        </div>
        <div className="row">
          <button type="submit" className="krds-btn secondary small" disabled={isFetching}>
            {t('plans.compare')}
          </button>
        </div>
      </form>
      {error && <ProblemMessage error={error} />}
      {!data && !error && <Loading />}
      {data && (
        <div className="options">
          {data.plans.map((plan) => (
            <Way key={plan.plan} plan={plan} />
          ))}
        </div>
      )}
      {data?.nearest && (
        <Message tone="information" title={t('plans.nearest', { parts: format_number(data.nearest.parts ?? 0), total: format_won(data.nearest.total.total) })}>
          <button type="button" className="krds-btn tertiary small" onClick={() => choose(data.nearest?.parts ?? 0)}>
            {t('plans.take_nearest')}
          </button>
        </Message>
      )}
      {data && may('apply_for_plan') && <Apply debt={id} asked={asked} customs={me?.role !== 'trader'} />}
      <Support debt={id} />
      <Contest debt={id} />
    </div>
  );
}
