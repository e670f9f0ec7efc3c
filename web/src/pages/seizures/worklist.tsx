import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { GradeBadge, type Grade } from '../../components/badge';
import { LawLink } from '../../components/law_link';
import { Loading, ProblemMessage } from '../../components/message';
import { OfficeChoice, useOffice } from '../../components/office_choice';
import { PageHead } from '../../components/page';
import { of_numbers, Table } from '../../components/table';
import { format_day, format_number, format_won } from '../../messages/format';
import { seizure_worklist_query } from './queries';
import { WaitingVisits } from './waiting_visits';

type Item = Schemas['SeizureWorklist']['items'][number];

const tone = { clock: 'red', waited: 'orange', small: 'blue', benefit: '', hardship: '', debtor_is_full: '' } as const;

function Row({ item }: { item: Item }) {
  const { t } = useTranslation();
  const { seizure } = item;
  return (
    <tr>
      <th scope="row">
        <Link to={`/seizures/${encodeURIComponent(seizure.id)}`}>{seizure.subject}</Link>
        <br />
        <span className="small subtle">
          {seizure.debtor} · {seizure.asset_text}
        </span>
      </th>
      <td className="nowrap">{seizure.state_text}</td>
      <td className="nowrap">{seizure.clock_ends ? format_day(seizure.clock_ends) : t('common.none')}</td>
      <td className="right nowrap">{format_won(seizure.owed_krw)}</td>
      <td className="right nowrap">{format_won(item.per_hour_krw)}</td>
      <td>
        <span className={`krds-badge ${tone[item.place]}`}>{t(`seizure.place.${item.place}`)}</span>
        <details>
          <summary className="small">{t('seizure.why')}</summary>
          <ul className="small">
            {item.steps.map((step) => (
              <li key={step.rule}>{step.text}</li>
            ))}
          </ul>
        </details>
      </td>
      <td>{item.officer ?? seizure.assignee ?? t('seizure.nobody')}</td>
    </tr>
  );
}

/** What the arrears team does next, and why it stands there. */
export function SeizureWorklistPage() {
  const { t, i18n } = useTranslation();
  const { office, mine, change } = useOffice();
  const { data, error, refetch } = useQuery(seizure_worklist_query(office, i18n.language));
  return (
    <div className="stack">
      <PageHead title={t('seizure.worklist')}>
        <OfficeChoice office={office} mine={mine} change={change} />
      </PageHead>
      <p className="subtle">{t('seizure.worklist_lead')}</p>
      <WaitingVisits />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <p className="small">
            {t('seizure.fairness', { every: data.small_every, below: format_won(data.small_below_krw) })} · <LawLink cite={data.cite} /> <GradeBadge grade={data.grade as Grade} />
          </p>
          {data.hands.length > 0 && (
            <dl className="figures" aria-label={t('seizure.hands')}>
              {data.hands.map((hand) => (
                <div key={hand.account}>
                  <dt>{hand.account}</dt>
                  <dd>
                    {format_number(hand.minutes)}
                    <small>{t('seizure.of_minutes', { minutes: format_number(data.minutes_a_day) })}</small>
                  </dd>
                </div>
              ))}
            </dl>
          )}
          {data.items.length === 0 ? (
            <p className="empty">{t('seizure.empty')}</p>
          ) : (
            <Table
              title={t('seizure.worklist')}
              heads={[t('seizure.subject'), t('seizure.state'), t('seizure.clock'), of_numbers(t('seizure.owed')), of_numbers(t('seizure.per_hour')), t('seizure.place_label'), t('seizure.officer')]}
            >
              {data.items.map((item) => (
                <Row key={item.seizure.id} item={item} />
              ))}
            </Table>
          )}
        </>
      )}
    </div>
  );
}
