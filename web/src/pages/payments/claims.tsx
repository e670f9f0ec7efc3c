import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { answer, client, new_request_id, type Schemas } from '../../api/client';
import { RadioGroup, TextArea, TextField } from '../../components/form';
import { useAnnounce } from '../../components/live';
import { ErrorSummary, Loading, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { format_day, format_won, today_in_korea } from '../../messages/format';
import { LineTable } from '../notices/editor';
import { edited_lines } from '../notices/model';
import { NoticeStateBadge } from '../notices/parts';

type Summary = Schemas['RefundClaimSummary'];
type Claim = Schemas['RefundClaim'];
const ways = ['accept', 'refuse'] as const;
type Way = (typeof ways)[number];

const claim_query = (id: string, language: string) =>
  queryOptions({
    queryKey: ['refunds', 'claim', id, language],
    queryFn: () => answer(client.GET('/v1/refund-claims/{id}', { params: { path: { id } } })),
  });

/** Claims of a refund, each with a page on which customs accepts or refuses it. */
export function ClaimTable({ claims }: { claims: Summary[] }) {
  const { t } = useTranslation();
  return (
    <div className="krds-table-wrap" tabIndex={0} role="region" aria-label={t('refunds.claims')}>
      <table className="tbl dense">
        <caption className="visually-hidden">{t('refunds.claims')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('imports.number')}</th>
            <th scope="col">{t('party.firm')}</th>
            <th scope="col">{t('column.state')}</th>
            <th scope="col">{t('refunds.filed_on')}</th>
            <th scope="col">{t('refunds.decided_by')}</th>
            <th scope="col" className="right">
              {t('refunds.claimed')}
            </th>
          </tr>
        </thead>
        <tbody>
          {claims.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <Link to={`/refunds/claims/${encodeURIComponent(one.id)}`}>{one.declaration_number}</Link>
              </th>
              <td className="nowrap">{one.party_id}</td>
              <td>
                <NoticeStateBadge notice={one} />
              </td>
              <td className="nowrap">{format_day(one.filed_on)}</td>
              <td className="nowrap">{one.decided_by ? format_day(one.decided_by) : ''}</td>
              <td className="right nowrap">{format_won(one.refund_krw)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Accepts the claim, with the day on which the tax was paid in, or refuses it; both say why. */
function Decide({ claim }: { claim: Claim }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const [way, set_way] = useState<Way | ''>('');
  const [paid, set_paid] = useState('');
  const [text, set_text] = useState('');
  const [tried, set_tried] = useState(false);
  const today = today_in_korea(new Date());
  const send = useMutation({
    mutationFn: async () => {
      const header = { 'Request-Id': request_id.current };
      if (way === 'accept') {
        const refund = await answer(client.POST('/v1/refunds', { params: { header }, body: { claim: claim.id, text: text.trim(), paid_in_on: paid } }));
        return `/refunds/${encodeURIComponent(refund.id)}`;
      }
      await answer(client.POST('/v1/refund-claims/{id}/refusal', { params: { path: { id: claim.id }, header }, body: { text: text.trim() } }));
      return '';
    },
    onSuccess: async (page) => {
      announce(t('notices.decided'));
      await Promise.all(['refunds', 'payments', 'notices', 'notice', 'statement'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      if (page) void navigate(page);
    },
    onError: () => {
      request_id.current = new_request_id();
    },
  });
  const problems = [
    ...(way ? [] : [{ id: 'claim-way', text: t('refunds.need_way') }]),
    ...(way === 'accept' && !(paid && paid <= today) ? [{ id: 'claim-paid', text: t('refunds.need_paid') }] : []),
    ...(text.trim() === '' ? [{ id: 'claim-text', text: t('refunds.need_text') }] : []),
  ];
  const of = (id: string) => (tried ? problems.find((problem) => problem.id === id)?.text : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0 && !send.isPending) send.mutate();
  };
  return (
    <form className="card stack" onSubmit={submit} noValidate>
      <h2>{t('refunds.decide_claim')}</h2>
      {tried && <ErrorSummary problems={problems} />}
      {send.error && <ProblemMessage error={send.error} />}
      <RadioGroup
        id="claim-way"
        name="claim-way"
        legend={t('refunds.which_way')}
        value={way}
        on_change={(value) => set_way(ways.find((one) => one === value) ?? '')}
        error={of('claim-way')}
        choices={ways.map((one) => ({ value: one, label: t(`refunds.way.${one}`) }))}
      />
      {way === 'accept' && <TextField id="claim-paid" type="date" max={today} label={t('refunds.paid_in_on')} hint={t('refunds.paid_hint')} value={paid} onChange={(event) => set_paid(event.target.value)} error={of('claim-paid')} />}
      <TextArea id="claim-text" label={t('notices.words_to_firm')} rows={4} maxLength={2000} value={text} onChange={(event) => set_text(event.target.value)} error={of('claim-text')} />
      <div>
        <button type="submit" className="krds-btn" disabled={send.isPending}>
          {t('refunds.decide_claim')}
        </button>
      </div>
    </form>
  );
}

/** One refund claim: what was declared, what is said to be right, and what customs decided. */
export function ClaimPage() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(claim_query(id, i18n.language));
  return (
    <div className="narrow stack">
      <PageHead title={data ? t('refunds.claim', { number: data.declaration_number }) : t('refunds.claims')} crumbs={[{ to: '/refunds', label: t('nav.refunds') }]} />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <p className="row">
            <NoticeStateBadge notice={data} />
            <span className="small subtle">{data.party_id}</span>
            {data.notice_id && <Link to={`/notices/${encodeURIComponent(data.notice_id)}`}>{t('notices.notice')}</Link>}
          </p>
          <dl className="summary-list">
            {(
              [
                ['claimed', format_won(data.refund_krw)],
                ['filed_on', format_day(data.filed_on)],
                ...(data.decided_by ? [['decided_by', format_day(data.decided_by)] as const] : []),
                ...(data.decided_on ? [['decided_on', format_day(data.decided_on)] as const] : []),
              ] as const
            ).map(([name, value]) => (
              <div key={name}>
                <dt>{t(`refunds.${name}`)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {data.decision && <p className="said">{data.decision}</p>}
          <div className="krds-table-wrap" tabIndex={0} role="region" aria-label={t('notices.lines')}>
            <LineTable lines={edited_lines(data.lines, {})} />
          </div>
          {data.actions.length > 0 && <Decide claim={data} />}
        </>
      )}
    </div>
  );
}
