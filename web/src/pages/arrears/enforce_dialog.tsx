import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { answer, client, new_request_id, type Schemas } from '../../api/client';
import { useSession } from '../../api/session';
import { FormButtons, SelectField, TextField } from '../../components/form';
import { useAnnounce } from '../../components/live';
import { ErrorSummary, ProblemMessage } from '../../components/message';
import { Modal } from '../../components/modal';
import { case_body, first_draft, missing_of, seizure_body, type EnforceField } from './enforce_draft';

const days: readonly EnforceField[] = ['notice_on', 'notice_served_on', 'notice_due', 'demanded_on', 'demand_served_on', 'demanded_by'];
const assets = ['movables', 'imported_goods', 'real_estate', 'ship', 'vehicle', 'claim', 'deposit', 'insurance', 'salary', 'securities', 'deposited_securities', 'virtual_assets'] as const;
const held_by_others: readonly string[] = ['claim', 'deposit', 'insurance', 'salary', 'deposited_securities', 'virtual_assets'];

/** Opens the arrears case of a debt, or proposes what is to be seized for it; prefilled with what the ledger knows. */
export function EnforceDialog({ debt, seizure, on_close }: { debt: Schemas['DebtStatement']; seizure: boolean; on_close: () => void }) {
  const { t } = useTranslation();
  const { me } = useSession();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const [draft, set_draft] = useState(() => first_draft(debt, me?.offices ?? []));
  const [tried, set_tried] = useState(false);
  const enter = useMutation({
    mutationFn: async () => {
      const params = { header: { 'Request-Id': request_id.current } };
      if (seizure) return `/seizures/${encodeURIComponent((await answer(client.POST('/v1/seizures', { params, body: seizure_body(debt, draft) }))).id)}`;
      return `/arrears/cases/${encodeURIComponent((await answer(client.POST('/v1/arrears-cases', { params, body: case_body(debt, draft) }))).id)}`;
    },
    onSuccess: async (address) => {
      announce(t(seizure ? 'enforce.proposed' : 'enforce.opened'));
      await Promise.all(['arrears_cases', 'debt_measures', 'seizures', 'seizure_worklist'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      await navigate(address);
    },
  });
  const missing = missing_of(draft, seizure);
  const error_of = (field: EnforceField) => (tried && missing.includes(field) ? t('enforce.need', { field: t(`enforce.field.${field}`) }) : undefined);
  const set = (field: EnforceField, value: string) => {
    request_id.current = new_request_id();
    enter.reset();
    set_draft((before) => ({ ...before, [field]: value }));
  };
  const text = (field: EnforceField, optional = false) => (
    <TextField
      key={field}
      small
      id={`enforce-${field}`}
      type={days.includes(field) ? 'date' : 'text'}
      maxLength={100}
      label={t(`enforce.field.${field}`)}
      hint={optional ? t('common.optional') : undefined}
      value={draft[field]}
      error={error_of(field)}
      onChange={(event) => set(field, event.target.value)}
    />
  );
  const choice = (field: EnforceField, choices: { value: string; label: string }[]) => <SelectField key={field} small id={`enforce-${field}`} label={t(`enforce.field.${field}`)} value={draft[field]} choices={choices} onChange={(event) => set(field, event.target.value)} />;
  const how = (['electronic', 'registered_post', 'delivered'] as const).map((value) => ({ value, label: t(`ladder.how.${value}`) }));
  const yes_no = (['no', 'yes'] as const).map((value) => ({ value, label: t(`common.${value}`) }));
  const offices = [...new Set([draft.office, ...(me?.offices ?? [])])].filter(Boolean);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (missing.length === 0) enter.mutate();
  };
  return (
    <Modal title={t(seizure ? 'enforce.propose' : 'enforce.open')} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        <p>{t(seizure ? 'enforce.propose_lead' : 'enforce.open_lead')}</p>
        {tried && <ErrorSummary problems={missing.map((field) => ({ id: `enforce-${field}`, text: t('enforce.need', { field: t(`enforce.field.${field}`) }) }))} />}
        {enter.error && <ProblemMessage error={enter.error} />}
        {seizure && (
          <>
            {text('debtor')}
            <div className="form-grid">
              {choice('asset', assets.map((value) => ({ value, label: t(`enforce.asset.${value}`) })))}
              {choice('hardship', yes_no)}
            </div>
            {text('subject')}
            {held_by_others.includes(draft.asset) && text('third_party', true)}
            {draft.asset === 'imported_goods' && choice('on_the_goods', yes_no)}
          </>
        )}
        <fieldset className="stack-small">
          <legend>{t('enforce.notice')}</legend>
          <div className="form-grid">
            {text('notice_on')}
            {text('notice_served_on')}
            {text('notice_due')}
            {!seizure && choice('notice_how', how)}
          </div>
        </fieldset>
        <fieldset className="stack-small">
          <legend>{t('enforce.demand')}</legend>
          <div className="form-grid">
            {text('demanded_on', true)}
            {text('demand_served_on', true)}
            {text('demanded_by', true)}
            {!seizure && choice('demand_how', how)}
          </div>
        </fieldset>
        {offices.length > 0 ? choice('office', offices.map((value) => ({ value, label: value }))) : text('office')}
        <FormButtons label={t(seizure ? 'enforce.propose' : 'enforce.open')} disabled={enter.isPending} on_cancel={on_close} />
      </form>
    </Modal>
  );
}
