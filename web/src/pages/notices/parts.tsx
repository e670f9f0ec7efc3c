import { useTranslation } from 'react-i18next';
import { DaysLeft } from '../../components/decision_parts';
import { Icon } from '../../components/icon';
import { LawLink } from '../../components/law_link';
import type { Grade } from '../../components/badge';
import { Table } from '../../components/table';
import { days_between, format_day, format_won, today_in_korea } from '../../messages/format';
import { current_language } from '../../messages';
import type { Schemas } from '../../api/client';
import { moments_of, type CorrectionQuote, type Notice, type NoticeState, type NoticeSummary } from './model';

const tones: Partial<Record<NoticeState, string>> = {
  sent: 'blue',
  opened: 'blue',
  not_accepted: 'orange',
  filed: 'orange',
  settled: 'green',
  explained_accepted: 'green',
  lapsed: 'red',
  claim_refused: 'red',
};

export function NoticeStateBadge({ notice }: { notice: Pick<NoticeSummary, 'state' | 'state_text'> }) {
  return <span className={`krds-badge ${tones[notice.state] ?? ''}`}>{notice.state_text}</span>;
}

/** Whose turn it is, and until when. */
export function Clock({ notice, filer }: { notice: Pick<NoticeSummary, 'turn' | 'clock_ends' | 'state'>; filer: boolean }) {
  const { t } = useTranslation();
  const today = today_in_korea(new Date());
  if (notice.turn === 'nobody') return <span className="subtle">{t('notices.turn.nobody')}</span>;
  const own = (notice.turn === 'firm') === filer;
  return (
    <>
      {t(`notices.turn.${own ? 'you' : notice.turn}`)}
      {notice.clock_ends && (
        <>
          {' · '}
          {t(notice.state === 'filed' ? 'notices.pay_by' : 'notices.until', { day: format_day(notice.clock_ends) })} <DaysLeft days={days_between(today, notice.clock_ends)} status="running" />
        </>
      )}
    </>
  );
}

/** What is asked and why: rows, comparable firms, what would settle it, articles, whom to ask. */
export function Why({ notice }: { notice: Notice }) {
  const { t } = useTranslation();
  const { letter } = notice;
  const usual = letter.rows.some((row) => row.usual);
  return (
    <section className="stack-small" aria-labelledby="why">
      <h2 id="why">{t('notices.why')}</h2>
      <p>{letter.what}</p>
      <p>
        <strong>{letter.why}</strong>
      </p>
      {letter.peers && <p>{letter.peers}</p>}
      {letter.rows.length > 0 && (
        <Table title={t('notices.rows')} heads={[t('notices.declaration'), t('notices.looked_at'), t('notices.declared'), usual && t('notices.usual')]}>
          {letter.rows.map((row, at) => (
            <tr key={at}>
              <th scope="row">
                {row.declaration_id === notice.declaration_id ? notice.declaration_number : row.declaration_id}
                {row.line > 0 && <span className="subtle"> {t('notices.line', { line: row.line })}</span>}
              </th>
              <td>{row.what}</td>
              <td>{row.value}</td>
              {usual && <td>{row.usual}</td>}
            </tr>
          ))}
        </Table>
      )}
      {letter.would_clear.length > 0 && (
        <>
          <h3>{t('notices.would_clear')}</h3>
          <ul className="bullets">
            {letter.would_clear.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
      <p className="small">
        {t('notices.articles')}:{' '}
        {letter.articles.map((article, at) => (
          <span key={article.cite}>
            {at > 0 && ', '}
            <LawLink cite={article.cite} />
          </span>
        ))}
      </p>
    </section>
  );
}

/** Today's cost beside the cost of waiting and of an audit. */
export function Costs({ quote }: { quote: CorrectionQuote }) {
  const { t } = useTranslation();
  if (quote.costs.length === 0) return null;
  return (
    <ul className="costs" aria-label={t('notices.costs')}>
      {quote.costs.map((cost) => (
        <li key={cost.when} className={cost.when}>
          <span className="small">{t(`notices.cost.${cost.when}`, { day: format_day(cost.on) })}</span>
          <strong>{format_won(cost.due_krw)}</strong>
          <span className="small">{cost.more_than_now_krw > 0 ? t('notices.more', { amount: format_won(cost.more_than_now_krw) }) : t(cost.when === 'today' ? 'notices.cost_now' : 'notices.no_more')}</span>
        </li>
      ))}
    </ul>
  );
}

function Amount({ label, krw, minus = false }: { label: string; krw: number; minus?: boolean }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="right number">{`${minus ? '−' : ''}${format_won(krw)}`}</dd>
    </div>
  );
}

/** What a correction comes to: which act, each part of the sum, until when. */
export function Filings({ quote }: { quote: CorrectionQuote }) {
  const { t } = useTranslation();
  return (
    <>
      {quote.filings.map((filing) => (
        <dl className="summary-list amounts" key={filing.act} aria-label={filing.act_text}>
          <div>
            <dt>{t('notices.act')}</dt>
            <dd className="right">
              <strong>{filing.act_text}</strong>
            </dd>
          </div>
          <Amount label={t(filing.refund ? 'notices.tax_back' : 'notices.tax_more')} krw={filing.sum.tax_krw} />
          {filing.sum.interest_krw > 0 && <Amount label={t(filing.refund ? 'notices.interest_back' : 'notices.interest')} krw={filing.sum.interest_krw} />}
          {filing.sum.penalty_krw + filing.sum.penalty_relief_krw > 0 && <Amount label={t('notices.penalty')} krw={filing.sum.penalty_krw + filing.sum.penalty_relief_krw} />}
          {filing.sum.penalty_relief_krw > 0 && <Amount label={t('notices.relief')} krw={filing.sum.penalty_relief_krw} minus />}
          {filing.sum.late_interest_krw > 0 && <Amount label={t('notices.late_interest')} krw={filing.sum.late_interest_krw} />}
          <div className="sum">
            <dt>{t(filing.refund ? 'notices.to_get_back' : 'notices.to_pay')}</dt>
            <dd className="right number">{format_won(filing.due_krw)}</dd>
          </div>
          {filing.pay_by && (
            <div>
              <dt>{t('notices.pay_until')}</dt>
              <dd className="right">{format_day(filing.pay_by)}</dd>
            </div>
          )}
        </dl>
      ))}
    </>
  );
}

/** Each figure with its article, one after the other. */
export function QuoteSteps({ quote }: { quote: CorrectionQuote }) {
  const { t } = useTranslation();
  if (quote.steps.length === 0) return null;
  return (
    <details className="more">
      <summary>{t('notices.steps')}</summary>
      <StepList steps={quote.steps} />
    </details>
  );
}

type Step = Pick<Schemas['Step'], 'cite' | 'text' | 'from' | 'to' | 'inputs'> & { grade?: string };

export function StepList({ steps }: { steps: Step[] }) {
  return (
    <ol className="points">
      {steps.map((step, at) => (
        <li key={at}>
          {step.text} <LawLink cite={step.cite} grade={(step.grade ?? step.inputs?.grade) as Grade | undefined} />
        </li>
      ))}
    </ol>
  );
}

/** What has happened and what comes next, as both sides see it. */
export function NoticeTimeline({ notice, filer }: { notice: Notice; filer: boolean }) {
  const { t } = useTranslation();
  const side = (by: 'firm' | 'customs' | 'nobody') => (by === 'nobody' ? '' : t(`notices.side.${by}`));
  return (
    <section className="stack-small" aria-labelledby="timeline">
      <h2 id="timeline">{t('notices.timeline')}</h2>
      <p className="small subtle">{t('notices.timeline_lead')}</p>
      <ol className="timeline">
        {moments_of(notice).map((moment, at) => (
          <li key={at}>
            <time dateTime={moment.on}>{format_day(moment.on)}</time>
            <p>
              <strong>{moment.kind === 'said' ? moment.action_text : t(`notices.moment.${moment.kind}`)}</strong> <span className="small subtle">{side(moment.by)}</span>
            </p>
            {moment.kind === 'said' && moment.text && <p className="said">{moment.text}</p>}
          </li>
        ))}
        {notice.turn !== 'nobody' && (
          <li className="pending">
            {notice.clock_ends && <time dateTime={notice.clock_ends}>{t('notices.until', { day: format_day(notice.clock_ends) })}</time>}
            <p>
              <strong>{t(`notices.next.${notice.state === 'filed' ? 'pay' : notice.turn}`)}</strong> <span className="small subtle">{t(`notices.turn.${(notice.turn === 'firm') === filer ? 'you' : notice.turn}`)}</span>
            </p>
          </li>
        )}
        {notice.turn !== 'nobody' && notice.window_ends && notice.window_ends !== notice.clock_ends && (
          <li className="pending">
            <time dateTime={notice.window_ends}>{format_day(notice.window_ends)}</time>
            <p>
              <strong>{t('notices.window_ends')}</strong>
            </p>
          </li>
        )}
      </ol>
    </section>
  );
}

/** The letter in the reader's language; the original is the Korean one. */
export function LetterLink({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <a className="krds-btn tertiary xsmall" href={`/v1/notices/${encodeURIComponent(id)}/letter?language=${current_language()}`}>
      <Icon name="download" /> {t('notices.letter')}
    </a>
  );
}

/** Notices that a firm has had since its declaration, which change what a correction costs. */
export function Circumstances({ notice }: { notice: Notice }) {
  const { t } = useTranslation();
  const days = (['audit_notice_on', 'assessment_notice_on', 'appeal_pending_since'] as const).flatMap((kind) => (notice[kind] ? [{ kind, day: notice[kind] }] : []));
  if (days.length === 0) return null;
  return (
    <ul className="bullets">
      {days.map(({ kind, day }) => (
        <li key={kind}>{t(`notices.circumstance.${kind}`, { day: format_day(day) })}</li>
      ))}
    </ul>
  );
}
