import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { answer, client, new_request_id, type Schemas } from '../../api/client';
import { useSession } from '../../api/session';
import { FormButtons, SelectField, TextField } from '../../components/form';
import { useAnnounce } from '../../components/live';
import { ErrorSummary, Loading, Message, ProblemMessage } from '../../components/message';
import { Modal } from '../../components/modal';
import { PageHead } from '../../components/page';
import { PartyChoice } from '../../components/party_choice';
import { of_numbers, Table } from '../../components/table';
import { format_day, format_won, today_in_korea } from '../../messages/format';
import { is_filer } from '../../shell/roles';
import { StepList } from '../notices/parts';
import { ClaimTable } from './claims';

type Refund = Schemas['Refund'];
type Summary = Schemas['RefundSummary'];
type Idle = Schemas['Refunds']['idle'][number];

/** Of law/kr/refund/grounds.yaml, those that an officer may name. */
const grounds = ['over_payment', 'double_payment', 'closed_order', 'dated_before_the_matter', 'unknown_account'] as const;

const refunds_query = (party: string, language: string) =>
  queryOptions({
    queryKey: ['refunds', party, language],
    queryFn: () => answer(client.GET('/v1/refunds', { params: { query: { party_id: party || undefined } } })),
  });
const refund_query = (id: string, language: string) =>
  queryOptions({
    queryKey: ['refunds', 'one', id, language],
    queryFn: () => answer(client.GET('/v1/refunds/{id}', { params: { path: { id } } })),
  });
function StateBadge({ refund }: { refund: Summary }) {
  const tone = refund.state === 'paid' ? 'green' : refund.state === 'withdrawn' ? '' : 'blue';
  return <span className={`krds-badge ${tone}`}>{refund.state_text}</span>;
}

function RefundTable({ items }: { items: Summary[] }) {
  const { t } = useTranslation();
  return (
    <Table
      title={t('nav.refunds')}
      heads={[t('refunds.ground'), t('party.firm'), t('column.state'), t('refunds.proposed_on'), of_numbers(t('payments.principal')), of_numbers(t('payments.interest'))]}
    >
      {items.map((one) => (
        <tr key={one.id}>
          <th scope="row">
            <Link to={`/refunds/${encodeURIComponent(one.id)}`}>{one.ground_text}</Link>
          </th>
          <td className="nowrap">{one.party_id}</td>
          <td>
            <StateBadge refund={one} />
          </td>
          <td className="nowrap">{format_day(one.proposed_on)}</td>
          <td className="right nowrap">{format_won(one.principal_krw)}</td>
          <td className="right nowrap">{one.decided_on ? format_won(one.interest_krw) : ''}</td>
        </tr>
      ))}
    </Table>
  );
}

/** Gives back money that stands at no order. */
function Propose({ party, idle, on_close }: { party: string; idle: Idle[]; on_close: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  const [what, set_what] = useState('');
  const [ground, set_ground] = useState('over_payment');
  const [paid, set_paid] = useState('');
  const [tried, set_tried] = useState(false);
  const today = today_in_korea(new Date());
  const send = useMutation({
    mutationFn: () => answer(client.POST('/v1/refunds', { params: { header: { 'Request-Id': request_id.current } }, body: { party_id: party, matter_id: what, ground, paid_in_on: paid } })),
    onSuccess: async (after) => {
      await Promise.all(['refunds', 'payments', 'notices', 'statement'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      void navigate(`/refunds/${encodeURIComponent(after.id)}`);
    },
    onError: () => {
      request_id.current = new_request_id();
    },
  });
  const problems = [
    ...(what ? [] : [{ id: 'refund-what', text: t('refunds.need_what') }]),
    ...(paid && paid <= today ? [] : [{ id: 'refund-paid', text: t('refunds.need_paid') }]),
  ];
  const of = (id: string) => (tried ? problems.find((problem) => problem.id === id)?.text : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0 && !send.isPending) send.mutate();
  };
  const known = grounds.map((value) => ({ value, label: t(`refunds.grounds.${value}`) }));
  return (
    <Modal title={t('refunds.propose')} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        {tried && <ErrorSummary problems={problems} />}
        {send.error && <ProblemMessage error={send.error} />}
        <SelectField
          id="refund-what"
          label={t('refunds.what')}
          value={what}
          onChange={(event) => set_what(event.target.value)}
          error={of('refund-what')}
          choices={[
            { value: '', label: t('programmes.choose') },
            ...idle.map((one) => ({ value: one.matter_id, label: `${one.matter_id}: ${format_won(one.amount_krw)}` })),
          ]}
        />
        <SelectField id="refund-ground" label={t('refunds.ground')} value={ground} onChange={(event) => set_ground(event.target.value)} choices={known} />
        <TextField id="refund-paid" type="date" max={today} label={t('refunds.paid_in_on')} hint={t('refunds.paid_hint')} value={paid} onChange={(event) => set_paid(event.target.value)} error={of('refund-paid')} />
        <FormButtons label={t('refunds.propose')} disabled={send.isPending} on_cancel={on_close} />
      </form>
    </Modal>
  );
}

/** Money that goes back: proposed, decided, released by a second person. */
export function RefundsPage() {
  const { t, i18n } = useTranslation();
  const { me, may } = useSession();
  const filer = !!me && is_filer(me.role);
  const [party, set_party] = useState(filer ? (me.party_ids[0] ?? '') : '');
  const [proposing, set_proposing] = useState(false);
  const { data, error, refetch } = useQuery({ ...refunds_query(party, i18n.language), enabled: !filer || party !== '' });
  return (
    <div className="stack-large">
      <div>
        <PageHead title={t('nav.refunds')}>
          <PartyChoice party={party} set={set_party} all={!filer} />
        </PageHead>
        <p className="subtle">{t(filer ? 'refunds.lead' : 'refunds.lead_customs')}</p>
      </div>
      {filer && party === '' && <p className="empty">{t('firm_home.no_client')}</p>}
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && party !== '' && <Loading />}
      {data?.items.length === 0 && <p className="empty">{t('refunds.none')}</p>}
      {data && data.items.length > 0 && <RefundTable items={data.items} />}
      {data && data.claims.length > 0 && (
        <section className="stack-small">
          <h2>{t('refunds.claims')}</h2>
          <ClaimTable claims={data.claims} />
        </section>
      )}
      {data && may('propose_refund') && (
        <section className="card stack-small">
          <h2>{t('refunds.propose')}</h2>
          {party === '' ? (
            <p className="subtle">{t('refunds.choose_firm')}</p>
          ) : (
            <>
              <p>{data.idle.length > 0 ? t('refunds.idle', { amount: format_won(data.idle.reduce((sum, one) => sum + one.amount_krw, 0)) }) : t('refunds.no_idle')}</p>
              {data.idle.length > 0 && (
                <div>
                  <button type="button" className="krds-btn secondary small" aria-haspopup="dialog" onClick={() => set_proposing(true)}>
                    {t('refunds.propose')}
                  </button>
                </div>
              )}
            </>
          )}
          {proposing && data && <Propose party={party} idle={data.idle} on_close={() => set_proposing(false)} />}
        </section>
      )}
    </div>
  );
}

function RefundActions({ refund }: { refund: Refund }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const act = useMutation({
    mutationFn: (action: 'decide' | 'pay') => {
      const init = { params: { path: { id: refund.id }, header: { 'Request-Id': request_id.current } }, body: {} };
      return answer(action === 'decide' ? client.POST('/v1/refunds/{id}/decision', init) : client.POST('/v1/refunds/{id}/payment', init));
    },
    onSuccess: async (after) => {
      request_id.current = new_request_id();
      queries.setQueryData(refund_query(refund.id, i18n.language).queryKey, after);
      announce(after.state_text);
      await Promise.all(['payments', 'statement', 'firm_home'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
    onError: () => {
      request_id.current = new_request_id();
      void queries.invalidateQueries({ queryKey: ['refunds'] });
    },
  });
  return (
    <>
      {act.error && <ProblemMessage error={act.error} />}
      {refund.state === 'decided' && !refund.actions.includes('pay') && refund.decided_by && <Message tone="information">{t('refunds.second_person', { name: refund.decided_by })}</Message>}
      {refund.actions.length > 0 && (
        <div className="actions">
          {refund.actions.map((action) => (
            <button key={action} type="button" className="krds-btn small" disabled={act.isPending} onClick={() => act.mutate(action)}>
              {t(`refunds.do.${action}`, { amount: format_won(refund.principal_krw + refund.interest_today_krw) })}
            </button>
          ))}
        </div>
      )}
    </>
  );
}

/** One refund, its interest step by step, and what is to be done with it. */
export function RefundPage() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(refund_query(id, i18n.language));
  return (
    <div className="narrow stack">
      <PageHead title={data ? t('refunds.title', { ground: data.ground_text }) : t('nav.refunds')} crumbs={[{ to: '/refunds', label: t('nav.refunds') }]} />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <div className="card stack-small">
            <p className="row">
              <StateBadge refund={data} />
              <span className="small subtle">
                {data.party_id}, {data.matter_id}
              </span>
            </p>
            <dl className="figures">
              <div>
                <dt>{t('payments.principal')}</dt>
                <dd>{format_won(data.principal_krw)}</dd>
              </div>
              <div>
                <dt>{t(data.decided_on ? 'payments.interest' : 'refunds.interest_today')}</dt>
                <dd>{format_won(data.interest_today_krw)}</dd>
              </div>
              <div>
                <dt>{t('refunds.total')}</dt>
                <dd>{format_won(data.principal_krw + data.interest_today_krw)}</dd>
              </div>
            </dl>
            <StepList steps={data.steps} />
            <RefundActions refund={data} />
          </div>
          <dl className="summary-list">
            {(
              [
                ['paid_in_on', data.paid_in_on],
                ['proposed_on', data.proposed_on],
                ['decided_on', data.decided_on],
                ['paid_on', data.paid_on],
              ] as const
            ).map(([name, day]) => (
              <div key={name}>
                <dt>{t(`refunds.${name}`)}</dt>
                <dd>{day ? format_day(day) : t('refunds.not_yet')}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </div>
  );
}
