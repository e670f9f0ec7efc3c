import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, client, if_match, new_request_id, type Schemas } from '../api/client';
import { useSession } from '../api/session';
import { ChannelBadge } from '../components/badge';
import { FormButtons, SelectField, TextField } from '../components/form';
import { useAnnounce } from '../components/live';
import { ErrorSummary, Loading, Message, ProblemMessage } from '../components/message';
import { Modal } from '../components/modal';
import { OfficeChoice, useOffice } from '../components/office_choice';
import { PageHead } from '../components/page';
import { PlaceFigures } from '../components/place_figures';
import { of_numbers, Table } from '../components/table';
import { WorklistTable } from '../components/worklist_table';
import { format_day, format_fixed, format_number, format_share, today_in_korea } from '../messages/format';
import { capacity_query, worklist_orders, worklist_query } from './examination_queries';

type Capacity = Schemas['Capacity'];

function CapacityFigures({ capacity }: { capacity: Capacity }) {
  const { t } = useTranslation();
  return (
    <dl className="figures" aria-label={t('work.capacity')}>
      {(['red', 'orange'] as const).map((channel) => (
        <div key={channel}>
          <dt>
            <ChannelBadge channel={channel} /> {t('work.left')}
          </dt>
          <dd>
            {format_number(capacity[channel].left)}
            <small>{t('work.of_planned', { examined: format_number(capacity[channel].examined), planned: format_number(capacity[channel].planned) })}</small>
            {capacity[channel].cut_off !== null && capacity[channel].cut_off > 0 && <small>{t('worklist.cut_off', { rank: format_fixed(capacity[channel].cut_off, 2) })}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function PlanDialog({ office, plans, on_close }: { office: string; plans: Schemas['OfficeCapacity']['plans']; on_close: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const today = today_in_korea(new Date());
  const [draft, set_draft] = useState({ from: today, red: '', orange: '', reason: '' });
  const [tried, set_tried] = useState(false);
  const set = (change: Partial<typeof draft>) => {
    request_id.current = new_request_id();
    set_draft({ ...draft, ...change });
  };
  const save = useMutation({
    mutationFn: () => {
      const known = plans.find((plan) => plan.from === draft.from);
      const header = { 'Request-Id': request_id.current, ...(known ? { 'If-Match': if_match(known.version) } : { 'If-None-Match': '*' }) };
      return answer(client.PUT('/v1/offices/{office}/capacity/{from}', { params: { path: { office, from: draft.from }, header }, body: { red: Number(draft.red), orange: Number(draft.orange), reason: draft.reason.trim() } }));
    },
    onSuccess: async () => {
      announce(t('work.plan_saved'));
      await Promise.all(['worklist', 'capacity', 'office_day'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      on_close();
    },
  });
  const whole = (text: string) => /^\d{1,6}$/.test(text);
  const problems = [
    ...(draft.from < today ? [{ id: 'plan-from', text: t('work.need_from') }] : []),
    ...(['red', 'orange'] as const).filter((key) => !whole(draft[key])).map((key) => ({ id: `plan-${key}`, text: t('work.need_number') })),
    ...(draft.reason.trim().length < 5 ? [{ id: 'plan-reason', text: t('work.need_reason') }] : []),
  ];
  const error_of = (id: string) => (tried ? problems.find((problem) => problem.id === id)?.text : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0) save.mutate();
  };
  return (
    <Modal title={t('work.plan')} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        {tried && <ErrorSummary problems={problems} />}
        {save.error && <ProblemMessage error={save.error} />}
        <TextField id="plan-from" type="date" label={t('work.plan_from')} min={today} value={draft.from} onChange={(event) => set({ from: event.target.value })} error={error_of('plan-from')} />
        <TextField id="plan-red" inputMode="numeric" label={t('work.plan_red')} value={draft.red} onChange={(event) => set({ red: event.target.value })} error={error_of('plan-red')} />
        <TextField id="plan-orange" inputMode="numeric" label={t('work.plan_orange')} value={draft.orange} onChange={(event) => set({ orange: event.target.value })} error={error_of('plan-orange')} />
        <TextField id="plan-reason" label={t('work.plan_reason')} maxLength={500} value={draft.reason} onChange={(event) => set({ reason: event.target.value })} error={error_of('plan-reason')} />
        <FormButtons label={t('common.save')} disabled={save.isPending} on_cancel={on_close} />
      </form>
    </Modal>
  );
}

function Plans({ office }: { office: string }) {
  const { t } = useTranslation();
  const { me } = useSession();
  const { data, error } = useQuery(capacity_query(office));
  const [open, set_open] = useState(false);
  if (error) return <ProblemMessage error={error} />;
  if (!data) return <Loading />;
  return (
    <section className="stack-small">
      <div className="spread">
        <h2>{t('work.plans')}</h2>
        {me?.role === 'supervisor' && (
          <button type="button" className="krds-btn secondary xsmall" aria-haspopup="dialog" onClick={() => set_open(true)}>
            {t('work.plan')}
          </button>
        )}
      </div>
      {data.plans.length === 0 ? (
        <p className="subtle">{t('work.no_plans')}</p>
      ) : (
        <Table title={t('work.plans')} heads={[t('work.plan_from'), of_numbers(t('work.plan_red')), of_numbers(t('work.plan_orange')), t('work.plan_reason'), t('work.planned_by')]}>
          {data.plans.map((plan) => (
            <tr key={plan.from}>
              <th scope="row" className="nowrap">
                {format_day(plan.from)}
              </th>
              <td className="right">{format_number(plan.red)}</td>
              <td className="right">{format_number(plan.orange)}</td>
              <td>{plan.reason}</td>
              <td>{plan.planned_by}</td>
            </tr>
          ))}
        </Table>
      )}
      {open && <PlanDialog office={office} plans={data.plans} on_close={() => set_open(false)} />}
    </section>
  );
}

/** What a rank is made of, by the policy. */
function rank_text(expected_value_share: number, t: TFunction) {
  if (expected_value_share === 1) return t('worklist.rank.expected_value');
  return expected_value_share === 0 ? t('worklist.rank.likelihood') : t('worklist.rank.mix', { share: format_share(expected_value_share) });
}

/** What an officer takes next: in the order of the plan, or by one of two rankings. */
export function WorklistPage() {
  const { t, i18n } = useTranslation();
  const { office, mine, search, change } = useOffice();
  const order = worklist_orders.find((one) => one === search.get('order')) ?? 'plan';
  const { data, error, refetch } = useQuery(worklist_query(office, order, i18n.language));
  return (
    <div className="stack">
      <PageHead title={t('work.title')}>
        <OfficeChoice office={office} mine={mine} change={change} />
      </PageHead>
      <p className="subtle">{t('work.lead')}</p>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <CapacityFigures capacity={data.capacity} />
          <p className="small subtle">{t(data.capacity.planned ? 'work.by_plan' : 'work.by_policy')}</p>
          {data.capacity.red.planned + data.capacity.orange.planned === 0 && <Message tone="warning">{t('worklist.nothing_planned')}</Message>}
          <PlaceFigures places={data.places} />
          <section className="stack-small">
            <div className="spread">
              <h2>{t('work.waiting')}</h2>
              <SelectField
                small
                label={t('worklist.order_label')}
                value={order}
                onChange={(event) => change('order', event.target.value === 'plan' ? '' : event.target.value)}
                choices={worklist_orders.map((value) => ({ value, label: t(`worklist.order.${value}`) }))}
              />
            </div>
            <p className="subtle">{order === 'plan' ? t(`worklist.lead.plan`, { rank: rank_text(data.expected_value_share, t) }) : t(`worklist.lead.${order}`)}</p>
            {data.items.length === 0 ? (
              <p className="empty">{t('work.empty')}</p>
            ) : (
              <WorklistTable items={data.items} order={data.order} />
            )}
            {data.more && <p className="small subtle">{t('work.more', { waiting: format_number(data.waiting) })}</p>}
          </section>
          <section className="stack-small">
            <h2>{t('work.second_looks')}</h2>
            {data.second_looks.length === 0 && <p className="subtle">{t('work.no_second_looks')}</p>}
            <ul>
              {data.second_looks.map((task) => (
                <li key={task.id} className="reason">
                  <p>
                    <Link to={`/declarations/${encodeURIComponent(task.id)}`}>{task.id.slice(task.id.indexOf('.') + 1)}</Link> · {task.note}
                  </p>
                  <p className="small subtle">
                    {task.ordered_by} · {format_day(task.day)}
                  </p>
                </li>
              ))}
            </ul>
            <p>
              <Link to={`/audit-sample?office=${office}`}>{t('work.audits', { count: data.open_audits })}</Link>
            </p>
          </section>
          <Plans office={office} />
        </>
      )}
    </div>
  );
}
