import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { offices_query } from '../api/queries';
import { useSession } from '../api/session';
import { current_language } from '../messages';
import { SelectField } from './form';

/** The office of the address, or the first of one's own; and the offices there are to choose from. */
export function useOffice() {
  const { me } = useSession();
  const [search, set_search] = useSearchParams();
  const { data } = useQuery(offices_query);
  const mine = data?.items.filter((one) => one.mine || me?.role === 'auditor') ?? [];
  const office = search.get('office') ?? mine[0]?.code ?? '';
  const change = (key: string, value: string) => {
    const after = new URLSearchParams(search);
    if (value) after.set(key, value);
    else after.delete(key);
    set_search(after, { replace: true });
  };
  return { office, mine, search, change };
}

export function OfficeChoice({ office, mine, change, all }: { office: string; mine: { code: string; name: { ko: string; en: string } }[]; change: (key: string, value: string) => void; all?: string }) {
  const { t } = useTranslation();
  const choices = mine.map((one) => ({ value: one.code, label: one.name[current_language()] }));
  return <SelectField small hide_label={!all} label={t('common.office')} value={office} onChange={(event) => change('office', event.target.value)} choices={all ? [{ value: '', label: all }, ...choices] : choices} />;
}
