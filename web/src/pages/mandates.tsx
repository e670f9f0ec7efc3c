import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, client, new_request_id, type Schemas } from '../api/client';
import { ProblemError } from '../api/problem';
import { mandates_query } from '../api/queries';
import { useSession } from '../api/session';
import { CheckGroup, FormButtons, TextField } from '../components/form';
import { ErrorSummary, Loading, Message, ProblemMessage } from '../components/message';
import { Modal } from '../components/modal';
import { PageHead } from '../components/page';
import { Table } from '../components/table';
import { add_days, format_day, today_in_korea } from '../messages/format';

type Mandate = Schemas['Mandate'];
type Scope = Mandate['scope'][number];
const scopes: readonly Scope[] = ['declarations:read', 'declarations:write', 'imports:read', 'imports:write', 'notices:answer', 'rulings:apply', 'programmes:write'];
/** The end that is proposed, in days from today. */
const usual_days = 365;

export type Standing = 'in_force' | 'ended' | 'revoked';

export function standing_of(mandate: Pick<Mandate, 'revoked_at' | 'until'>, today: string): Standing {
  if (mandate.revoked_at) return 'revoked';
  return mandate.until < today ? 'ended' : 'in_force';
}

function Give({ on_close, on_done }: { on_close: () => void; on_done: (login: string) => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  const today = today_in_korea(new Date());
  const [login, set_login] = useState('');
  const [chosen, set_chosen] = useState<string[]>([...scopes]);
  const [until, set_until] = useState(add_days(today, usual_days));
  const [tried, set_tried] = useState(false);
  const give = useMutation({
    mutationFn: () =>
      answer(client.POST('/v1/mandates', { params: { header: { 'Request-Id': request_id.current } }, body: { grantee_login: login.trim(), scope: scopes.filter((scope) => chosen.includes(scope)), until } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['mandates'] });
      on_done(login.trim());
    },
    // What is corrected is another request than the one that was refused.
    onError: (error) => {
      if (error instanceof ProblemError && error.problem.status >= 400 && error.problem.status < 500) request_id.current = new_request_id();
    },
  });
  const problems = [
    ...(login.trim() ? [] : [{ id: 'mandate-login', text: t('mandates.need_login') }]),
    ...(chosen.length > 0 ? [] : [{ id: 'mandate-scope', text: t('mandates.need_scope') }]),
    ...(until >= today ? [] : [{ id: 'mandate-until', text: t('mandates.need_until') }]),
  ];
  const of = (id: string) => (tried ? problems.find((problem) => problem.id === id)?.text : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0 && !give.isPending) give.mutate();
  };
  return (
    <Modal title={t('mandates.give')} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        {tried && <ErrorSummary problems={problems} />}
        {give.error && <ProblemMessage error={give.error} />}
        <TextField id="mandate-login" label={t('mandates.login')} hint={t('mandates.login_hint')} value={login} maxLength={64} autoComplete="off" onChange={(event) => set_login(event.target.value)} error={of('mandate-login')} />
        <CheckGroup id="mandate-scope" name="scope" legend={t('mandates.scope')} choices={scopes.map((scope) => ({ value: scope, label: t(`tokens.scope.${scope}`) }))} values={chosen} on_change={set_chosen} error={of('mandate-scope')} />
        <TextField id="mandate-until" type="date" label={t('mandates.until')} min={today} value={until} onChange={(event) => set_until(event.target.value)} error={of('mandate-until')} />
        <FormButtons label={t('mandates.give')} disabled={give.isPending} on_cancel={on_close} />
      </form>
    </Modal>
  );
}

function Revoke({ mandate, on_close, on_done }: { mandate: Mandate; on_close: () => void; on_done: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  const revoke = useMutation({
    mutationFn: () => answer(client.DELETE('/v1/mandates/{mandate_id}', { params: { path: { mandate_id: mandate.mandate_id }, header: { 'Request-Id': request_id.current } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['mandates'] });
      on_done();
    },
  });
  return (
    <Modal
      title={t('mandates.revoke')}
      on_close={on_close}
      footer={
        <>
          <button type="button" className="krds-btn tertiary small" onClick={on_close}>
            {t('common.cancel')}
          </button>
          <button type="button" className="krds-btn danger small" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
            {t('mandates.revoke')}
          </button>
        </>
      }
    >
      {revoke.error && <ProblemMessage error={revoke.error} />}
      <p>{t('mandates.revoke_confirm', { name: mandate.grantee_login })}</p>
    </Modal>
  );
}

/** Who may act for whom, since when the reader needs it and until when. */
export function Mandates() {
  const { t } = useTranslation();
  const { me } = useSession();
  const { data, error, refetch } = useQuery(mandates_query);
  const [giving, set_giving] = useState(false);
  const [revoking, set_revoking] = useState<Mandate | null>(null);
  const [done, set_done] = useState('');
  const today = today_in_korea(new Date());
  const gives = me?.role === 'trader';
  return (
    <div className="stack-small">
      {done && <Message tone="success">{done}</Message>}
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <p className="empty">{t('mandates.empty')}</p>}
      {data && data.items.length > 0 && (
        <Table
          title={t('mandates.title')}
          heads={[t('mandates.agent'), t('mandates.party'), t('mandates.scope'), t('mandates.until'), t('mandates.standing'), t('mandates.uses'), gives && <span className="visually-hidden">{t('actions.title')}</span>]}
        >
          {data.items.map((mandate) => {
            const standing = standing_of(mandate, today);
            return (
              <tr key={mandate.mandate_id}>
                <th scope="row">{mandate.grantee_login}</th>
                <td className="nowrap">{mandate.party_id}</td>
                <td className="prose">{mandate.scope.map((scope) => t(`tokens.scope.${scope}`)).join(', ')}</td>
                <td className="nowrap">{format_day(mandate.until)}</td>
                <td>
                  <span className={standing === 'in_force' ? 'krds-badge green' : 'krds-badge'}>{t(`mandates.${standing}`)}</span>
                </td>
                <td>
                  <Link to={`/mandates/${encodeURIComponent(mandate.mandate_id)}/uses`}>
                    {t('mandates.see_uses')}
                    <span className="visually-hidden"> {mandate.grantee_login}</span>
                  </Link>
                </td>
                {gives && (
                  <td>
                    {standing === 'in_force' && me.party_ids[0] === mandate.party_id && (
                      <button type="button" className="krds-btn danger xsmall" onClick={() => set_revoking(mandate)}>
                        {t('mandates.revoke')}
                        <span className="visually-hidden"> {mandate.grantee_login}</span>
                      </button>
                    )}
                  </td>
                )}
              </tr>
            );
          })}
        </Table>
      )}
      {gives && (
        <p>
          <button type="button" className="krds-btn tertiary small" onClick={() => set_giving(true)}>
            {t('mandates.give')}
          </button>
        </p>
      )}
      {giving && (
        <Give
          on_close={() => set_giving(false)}
          on_done={(login) => {
            set_giving(false);
            set_done(t('mandates.given', { name: login }));
          }}
        />
      )}
      {revoking && (
        <Revoke
          mandate={revoking}
          on_close={() => set_revoking(null)}
          on_done={() => {
            set_revoking(null);
            set_done(t('mandates.revoked_done'));
          }}
        />
      )}
    </div>
  );
}

export function MandatesPage() {
  const { t } = useTranslation();
  const { me } = useSession();
  return (
    <div className="stack">
      <PageHead title={t(me?.role === 'broker' ? 'mandates.received' : 'mandates.title')} crumbs={[{ to: '/home', label: t('nav.home') }]} />
      <p className="subtle">{t('mandates.lead')}</p>
      <Mandates />
    </div>
  );
}
