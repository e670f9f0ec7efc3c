import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, Outlet, useLocation, useNavigation } from 'react-router';
import { useSession } from '../api/session';
import { LiveRegion } from '../components/live';
import { Loading, ProblemMessage } from '../components/message';
import { PageHead } from '../components/page';
import { Header } from './header';
import { home_of, may_open, type Page } from './roles';
import { SessionNotice } from './session_notice';

function Footer() {
  const { t } = useTranslation();
  return (
    <footer id="krds-footer">
      <div className="inner">
        <p>
          {t('shell.footer_about')}
          <br />
          <span className="subtle">{t('shell.footer_licence')}</span>
        </p>
        <nav aria-label={t('shell.footer_menu')}>
          <ul>
            <li>
              <Link to="/random-selection">{t('nav.random')}</Link>
            </li>
            <li>
              <Link to="/public-rulings">{t('nav.public_rulings')}</Link>
            </li>
            <li>
              <a href="/v1/openapi.yaml">{t('shell.contract')}</a>
            </li>
          </ul>
        </nav>
      </div>
    </footer>
  );
}

export function Layout() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const replaced = useNavigation().state !== 'idle';
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [pathname]);
  return (
    <LiveRegion>
      <div id="krds-skip-link">
        <a href="#main">{t('shell.skip')}</a>
      </div>
      <Header />
      <SessionNotice />
      <main id="main" tabIndex={-1} aria-busy={replaced || undefined}>
        <div className="inner">
          <Outlet />
        </div>
      </main>
      <Footer />
    </LiveRegion>
  );
}

/** Pages behind it are for people who are signed in, and `page` for the roles it is meant for. */
export function Guard({ page }: { page?: Page }) {
  const { me, error, ended } = useSession();
  const location = useLocation();
  if (me === undefined) return error ? <ProblemMessage error={error} retry={() => window.location.reload()} /> : <Loading />;
  if (me === null) {
    const next = location.pathname + location.search;
    // Whoever signed out does not want to come back to the same page.
    const back = next === '/' || ended === 'signed_out' ? '' : `?next=${encodeURIComponent(next)}`;
    return <Navigate to={`/sign-in${back}`} replace />;
  }
  if (page && !may_open(page, me.role)) return <Forbidden />;
  return <Outlet />;
}

export function Home() {
  const { me } = useSession();
  return me ? <Navigate to={home_of(me.role)} replace /> : null;
}

function Forbidden() {
  const { t } = useTranslation();
  const { me } = useSession();
  return (
    <div className="narrow stack">
      <PageHead title={t('error_page.forbidden')} />
      <p>{t('error_page.forbidden_text', { role: me ? t(`role.${me.role}`) : '' })}</p>
      <p>
        <Link to="/" className="krds-btn secondary small">
          {t('error_page.home')}
        </Link>
      </p>
    </div>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <div className="narrow stack">
      <PageHead title={t('error_page.not_found')} />
      <p>{t('error_page.not_found_text')}</p>
      <p>
        <Link to="/" className="krds-btn secondary small">
          {t('error_page.home')}
        </Link>
      </p>
    </div>
  );
}
