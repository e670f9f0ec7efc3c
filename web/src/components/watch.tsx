import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../api/client';
import { risk_watch_query } from '../api/queries';
import { current_language } from '../messages';
import { format_day, format_fixed, format_number, format_share } from '../messages/format';
import { GradeBadge, type Grade } from './badge';
import { Loading, Message, ProblemMessage } from './message';
import { of_numbers, Table } from './table';

type Watch = Schemas['RiskWatch'];
type Count = Schemas['WatchedCount'];
type Standing = Watch['signals'][number]['standing'];

const methods = ['all', 'random', 'rules', 'history', 'new_trader', 'new_combination', 'since_examination', 'learned', 'finding_error', 'decile', 'audit_decile', 'audit_random'] as const;
const standing_tone: Record<Standing, string> = { drifted: 'red', shifted: 'orange', steady: 'green', too_few: '', grows: '' };

/** The name of a method in the language of the page; one it does not know by its id. */
export function useMethodName() {
  const { t } = useTranslation();
  return (method: string) => {
    const known = methods.find((one) => one === method);
    return known ? t(`overview.method.${known}`) : method;
  };
}

/** What stands against what is in force: what happened, since when, and what to do. Nothing where nothing does. */
export function WatchAlarms({ watch, to_overview = false }: { watch: Watch; to_overview?: boolean }) {
  const { t } = useTranslation();
  const language = current_language();
  if (!watch.alarmed) return null;
  return (
    <Message tone="danger" title={t('watch.alarms', { count: watch.alarms.length })}>
      <ul className="points">
        {watch.alarms.map((alarm) => (
          <li key={alarm.kind + alarm.method}>
            <p>{alarm.because[0]?.text[language]}</p>
            <p>{alarm.because[1]?.text[language]}</p>
          </li>
        ))}
      </ul>
      <p className="row">
        {watch.versions.map((version) => (
          <Link key={version.version_id} to={`/risk/versions/${encodeURIComponent(version.version_id)}`}>
            {t(`watch.to_${version.kind}`)}
          </Link>
        ))}
        <Link to="/risk/versions">{t('watch.to_versions')}</Link>
        {to_overview && <Link to="/risk-overview">{t('watch.to_overview')}</Link>}
      </p>
    </Message>
  );
}

function rate(count: Count): string {
  return count.examined > 0 ? `${format_share(count.hits / count.examined)} (${format_share(count.from)} – ${format_share(count.to)})` : '';
}

function Methods({ watch }: { watch: Watch }) {
  const { t } = useTranslation();
  const name_of = useMethodName();
  const language = current_language();
  const title = t('watch.methods');
  const lift = (value: number | null) => (value === null ? '' : format_fixed(value, 2));
  return (
    <Table
      title={title}
      wrapped_heads
      heads={[t('overview.method_column'), of_numbers(t('overview.examined')), t('watch.rate_now'), t('watch.rate_before'), of_numbers(t('watch.lift_now')), of_numbers(t('watch.lift_before')), t('overview.against_random'), t('watch.against_reference')]}
    >
      {watch.methods.map((method) => (
        <tr key={method.method}>
          <th scope="row">{name_of(method.method)}</th>
          <td className="right">{format_number(method.current.examined)}</td>
          <td className="nowrap">{rate(method.current)}</td>
          <td className="nowrap">{rate(method.reference)}</td>
          <td className="right">{lift(method.lift)}</td>
          <td className="right">{lift(method.reference_lift)}</td>
          <td>{method.because[0]?.text[language]}</td>
          <td>{method.because[1]?.text[language]}</td>
        </tr>
      ))}
    </Table>
  );
}

function Signals({ title, signals }: { title: string; signals: Watch['signals'] }) {
  const { t } = useTranslation();
  const some_moved = signals.some((signal) => signal.because.length > 1);
  const language = current_language();
  return (
    <Table
      title={title}
      wrapped_heads
      heads={[t('watch.signal'), t('watch.standing_column'), of_numbers(t('watch.stability_index')), of_numbers(t('watch.missing')), of_numbers(t('watch.unseen')), some_moved && t('watch.what_moved')]}
    >
      {signals.map((signal) => (
        <tr key={signal.signal}>
          <th scope="row">
            {signal.label[language]} <span className="small subtle">{signal.signal}</span>
          </th>
          <td>
            <span className={`krds-badge ${standing_tone[signal.standing]}`}>{t(`watch.standing.${signal.standing}`)}</span>
          </td>
          <td className="right">{format_fixed(signal.stability_index, 3)}</td>
          <td className="right nowrap">
            {format_share(signal.reference_missing)} → {format_share(signal.current_missing)}
          </td>
          <td className="right">{format_share(signal.unseen)}</td>
          {some_moved && <td>{signal.because[1]?.text[language]}</td>}
        </tr>
      ))}
    </Table>
  );
}

/** Everything that is watched of what is in force; its alarms stand at the head of the page. */
export function WatchSection() {
  const { t } = useTranslation();
  const { data: watch, error, refetch } = useQuery(risk_watch_query());
  if (error) return <ProblemMessage error={error} retry={() => void refetch()} />;
  if (!watch) return <Loading />;
  const language = current_language();
  const moved = watch.signals.filter((signal) => signal.standing === 'drifted' || signal.standing === 'shifted');
  const others = watch.signals.filter((signal) => !moved.includes(signal));
  const judged = watch.outcome === 'watched' || watch.outcome === 'reference_is_empty';
  return (
    <section className="stack-small" aria-labelledby="watch-heading">
      <h2 id="watch-heading">{t('watch.title')}</h2>
      {watch.because.slice(watch.outcome === 'watched' ? 1 : 0).map((sentence) => (
        <Message key={sentence.rule} tone="warning">
          {sentence.text[language]}
        </Message>
      ))}
      {watch.outcome === 'watched' && <p>{watch.because[0]?.text[language]}</p>}
      {judged && !watch.alarmed && <Message tone="success">{t('watch.no_alarm')}</Message>}
      <p className="small subtle">
        {t('watch.whole_record')} <GradeBadge grade={watch.grade as Grade} />
      </p>
      {judged && <Methods watch={watch} />}
      {judged && (
        <>
          <h3>{t('watch.signals')}</h3>
          <p className="subtle">
            {t('watch.signals_lead', {
              reference: format_number(watch.reference_declarations),
              current: format_number(watch.current_declarations),
              from: format_day(watch.current.from),
            })}
          </p>
          {moved.length > 0 ? <Signals title={t('watch.moved')} signals={moved} /> : <p className="empty">{t('watch.none_moved')}</p>}
          {others.length > 0 && (
            <details>
              <summary>{t('watch.others', { count: others.length })}</summary>
              <Signals title={t('watch.others', { count: others.length })} signals={others} />
            </details>
          )}
        </>
      )}
    </section>
  );
}
