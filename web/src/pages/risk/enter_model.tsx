import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { answer, client, if_match, new_request_id } from '../../api/client';
import { FormButtons, TextArea, TextField } from '../../components/form';
import { ErrorSummary, Loading, ProblemMessage } from '../../components/message';
import { Modal } from '../../components/modal';
import type { VersionPageData } from './parts';

/** A file as it is, where the contract says bytes. */
const as_bytes = { bodySerializer: (body: unknown) => body as Blob };

/** Enters a model that was trained elsewhere, and goes to its page. */
export function EnterModelModal({ on_close }: { on_close: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const request_id = useRef(new_request_id());
  const [file, set_file] = useState<File | null>(null);
  const [title, set_title] = useState('');
  const [note, set_note] = useState('');
  const [tried, set_tried] = useState(false);
  const enter = useMutation({
    mutationFn: (model: File) =>
      answer(
        client.POST('/v1/risk/models', {
          params: { query: { title: title.trim() || undefined, note: note.trim() || undefined }, header: { 'Request-Id': request_id.current } },
          body: model as unknown as string,
          ...as_bytes,
          headers: { 'Content-Type': 'application/octet-stream' },
        }),
      ),
    onSuccess: async (entered) => {
      await queries.invalidateQueries({ queryKey: ['risk_versions'] });
      void navigate(`/risk/versions/${encodeURIComponent(entered.version_id)}`);
    },
    onError: () => (request_id.current = new_request_id()),
  });
  const problem = file ? undefined : t('risk.model.need_file');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (file && !enter.isPending) enter.mutate(file);
  };
  return (
    <Modal title={t('risk.model.enter')} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        {tried && problem && <ErrorSummary problems={[{ id: 'model-file', text: problem }]} />}
        {enter.error && <ProblemMessage error={enter.error} />}
        <TextField id="model-file" type="file" accept=".cwm" label={t('risk.model.file')} hint={t('risk.model.file_hint')} onChange={(event) => set_file(event.target.files?.[0] ?? null)} error={tried ? problem : undefined} />
        <TextField id="model-title" label={t('risk.model.title_optional')} hint={t('risk.model.title_hint')} value={title} maxLength={100} onChange={(event) => set_title(event.target.value)} />
        <TextArea id="model-note" label={t('risk.note')} rows={3} value={note} maxLength={2000} onChange={(event) => set_note(event.target.value)} />
        <FormButtons label={t('risk.model.enter')} disabled={enter.isPending} on_cancel={on_close} />
      </form>
    </Modal>
  );
}

/** Keeps what `model evaluate --json` printed with a model that is still being prepared. */
export function KeepEvaluation({ version }: { version: VersionPageData }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const id = useId();
  const keep = useMutation({
    mutationFn: (file: File) =>
      answer(
        client.PUT('/v1/risk/versions/{version_id}/evaluation', {
          params: { path: { version_id: version.version_id }, header: { 'Request-Id': new_request_id(), 'If-Match': if_match(version.version) } },
          body: file as unknown as { model: string },
          ...as_bytes,
          headers: { 'Content-Type': 'application/json' },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['risk_version', version.version_id] }),
  });
  return (
    <div className="form-group small">
      <label htmlFor={id}>{t('risk.model.keep_evaluation')}</label>
      <p className="form-hint" id={`${id}-hint`}>
        {t('risk.model.keep_evaluation_hint')}
      </p>
      <input
        id={id}
        type="file"
        accept="application/json,.json"
        aria-describedby={`${id}-hint`}
        disabled={keep.isPending}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) keep.mutate(file);
        }}
      />
      {keep.isPending && <Loading />}
      {keep.error && <ProblemMessage error={keep.error} />}
    </div>
  );
}
