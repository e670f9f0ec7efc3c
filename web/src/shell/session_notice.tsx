import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, client, type Me } from '../api/client';
import { ProblemError } from '../api/problem';
import { useSession } from '../api/session';
import { TextField } from '../components/form';
import { useAnnounce } from '../components/live';
import { Message, ProblemMessage } from '../components/message';
import { Modal } from '../components/modal';

/** How long before the end of the session people are told, in milliseconds: enough to read, decide and act. */
const notice = 5 * 60_000;

function Extend({ me, on_close }: { me: Me; on_close: () => void }) {
  const { t } = useTranslation();
  const { signed_in } = useSession();
  const announce = useAnnounce();
  const [password, set_password] = useState('');
  const [busy, set_busy] = useState(false);
  const [error, set_error] = useState<unknown>(null);
  const wrong = error instanceof ProblemError && error.problem.status === 401;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    set_busy(true);
    set_error(null);
    try {
      signed_in(await answer(client.POST('/v1/sessions', { body: { login: me.login, password } })));
      announce(t('shell.session_extended'));
      on_close();
    } catch (failure) {
      set_error(failure);
      set_busy(false);
    }
  };
  return (
    <Modal title={t('shell.session_extend')} on_close={on_close}>
      <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
        {error !== null && !wrong && <ProblemMessage error={error} />}
        <TextField
          label={t('sign_in.password')}
          hint={t('shell.session_password', { name: me.login })}
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => set_password(event.target.value)}
          error={wrong ? t('sign_in.wrong') : undefined}
        />
        <button type="submit" className="krds-btn small" disabled={busy || password === ''}>
          {t('shell.session_extend')}
        </button>
      </form>
    </Modal>
  );
}

/** Says in time that the session is about to end, and lets it go on without losing the page. */
export function SessionNotice() {
  const { t } = useTranslation();
  const { me, refresh } = useSession();
  const [now, set_now] = useState(Date.now);
  const [extending, set_extending] = useState(false);
  const end = me ? Date.parse(me.expires_at) : NaN;
  useEffect(() => {
    const timer = window.setInterval(() => set_now(Date.now()), 15_000);
    return () => window.clearInterval(timer);
  }, []);
  useEffect(() => {
    // Past its end, one question to the server settles it.
    if (end <= now) void refresh();
  }, [end, now, refresh]);
  if (!me || Number.isNaN(end) || end - now > notice || end <= now) return null;
  return (
    <div className="inner">
      <Message tone="warning">
        <div className="spread">
          <span>{t('shell.session_ending', { minutes: Math.max(1, Math.round((end - now) / 60_000)) })}</span>
          <button type="button" className="krds-btn tertiary xsmall" onClick={() => set_extending(true)}>
            {t('shell.session_extend')}
          </button>
        </div>
      </Message>
      {extending && <Extend me={me} on_close={() => set_extending(false)} />}
    </div>
  );
}
