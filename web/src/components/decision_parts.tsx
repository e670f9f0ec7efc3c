import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DeclarationDetail, Schemas } from '../api/client';
import { format_day, format_fixed, format_number, format_share, format_time } from '../messages/format';
import { ChannelBadge, GradeBadge } from './badge';
import { FindingsList } from './findings_list';
import { bar_length, is_random, likelihood_of } from './evidence';
import { Icon } from './icon';
import { LawLink } from './law_link';
import { Message } from './message';
import { of_numbers, Table } from './table';

type Decision = Schemas['Decision'];

/** Likelihood × consequence = expected risk, as the calculation it is. */
export function Equation({ decision }: { decision: Decision }) {
  const { t } = useTranslation();
  if (decision.likelihood === undefined || decision.consequence === undefined || decision.expected_value === undefined) return null;
  return (
    <dl className="equation" aria-label={t('decision.equation')}>
      <div>
        <dt>{t('decision.likelihood')}</dt>
        <dd>{format_fixed(decision.likelihood, 2)}</dd>
      </div>
      <div data-sign="×">
        <dt>
          {t('decision.consequence')} <span className="small">({t('decision.consequence_of', { value: decision.consequence })})</span>
        </dt>
        <dd>{decision.consequence}</dd>
      </div>
      <div data-sign="=" className={`result ${decision.channel}`}>
        <dt>{t('decision.expected')}</dt>
        <dd>{format_fixed(decision.expected_value, 2)}</dd>
      </div>
      <div className="result-channel">
        <dt>{t('decision.channel')}</dt>
        <dd>
          <ChannelBadge channel={decision.channel} long />
        </dd>
      </div>
    </dl>
  );
}

function Bar({ length }: { length: number }) {
  return (
    <span className="bar" aria-hidden="true">
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" focusable="false">
        <rect width={length} height="8" />
      </svg>
    </span>
  );
}

export function Reasons({ decision }: { decision: Decision }) {
  const { t } = useTranslation();
  if (!decision.reasons) return <p className="subtle">{t('decision.reasons_withheld')}</p>;
  if (decision.reasons.length === 0) return <p className="subtle">{t('decision.no_reasons')}</p>;
  const strongest = Math.max(...decision.reasons.map((reason) => reason.contribution));
  return (
    <ol>
      {decision.reasons.map((reason, index) => (
        <li key={`${reason.id}${index}`} className="reason">
          <p>
            {is_random(reason.id) && (
              <span className="krds-badge blue">
                <Icon name="dice" size={14} /> {t('decision.random')}
              </span>
            )}{' '}
            <strong>{reason.text}</strong>
          </p>
          {is_random(reason.id) ? (
            <p className="small subtle">
              {t('decision.random_text')} <Link to="/random-selection">{t('decision.random_link')}</Link>
            </p>
          ) : (
            <div className="reason-bar">
              <Bar length={bar_length(reason.contribution, strongest)} />
              <span className="small subtle">
                {reason.contribution > 0 ? (
                  <>
                    {t('decision.contribution', { value: format_fixed(reason.contribution, 2) })} · {t('decision.contribution_alone', { share: format_share(likelihood_of(reason.contribution), 0) })}
                  </>
                ) : (
                  t('decision.contribution_none')
                )}
              </span>
            </div>
          )}
          <p className="small subtle">
            <code>{reason.id}</code>
            {reason.cite && (
              <>
                {' '}
                · {t('decision.basis')} <LawLink cite={reason.cite} />
              </>
            )}
          </p>
        </li>
      ))}
    </ol>
  );
}

/** Findings with element number, value, and what would fix them. `label_of` names the fields in the reader's language. */
export function Findings({ findings, label_of }: { findings: Schemas['Finding'][]; label_of: (field: string) => string }) {
  const { t } = useTranslation();
  if (findings.length === 0) return <p className="subtle">{t('decision.no_findings')}</p>;
  return (
    <ul>
      {findings.map((finding, index) => (
        <li key={index} className="reason">
          <p>
            <span className={finding.severity === 'error' ? 'krds-badge red' : 'krds-badge orange'}>{t(`decision.${finding.severity}`)}</span>{' '}
            <strong>
              {finding.element} {label_of(finding.field)}
              {finding.item > 1 && ` (${t('decision.item', { item: finding.item })})`}
            </strong>
          </p>
          <p>{finding.text}</p>
          <p className="small">
            {t('decision.value_sent')}: <code>{finding.value || t('common.not_given')}</code>
          </p>
          {finding.fix && (
            <p className="small">
              {t('decision.fix')}: {finding.fix}
            </p>
          )}
          <p className="small subtle">
            <code>{finding.rule}</code>
            {finding.cite && (
              <>
                {' '}
                · {t('decision.basis')} <LawLink cite={finding.cite} grade={finding.grade} />
              </>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}

export function DaysLeft({ days, status }: { days: number; status: Schemas['TimeLimit']['status'] }) {
  const { t } = useTranslation();
  if (status === 'met') return <span className="krds-badge green">{t('decision.met')}</span>;
  if (status === 'ended') return <span className="krds-badge">{t('decision.ended')}</span>;
  if (days < 0) return <span className="krds-badge red">{t('decision.days_over', { count: -days })}</span>;
  if (days === 0) return <span className="krds-badge orange">{t('decision.due_today')}</span>;
  return <span className={days <= 7 ? 'krds-badge orange' : 'krds-badge'}>{t('decision.days_left', { count: days })}</span>;
}

export function TimeLimits({ limits }: { limits: Schemas['TimeLimit'][] }) {
  const { t } = useTranslation();
  if (limits.length === 0) return <p className="subtle">{t('decision.no_limits')}</p>;
  return (
    <ul>
      {limits.map((limit) => (
        <li key={limit.id} className="reason">
          <p className="spread">
            <strong>{limit.text}</strong>
            <DaysLeft days={limit.days_left} status={limit.status} />
          </p>
          {limit.consequence && limit.status !== 'met' && <p className="small">{limit.consequence}</p>}
          <p className="small subtle">
            {limit.from && `${format_day(limit.from)} – `}
            {format_day(limit.due_on)} · <LawLink cite={limit.cite} grade={limit.grade} /> {limit.grade && <GradeBadge grade={limit.grade} />}
          </p>
        </li>
      ))}
    </ul>
  );
}

export function Examinations({ examinations }: { examinations: Schemas['Examination'][] }) {
  const { t } = useTranslation();
  if (examinations.length === 0) return <p className="subtle">{t('decision.no_examinations')}</p>;
  return (
    <ul>
      {examinations.map((examination, index) => (
        <li key={index} className="reason">
          <p>
            <span className={examination.result === 'conforming' ? 'krds-badge green' : 'krds-badge red'}>{t(`actions.${examination.result}`)}</span>{' '}
            {examination.discrepancies.map((kind) => t(`actions.kind.${kind}`)).join(', ')}
          </p>
          <FindingsList findings={examination.findings} />
          {examination.note && <p>{examination.note}</p>}
          <p className="small subtle">
            {format_day(examination.examined_on)} · {examination.officer}
          </p>
        </li>
      ))}
    </ul>
  );
}

export function PartyHistory({ parties }: { parties: Schemas['PartyHistory'][] }) {
  const { t } = useTranslation();
  return (
    <Table
      title={t('decision.parties')}
      heads={[t('decision.party_role'), of_numbers(t('decision.party_declarations')), of_numbers(t('decision.party_examined')), of_numbers(t('decision.party_discrepancies')), t('decision.party_last'), t('decision.party_first')]}
    >
      {parties.map((party) => (
        <tr key={party.role}>
          <th scope="row">{t(`decision.party.${party.role}`)}</th>
          <td className="right">{format_number(party.declarations)}</td>
          <td className="right">{format_number(party.examined)}</td>
          <td className="right">{format_number(party.discrepancies)}</td>
          <td className="nowrap">{party.last_examined_on ? format_day(party.last_examined_on) : t('common.none')}</td>
          <td className="nowrap">{party.first_seen_on ? format_day(party.first_seen_on) : t('common.none')}</td>
        </tr>
      ))}
    </Table>
  );
}

/** What happened to the declaration, oldest first, as the audit chain keeps it. */
export function Timeline({ history }: { history: DeclarationDetail['history'] }) {
  const { t } = useTranslation();
  return (
    <ol className="timeline">
      {history.map((entry) => {
        return (
          <li key={`${entry.sequence}${entry.kind}`}>
            <time dateTime={entry.recorded_at}>{format_time(entry.recorded_at)}</time>
            <p>
              <strong>{t(`history_kind.${entry.kind}`)}</strong> {entry.text}
            </p>
            <p className="small subtle">
              {entry.actor}
              {entry.hash && (
                <>
                  {' '}
                  · <code title={entry.hash}>{entry.hash.slice(0, 12)}…</code>
                </>
              )}
            </p>
          </li>
        );
      })}
    </ol>
  );
}

export function StateSummary({ detail }: { detail: DeclarationDetail }) {
  const { t } = useTranslation();
  return (
    <p className="row">
      <ChannelBadge channel={detail.summary.channel} long />
      <span className="krds-badge">{t(`state.${detail.state}`)}</span>
      <span className="krds-badge">{t(`procedure.${detail.summary.procedure}`)}</span>
    </p>
  );
}

/** The decision stays as it was made; an officer's change of channel stands beside it. */
export function ChangedChannel({ detail }: { detail: DeclarationDetail }) {
  const { t } = useTranslation();
  const [before, now] = [detail.decision.channel, detail.summary.channel];
  if (before === now) return null;
  return <Message tone="information">{t('decision.channel_changed', { before: t(`channel.${before}`), now: t(`channel.${now}`) })}</Message>;
}

export function RecommendedProcedure({ detail }: { detail: DeclarationDetail }) {
  const { t } = useTranslation();
  const { procedure, recommended_procedure } = detail.decision;
  if (procedure === recommended_procedure) return null;
  return <Message tone="information">{t('decision.recommended', { procedure: t(`procedure.${recommended_procedure}`) })}</Message>;
}
