import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, client, new_request_id, type Role, type Schemas } from '../api/client';
import { tokens_query } from '../api/queries';
import { useSession } from '../api/session';
import { CheckGroup, FormButtons, TextField } from '../components/form';
import { useAnnounce } from '../components/live';
import { ErrorSummary, Loading, Message, ProblemMessage } from '../components/message';
import { Modal } from '../components/modal';
import { PageHead } from '../components/page';
import { Table } from '../components/table';
import { add_days, format_day, format_time, today_in_korea } from '../messages/format';
import { is_filer } from '../shell/roles';

type Token = Schemas['ApiToken'];
type Scope = Schemas['Scope'];

/** A token can do no more than its account. */
export function scopes_of(role: Role): Scope[] {
  if (role === 'data_provider') return ['declarations:write', 'declarations:read'];
  return is_filer(role)
    ? ['declarations:write', 'declarations:read', 'imports:write', 'imports:read']
    : ['declarations:read', 'imports:read', 'statistics:read'];
}

function CreateToken({ on_close }: { on_close: () => void }) {
  const { t } = useTranslation();
  const { me } = useSession();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const today = today_in_korea(new Date());
  const [name, set_name] = useState('');
  const [scopes, set_scopes] = useState<string[]>([]);
  const [expires_on, set_expires_on] = useState(add_days(today, 90));
  const [tried, set_tried] = useState(false);
  const create = useMutation({
    mutationFn: () =>
      answer(
        client.POST('/v1/api-tokens', {
          params: { header: { 'Request-Id': request_id.current } },
          body: { name: name.trim(), scopes: scopes as Scope[], expires_on },
        }),
      ),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['api_tokens'] }),
  });
  const problems = [
    ...(name.trim() ? [] : [{ id: 'token-name', text: t('tokens.need_name') }]),
    ...(scopes.length ? [] : [{ id: 'token-scopes', text: t('tokens.need_scope') }]),
    ...(expires_on > today && expires_on <= add_days(today, 365) ? [] : [{ id: 'token-expiry', text: t('tokens.need_expiry') }]),
  ];
  const of = (id: string) => (tried ? problems.find((problem) => problem.id === id)?.text : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0) create.mutate();
  };
  const copy = async (token: string) => {
    await navigator.clipboard.writeText(token);
    announce(t('tokens.copied'));
  };
  if (create.data) {
    const token = create.data.token ?? '';
    return (
      <Modal
        title={t('tokens.create')}
        on_close={on_close}
        footer={
          <button type="button" className="krds-btn small" onClick={on_close}>
            {t('common.close')}
          </button>
        }
      >
        <Message tone="success">{t('tokens.created')}</Message>
        <TextField label={t('tokens.secret')} readOnly value={token} onFocus={(event) => event.target.select()} />
        <button type="button" className="krds-btn secondary small" onClick={() => void copy(token)}>
          {t('tokens.copy')}
        </button>
      </Modal>
    );
  }
  return (
    <Modal title={t('tokens.create')} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        {tried && <ErrorSummary problems={problems} />}
        {create.error && <ProblemMessage error={create.error} />}
        <TextField id="token-name" label={t('tokens.name')} hint={t('tokens.name_hint')} value={name} maxLength={100} onChange={(event) => set_name(event.target.value)} error={of('token-name')} />
        <CheckGroup
          id="token-scopes"
          name="scopes"
          legend={t('tokens.scopes')}
          values={scopes}
          on_change={set_scopes}
          error={of('token-scopes')}
          choices={scopes_of(me?.role ?? 'trader').map((scope) => ({ value: scope, label: t(`tokens.scope.${scope}`) }))}
        />
        <TextField id="token-expiry" type="date" label={t('tokens.expires_on')} hint={t('tokens.expires_hint')} value={expires_on} onChange={(event) => set_expires_on(event.target.value)} error={of('token-expiry')} />
        <FormButtons label={t('tokens.create')} disabled={create.isPending} on_cancel={on_close} />
      </form>
    </Modal>
  );
}

function RevokeToken({ token, on_close, on_done }: { token: Token; on_close: () => void; on_done: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  const revoke = useMutation({
    mutationFn: () =>
      answer(client.DELETE('/v1/api-tokens/{token_id}', { params: { path: { token_id: token.token_id }, header: { 'Request-Id': request_id.current } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['api_tokens'] });
      on_done();
    },
  });
  return (
    <Modal
      title={t('tokens.revoke')}
      on_close={on_close}
      footer={
        <>
          <button type="button" className="krds-btn tertiary small" onClick={on_close}>
            {t('common.cancel')}
          </button>
          <button type="button" className="krds-btn danger small" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
            {t('tokens.revoke')}
          </button>
        </>
      }
    >
      {revoke.error && <ProblemMessage error={revoke.error} />}
      <p>{t('tokens.revoke_confirm', { name: token.name })}</p>
    </Modal>
  );
}

export function TokensPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(tokens_query);
  const [creating, set_creating] = useState(false);
  const [revoking, set_revoking] = useState<Token | null>(null);
  const [revoked, set_revoked] = useState(false);
  return (
    <div className="stack">
      <PageHead title={t('tokens.title')}>
        <button type="button" className="krds-btn small" onClick={() => set_creating(true)}>
          {t('tokens.create')}
        </button>
      </PageHead>
      <p className="subtle">{t('tokens.lead')}</p>
      {revoked && <Message tone="success">{t('tokens.revoked')}</Message>}
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <p className="empty">{t('tokens.empty')}</p>}
      {data && data.items.length > 0 && (
        <Table
          title={t('tokens.title')}
          roomy
          heads={[t('tokens.name'), t('tokens.scopes'), t('common.created_at'), t('tokens.expires_on'), <span className="visually-hidden">{t('actions.title')}</span>]}
        >
          {data.items.map((token) => (
            <tr key={token.token_id}>
              <th scope="row">{token.name}</th>
              <td>{token.scopes.map((scope) => t(`tokens.scope.${scope}`)).join(', ')}</td>
              <td className="nowrap">{format_time(token.created_at)}</td>
              <td className="nowrap">{format_day(token.expires_on)}</td>
              <td>
                <button type="button" className="krds-btn danger xsmall" onClick={() => set_revoking(token)}>
                  {t('tokens.revoke')}
                  <span className="visually-hidden"> {token.name}</span>
                </button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {creating && <CreateToken on_close={() => set_creating(false)} />}
      {revoking && (
        <RevokeToken
          token={revoking}
          on_close={() => set_revoking(null)}
          on_done={() => {
            set_revoking(null);
            set_revoked(true);
          }}
        />
      )}
    </div>
  );
}
