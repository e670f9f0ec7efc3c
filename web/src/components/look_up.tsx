import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, client, new_request_id } from '../api/client';
import { FormButtons, TextField } from './form';
import { Message, ProblemMessage } from './message';
import { Modal } from './modal';

const shortest_purpose = 5;

/** A masked identifier is read one at a time, for a stated purpose; the value is shown here and kept nowhere. */
export function LookUp({ id, field, item, label }: { id: string; field: string; item: number; label: string }) {
  const { t } = useTranslation();
  const [open, set_open] = useState(false);
  return (
    <>
      <button type="button" className="krds-btn tertiary xsmall" onClick={() => set_open(true)} aria-haspopup="dialog">
        {t('decision.look_up')}
        <span className="visually-hidden"> {label}</span>
      </button>
      {open && <LookUpDialog {...{ id, field, item, label }} on_close={() => set_open(false)} />}
    </>
  );
}

function LookUpDialog({ id, field, item, label, on_close }: { id: string; field: string; item: number; label: string; on_close: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  const [purpose, set_purpose] = useState('');
  const [tried, set_tried] = useState(false);
  const look_up = useMutation({
    mutationFn: () =>
      answer(
        client.POST('/v1/declarations/{id}/personal-data-lookups', {
          params: { path: { id }, header: { 'Request-Id': request_id.current } },
          body: { field, item, purpose: purpose.trim() },
        }),
      ),
    gcTime: 0,
    // The look-up itself became part of the record.
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['declaration', id] }),
  });
  const short = purpose.trim().length < shortest_purpose;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (!short) look_up.mutate();
  };
  return (
    <Modal title={t('decision.look_up_title')} on_close={on_close}>
      <p>
        <strong>{label}</strong>
      </p>
      {look_up.data ? (
        <>
          <Message tone="success">{t('decision.look_up_done', { label, value: look_up.data.value })}</Message>
          <button type="button" className="krds-btn small" onClick={on_close}>
            {t('common.close')}
          </button>
        </>
      ) : (
        <form className="stack" onSubmit={submit} noValidate>
          <p className="subtle">{t('decision.look_up_text')}</p>
          {look_up.error && <ProblemMessage error={look_up.error} />}
          <TextField
            label={t('decision.look_up_purpose')}
            hint={t('decision.look_up_purpose_hint')}
            value={purpose}
            maxLength={500}
            autoFocus
            onChange={(event) => {
              request_id.current = new_request_id();
              set_purpose(event.target.value);
            }}
            error={tried && short ? t('decision.look_up_need') : undefined}
          />
          <FormButtons label={t('decision.look_up')} disabled={look_up.isPending} on_cancel={on_close} />
        </form>
      )}
    </Modal>
  );
}
