import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';
import { format_number } from '../messages/format';

type Places = Schemas['Places'];

/** By what the declarations of a day got their places: chance, what is compelled, and the methods that rank. */
export function PlaceFigures({ places }: { places: Places }) {
  const { t } = useTranslation();
  const figures: [string, number][] = [
    [t('places.random'), places.random],
    [t('places.compelled'), places.error + places.hard_rule + places.officer],
    [t('places.rule'), places.rule],
    [t('places.model'), places.model],
    [t('places.other_method'), places.other_method],
    [t('places.beyond'), places.beyond],
  ];
  return (
    <section className="stack-small">
      <h2>{t('places.title')}</h2>
      <dl className="figures">
        {figures.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{format_number(count)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
