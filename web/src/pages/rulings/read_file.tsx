import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, client, new_request_id, type Schemas } from '../../api/client';
import { TextField } from '../../components/form';
import { ProblemMessage } from '../../components/message';
import { Modal } from '../../components/modal';
import { save_file } from '../../components/save_file';

/** Reads a file of the application; its purpose is recorded first. */
export function ReadFile({ ruling_id, evidence, on_close }: { ruling_id: string; evidence: Schemas['Evidence']; on_close: () => void }) {
  const { t } = useTranslation();
  const request_id = useRef(new_request_id());
  const [purpose, set_purpose] = useState('');
  const [tried, set_tried] = useState(false);
  const short = purpose.trim().length < 5;
  const read = useMutation({
    mutationFn: () =>
      answer(
        client.POST('/v1/rulings/{id}/evidence/{evidence_id}/reads', {
          params: { path: { id: ruling_id, evidence_id: evidence.evidence_id }, header: { 'Request-Id': request_id.current } },
          body: { purpose: purpose.trim() },
          parseAs: 'blob',
        }),
      ),
    onSuccess: (file) => {
      save_file(file as unknown as Blob, evidence.file_name);
      on_close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (!short) read.mutate();
  };
  return (
    <Modal title={evidence.file_name} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        <p className="subtle">{t('work.read_text')}</p>
        {read.error && <ProblemMessage error={read.error} />}
        <TextField label={t('decision.look_up_purpose')} value={purpose} maxLength={500} onChange={(event) => set_purpose(event.target.value)} error={tried && short ? t('decision.look_up_need') : undefined} />
        <button type="submit" className="krds-btn small" disabled={read.isPending}>
          {t('work.download')}
        </button>
      </form>
    </Modal>
  );
}
