import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../components/form';
import { format_day } from '../../messages/format';
import { rulings_query } from '../rulings/queries';

/** The ruling of the firm that a correction follows, of those whose result takes the penalty off. Nothing where it has none. */
export function RulingChoice({ party, value, set }: { party: string; value: string; set: (ruling: string) => void }) {
  const { t, i18n } = useTranslation();
  const { data } = useQuery(rulings_query(undefined, i18n.language));
  const own = data?.items.filter((one) => one.party_id === party && one.decided_on && one.kind !== 'valuation_general') ?? [];
  if (own.length === 0) return null;
  return (
    <SelectField
      id="correct-ruling"
      label={t('notices.follows_ruling')}
      hint={t('notices.follows_ruling_hint')}
      value={value}
      onChange={(event) => set(event.target.value)}
      choices={[{ value: '', label: t('notices.no_ruling') }, ...own.map((one) => ({ value: one.id, label: `${one.number ?? one.goods.split('\n')[0]} · ${one.kind_text} (${format_day(one.decided_on ?? '')})` }))]}
    />
  );
}
