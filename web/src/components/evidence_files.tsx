import { useMutation } from '@tanstack/react-query';
import { useId, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { new_request_id, type Schemas } from '../api/client';
import { format_number, format_time } from '../messages/format';
import { TextField } from './form';
import { Loading, ProblemMessage } from './message';
import { Modal } from './modal';
import { save_file } from './save_file';

type Evidence = Schemas['Evidence'];

/** How files are added to a case and read; `add` is left out for whoever may only read. */
export interface EvidencePlace {
  evidence: Evidence[];
  add?: (file: File) => Promise<void>;
  read: (evidence_id: string, purpose: string, request_id: string) => Promise<Blob>;
}

/** Options of a request that carries a file as it is. */
export const file_body = (file: File) => ({
  body: file as unknown as string,
  bodySerializer: (body: unknown) => body as Blob,
  headers: { 'Content-Type': 'application/octet-stream' },
});

function Read({ evidence, read, on_close }: { evidence: Evidence; read: EvidencePlace['read']; on_close: () => void }) {
  const { t } = useTranslation();
  const request_id = useRef(new_request_id());
  const [purpose, set_purpose] = useState('');
  const [tried, set_tried] = useState(false);
  const short = purpose.trim().length < 5;
  const reading = useMutation({
    mutationFn: () => read(evidence.evidence_id, purpose.trim(), request_id.current),
    onSuccess: (file) => {
      save_file(file, evidence.file_name);
      on_close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (!short) reading.mutate();
  };
  return (
    <Modal title={evidence.file_name} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        <p className="subtle">{t('work.read_text')}</p>
        {reading.error && <ProblemMessage error={reading.error} />}
        <TextField label={t('decision.look_up_purpose')} value={purpose} maxLength={500} autoFocus onChange={(event) => set_purpose(event.target.value)} error={tried && short ? t('decision.look_up_need') : undefined} />
        <button type="submit" className="krds-btn small" disabled={reading.isPending}>
          {t('work.download')}
        </button>
      </form>
    </Modal>
  );
}

/** Files that belong to a case: each can be read for a stated purpose, and more can be added. */
export function EvidenceFiles({ place: { evidence, add, read } }: { place: EvidencePlace }) {
  const { t } = useTranslation();
  const input = useId();
  const [open, set_open] = useState<string | null>(null);
  const adding = useMutation({ mutationFn: async (file: File) => add?.(file) });
  const opened = evidence.find((one) => one.evidence_id === open);
  return (
    <>
      {evidence.length === 0 && <p className="subtle">{t('work.no_evidence')}</p>}
      <ul>
        {evidence.map((one) => (
          <li key={one.evidence_id} className="reason">
            <p>
              <button type="button" className="krds-btn text xsmall" aria-haspopup="dialog" onClick={() => set_open(one.evidence_id)}>
                {one.file_name}
              </button>{' '}
              <span className="small subtle">
                {one.media_type.replace(/^.*\//, '').toUpperCase()} · {t('work.kilobytes', { size: format_number(Math.ceil(one.size_bytes / 1000)) })}
              </span>
            </p>
            <p className="small subtle">
              {one.added_by} · {format_time(one.added_at)}
            </p>
          </li>
        ))}
      </ul>
      {add && (
        <div className="form-group small">
          <label htmlFor={input}>{t('work.add_evidence')}</label>
          <p className="form-hint" id={`${input}-hint`}>
            {t('work.evidence_hint')}
          </p>
          <input
            id={input}
            type="file"
            accept="application/pdf,image/jpeg,image/png,image/webp"
            aria-describedby={`${input}-hint`}
            disabled={adding.isPending}
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = '';
              if (file) adding.mutate(file);
            }}
          />
        </div>
      )}
      {adding.isPending && <Loading />}
      {adding.error && <ProblemMessage error={adding.error} />}
      {opened && <Read evidence={opened} read={read} on_close={() => set_open(null)} />}
    </>
  );
}
