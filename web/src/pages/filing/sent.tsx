import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { declaration_query } from '../../api/queries';
import { TimeLimits } from '../../components/decision_parts';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';

/** What the filer learns at once: the number, what happens next, which time limits run. */
export function SentPage() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(declaration_query(id, i18n.language));
  if (error && !data) return <ProblemMessage error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const { channel } = data.decision;
  const page = `/declarations/${encodeURIComponent(id)}`;
  return (
    <div className="narrow stack">
      <PageHead title={t('sent.title')} crumbs={[{ to: '/home', label: t('nav.home') }]} />
      <Message tone="success" title={t('sent.received')}>
        <p>
          {t('sent.number')}: <strong className="number">{data.summary.declaration_number || data.summary.declaration_id}</strong>
        </p>
      </Message>
      <section className="stack-small">
        <h2>{t('sent.next')}</h2>
        <p>
          <strong>{t(`filer_channel.${channel}`)}</strong>
        </p>
        <p>{t(`filer_next.${channel}`)}</p>
      </section>
      <section className="stack-small">
        <h2>{t('decision.limits')}</h2>
        <TimeLimits limits={data.time_limits} />
      </section>
      <p className="row">
        <Link className="krds-btn" to={page}>
          {t('sent.open')}
        </Link>
        <Link className="krds-btn tertiary" to="/filing">
          {t('sent.another')}
        </Link>
        <Link to="/declarations">{t('sent.list')}</Link>
      </p>
    </div>
  );
}
