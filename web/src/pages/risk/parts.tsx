import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { answer, client, if_match, new_request_id, type Schemas } from '../../api/client';
import { FormButtons, TextArea, TextField } from '../../components/form';
import { ErrorSummary, ProblemMessage } from '../../components/message';
import { Modal } from '../../components/modal';
import { differing, part_text, type Rule } from './names';

export type Version = Schemas['RiskVersion'];
export type VersionPageData = Schemas['RiskVersionPage'];
export type VersionState = Version['state'];

const tones: Record<VersionState, string> = { drafted: '', rehearsed: 'blue', approved: 'blue', active: 'green', retired: '', rejected: 'red' };

export function StateBadge({ state }: { state: VersionState }) {
  const { t } = useTranslation();
  return <span className={`krds-badge ${tones[state]}`}>{t(`risk.state.${state}`)}</span>;
}

/** What a version is called: its title, or for the policy of the installation a name of ours. */
export function useTitle() {
  const { t } = useTranslation();
  return (version: Pick<Version, 'title'>) => (version.title === 'installed' ? t('risk.installed') : version.title);
}

export function usePersonName() {
  const { t } = useTranslation();
  return (name: string | null) => (name === 'installation' ? t('risk.installation') : (name ?? ''));
}

/** A title and why: begins a draft based on `based_on`, and goes there. */
export function DraftModal({ based_on, on_close }: { based_on: string; on_close: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const request_id = useRef(new_request_id());
  const [title, set_title] = useState('');
  const [note, set_note] = useState('');
  const [tried, set_tried] = useState(false);
  const create = useMutation({
    mutationFn: () => answer(client.POST('/v1/risk/versions', { params: { header: { 'Request-Id': request_id.current } }, body: { title: title.trim(), note: note.trim(), based_on } })),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ['risk_versions'] });
      void navigate(`/risk/versions/${encodeURIComponent(made.version_id)}`);
    },
  });
  const problem = title.trim() ? undefined : t('risk.need_title');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (!problem && !create.isPending) create.mutate();
  };
  return (
    <Modal title={t('risk.draft')} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        {tried && problem && <ErrorSummary problems={[{ id: 'draft-title', text: problem }]} />}
        {create.error && <ProblemMessage error={create.error} />}
        <TextField id="draft-title" label={t('risk.title')} hint={t('risk.title_hint')} value={title} maxLength={100} onChange={(event) => set_title(event.target.value)} error={tried ? problem : undefined} />
        <TextArea id="draft-note" label={t('risk.note')} rows={3} value={note} maxLength={2000} onChange={(event) => set_note(event.target.value)} />
        <FormButtons label={t('risk.draft')} disabled={create.isPending} on_cancel={on_close} />
      </form>
    </Modal>
  );
}

export type Decision = 'approve' | 'reject' | 'activate' | 'roll_back';

function send_decision(decision: Decision, version: Version, reason: string, request_id: string) {
  const params = { path: { version_id: version.version_id }, header: { 'Request-Id': request_id, 'If-Match': if_match(version.version) } };
  const body = { reason };
  switch (decision) {
    case 'approve':
      return client.POST('/v1/risk/versions/{version_id}/approval', { params, body });
    case 'reject':
      return client.POST('/v1/risk/versions/{version_id}/rejection', { params, body });
    case 'activate':
      return client.POST('/v1/risk/versions/{version_id}/activation', { params, body });
    case 'roll_back':
      return client.POST('/v1/risk/versions/{version_id}/roll-back', { params, body });
  }
}

/** One decision on a version, with its reason. */
export function DecisionModal({ decision, version, on_close, on_done }: { decision: Decision; version: Version; on_close: () => void; on_done: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const title_of = useTitle();
  const request_id = useRef(new_request_id());
  const [reason, set_reason] = useState('');
  const [tried, set_tried] = useState(false);
  const decide = useMutation({
    mutationFn: () => answer(send_decision(decision, version, reason.trim(), request_id.current)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['risk_versions'] });
      await queries.invalidateQueries({ queryKey: ['risk_version'] });
      await queries.invalidateQueries({ queryKey: ['risk_watch'] });
      on_done();
    },
    onError: () => (request_id.current = new_request_id()),
  });
  const problem = reason.trim().length >= 5 ? undefined : t('risk.need_reason');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (!problem && !decide.isPending) decide.mutate();
  };
  return (
    <Modal title={t(`risk.step.${decision}`)} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        {decide.error && <ProblemMessage error={decide.error} />}
        <p>{t(`risk.explain.${decision}`, { title: title_of(version) })}</p>
        <TextArea id="decision-reason" label={t('risk.reason')} hint={t('risk.reason_hint')} rows={3} value={reason} maxLength={1000} onChange={(event) => set_reason(event.target.value)} error={tried ? problem : undefined} />
        <FormButtons label={t(`risk.step.${decision}`)} danger={decision === 'reject'} disabled={decide.isPending} on_cancel={on_close} />
      </form>
    </Modal>
  );
}

/** What differs between a rule in force and the one beside it, part by part. */
export function RuleDifference({ before, after }: { before: Rule | null | undefined; after: Rule | null | undefined }) {
  const { t } = useTranslation();
  const parts = differing(before, after);
  const id = after?.id ?? before?.id ?? '';
  if (parts.length === 0) return <p className="empty">{t('risk.no_difference')}</p>;
  return (
    <div className="krds-table-wrap" tabIndex={0} role="region" aria-label={t('risk.difference_of', { id })}>
      <table className="tbl dense difference">
        <caption className="visually-hidden">{t('risk.difference_of', { id })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('risk.part')}</th>
            <th scope="col">{t('risk.in_force')}</th>
            <th scope="col">{t('risk.this_version')}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part}>
              <th scope="row" className="nowrap">
                {t(`risk.rule.${part}`)}
              </th>
              <td>{before ? <del>{part_text(before, part) || '–'}</del> : '–'}</td>
              <td>{after ? <ins>{part_text(after, part) || '–'}</ins> : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
