import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session';
import { is_filer } from '../shell/roles';
import { SelectField, TextField } from './form';

interface Props {
  party: string;
  set: (party: string) => void;
  /** Whether all firms together can be looked at. */
  all?: boolean;
}

/** The firm whose matters are looked at: one of those one acts for; customs names any by its number. */
export function PartyChoice({ party, set, all = false }: Props) {
  const { t } = useTranslation();
  const { me } = useSession();
  if (!me) return null;
  if (!is_filer(me.role)) return <PartySearch party={party} set={set} all={all} />;
  if (me.party_ids.length < 2) return null;
  const choices = me.party_ids.map((one) => ({ value: one, label: one }));
  return <SelectField small label={t('party.firm')} value={party} onChange={(event) => set(event.target.value)} choices={all ? [{ value: '', label: t('common.all') }, ...choices] : choices} />;
}

function PartySearch({ party, set, all }: Props) {
  const { t } = useTranslation();
  const [text, set_text] = useState(party);
  useEffect(() => set_text(party), [party]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set(text.trim());
  };
  return (
    <form className="row-end" onSubmit={submit} role="search" aria-label={t('party.find')}>
      <TextField small label={t('party.number')} placeholder={all ? t('common.all') : undefined} maxLength={40} value={text} onChange={(event) => set_text(event.target.value)} />
      <button type="submit" className="krds-btn secondary xsmall filter-button">
        {t('common.search')}
      </button>
    </form>
  );
}
