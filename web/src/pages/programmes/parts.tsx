import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useSession } from '../../api/session';
import type { Grade } from '../../components/badge';
import { DaysLeft } from '../../components/decision_parts';
import { LawLink } from '../../components/law_link';
import { of_numbers, Table } from '../../components/table';
import { days_between, format_day, format_won, today_in_korea } from '../../messages/format';
import { side_of, stage_of, stages } from './model';
import type { Programme } from './queries';

const tones: Partial<Record<Programme['state'], string>> = {
  applied: 'blue',
  designated: 'green',
  checking: 'orange',
  verifying: 'orange',
  verified: 'orange',
  questioned: 'orange',
  reported: 'blue',
  refused: 'red',
  cancelled: 'red',
};

export function StateBadge({ programme }: { programme: Pick<Programme, 'state' | 'state_text'> }) {
  return <span className={`krds-badge ${tones[programme.state] ?? ''}`}>{programme.state_text}</span>;
}

/** Whose turn it is and until when; the same for both sides, who are told where it is theirs. */
export function Clock({ programme }: { programme: Pick<Programme, 'turn' | 'turn_text' | 'clock_ends'> }) {
  const { t } = useTranslation();
  const { me } = useSession();
  if (programme.turn === 'nobody') return <span className="subtle">{t('programmes.nothing_due')}</span>;
  return (
    <span>
      {me && side_of(me.role) === programme.turn ? t('programmes.your_turn') : t('programmes.turn', { side: programme.turn_text })}
      {programme.clock_ends && (
        <>
          {' '}
          {t('programmes.until', { day: format_day(programme.clock_ends) })} <DaysLeft days={days_between(today_in_korea(new Date()), programme.clock_ends)} status="running" />
        </>
      )}
    </span>
  );
}

/** Which step of the year is under way. */
export function Stages({ programme }: { programme: Programme }) {
  const { t } = useTranslation();
  const now = stage_of(programme.state);
  if (!now) return null;
  const shown = stages.filter((stage) => stage !== 'verifying' || programme.terms.broker_verifies);
  const at = shown.indexOf(now);
  return (
    <ol className="krds-step-wrap" aria-label={t('programmes.stages')}>
      {shown.map((stage, place) => (
        <li key={stage} className={place < at ? 'done' : undefined} aria-current={stage === now ? 'step' : undefined}>
          <span>{t(`programmes.stage.${stage}`)}</span>
        </li>
      ))}
    </ol>
  );
}

export function Criteria({ criteria }: { criteria: Programme['criteria'] }) {
  const { t } = useTranslation();
  return (
    <Table title={t('programmes.criteria')} heads={[t('programmes.criterion'), t('programmes.as_it_stands'), t('programmes.met')]}>
      {criteria.map((one) => (
        <tr key={one.criterion}>
          <th scope="row">{one.title}</th>
          <td>
            {one.step.text} <LawLink cite={one.step.cite} grade={one.step.inputs?.grade as Grade | undefined} />
          </td>
          <td>
            <span className={`krds-badge ${one.met ? 'green' : 'red'}`}>{t(one.met ? 'programmes.is_met' : 'programmes.is_not_met')}</span>
          </td>
        </tr>
      ))}
    </Table>
  );
}

export function Terms({ terms }: { terms: Schemas['ProgrammeTerms'] }) {
  const { t } = useTranslation();
  return (
    <p className="small subtle">
      {t(terms.exempts_from_audit ? 'programmes.exempts' : 'programmes.exempts_not')} <LawLink cite={terms.cite} grade={terms.grade as Grade} />
    </p>
  );
}

export function Years({ rounds }: { rounds: Programme['past'] }) {
  const { t } = useTranslation();
  return (
    <Table
      title={t('programmes.years')}
      heads={[t('programmes.year'), t('programmes.outcome'), t('programmes.concluded_on'), t('programmes.verified_by'), of_numbers(t('programmes.corrected'))]}
    >
      {rounds.map((round) => (
        <tr key={round.year}>
          <th scope="row">{round.year}</th>
          <td>
            <span className={`krds-badge ${round.outcome === 'accepted' ? 'green' : 'red'}`}>{round.outcome_text}</span>
          </td>
          <td className="nowrap">{round.concluded_on ? format_day(round.concluded_on) : ''}</td>
          <td>{round.verified_by ?? t('common.none')}</td>
          <td className="right nowrap">{format_won(round.corrected_krw)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** What either side said, the newest last, and what comes next. */
export function Story({ programme }: { programme: Programme }) {
  const { t } = useTranslation();
  return (
    <section className="stack-small" aria-labelledby="story">
      <h2 id="story">{t('programmes.story')}</h2>
      <ol className="timeline">
        {programme.said.map((said, at) => (
          <li key={at}>
            <time dateTime={said.on}>{format_day(said.on)}</time>
            <p>
              <strong>{said.action_text}</strong> <span className="small subtle">{said.by}</span>
            </p>
            {said.text && <p className="said">{said.text}</p>}
          </li>
        ))}
        {programme.reminders.map((day) => (
          <li key={day} className="pending">
            <time dateTime={day}>{format_day(day)}</time>
            <p>
              <strong>{t('programmes.reminder')}</strong> <span className="small subtle">{programme.turn_text}</span>
            </p>
          </li>
        ))}
        {programme.clock_ends && (
          <li className="pending">
            <time dateTime={programme.clock_ends}>{format_day(programme.clock_ends)}</time>
            <p>
              <strong>{t('programmes.clock_ends')}</strong> <span className="small subtle">{programme.turn_text}</span>
            </p>
          </li>
        )}
      </ol>
    </section>
  );
}
