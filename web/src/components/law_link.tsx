import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';
import { ProblemError } from '../api/problem';
import { law_source_query } from '../api/queries';
import { current_language } from '../messages';
import { GradeBadge, type Grade } from './badge';
import { Loading, ProblemMessage } from './message';
import { Modal } from './modal';

function article_of(source: Schemas['LawSource']): string {
  return source.article?.[current_language()] ?? '';
}

/** Title and article in the reader's language. */
export function source_name(source: Schemas['LawSource']): string {
  return [source.title[current_language()], article_of(source)].filter(Boolean).join(' ');
}

export function SourceDetails({ source }: { source: Schemas['LawSource'] }) {
  const { t } = useTranslation();
  return (
    <>
      <p>
        <strong>{source.title[current_language()]}</strong>
        {article_of(source) && ` ${article_of(source)}`}
      </p>
      {source.version_read && (
        <p className="subtle small">
          {t('law.version_read')}: {source.version_read}
        </p>
      )}
      {source.link && /^https?:/.test(source.link) && (
        <p>
          <a href={source.link} rel="noreferrer">
            {t('law.link')}
          </a>
        </p>
      )}
    </>
  );
}

function SourcePanel({ cite, grade, on_close }: { cite: string; grade?: Grade; on_close: () => void }) {
  const { t } = useTranslation();
  const { data, error, isPending } = useQuery(law_source_query(cite));
  const missing = error instanceof ProblemError && error.problem.status === 404;
  return (
    <Modal title={t('law.source_title')} on_close={on_close}>
      {isPending && <Loading />}
      {missing && <p>{t('law.source_unknown', { cite })}</p>}
      {error && !missing && <ProblemMessage error={error} />}
      {data && <SourceDetails source={data} />}
      {grade && (
        <p>
          <GradeBadge grade={grade} /> {t(`grade_meaning.${grade}`)}
        </p>
      )}
    </Modal>
  );
}

/** The citation of a reason, a finding or a limit; opens title, article and how sure it is. */
export function LawLink({ cite, grade }: { cite: string; grade?: Grade }) {
  const [open, set_open] = useState(false);
  const { data } = useQuery(law_source_query(cite));
  const label = data ? source_name(data) : cite;
  if (!cite) return null;
  return (
    <>
      <button type="button" className="link-button small" onClick={() => set_open(true)} aria-haspopup="dialog">
        {label}
      </button>
      {open && <SourcePanel cite={cite} grade={grade} on_close={() => set_open(false)} />}
    </>
  );
}
