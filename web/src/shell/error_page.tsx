import { useTranslation } from 'react-i18next';

/** A mistake in the application itself: say so, lose nothing that was submitted, offer the way on. */
export function ErrorPage() {
  const { t } = useTranslation();
  return (
    <main id="main" className="inner narrow stack" tabIndex={-1}>
      <h1>{t('error_page.failed')}</h1>
      <p>{t('error_page.failed_text')}</p>
      <p className="row">
        <button type="button" className="krds-btn small" onClick={() => window.location.reload()}>
          {t('error_page.load_again')}
        </button>
        <a className="krds-btn secondary small" href="/">
          {t('error_page.home')}
        </a>
      </p>
    </main>
  );
}
