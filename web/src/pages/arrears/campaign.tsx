import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { answer, client, if_match, new_request_id, type Schemas } from '../../api/client';
import { campaign_contacts_query, campaign_query } from '../../api/queries';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { of_numbers, Table } from '../../components/table';
import { current_language } from '../../messages';
import { format_compact, format_day, format_number, format_share, format_won } from '../../messages/format';
import { week_ends } from './campaign_draft';

const Chart = lazy(() => import('../../components/chart'));
type Campaign = Schemas['Campaign'];
type Group = Schemas['CampaignGroup'];
type Interval = Schemas['RehearsalInterval'];
const shown_debtors = 50;

const between = (interval: NonNullable<Interval>, show: (value: number) => string) => `${show(interval.low)} – ${show(interval.high)}`;

function Actions({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  const step = useMutation({
    mutationFn: (what: 'approval' | 'cancellation') => {
      const params = { path: { id: campaign.id }, header: { 'Request-Id': request_id.current, 'If-Match': if_match(campaign.version) } };
      return what === 'approval' ? answer(client.POST('/v1/campaigns/{id}/approval', { params })) : answer(client.POST('/v1/campaigns/{id}/cancellation', { params }));
    },
    onSuccess: async () => {
      request_id.current = new_request_id();
      await queries.invalidateQueries({ queryKey: ['campaign'] });
      await queries.invalidateQueries({ queryKey: ['campaigns'] });
    },
  });
  const can = (action: Campaign['actions'][number]) => campaign.actions.includes(action);
  if (!can('change') && !can('approve') && !can('cancel')) return null;
  return (
    <div className="stack-small">
      {step.error && <ProblemMessage error={step.error} />}
      {can('approve') && <p>{t('campaigns.approve_hint')}</p>}
      <div className="row">
        {can('approve') && (
          <button type="button" className="krds-btn small" disabled={step.isPending} onClick={() => step.mutate('approval')}>
            {t('campaigns.approve')}
          </button>
        )}
        {can('change') && (
          <Link to={`/arrears/campaigns/${campaign.id}/change`} className="krds-btn secondary small">
            {t('campaigns.change')}
          </Link>
        )}
        {can('cancel') && (
          <button type="button" className="krds-btn tertiary small" disabled={step.isPending} onClick={() => step.mutate('cancellation')}>
            {t('campaigns.cancel')}
          </button>
        )}
      </div>
    </div>
  );
}

function Plan({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { population, held_back_ppm, treatments, team, targets } = campaign.draft;
  return (
    <section className="card stack-small">
      <h2>{t('campaigns.plan')}</h2>
      <dl className="summary-list">
        <div>
          <dt>{t('campaigns.period')}</dt>
          <dd>
            {format_day(campaign.from)} – {format_day(campaign.until)}
          </dd>
        </div>
        <div>
          <dt>{t('campaigns.who')}</dt>
          <dd>
            <ul>
              {typeof population.overdue_days === 'number' && <li>{t('campaigns.rule_overdue', { days: format_number(population.overdue_days) })}</li>}
              {typeof population.at_least_krw === 'number' && <li>{t('campaigns.rule_at_least', { amount: format_won(population.at_least_krw) })}</li>}
              {typeof population.new_within_days === 'number' && <li>{t('campaigns.rule_new', { days: format_number(population.new_within_days) })}</li>}
            </ul>
          </dd>
        </div>
        <div>
          <dt>{t('campaigns.how')}</dt>
          <dd>
            <ul>
              {treatments.map((one) => (
                <li key={one.id}>
                  {one.name[current_language()]}
                  {one.incentive[current_language()] && ` · ${one.incentive[current_language()]}`}
                </li>
              ))}
            </ul>
          </dd>
        </div>
        <div>
          <dt>{t('campaigns.control_group')}</dt>
          <dd>{format_share(held_back_ppm / 1e6)}</dd>
        </div>
        <div>
          <dt>{t('campaigns.team')}</dt>
          <dd>{team.map((one) => t('campaigns.member_hours', { name: one.account_id, hours: format_number(one.hours) })).join(', ')}</dd>
        </div>
        <div>
          <dt>{t('campaigns.targets')}</dt>
          <dd>{t('campaigns.target_text', { amount: format_won(targets.collected_krw), share: format_share(targets.contacted_ppm / 1e6, 0) })}</dd>
        </div>
      </dl>
    </section>
  );
}

function Progress({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { days, approached, held_back, promises_due, promises_kept } = campaign.progress;
  const last = days.at(-1);
  if (!last) return <p>{t('campaigns.not_begun')}</p>;
  const weeks = week_ends(days);
  const title = t('campaigns.progress');
  return (
    <section className="card stack-small">
      <h2>{title}</h2>
      <p>{t('campaigns.progress_text', { day: format_day(last.on), collected: format_won(last.collected_krw), planned: format_won(last.planned_krw), contacted: format_number(last.contacted), approached: format_number(approached), held_back: format_number(held_back), kept: format_number(promises_kept), due: format_number(promises_due) })}</p>
      <Suspense fallback={<Loading />}>
        <Chart
          label={title}
          periods={weeks.map((day) => format_day(day.on))}
          share={false}
          beside
          format={format_won}
          format_axis={(value) => format_compact(value)}
          series={[
            { name: t('campaigns.collected'), colour: '#063a74', values: weeks.map((day) => day.collected_krw) },
            { name: t('campaigns.planned'), colour: '#8fb8de', values: weeks.map((day) => day.planned_krw) },
          ]}
        />
      </Suspense>
      <Table
        title={title}
        heads={[t('campaigns.day'), of_numbers(t('campaigns.contacted')), of_numbers(t('campaigns.promises')), of_numbers(t('campaigns.collected')), of_numbers(t('campaigns.planned'))]}
      >
        {weeks.map((day) => (
          <tr key={day.on}>
            <th scope="row" className="nowrap">{format_day(day.on)}</th>
            <td className="right">{format_number(day.contacted)}</td>
            <td className="right">{format_number(day.promises)}</td>
            <td className="right nowrap">{format_won(day.collected_krw)}</td>
            <td className="right nowrap">{format_won(day.planned_krw)}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Lift({ title, lift }: { title: string; lift: Interval }) {
  const { t } = useTranslation();
  const points = (value: number) => t('campaigns.points', { value: `${value > 0 ? '+' : ''}${format_number(value * 100, 1)}` });
  return (
    <p>
      <strong>{title}: </strong>
      {lift ? t(lift.low > 0 ? 'campaigns.lift_sure' : lift.high < 0 ? 'campaigns.lift_worse' : 'campaigns.lift_unsure', { value: points(lift.value), interval: between(lift, points) }) : t('campaigns.lift_none')}
    </p>
  );
}

function Outcome({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { outcome } = campaign;
  const title = t('campaigns.outcome');
  const row = (name: string, group: Group) => (
    <tr key={name}>
      <th scope="row">{name}</th>
      <td className="right">{format_number(group.debtors)}</td>
      <td className="right">{format_number(group.paying)}</td>
      <td className="right nowrap">
        {group.paying_share ? format_share(group.paying_share.value) : '–'}
        {group.paying_share && <span className="small subtle block nowrap">{between(group.paying_share, (value) => format_share(value))}</span>}
      </td>
      <td className="right nowrap">{format_won(group.opening_krw)}</td>
      <td className="right nowrap">{format_won(group.collected_krw)}</td>
    </tr>
  );
  return (
    <section className="card stack-small">
      <h2>{title}</h2>
      <Lift title={t('campaigns.lift_paying')} lift={outcome.paying_lift} />
      <Lift title={t('campaigns.lift_collected')} lift={outcome.collected_lift} />
      <Table
        title={title}
        heads={[t('campaigns.group'), of_numbers(t('campaigns.debtors')), of_numbers(t('campaigns.paying')), of_numbers(t('campaigns.paying_share')), of_numbers(t('campaigns.opening')), of_numbers(t('campaigns.collected'))]}
      >
        {outcome.treatments.map((one) => row(one.name, one.group))}
        {row(t('campaigns.approached'), outcome.approached)}
        {row(t('campaigns.control_group'), outcome.held_back)}
        {outcome.never_held_back.debtors > 0 && row(t('campaigns.never_held_back'), outcome.never_held_back)}
      </Table>
      <p className="subtle small">{t('campaigns.outcome_note')}</p>
    </section>
  );
}

function Contacts({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  const [file, set_file] = useState<File | null>(null);
  const { data } = useQuery(campaign_contacts_query(campaign.id, current_language()));
  const send = useMutation({
    mutationFn: async () =>
      answer(
        client.POST('/v1/campaigns/{id}/contacts', {
          params: { path: { id: campaign.id }, header: { 'Request-Id': request_id.current } },
          body: (await file?.arrayBuffer()) as unknown as string,
          bodySerializer: (body) => body as unknown as Blob,
          headers: { 'Content-Type': 'application/octet-stream' },
        }),
      ),
    onSuccess: async () => {
      request_id.current = new_request_id();
      await queries.invalidateQueries({ queryKey: ['campaign'] });
      await queries.invalidateQueries({ queryKey: ['campaign_contacts'] });
    },
  });
  return (
    <section className="card stack-small">
      <h2>{t('campaigns.contacts')}</h2>
      {campaign.actions.includes('add_contacts') && (
        <>
          <div className="form-group">
            <label htmlFor="contact-file">{t('campaigns.contact_file')}</label>
            <p className="form-hint" id="contact-file-hint">{t('campaigns.contact_file_hint')}</p>
            <input id="contact-file" className="krds-input" type="file" accept=".csv,.xlsx" aria-describedby="contact-file-hint" onChange={(event) => set_file(event.target.files?.[0] ?? null)} />
          </div>
          <div className="row">
            <button type="button" className="krds-btn small" disabled={!file || send.isPending} onClick={() => send.mutate()}>
              {t('campaigns.send_file')}
            </button>
          </div>
        </>
      )}
      {send.error && <ProblemMessage error={send.error} />}
      {send.data && (
        <Message tone={send.data.refused.length ? 'warning' : 'success'} title={t('campaigns.listed', { added: format_number(send.data.added), known: format_number(send.data.known), refused: format_number(send.data.refused.length) })}>
          <ul>
            {send.data.refused.map((row) => (
              <li key={row.row}>
                {t('campaigns.row', { row: row.row })}: {row.text} {row.fix}
              </li>
            ))}
          </ul>
        </Message>
      )}
      {data?.items.length === 0 && <p>{t('campaigns.no_contacts')}</p>}
      {data && data.items.length > 0 && (
        <Table
          title={t('campaigns.contacts')}
          heads={[t('campaigns.day'), t('campaigns.debtor'), t('campaigns.channel'), t('campaigns.response'), t('campaigns.promise'), t('campaigns.note')]}
        >
          {data.items.slice(-shown_debtors).map((one, at) => (
            <tr key={at}>
              <td className="nowrap">{format_day(one.on)}</td>
              <th scope="row">{one.party_id}</th>
              <td>{one.channel_text}</td>
              <td>{one.response_text}</td>
              <td className="nowrap">{one.promised_by ? t('campaigns.promise_text', { amount: format_won(one.promised_krw), day: format_day(one.promised_by) }) : '–'}</td>
              <td>{one.note}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

function Debtors({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const title = t('campaigns.debtors_title');
  const name_of = (id: string) => campaign.draft.treatments.find((one) => one.id === id)?.name[current_language()] ?? id;
  return (
    <section className="card stack-small">
      <h2>{title}</h2>
      <p className="subtle">{t('campaigns.debtors_shown', { shown: format_number(Math.min(shown_debtors, campaign.enrolled.length)), all: format_number(campaign.enrolled.length) })}</p>
      <Table title={title} heads={[t('campaigns.debtor'), t('campaigns.why'), of_numbers(t('campaigns.opening')), t('campaigns.group'), t('campaigns.assignee')]}>
        {campaign.enrolled.slice(0, shown_debtors).map((one) => (
          <tr key={one.party_id}>
            <th scope="row">{one.party_id}</th>
            <td>{one.grounds.map((ground) => t(`campaigns.ground.${ground}`)).join(', ')}</td>
            <td className="right nowrap">{format_won(one.opening_krw)}</td>
            <td>
              {one.treatment ? name_of(one.treatment) : t('campaigns.control_group')}
              {one.never_held_back && <span className="small subtle block">{t('campaigns.never_held_back')}</span>}
            </td>
            <td>{one.assignee || '–'}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

/** One campaign: its plan, each week against the target, what it was worth, contacts and debtors. */
export function CampaignPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(campaign_query(id, current_language()));
  if (error) return <ProblemMessage error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const drawn = data.state === 'approved' || data.state === 'ended';
  return (
    <div className="stack">
      <PageHead title={data.name} crumbs={[{ label: t('campaigns.title'), to: '/arrears/campaigns' }]}>
        <span className="krds-badge">{data.state_text}</span>
      </PageHead>
      <Actions campaign={data} />
      {drawn && <Progress campaign={data} />}
      {drawn && data.progress.days.length > 0 && <Outcome campaign={data} />}
      <Plan campaign={data} />
      {drawn && <Contacts campaign={data} />}
      {drawn && <Debtors campaign={data} />}
    </div>
  );
}
