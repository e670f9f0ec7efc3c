import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';
import { answer, client } from '../api/client';
import { ProblemError } from '../api/problem';
import { useSession } from '../api/session';
import { TextField } from '../components/form';
import { ErrorSummary, Message, ProblemMessage } from '../components/message';
import { PageHead } from '../components/page';

/** Only a path of this site; an address elsewhere is never followed. */
export function safe_next(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/';
}

export function SignInPage() {
  const { t } = useTranslation();
  const { me, signed_in, ended } = useSession();
  const [search] = useSearchParams();
  const [login, set_login] = useState('');
  const [password, set_password] = useState('');
  const [shown, set_shown] = useState(false);
  const [tried, set_tried] = useState(false);
  const [busy, set_busy] = useState(false);
  const [error, set_error] = useState<unknown>(null);

  if (me) return <Navigate to={safe_next(search.get('next'))} replace />;

  const problems = [
    ...(login.trim() ? [] : [{ id: 'login', text: t('sign_in.need_login') }]),
    ...(password ? [] : [{ id: 'password', text: t('sign_in.need_password') }]),
  ];
  const of = (id: string) => (tried ? problems.find((problem) => problem.id === id)?.text : undefined);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    set_error(null);
    if (problems.length > 0) return;
    set_busy(true);
    try {
      signed_in(await answer(client.POST('/v1/sessions', { body: { login: login.trim(), password } })));
    } catch (failure) {
      set_error(failure);
      set_busy(false);
    }
  };
  const wrong = error instanceof ProblemError && error.problem.status === 401;
  return (
    <div className="sign-in stack">
      <PageHead title={t('sign_in.title')} />
      {ended === 'expired' && <Message tone="information">{t('sign_in.expired')}</Message>}
      {ended === 'signed_out' && <Message tone="success">{t('sign_in.signed_out')}</Message>}
      <p className="subtle">{t('sign_in.lead')}</p>
      {tried && <ErrorSummary problems={problems} />}
      {wrong && (
        <Message tone="danger" title={t('sign_in.wrong')}>
          {t('sign_in.wrong_fix')}
        </Message>
      )}
      {error !== null && !wrong && <ProblemMessage error={error} />}
      <form className="card stack" onSubmit={(event) => void submit(event)} noValidate>
        <TextField label={t('sign_in.login')} id="login" name="login" autoComplete="username" autoCapitalize="none" spellCheck={false} value={login} onChange={(event) => set_login(event.target.value)} error={of('login')} />
        <TextField label={t('sign_in.password')} id="password" name="password" type={shown ? 'text' : 'password'} autoComplete="current-password" value={password} onChange={(event) => set_password(event.target.value)} error={of('password')} />
        <label className="krds-form-check">
          <input type="checkbox" checked={shown} onChange={(event) => set_shown(event.target.checked)} />
          <span>{t('sign_in.show_password')}</span>
        </label>
        <button type="submit" className="krds-btn" disabled={busy}>
          {busy ? t('sign_in.submitting') : t('sign_in.submit')}
        </button>
      </form>
    </div>
  );
}
