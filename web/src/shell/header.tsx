import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation, useNavigate } from 'react-router';
import type { Me } from '../api/client';
import { useSession } from '../api/session';
import { Icon } from '../components/icon';
import { ProblemMessage } from '../components/message';
import { change_language, current_language } from '../messages';
import { is_filer, may_open } from './roles';

function LanguageSwitch() {
  const { t } = useTranslation();
  const location = useLocation();
  const navigate = useNavigate();
  const other = current_language() === 'ko' ? 'en' : 'ko';
  const change = async () => {
    await change_language(other);
    const search = new URLSearchParams(location.search);
    if (search.has('lang')) {
      search.set('lang', other);
      void navigate({ search: search.toString() }, { replace: true });
    }
  };
  return (
    <button type="button" className="krds-btn text xsmall" lang={other} onClick={() => void change()}>
      <Icon name="globe" />
      {t('shell.switch_language')}
    </button>
  );
}

function UserMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  const { sign_out } = useSession();
  const { pathname } = useLocation();
  const [open, set_open] = useState(false);
  const [error, set_error] = useState<unknown>(null);
  const wrap = useRef<HTMLDivElement>(null);
  useEffect(() => set_open(false), [pathname]);
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !wrap.current?.contains(event.target)) set_open(false);
    };
    document.addEventListener('click', outside);
    return () => document.removeEventListener('click', outside);
  }, [open]);
  const leave = async () => {
    // A server that cannot be reached leaves the session as it is; the page says so where it stands.
    await sign_out().catch(set_error);
  };
  return (
    <div
      className="drop-wrap"
      ref={wrap}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        set_open(false);
        wrap.current?.querySelector('button')?.focus();
      }}
    >
      <button type="button" className="krds-btn text xsmall" aria-expanded={open} onClick={() => set_open(!open)}>
        <Icon name="user" />
        <span className="visually-hidden">{t('shell.user_menu')}: </span>
        <span className="user-name">{me.display_name}</span>
        <Icon name={open ? 'up' : 'down'} size={12} />
      </button>
      {open && (
        <div className="drop-menu">
          <p className="who">
            <strong>{me.display_name}</strong>
            <br />
            <span className="subtle small">
              {t(`role.${me.role}`)} · {me.login}
            </span>
          </p>
          {may_open('tokens', me.role) && <Link to="/tokens">{t('nav.tokens')}</Link>}
          {error !== null && <ProblemMessage error={error} />}
          <button type="button" onClick={() => void leave()}>
            {t('shell.sign_out')}
          </button>
        </div>
      )}
    </div>
  );
}

export interface MenuEntry {
  to: string;
  label: string;
}

function useMenu(me: Me): MenuEntry[] {
  const { t } = useTranslation();
  const entries: MenuEntry[] = [];
  if (may_open('filing', me.role)) {
    entries.push({ to: '/home', label: t('nav.home') }, { to: '/filing', label: t('nav.filing') });
  }
  if (may_open('office_day', me.role)) entries.push({ to: '/office/day', label: t('nav.office_day') });
  if (may_open('worklist', me.role)) entries.push({ to: '/worklist', label: t('nav.worklist') });
  if (may_open('declarations', me.role)) {
    entries.push({ to: '/declarations', label: is_filer(me.role) ? t('nav.own_declarations') : t('nav.declarations') });
  }
  if (may_open('filing', me.role)) entries.push({ to: '/batch', label: t('nav.batch') });
  if (may_open('mandates', me.role)) entries.push({ to: '/mandates', label: t('nav.mandates') });
  if (may_open('seizures', me.role)) entries.push({ to: '/seizures', label: t('nav.seizures') });
  if (may_open('audit_sample', me.role)) entries.push({ to: '/audit-sample', label: t('nav.audit_sample') });
  if (may_open('risk_overview', me.role)) entries.push({ to: '/risk-overview', label: t('nav.risk_overview') });
  if (may_open('statistics', me.role)) entries.push({ to: '/statistics', label: t('nav.statistics') });
  if (may_open('risk', me.role)) entries.push({ to: '/risk/versions', label: t('nav.risk') });
  if (may_open('audit', me.role)) entries.push({ to: '/audit', label: t('nav.audit') });
  if (may_open('accounts', me.role)) entries.push({ to: '/accounts', label: t('nav.accounts') });
  entries.push({ to: '/law', label: t('nav.law') });
  return entries;
}

function MainMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [open, set_open] = useState(false);
  useEffect(() => set_open(false), [pathname]);
  const entries = useMenu(me);
  return (
    <>
      <button type="button" className="krds-btn text xsmall menu-toggle" aria-expanded={open} aria-controls="main-menu" onClick={() => set_open(!open)}>
        <Icon name={open ? 'close' : 'menu'} />
        {t('shell.open_menu')}
      </button>
      <nav id="main-menu" className={open ? 'krds-main-menu open' : 'krds-main-menu'} aria-label={t('shell.main_menu')}>
        <ul>
          {entries.map((entry) => (
            <li key={entry.to}>
              <NavLink to={entry.to}>{entry.label}</NavLink>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}

export function Header() {
  const { t } = useTranslation();
  const { me } = useSession();
  return (
    <>
      {me?.sample_world !== false && (
        <section id="krds-masthead" aria-label={t('shell.sample_notice_label')}>
          <div className="inner">
            <Icon name="info" />
            <p>
              <strong>{t('shell.sample_notice_label')}</strong> {t('shell.sample_notice')}
            </p>
          </div>
        </section>
      )}
      <header id="krds-header">
        <div className="inner header-in">
          <Link to="/" className="brand" title={t('shell.home')}>
            <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
              <rect width="32" height="32" rx="7" fill="#063a74" />
              <path d="M7 16.5 13.2 23 25 9.5" fill="none" stroke="#fff" strokeWidth="4" strokeLinecap="round" strokeLinejoin="round" />
            </svg>
            Clearway
            <span>{t('shell.service')}</span>
          </Link>
          {me && <MainMenu me={me} />}
          <div className="header-utility">
            <LanguageSwitch />
            {me && <UserMenu me={me} />}
          </div>
        </div>
      </header>
    </>
  );
}
