import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { useSession } from '../../api/session';
import { GradeBadge, type Grade } from '../../components/badge';
import { LawLink } from '../../components/law_link';
import { Loading, ProblemMessage } from '../../components/message';
import { current_language } from '../../messages';
import { format_day } from '../../messages/format';
import { DemandDialog } from './demand';
import { EnforceDialog } from './enforce_dialog';
import { debt_measures_query } from './queries';

/** What stands against the debtor for a debt, why, and what ends it. */
export function Measures({ debt }: { debt: Schemas['DebtStatement'] }) {
  const { t } = useTranslation();
  const { may } = useSession();
  const { data, error, refetch } = useQuery(debt_measures_query(debt.id, current_language()));
  const [dialog, set_dialog] = useState<'case' | 'seizure' | 'demand' | null>(null);
  const owes = debt.balance > 0;
  return (
    <section className="stack-small">
      <h2>{t('enforce.measures')}</h2>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && data.measures.length === 0 && <p>{t('enforce.none')}</p>}
      {data?.measures.map((one) => (
        <div className="card stack-small" key={one.measure}>
          <h3>
            {one.text} <span className="krds-badge blue">{t('ladder.since', { day: format_day(one.since) })}</span>
          </h3>
          {one.reasons.length > 0 && (
            <>
              <p className="small subtle">{t('enforce.reasons')}</p>
              <ul>
                {one.reasons.map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
            </>
          )}
          <p className="small subtle">{t('ladder.ends')}</p>
          <ul>
            {one.ends.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
          <p className="small">
            <LawLink cite={one.cite} grade={one.grade as Grade} /> <GradeBadge grade={one.grade as Grade} />
            {one.term_ends && ` · ${t('ladder.term_ends', { day: format_day(one.term_ends) })}`}
          </p>
        </div>
      ))}
      {data && data.ended.length > 0 && (
        <>
          <h3>{t('ladder.ended')}</h3>
          <ul>
            {data.ended.map((one) => (
              <li key={one.measure + one.since}>{one.text}</li>
            ))}
          </ul>
        </>
      )}
      {data && (
        <div className="row">
          {data.case_id && (
            <Link className="krds-btn secondary small" to={`/arrears/cases/${encodeURIComponent(data.case_id)}`}>
              {t('enforce.to_case')}
            </Link>
          )}
          {owes && may('print_debt_letter') && (
            <button type="button" className="krds-btn secondary small" aria-haspopup="dialog" onClick={() => set_dialog('demand')}>
              {t('enforce.print_demand')}
            </button>
          )}
          {owes && !data.case_id && may('open_arrears_case') && (
            <button type="button" className="krds-btn secondary small" aria-haspopup="dialog" onClick={() => set_dialog('case')}>
              {t('enforce.open')}
            </button>
          )}
          {owes && may('propose_seizure') && (
            <button type="button" className="krds-btn secondary small" aria-haspopup="dialog" onClick={() => set_dialog('seizure')}>
              {t('enforce.propose')}
            </button>
          )}
        </div>
      )}
      {dialog === 'demand' && <DemandDialog id={debt.id} on_close={() => set_dialog(null)} />}
      {(dialog === 'case' || dialog === 'seizure') && <EnforceDialog debt={debt} seizure={dialog === 'seizure'} on_close={() => set_dialog(null)} />}
    </section>
  );
}
