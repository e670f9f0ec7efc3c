import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../api/client';
import { drafts_query } from '../api/queries';
import { useSession } from '../api/session';
import { Attention } from '../components/attention';
import { useAnnounce } from '../components/live';
import { Loading, ProblemMessage } from '../components/message';
import { Modal } from '../components/modal';
import { PageHead } from '../components/page';
import { format_time } from '../messages/format';
import { delete_draft } from './filing/draft';
import { FirmHome } from './firm_home';
import { Mandates } from './mandates';

type Draft = Schemas['DraftSummary'];

function Discard({ draft, name, on_close }: { draft: Draft; name: string; on_close: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const [error, set_error] = useState<unknown>(null);
  const [busy, set_busy] = useState(false);
  const discard = async () => {
    set_busy(true);
    try {
      await delete_draft(draft.draft_id);
      await queries.invalidateQueries({ queryKey: ['drafts'] });
      announce(t('home.discarded'));
      on_close();
    } catch (problem) {
      set_error(problem);
    } finally {
      set_busy(false);
    }
  };
  return (
    <Modal
      title={t('home.discard')}
      on_close={on_close}
      footer={
        <>
          <button type="button" className="krds-btn tertiary small" onClick={on_close}>
            {t('common.cancel')}
          </button>
          <button type="button" className="krds-btn danger small" disabled={busy} onClick={() => void discard()}>
            {t('home.discard')}
          </button>
        </>
      }
    >
      {error !== null && <ProblemMessage error={error} />}
      <p>{t('home.discard_confirm', { name })}</p>
    </Modal>
  );
}

function Drafts() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(drafts_query);
  const [discarding, set_discarding] = useState<Draft | null>(null);
  const name_of = (draft: Draft) => draft.title || t('home.untitled');
  if (error) return <ProblemMessage error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <p className="empty">{t('home.no_drafts')}</p>;
  return (
    <ul className="plain-list">
      {data.items.map((draft) => (
        <li key={draft.draft_id} className="spread">
          <span>
            <Link to={`/filing/${encodeURIComponent(draft.draft_id)}/who`}>{name_of(draft)}</Link>
            <br />
            <span className="small subtle">{t('home.saved_at', { time: format_time(draft.updated_at) })}</span>
          </span>
          <span className="row">
            <Link className="krds-btn secondary xsmall" to={`/filing/${encodeURIComponent(draft.draft_id)}/check`}>
              {t('home.go_on')}
              <span className="visually-hidden"> {name_of(draft)}</span>
            </Link>
            <button type="button" className="krds-btn tertiary xsmall" onClick={() => set_discarding(draft)}>
              {t('home.discard')}
              <span className="visually-hidden"> {name_of(draft)}</span>
            </button>
          </span>
        </li>
      ))}
      {discarding && <Discard draft={discarding} name={name_of(discarding)} on_close={() => set_discarding(null)} />}
    </ul>
  );
}
/** Where a filer starts: what waits, what was begun, and a new filing. */
export function HomePage() {
  const { t } = useTranslation();
  const { me } = useSession();
  const firm = me?.role === 'trader' || me?.role === 'broker';
  return (
    <div className="stack-large">
      <div>
        <PageHead title={t('home.title')}>
          <span className="row">
            <Link className="krds-btn" to="/filing">
              {t('nav.filing')}
            </Link>
            <Link className="krds-btn secondary" to="/batch">
              {t('nav.batch')}
            </Link>
          </span>
        </PageHead>
        <p className="subtle">{t(firm ? 'home.firm_lead' : 'home.lead', { name: me?.display_name ?? '' })}</p>
      </div>
      {firm && <FirmHome />}
      <section className="stack-small">
        <h2>{t('home.drafts')}</h2>
        <Drafts />
      </section>
      <section className="stack-small">
        <div className="spread">
          <h2>{t('home.attention')}</h2>
          <Link to="/declarations">{t('home.all')}</Link>
        </div>
        <Attention />
      </section>
      {firm && (
        <section className="stack-small">
          <h2>{t(me.role === 'trader' ? 'mandates.title' : 'mandates.received')}</h2>
          <Mandates />
        </section>
      )}
    </div>
  );
}
