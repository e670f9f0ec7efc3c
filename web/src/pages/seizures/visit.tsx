import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { new_request_id } from '../../api/client';
import { useSession } from '../../api/session';
import { CheckGroup, RadioGroup, SelectField, TextArea, TextField } from '../../components/form';
import { useAnnounce } from '../../components/live';
import { ErrorSummary, Message } from '../../components/message';
import { PageHead } from '../../components/page';
import { seizure_query } from './queries';
import { keep, type RecordDraft } from './visit_store';
import { WaitingVisits } from './waiting_visits';

const kinds = ['visit', 'interview', 'search'] as const;
const outcomes = ['met', 'not_met', 'moved_away', 'promised_to_pay', 'asked_a_plan', 'nothing_found', 'property_found'] as const;
/** Who signs beside the officer. */
const other_of = { visit: null, interview: 'debtor', search: 'witness' } as const;

/** Microseconds, as the server writes moments. */
export const moment = (at: Date) => at.toISOString().replace('Z', '000Z');

interface Draft {
  kind: (typeof kinds)[number];
  outcome: (typeof outcomes)[number];
  place: string;
  text: string;
  attested: boolean;
  other: string;
  other_attested: boolean;
  declined: string;
}
const empty: Draft = { kind: 'visit', outcome: 'met', place: '', text: '', attested: false, other: '', other_attested: false, declined: '' };

/** A visit, an interview or a search is written down where it happens, with or without a connection. */
export function VisitPage() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const { me } = useSession();
  const announce = useAnnounce();
  const seizure = useQuery(seizure_query(id, i18n.language)).data;
  const [draft, set_draft] = useState(empty);
  const [tried, set_tried] = useState(false);
  const [kept, set_kept] = useState(0);
  const made_at = useRef(new Date());
  const set = (change: Partial<Draft>) => set_draft({ ...draft, ...change });
  const other = other_of[draft.kind];
  const signed = draft.other.trim() !== '' && draft.other_attested;
  const problems = [
    ...(draft.text.trim().length < 5 ? [{ id: 'visit-text', text: t('seizure.visit.need_text') }] : []),
    ...(!draft.attested ? [{ id: 'visit-attested', text: t('seizure.visit.need_signature') }] : []),
    ...(other && !signed && draft.declined.trim() === '' ? [{ id: 'visit-other', text: t('seizure.visit.need_other') }] : []),
  ];
  const error_of = (field: string) => (tried ? problems.find((problem) => problem.id === field)?.text : undefined);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length > 0) return;
    const now = moment(new Date());
    const attestation = t('seizure.visit.attestation');
    const record: RecordDraft = {
      record_id: new_request_id(),
      kind: draft.kind,
      made_at: moment(made_at.current),
      outcome: draft.outcome,
      made_offline: !navigator.onLine,
      version_seen: seizure?.version ?? 0,
      place: draft.place.trim(),
      text: draft.text.trim(),
      signatures: [
        { role: 'officer', signer: me?.display_name ?? '', attestation, at: now },
        ...(other ? [signed ? { role: other, signer: draft.other.trim(), attestation, at: now } : { role: other, declined: draft.declined.trim(), at: now }] : []),
      ],
    };
    await keep({ seizure_id: id, request_id: new_request_id(), record });
    announce(t('seizure.visit.kept'));
    set_draft(empty);
    set_tried(false);
    made_at.current = new Date();
    set_kept(kept + 1);
  };
  return (
    <div className="stack filing">
      <PageHead title={t('seizure.visit.title')} crumbs={[{ label: t('seizure.worklist'), to: '/seizures' }, { label: seizure?.subject ?? id, to: `/seizures/${encodeURIComponent(id)}` }]} />
      <p className="subtle">{t('seizure.visit.lead')}</p>
      {kept > 0 && <Message tone="success">{t('seizure.visit.kept')}</Message>}
      <WaitingVisits seizure_id={id} refresh={kept} />
      <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
        {tried && <ErrorSummary problems={problems} />}
        <RadioGroup name="kind" legend={t('seizure.visit.kind')} value={draft.kind} on_change={(kind) => set({ kind: kind as Draft['kind'] })} choices={kinds.map((value) => ({ value, label: t(`seizure.record.${value}`) }))} />
        <TextField label={t('seizure.visit.place')} value={draft.place} maxLength={300} onChange={(event) => set({ place: event.target.value })} />
        <SelectField label={t('seizure.visit.outcome')} value={draft.outcome} onChange={(event) => set({ outcome: event.target.value as Draft['outcome'] })} choices={outcomes.map((value) => ({ value, label: t(`seizure.outcome.${value}`) }))} />
        <TextArea id="visit-text" label={t('seizure.visit.text')} hint={t('seizure.visit.text_hint')} rows={6} maxLength={4000} value={draft.text} onChange={(event) => set({ text: event.target.value })} error={error_of('visit-text')} />
        <CheckGroup id="visit-attested" name="attested" legend={t('seizure.visit.officer_signs', { name: me?.display_name ?? '' })} values={draft.attested ? ['yes'] : []} on_change={(values) => set({ attested: values.length > 0 })} choices={[{ value: 'yes', label: t('seizure.visit.attestation') }]} error={error_of('visit-attested')} />
        {other && (
          <fieldset className="card stack">
            <legend>{t(`seizure.visit.${other}_signs`)}</legend>
            <TextField id="visit-other" label={t('seizure.visit.name')} value={draft.other} maxLength={100} onChange={(event) => set({ other: event.target.value })} error={error_of('visit-other')} />
            <CheckGroup name="other_attested" legend={t('seizure.visit.signature')} values={draft.other_attested ? ['yes'] : []} on_change={(values) => set({ other_attested: values.length > 0 })} choices={[{ value: 'yes', label: t('seizure.visit.attestation') }]} />
            <TextField label={t('seizure.visit.declined')} value={draft.declined} maxLength={500} onChange={(event) => set({ declined: event.target.value })} />
          </fieldset>
        )}
        <button type="submit" className="krds-btn">
          {t('seizure.visit.keep')}
        </button>
      </form>
    </div>
  );
}
