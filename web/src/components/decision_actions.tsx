import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, client, if_match, new_request_id, type DeclarationDetail, type Schemas } from '../api/client';
import { ProblemError } from '../api/problem';
import { declaration_query } from '../api/queries';
import { useSession } from '../api/session';
import { is_filer } from '../shell/roles';
import { today_in_korea } from '../messages/format';
import { check_action, empty_draft, is_event, to_result, type ActionDraft, type ActionName, type Need } from './action_draft';
import { ActionFields } from './action_fields';
import { FormButtons } from './form';
import { useAnnounce } from './live';
import { ErrorSummary, Message, ProblemMessage } from './message';
import { Modal } from './modal';

type Elements = Schemas['Elements'];

interface Shared {
  detail: DeclarationDetail;
  label_of: (field: string) => string;
  elements: Elements | undefined;
}

const strong: readonly ActionName[] = ['examine', 'accept', 'approve_withdrawal'];
const harsh: readonly ActionName[] = ['cancel', 'reject', 'request_withdrawal', 'refuse_withdrawal', 'order_recall'];

function style_of(action: ActionName): string {
  if (strong.includes(action)) return 'krds-btn small';
  return harsh.includes(action) ? 'krds-btn danger small' : 'krds-btn secondary small';
}

/** Sends the change; each kind has its own address, all of them name the version that was looked at. */
async function send(detail: DeclarationDetail, draft: ActionDraft, request_id: string): Promise<DeclarationDetail> {
  const params = { path: { id: detail.id }, header: { 'If-Match': if_match(detail.version), 'Request-Id': request_id } };
  const reason = draft.reason.trim();
  if (draft.action === 'examine') {
    return answer(client.POST('/v1/declarations/{id}/examinations', { params, body: to_result(draft) }));
  }
  if (draft.action === 'override_channel') {
    return answer(client.POST('/v1/declarations/{id}/channel', { params, body: { channel: draft.channel || 'green', reason } }));
  }
  if (draft.action === 'amend') {
    const changes = draft.changes.map(({ field, item, value }) => ({ field, item, value: value.trim() }));
    return answer(client.POST('/v1/declarations/{id}/amendments', { params, body: { changes, reason, ground: draft.ground || undefined } }));
  }
  if (is_event(draft.action)) {
    const body = { event: draft.action, on: draft.on || undefined, until: draft.until || undefined, reason: reason || undefined };
    return answer(client.POST('/v1/declarations/{id}/events', { params, body }));
  }
  throw new Error(`no request for ${draft.action}`);
}

function ActionDialog({ detail, action, label, needs, label_of, elements, on_close, on_done }: Shared & { action: ActionName; label: string; needs: readonly Need[]; on_close: () => void; on_done: (text: string) => void }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const { me } = useSession();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const [draft, set_draft] = useState<ActionDraft>(() => empty_draft(action, me !== null && me !== undefined && !is_filer(me.role)));
  const [tried, set_tried] = useState(false);
  const change = useMutation({
    mutationFn: () => send(detail, draft, request_id.current),
    onSuccess: async (after) => {
      queries.setQueryData(declaration_query(detail.id, i18n.language).queryKey, after);
      const text = t('actions.done', { action: label });
      announce(text);
      on_done(text);
      await Promise.all(['declarations', 'office_day', 'statistics', 'worklist'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
  const problems = check_action(draft, needs, detail).map((problem) => ({ id: problem.id, text: t(problem.text) }));
  const conflict = change.error instanceof ProblemError && change.error.problem.status === 412;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0) change.mutate();
  };
  const reload = async () => {
    // The new version makes this another change than the one refused.
    request_id.current = new_request_id();
    change.reset();
    await queries.invalidateQueries({ queryKey: ['declaration', detail.id] });
  };
  return (
    <Modal title={label} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        {tried && <ErrorSummary problems={problems} />}
        {conflict ? (
          <Message tone="warning" title={t('problem.conflict.title')}>
            <p>{t('problem.conflict.detail')}</p>
            <button type="button" className="krds-btn tertiary xsmall" onClick={() => void reload()}>
              {t('common.reload')}
            </button>
          </Message>
        ) : (
          change.error && <ProblemMessage error={change.error} />
        )}
        <ActionFields
          draft={draft}
          needs={needs}
          detail={detail}
          elements={elements}
          label_of={label_of}
          today={today_in_korea(new Date())}
          error_of={(id) => (tried ? problems.find((problem) => problem.id === id)?.text : undefined)}
          on_change={(next) => {
            request_id.current = new_request_id();
            set_draft({ ...draft, ...next });
          }}
        />
        <FormButtons label={label} danger={harsh.includes(action)} disabled={change.isPending || conflict} cancel={t('common.back')} on_cancel={on_close} />
      </form>
    </Modal>
  );
}

/** What this account can do with the declaration now. */
export function DecisionActions({ on_done, ...shared }: Shared & { on_done: (text: string) => void }) {
  const { t } = useTranslation();
  const [open, set_open] = useState<ActionName | null>(null);
  // Looking up stands beside the masked value itself.
  const actions = shared.detail.actions.filter((action) => action.action !== 'look_up_personal_data');
  const chosen = actions.find((action) => action.action === open);
  return (
    <section aria-label={t('actions.title')}>
      {actions.length === 0 && <p className="subtle">{t('actions.none')}</p>}
      <div className="actions">
        {actions.map(({ action }) => (
          <button key={action} type="button" className={style_of(action)} onClick={() => set_open(action)} aria-haspopup="dialog">
            {t(`actions.name.${action}`)}
          </button>
        ))}
      </div>
      {chosen && (
        <ActionDialog
          {...shared}
          action={chosen.action}
          label={t(`actions.name.${chosen.action}`)}
          needs={chosen.needs ?? []}
          on_close={() => set_open(null)}
          on_done={(text) => {
            set_open(null);
            on_done(text);
          }}
        />
      )}
    </section>
  );
}
