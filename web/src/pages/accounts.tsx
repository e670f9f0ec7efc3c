import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, client, if_match, new_request_id, type Role, type Schemas } from '../api/client';
import { accounts_query, offices_query } from '../api/queries';
import { CheckGroup, FormButtons, SelectField, TextField } from '../components/form';
import { ErrorSummary, Loading, Message, ProblemMessage } from '../components/message';
import { Modal } from '../components/modal';
import { PageHead } from '../components/page';
import { Table } from '../components/table';
import { current_language } from '../messages';
import { format_time } from '../messages/format';

type Account = Schemas['Account'];
const roles: Role[] = ['trader', 'broker', 'data_provider', 'officer', 'supervisor', 'auditor', 'administrator'];
const kinds = ['courier', 'mall', 'post'] as const;

interface Draft {
  login: string;
  display_name: string;
  role: Role;
  offices: string[];
  party_id: string;
  filer_code: string;
  provider_kind: string;
  password: string;
}

const works_in_office = (role: Role) => role === 'officer' || role === 'supervisor';
const files = (role: Role) => role === 'trader' || role === 'broker' || role === 'data_provider';

function AccountForm({ account, on_close, on_done }: { account?: Account; on_close: () => void; on_done: (text: string) => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data: offices } = useQuery(offices_query);
  const request_id = useRef(new_request_id());
  const [tried, set_tried] = useState(false);
  const [draft, set_draft] = useState<Draft>({
    login: account?.login ?? '',
    display_name: account?.display_name ?? '',
    role: account?.role ?? 'officer',
    offices: account?.offices ?? [],
    party_id: account?.party_id ?? '',
    filer_code: account?.filer_code ?? '',
    provider_kind: account?.provider_kind ?? '',
    password: '',
  });
  const set = (change: Partial<Draft>) => {
    // A changed form is another intention than the one sent before.
    request_id.current = new_request_id();
    set_draft({ ...draft, ...change });
  };
  const save = useMutation({
    mutationFn: async () => {
      const header = { 'Request-Id': request_id.current };
      const common = {
        display_name: draft.display_name.trim(),
        offices: works_in_office(draft.role) ? draft.offices : [],
        party_id: files(draft.role) && draft.party_id.trim() ? draft.party_id.trim() : null,
        filer_code: files(draft.role) && draft.filer_code.trim() ? draft.filer_code.trim() : null,
      };
      if (account) {
        const body = draft.password ? { ...common, password: draft.password } : common;
        return answer(client.PATCH('/v1/accounts/{account_id}', { params: { path: { account_id: account.account_id }, header: { ...header, 'If-Match': if_match(account.version) } }, body }));
      }
      const provider_kind = draft.role === 'data_provider' ? (draft.provider_kind as (typeof kinds)[number]) : null;
      return answer(client.POST('/v1/accounts', { params: { header }, body: { ...common, login: draft.login.trim(), role: draft.role, provider_kind, password: draft.password } }));
    },
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: ['accounts'] });
      on_done(account ? t('accounts.changed', { name: saved.login }) : t('accounts.created', { name: saved.login }));
    },
  });
  const problems: { id: string; text: string }[] = [];
  if (!account && !/^[a-z0-9._-]{3,64}$/.test(draft.login.trim())) problems.push({ id: 'account-login', text: t('accounts.need_login') });
  if (!draft.display_name.trim()) problems.push({ id: 'account-name', text: t('accounts.need_name') });
  if (works_in_office(draft.role) && draft.offices.length === 0) problems.push({ id: 'account-offices', text: t('accounts.need_office') });
  if (!account && draft.role === 'data_provider' && !draft.provider_kind) problems.push({ id: 'account-kind', text: t('accounts.need_kind') });
  if ((!account || draft.password) && draft.password.length < 12) problems.push({ id: 'account-password', text: t('accounts.need_password') });
  const of = (id: string) => (tried ? problems.find((problem) => problem.id === id)?.text : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0) save.mutate();
  };
  const title = account ? t('accounts.change_title', { name: account.login }) : t('accounts.create');
  return (
    <Modal title={title} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate autoComplete="off">
        {tried && <ErrorSummary problems={problems} />}
        {save.error && <ProblemMessage error={save.error} />}
        {!account && <TextField id="account-login" label={t('accounts.login')} hint={t('accounts.login_hint')} value={draft.login} autoComplete="off" onChange={(event) => set({ login: event.target.value })} error={of('account-login')} />}
        <TextField id="account-name" label={t('accounts.display_name')} value={draft.display_name} maxLength={100} onChange={(event) => set({ display_name: event.target.value })} error={of('account-name')} />
        {!account && <SelectField label={t('accounts.role')} value={draft.role} onChange={(event) => set({ role: event.target.value as Role })} choices={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))} />}
        {works_in_office(draft.role) && offices && (
          <CheckGroup
            id="account-offices"
            name="offices"
            legend={t('accounts.offices')}
            values={draft.offices}
            on_change={(values) => set({ offices: values })}
            error={of('account-offices')}
            choices={offices.items.map((office) => ({ value: office.code, label: `${office.name[current_language()]} (${office.code})` }))}
          />
        )}
        {draft.role === 'data_provider' && !account && (
          <SelectField
            id="account-kind"
            label={t('accounts.provider_kind')}
            value={draft.provider_kind}
            onChange={(event) => set({ provider_kind: event.target.value })}
            error={of('account-kind')}
            choices={[{ value: '', label: '–' }, ...kinds.map((kind) => ({ value: kind, label: t(`accounts.kind.${kind}`) }))]}
          />
        )}
        {files(draft.role) && (
          <>
            <TextField label={t('accounts.party')} hint={t('accounts.party_hint')} value={draft.party_id} onChange={(event) => set({ party_id: event.target.value })} />
            <TextField label={t('accounts.filer_code')} value={draft.filer_code} onChange={(event) => set({ filer_code: event.target.value })} />
          </>
        )}
        <TextField
          id="account-password"
          type="password"
          autoComplete="new-password"
          label={account ? t('accounts.new_password') : t('accounts.password')}
          hint={t('accounts.password_hint')}
          value={draft.password}
          onChange={(event) => set({ password: event.target.value })}
          error={of('account-password')}
        />
        <FormButtons label={account ? t('common.save') : t('accounts.create')} disabled={save.isPending} on_cancel={on_close} />
      </form>
    </Modal>
  );
}

function OpenOrClose({ account, on_close, on_done }: { account: Account; on_close: () => void; on_done: (text: string) => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  const change = useMutation({
    mutationFn: () =>
      answer(
        client.PATCH('/v1/accounts/{account_id}', {
          params: { path: { account_id: account.account_id }, header: { 'If-Match': if_match(account.version), 'Request-Id': request_id.current } },
          body: { active: !account.active },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['accounts'] });
      on_done(t('accounts.changed', { name: account.login }));
    },
  });
  const action = account.active ? t('accounts.close') : t('accounts.reopen');
  return (
    <Modal
      title={action}
      on_close={on_close}
      footer={
        <>
          <button type="button" className="krds-btn tertiary small" onClick={on_close}>
            {t('common.cancel')}
          </button>
          <button type="button" className={account.active ? 'krds-btn danger small' : 'krds-btn small'} disabled={change.isPending} onClick={() => change.mutate()}>
            {action}
          </button>
        </>
      }
    >
      {change.error && <ProblemMessage error={change.error} />}
      <p>{account.active ? t('accounts.close_confirm', { name: account.login }) : `${account.login} · ${account.display_name}`}</p>
    </Modal>
  );
}

type Open = { kind: 'create' } | { kind: 'change' | 'close'; account: Account };

export function AccountsPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(accounts_query);
  const { data: offices } = useQuery(offices_query);
  const [open, set_open] = useState<Open | null>(null);
  const [done, set_done] = useState('');
  const name_of = (code: string) => offices?.items.find((office) => office.code === code)?.name[current_language()] ?? code;
  const finish = (text: string) => {
    set_open(null);
    set_done(text);
  };
  const close = () => set_open(null);
  return (
    <div className="stack">
      <PageHead title={t('accounts.title')}>
        <button type="button" className="krds-btn small" onClick={() => set_open({ kind: 'create' })}>
          {t('accounts.create')}
        </button>
      </PageHead>
      {done && <Message tone="success">{done}</Message>}
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <Table
          title={t('accounts.title')}
          roomy
          heads={[t('accounts.login'), t('accounts.display_name'), t('accounts.role'), `${t('accounts.offices')} · ${t('accounts.party')}`, t('accounts.status'), t('common.created_at'), <span className="visually-hidden">{t('actions.title')}</span>]}
        >
          {data.items.map((account) => (
            <tr key={account.account_id}>
              <th scope="row">{account.login}</th>
              <td>{account.display_name}</td>
              <td>{t(`role.${account.role}`)}</td>
              <td>{[...account.offices.map(name_of), ...(account.party_id ? [account.party_id] : [])].join(', ')}</td>
              <td>
                <span className={account.active ? 'krds-badge green' : 'krds-badge'}>{account.active ? t('accounts.active') : t('accounts.closed')}</span>
              </td>
              <td className="nowrap">{format_time(account.created_at)}</td>
              <td>
                <div className="row">
                  <button type="button" className="krds-btn tertiary xsmall" onClick={() => set_open({ kind: 'change', account })}>
                    {t('accounts.change')}
                    <span className="visually-hidden"> {account.login}</span>
                  </button>
                  <button type="button" className="krds-btn tertiary xsmall" onClick={() => set_open({ kind: 'close', account })}>
                    {account.active ? t('accounts.close') : t('accounts.reopen')}
                    <span className="visually-hidden"> {account.login}</span>
                  </button>
                </div>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {open?.kind === 'create' && <AccountForm on_close={close} on_done={finish} />}
      {open?.kind === 'change' && <AccountForm account={open.account} on_close={close} on_done={finish} />}
      {open?.kind === 'close' && <OpenOrClose account={open.account} on_close={close} on_done={finish} />}
    </div>
  );
}
