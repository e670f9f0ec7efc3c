import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RegisterItem } from './parts';
import { similar_rulings_query, type Kind } from './queries';

/** The value once it has stood still for a moment. */
function useSettled(value: string): string {
  const [settled, set_settled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => set_settled(value), 400);
    return () => window.clearTimeout(timer);
  }, [value]);
  return settled;
}

/** Rulings like the one that is being applied for. */
export function Similar({ words, heading, kind }: { words: string; heading: string; kind: Kind }) {
  const { t, i18n } = useTranslation();
  const { data } = useQuery(similar_rulings_query(useSettled(words), useSettled(heading), kind, i18n.language));
  return (
    <section className="card stack-small" aria-labelledby="similar-heading">
      <h2 id="similar-heading">{t('rulings.similar')}</h2>
      <p className="small subtle">{t('rulings.similar_lead')}</p>
      {!data?.items.length && <p className="small">{t('rulings.similar_none')}</p>}
      {data && data.items.length > 0 && (
        <ul className="plain-list">
          {data.items.map((ruling) => (
            <RegisterItem key={ruling.number} ruling={ruling} />
          ))}
        </ul>
      )}
    </section>
  );
}
