import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { format_day } from '../../messages/format';

export interface Telling {
  of: string;
  whom: string;
  name: string;
}

/** Who is to be told of a step or the end of a measure, by when, and who was. */
export function Tellings({ of, tell, record }: { of: string; tell: Schemas['ArrearsTold'][]; record?: (telling: Telling) => void }) {
  const { t } = useTranslation();
  return (
    <ul className="small">
      {tell.map((one) => (
        <li key={one.whom}>
          {one.name}
          {one.told_on && ` · ${t('ladder.told_on', { day: format_day(one.told_on) })}`}
          {one.told_on && one.evidence && ` (${one.evidence})`}
          {!one.told_on && one.by && ` · ${t('ladder.tell_until', { day: format_day(one.by) })}`}
          {!one.told_on && (
            <>
              {' '}
              <span className="krds-badge orange">{t('ladder.untold')}</span>{' '}
              {record && (
                <button type="button" className="krds-btn text xsmall" aria-haspopup="dialog" onClick={() => record({ of, whom: one.whom, name: one.name })}>
                  {t('ladder.record_told')}
                  <span className="visually-hidden"> {one.name}</span>
                </button>
              )}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
