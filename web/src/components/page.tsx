import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';

export interface Crumb {
  label: string;
  to: string;
}

/** Title of a page: names the window, and takes the focus when one comes from another page. */
export function PageHead({ title, crumbs, children }: { title: string; crumbs?: Crumb[]; children?: ReactNode }) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname, key } = useLocation();
  useEffect(() => {
    document.title = `${title} | Clearway`;
  }, [title]);
  useEffect(() => {
    // The first page keeps the browser's own starting point, so that the skip link comes first.
    if (key !== 'default') heading.current?.focus();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a change of filters in the address is not a new page
  }, [pathname]);
  return (
    <>
      {crumbs && (
        <nav className="krds-breadcrumb-wrap" aria-label={t('shell.breadcrumb')}>
          <ol>
            {crumbs.map((crumb) => (
              <li key={crumb.to}>
                <Link to={crumb.to}>{crumb.label}</Link>
              </li>
            ))}
            <li aria-current="page">{title}</li>
          </ol>
        </nav>
      )}
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </div>
    </>
  );
}
