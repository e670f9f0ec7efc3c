import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation, useNavigate } from 'react-router';
import type { Me } from '../api/client';
import { useSession } from '../api/session';
import { Icon } from '../components/icon';
import { ProblemMessage } from '../components/message';
import { change_language, current_language } from '../messages';
import { leads_to, menu_of, type MenuGroup } from './menu';
import { may_open } from './roles';

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

/** What opens below a button: closed by Escape, by a click elsewhere and by going to another page. */
function useDropDown() {
  const { pathname } = useLocation();
  const [open, set_open] = useState(false);
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
  const on_key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return;
    set_open(false);
    wrap.current?.querySelector('button')?.focus();
  };
  return { open, set_open, wrap, on_key };
}

function UserMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  const { sign_out } = useSession();
  const { open, set_open, wrap, on_key } = useDropDown();
  const [error, set_error] = useState<unknown>(null);
  const leave = async () => {
    // A server that cannot be reached leaves the session as it is; the page says so where it stands.
    await sign_out().catch(set_error);
  };
  return (
    <div className="drop-wrap" ref={wrap} onKeyDown={on_key}>
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

/** One kind of work: its pages open below it. */
function Group({ group }: { group: MenuGroup }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const { open, set_open, wrap, on_key } = useDropDown();
  const id = useId();
  const here = group.entries.some((entry) => leads_to(entry, pathname));
  return (
    <div className="menu-group" ref={wrap} onKeyDown={on_key}>
      <button type="button" className={here ? 'here' : undefined} aria-expanded={open} aria-controls={id} onClick={() => set_open(!open)}>
        {t(`nav.${group.label}`)}
        <Icon name={open ? 'up' : 'down'} size={12} />
      </button>
      <ul id={id} hidden={!open}>
        {group.entries.map((entry) => (
          <li key={entry.to}>
            <NavLink to={entry.to}>{t(`nav.${entry.label}`)}</NavLink>
          </li>
        ))}
      </ul>
    </div>
  );
}

function MainMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [open, set_open] = useState(false);
  useEffect(() => set_open(false), [pathname]);
  return (
    <>
      <button type="button" className="krds-btn text xsmall menu-toggle" aria-expanded={open} aria-controls="main-menu" onClick={() => set_open(!open)}>
        <Icon name={open ? 'close' : 'menu'} />
        {t('shell.open_menu')}
      </button>
      <nav id="main-menu" className={open ? 'krds-main-menu open' : 'krds-main-menu'} aria-label={t('shell.main_menu')}>
        <ul>
          {menu_of(me.role).map((one) => (
            <li key={one.label}>{'entries' in one ? <Group group={one} /> : <NavLink to={one.to}>{t(`nav.${one.label}`)}</NavLink>}</li>
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
