import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { useSession } from '../../api/session';
import { GradeBadge, type Grade } from '../../components/badge';
import { LawLink } from '../../components/law_link';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { Table } from '../../components/table';
import { current_language } from '../../messages';
import { format_day, format_number, format_won } from '../../messages/format';
import { EntryDialog } from './entry_dialog';
import { name_of, rungs, type Reach, type Standing, type Step } from './ladder_view';
import { arrears_case_query } from './queries';
import { Tellings, type Telling } from './tellings';

type Case = Schemas['ArrearsCase'];

const status_tone = { met: 'green', not_met: 'red', not_known: 'orange' } as const;

function Criteria({ step }: { step: Step }) {
  const { t } = useTranslation();
  if (step.conditions.length === 0) return <p className="small subtle">{t('ladder.no_criteria')}</p>;
  return (
    <Table title={`${step.name} ${t('ladder.criteria')}`} heads={[t('ladder.criterion'), t('ladder.result'), t('ladder.evidence'), t('debts.article')]}>
      {step.conditions.map((one, index) => (
        <tr key={one.needs + one.of + String(index)}>
          <th scope="row">
            {one.text}
            {one.any && <span className="small subtle"> · {t('ladder.alternatives')}</span>}
            {one.possible_from && one.status !== 'met' && <span className="small subtle"> · {t('ladder.possible_from', { day: format_day(one.possible_from) })}</span>}
          </th>
          <td className="nowrap">
            <span className={`krds-badge ${status_tone[one.status]}`}>{t(`ladder.status.${one.status}`)}</span>
          </td>
          <td>{one.evidence ?? '–'}</td>
          <td>
            {one.cite && <LawLink cite={one.cite} grade={one.grade as Grade} />} <GradeBadge grade={one.grade as Grade} />
            {one.threshold_from && (
              <span className="small subtle">
                <br />
                {t('ladder.threshold_since', { day: format_day(one.threshold_from) })}
              </span>
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Ends({ step }: { step: Step }) {
  const { t } = useTranslation();
  if (step.ends.length === 0) return null;
  const names: Record<string, string> = t('ladder.whom', { returnObjects: true });
  return (
    <>
      <h3>{t('ladder.ends')}</h3>
      <ul className="small">
        {step.ends.map((one) => (
          <li key={one.when + one.text}>
            {one.text}
            {one.tell.length > 0 && ` · ${t('ladder.ends_tell', { whom: one.tell.map((whom) => names[whom] ?? whom).join(', ') })}`} {one.cite && <LawLink cite={one.cite} grade={one.grade as Grade} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function Rung({ step, standing, take }: { step: Step; standing: Standing; take?: () => void }) {
  const { t } = useTranslation();
  const since = step.asset === null ? standing.in_force.find((one) => one.measure === step.step)?.since : undefined;
  const states: Record<string, string> = t('ladder.states', { returnObjects: true });
  const to = step.to && step.to !== standing.state ? states[step.to] : undefined;
  return (
    <details className="card rung">
      <summary>
        {step.name} {step.possible && <span className="krds-badge green">{t('ladder.may')}</span>}
        {since && <span className="krds-badge blue">{t('ladder.standing_now')}</span>}
        {!step.possible && !since && <span className="krds-badge">{t('ladder.lacks', { count: step.missing.length })}</span>}
      </summary>
      <div className="stack-small">
        <p className="small">
          {step.cite && <LawLink cite={step.cite} grade={step.grade as Grade} />} <GradeBadge grade={step.grade as Grade} />
          {step.until && ` · ${t('ladder.until_most', { day: format_day(step.until) })}`}
          {to && ` · ${t('ladder.leads_to', { state: to })}`}
        </p>
        {step.missing.length > 0 && !since && (
          <>
            <h3>{t('ladder.missing')}</h3>
            <ul>
              {step.missing.map((one) => (
                <li key={one.code + one.text}>
                  {one.text} {one.cite && <LawLink cite={one.cite} grade={one.grade as Grade} />}
                </li>
              ))}
            </ul>
          </>
        )}
        <Criteria step={step} />
        <Ends step={step} />
        {take && (
          <button type="button" className="krds-btn small" aria-haspopup="dialog" onClick={take}>
            {t('ladder.take')}
            <span className="visually-hidden"> {step.name}</span>
          </button>
        )}
      </div>
    </details>
  );
}

function Rungs({ standing, reach, take }: { standing: Standing; reach: Reach; take?: (step: Step) => void }) {
  const { t } = useTranslation();
  return (
    <div className="stack-small">
      {rungs(standing, reach).map((group) => {
        const first = group[0]!;
        const one = (step: Step) => <Rung key={step.step + (step.asset ?? '')} step={step} standing={standing} take={take && (() => take(step))} />;
        if (group.length === 1) return one(first);
        return (
          <details className="card rung" key={first.step}>
            <summary>
              {t('ladder.seizure_kinds', { count: group.length })} <span className={first.possible ? 'krds-badge green' : 'krds-badge'}>{first.possible ? t('ladder.may') : t('ladder.may_not')}</span>
            </summary>
            <div className="stack-small">{group.map(one)}</div>
          </details>
        );
      })}
    </div>
  );
}

/** What is in force, what has ended by itself, what does not count, and who must be told. */
function StandsNow({ standing, record }: { standing: Standing; record?: (telling: Telling) => void }) {
  const { t } = useTranslation();
  const assets: Record<string, string> = t('ladder.asset', { returnObjects: true });
  const to_tell = standing.to_tell.filter((one) => one.tell.length > 0);
  return (
    <>
      {standing.bound && <Message tone="information">{standing.bound.text}</Message>}
      {to_tell.length > 0 && (
        <section className="stack-small">
          <h2>{t('ladder.to_tell')}</h2>
          <ul>
            {to_tell.map((one) => (
              <li key={one.step + one.on}>
                {t('ladder.tell_step', { day: format_day(one.on), step: one.step === 'seizure' ? t('ladder.seizure') : name_of(standing, one.step) })}
                <Tellings of={one.step} tell={one.tell} record={record} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {standing.seized.length > 0 && (
        <section className="stack-small">
          <h2>{t('ladder.seized')}</h2>
          <ul>
            {standing.seized.map((one) => (
              <li key={one.asset + one.item}>
                {t('ladder.seized_one', { asset: assets[one.asset] ?? one.asset, item: one.item, day: format_day(one.on) })} · {one.effective ? t('ladder.effective', { day: format_day(one.effective) }) : t('ladder.not_effective')}
              </li>
            ))}
          </ul>
        </section>
      )}
      {standing.ended.length > 0 && (
        <section className="stack-small">
          <h2>{t('ladder.ended')}</h2>
          <ul>
            {standing.ended.map((one) => (
              <li key={one.measure + one.since}>
                {one.text}
                <Tellings of={one.measure} tell={one.tell} record={record} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {standing.set_aside.length > 0 && (
        <Message tone="warning" title={t('ladder.set_aside')}>
          <p>{t('ladder.set_aside_lead')}</p>
          <ul>
            {standing.set_aside.map((one) => (
              <li key={one.event}>
                {format_day(one.date)} {one.answer.name}
                <ul>
                  {one.answer.missing.map((missing) => (
                    <li key={missing.code + missing.text}>{missing.text}</li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </Message>
      )}
    </>
  );
}

function History({ debt }: { debt: Case }) {
  const { t } = useTranslation();
  const findings: Record<string, string> = t('ladder.finding', { returnObjects: true });
  const quantities: Record<string, string> = t('ladder.quantity', { returnObjects: true });
  const whom: Record<string, string> = t('ladder.whom', { returnObjects: true });
  const events = debt.file.events ?? [];
  const what = (of?: string) => (of ? (findings[of] ?? quantities[of] ?? (of === 'seizure' ? t('ladder.seizure') : name_of(debt.standing, of))) : '');
  return (
    <section className="stack-small">
      <h2>{t('ladder.file')}</h2>
      {events.length === 0 && <p className="subtle">{t('ladder.no_file')}</p>}
      {events.length > 0 && (
        <Table title={t('ladder.file')} heads={[t('ladder.field.date'), t('ladder.field.event'), t('ladder.field.of'), t('ladder.value'), t('ladder.evidence')]}>
          {events.map((event, index) => (
            <tr key={index}>
              <th scope="row" className="nowrap">
                {format_day(event.date)}
              </th>
              <td className="nowrap">{t(`ladder.event.${event.event}`)}</td>
              <td>
                {what(event.of)}
                {event.item && ` (${event.item})`}
                {event.whom && `: ${whom[event.whom] ?? event.whom}`}
              </td>
              <td className="nowrap">
                {event.amount !== undefined && (event.event === 'measurement' ? format_number(event.amount) : format_won(event.amount))}
                {event.outcome && t(`ladder.outcomes.${event.outcome}`)}
                {event.how && t(`ladder.how.${event.how}`)}
              </td>
              <td>{event.evidence ?? '–'}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

/** A debt in enforcement: every step with its criteria one by one. */
export function ArrearsCasePage() {
  const { t } = useTranslation();
  const { may } = useSession();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(arrears_case_query(id, current_language()));
  const [dialog, set_dialog] = useState<{ step?: Step; telling?: Telling } | null>(null);
  const enters = may('enter_into_arrears_case');
  const standing = data?.standing;
  const count = (reach: Reach) => (standing ? rungs(standing, reach).length : 0);
  return (
    <div className="stack-large">
      <div className="stack-small">
        <PageHead title={data ? t('ladder.case_title', { party: data.party_id }) : t('ladder.case')} crumbs={[{ label: t('ladder.title'), to: '/arrears/cases' }]}>
          {data && enters && (
            <button type="button" className="krds-btn secondary small" aria-haspopup="dialog" onClick={() => set_dialog({})}>
              {t('ladder.record')}
            </button>
          )}
        </PageHead>
        {standing && <p className="subtle">{t('ladder.on', { day: format_day(standing.on) })}</p>}
      </div>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && standing && (
        <>
          <dl className="figures">
            <div>
              <dt>{t('ladder.state')}</dt>
              <dd>{data.state_text}</dd>
            </div>
            <div>
              <dt>{t('ladder.left')}</dt>
              <dd>{format_won(standing.left)}</dd>
            </div>
            <div>
              <dt>{t('ladder.next_change')}</dt>
              <dd>
                {data.next_change_on ? format_day(data.next_change_on) : t('common.none')}
                {data.next_change_on && <small>{t('ladder.next_change_note')}</small>}
              </dd>
            </div>
          </dl>
          <StandsNow standing={standing} record={enters ? (telling) => set_dialog({ telling }) : undefined} />
          {count('in_force') > 0 && (
            <section className="stack-small">
              <h2>{t('ladder.in_force')}</h2>
              <ul>
                {standing.in_force.map((one) => (
                  <li key={one.measure}>
                    {name_of(standing, one.measure)}: {t('ladder.since', { day: format_day(one.since) })}
                    {one.term_ends && ` · ${t('ladder.term_ends', { day: format_day(one.term_ends) })}`}
                  </li>
                ))}
              </ul>
              <Rungs standing={standing} reach="in_force" />
            </section>
          )}
          {count('possible') > 0 && (
            <section className="stack-small">
              <h2>{t('ladder.possible')}</h2>
              <Rungs standing={standing} reach="possible" take={enters ? (step) => set_dialog({ step }) : undefined} />
            </section>
          )}
          {count('within_reach') > 0 && (
            <section className="stack-small">
              <h2>{t('ladder.within_reach')}</h2>
              <Rungs standing={standing} reach="within_reach" />
            </section>
          )}
          {count('out_of_reach') > 0 && (
            <details>
              <summary>{t('ladder.elsewhere', { count: count('out_of_reach') })}</summary>
              <Rungs standing={standing} reach="out_of_reach" />
            </details>
          )}
          <History debt={data} />
          {dialog && <EntryDialog debt={data} step={dialog.step} telling={dialog.telling} on_close={() => set_dialog(null)} />}
        </>
      )}
    </div>
  );
}
