import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../api/problem';
import { ProblemError } from '../api/problem';
import { Icon } from './icon';

type Tone = 'danger' | 'warning' | 'success' | 'information';
const icons = { danger: 'warning', warning: 'warning', success: 'check', information: 'info' } as const;

/** A message in the page. Errors and successes are read out when they appear. */
export function Message({ tone, title, children }: { tone: Tone; title?: string; children?: ReactNode }) {
  return (
    <div className={`alert ${tone}`} role={tone === 'danger' ? 'alert' : 'status'}>
      <Icon name={icons[tone]} size={20} />
      <div>
        {title && <strong>{title}</strong>}
        {children && <div>{children}</div>}
      </div>
    </div>
  );
}

function known_status(status: number): 'unreachable' | 'forbidden' | 'not_found' | 'conflict' | 'too_many' | 'unavailable' | 'failed' {
  if (status === 0) return 'unreachable';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  if (status === 409 || status === 412) return 'conflict';
  if (status === 429) return 'too_many';
  if (status === 503) return 'unavailable';
  return 'failed';
}

/** The server's own words where it gave any, and what the reader can do. */
export function ProblemMessage({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const problem: Problem = error instanceof ProblemError ? error.problem : { status: -1, title: '', findings: [], rejects: [] };
  const kind = known_status(problem.status);
  return (
    <Message tone="danger" title={problem.title || t(`problem.${kind}.title`)}>
      <p>{problem.detail || (problem.title ? '' : t(`problem.${kind}.detail`))}</p>
      {problem.fix && <p>{problem.fix}</p>}
      {problem.retry_after !== undefined && <p>{t('problem.retry_after', { seconds: problem.retry_after })}</p>}
      {retry && (
        <p>
          <button type="button" className="krds-btn tertiary xsmall" onClick={retry}>
            {t('common.try_again')}
          </button>
        </p>
      )}
    </Message>
  );
}

export function Loading() {
  const { t } = useTranslation();
  return (
    <div className="loading" role="status">
      <span className="krds-spinner" aria-hidden="true" />
      {t('common.loading')}
    </div>
  );
}

/** Problems of a form, each linked to the field it is about. */
export function ErrorSummary({ problems }: { problems: { id: string; text: string }[] }) {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  return (
    <div className="alert danger error-summary" role="alert">
      <Icon name="warning" size={20} />
      <div>
        <strong>{t('form.problems', { count: problems.length })}</strong>
        <ul>
          {problems.map((problem) => (
            <li key={problem.id + problem.text}>
              <a
                href={`#${problem.id}`}
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(problem.id)?.focus();
                }}
              >
                {problem.text}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
