import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { answer, client, new_request_id } from '../../api/client';
import { useSession } from '../../api/session';
import { EvidenceFiles } from '../../components/evidence_files';
import { ErrorSummary, Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { format_share } from '../../messages/format';
import { is_filer } from '../../shell/roles';
import { Decisions } from './decisions';
import { useCorrectionDraft } from './draft';
import { LineTable, lines_of, problems_of, QuoteView } from './editor';
import { action_of, answer_kinds, correction_of, type Notice } from './model';
import { Circumstances, Clock, Costs, Filings, LetterLink, NoticeStateBadge, NoticeTimeline, QuoteSteps, Why } from './parts';
import { notice_query } from './queries';
import { RulingChoice } from './ruling_choice';
import { useEvidence } from './use_evidence';
import { useQuote } from './use_quote';

/** Opens a notice for the firm when somebody who may answer looks at it first. */
function useOpening(notice: Notice | undefined) {
  const { i18n } = useTranslation();
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  const { mutate } = useMutation({
    mutationFn: (id: string) => answer(client.POST('/v1/notices/{id}/opening', { params: { path: { id }, header: { 'Request-Id': request_id.current } } })),
    onSuccess: async (after) => {
      queries.setQueryData(notice_query(after.id, i18n.language).queryKey, after);
      await queries.invalidateQueries({ queryKey: ['notices'] });
    },
  });
  const id = notice?.actions.includes('open') ? notice.id : '';
  useEffect(() => {
    if (id) mutate(id);
  }, [id, mutate]);
}

function Status({ notice, filer }: { notice: Notice; filer: boolean }) {
  const { t } = useTranslation();
  const { may } = useSession();
  return (
    <div className="card stack-small notice-status">
      <div className="spread">
        <p className="row">
          <NoticeStateBadge notice={notice} />
          <span>
            <Clock notice={notice} filer={filer} />
          </span>
        </p>
        {may('get_notice_letter') && notice.sent_on && <LetterLink id={notice.id} />}
      </div>
      <p className="small subtle">
        {filer ? notice.letter.no_harm : t('notices.confidence', { share: format_share((notice.confidence_ppm ?? 0) / 1e6, 0), detector: notice.title })} {notice.letter.ask}
      </p>
      <Circumstances notice={notice} />
    </div>
  );
}

/** The finished correction: each amount can be changed, and what it comes to follows. */
function Correction({ notice }: { notice: Notice }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { draft, change, reset } = useCorrectionDraft(notice.id);
  const { lines, any } = lines_of(notice, draft.texts);
  const { quote, current, error, refetch } = useQuote(notice.id, any ? correction_of(lines, draft.loss_of_relief_is_known, draft.ruling) : null);
  const [tried, set_tried] = useState(false);
  const problems = problems_of(lines, (line) => t('notices.need_won_of', { line: line.line, tax: line.label }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0 && any) void navigate(`/notices/${encodeURIComponent(notice.id)}/check`);
  };
  const edited = Object.keys(draft.texts).length > 0;
  return (
    <form className="stack" onSubmit={submit} noValidate>
      {tried && <ErrorSummary problems={problems} />}
      <LineTable lines={lines} on_change={(key, text) => change({ texts: { ...draft.texts, [key]: text } })} />
      {edited && (
        <p>
          <button type="button" className="krds-btn tertiary xsmall" onClick={reset}>
            {t('notices.as_proposed')}
          </button>
        </p>
      )}
      <RulingChoice party={notice.party_id} value={draft.ruling} set={(ruling) => change({ ruling })} />
      {any ? <QuoteView quote={quote} current={current} reckoning={!current && problems.length === 0} error={error} retry={() => void refetch()} /> : <p className="subtle">{t('notices.nothing_differs')}</p>}
      <ReliefLost refused={quote?.refused.map((one) => one.refusal) ?? []} known={draft.loss_of_relief_is_known} set={(known) => change({ loss_of_relief_is_known: known })} />
      <button type="submit" className="krds-btn" disabled={!any}>
        {t('notices.check')}
      </button>
    </form>
  );
}

/** A notice of an audit that came since the draft takes the relief away: the firm says that it has seen it. */
export function ReliefLost({ refused, known, set }: { refused: string[]; known: boolean; set: (known: boolean) => void }) {
  const { t } = useTranslation();
  if (!known && !refused.includes('audit_notice_arrived_since_the_draft')) return null;
  return (
    <label className="krds-form-check">
      <input type="checkbox" checked={known} onChange={(event) => set(event.target.checked)} />
      <span>{t('notices.relief_lost')}</span>
    </label>
  );
}

function OtherAnswers({ notice }: { notice: Notice }) {
  const { t } = useTranslation();
  const open = answer_kinds.filter((kind) => notice.actions.includes(action_of(kind)) && (kind !== 'more_time' || notice.longest_extension));
  if (open.length === 0) return null;
  return (
    <section className="stack-small" aria-labelledby="answers">
      <h2 id="answers">{t('notices.other_answers')}</h2>
      <ul className="options">
        {open.map((kind) => (
          <li key={kind} className="card option stack-small">
            <h3>
              <Link to={`/notices/${encodeURIComponent(notice.id)}/${kind.replace('_', '-')}`}>{t(`notices.answer.${kind}.title`)}</Link>
            </h3>
            <p className="small subtle">{t(`notices.answer.${kind}.when`)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Outcome({ notice }: { notice: Notice }) {
  const { t } = useTranslation();
  const order = notice.order_id && (
    <Link className="krds-btn secondary small" to={`/payments/${encodeURIComponent(notice.order_id)}?notice=${encodeURIComponent(notice.id)}`}>
      {t(notice.state === 'filed' ? 'notices.pay' : 'notices.see_order')}
    </Link>
  );
  switch (notice.state) {
    case 'filed':
      return (
        <Message tone="warning" title={t('notices.outcome.filed')}>
          <p>{order}</p>
        </Message>
      );
    case 'claimed':
      return <Message tone="information">{t('notices.outcome.claimed')}</Message>;
    case 'settled':
      return (
        <Message tone="success" title={t('notices.outcome.settled')}>
          {order && <p>{order}</p>}
        </Message>
      );
    case 'explained_accepted':
      return <Message tone="success">{t('notices.outcome.explained_accepted')}</Message>;
    case 'lapsed':
      return <Message tone="warning">{t('notices.outcome.lapsed')}</Message>;
    case 'claim_refused':
      return <Message tone="warning">{t('notices.outcome.claim_refused')}</Message>;
    case 'withdrawn':
      return <Message tone="information">{t('notices.outcome.withdrawn')}</Message>;
    default:
      return null;
  }
}

function CorrectionPart({ notice }: { notice: Notice }) {
  const { t } = useTranslation();
  if (!notice.actions.includes('file')) return null;
  if (notice.question_only) {
    return (
      <section className="card stack-small" aria-labelledby="correct">
        <h2 id="correct">{t('notices.question_title')}</h2>
        <p>{notice.letter.answers}</p>
        {notice.lines.length > 0 && (
          <details className="more">
            <summary>{t('notices.question_correct')}</summary>
            <Correction notice={notice} />
          </details>
        )}
      </section>
    );
  }
  return (
    <section className="card stack-small" aria-labelledby="correct">
      <h2 id="correct">{t('notices.correct_title')}</h2>
      <p className="subtle">{t('notices.correct_lead')}</p>
      <Correction notice={notice} />
    </section>
  );
}

function FirmNotice({ notice }: { notice: Notice }) {
  const { t } = useTranslation();
  const location = useLocation();
  useOpening(notice);
  const { evidence, read } = useEvidence(notice);
  const done = (location.state as { done?: 'explain' | 'ask' | 'more_time' } | null)?.done;
  return (
    <>
      {done && <Message tone="success">{t(`notices.answer.${done}.done`)}</Message>}
      <Status notice={notice} filer />
      <Outcome notice={notice} />
      <div className="notice-columns">
        <div className="stack-large asked">
          <Why notice={notice} />
          {evidence.length > 0 && (
            <section className="stack-small">
              <h2>{t('work.evidence')}</h2>
              <EvidenceFiles place={{ evidence, read }} />
            </section>
          )}
        </div>
        <div className="stack-large answered">
          <CorrectionPart notice={notice} />
          <OtherAnswers notice={notice} />
        </div>
        <NoticeTimeline notice={notice} filer />
      </div>
    </>
  );
}

function CustomsNotice({ notice }: { notice: Notice }) {
  const { t } = useTranslation();
  const { evidence, read } = useEvidence(notice);
  const proposed = notice.lines.length > 0 && !notice.question_only;
  return (
    <>
      <Status notice={notice} filer={false} />
      <Decisions notice={notice} />
      <div className="notice-columns">
        <div className="stack-large asked">
          <Why notice={notice} />
          <section className="stack-small">
            <h2>{t('work.evidence')}</h2>
            <EvidenceFiles place={{ evidence, read }} />
          </section>
        </div>
        <section className="card stack answered" aria-labelledby="proposal">
          <h2 id="proposal">{t('notices.proposal')}</h2>
          {proposed ? <LineTable lines={lines_of(notice, {}).lines} /> : <p className="subtle">{t('notices.question_only')}</p>}
          {notice.quote && notice.quote.filings.length > 0 && (
            <>
              <Costs quote={notice.quote} />
              <Filings quote={notice.quote} />
              <QuoteSteps quote={notice.quote} />
            </>
          )}
          <p className="small">
            <Link to={`/payments?party=${encodeURIComponent(notice.party_id)}`}>{t('notices.payments_of', { party: notice.party_id })}</Link>
          </p>
        </section>
        <NoticeTimeline notice={notice} filer={false} />
      </div>
    </>
  );
}

/** One notice: for the firm a finished correction that it can change, for customs what there is to decide. */
export function NoticePage() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const { me } = useSession();
  const { data, error, refetch } = useQuery(notice_query(id, i18n.language));
  const filer = !!me && is_filer(me.role);
  const title = data ? t('notices.notice_title', { title: data.letter.title, number: data.declaration_number }) : t('notices.notice');
  return (
    <div className="stack">
      <PageHead title={title} crumbs={[{ to: '/notices', label: t('nav.notices') }]} />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (filer ? <FirmNotice notice={data} /> : <CustomsNotice notice={data} />)}
    </div>
  );
}
