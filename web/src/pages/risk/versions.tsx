import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { risk_versions_query } from '../../api/queries';
import { useSession } from '../../api/session';
import { Loading, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { Table } from '../../components/table';
import { format_time } from '../../messages/format';
import { EnterModelModal } from './enter_model';
import { DraftModal, StateBadge, usePersonName, useTitle, type Version } from './parts';

/** When a version came to the state it is in, and by whom. */
function Since({ version }: { version: Version }) {
  const person = usePersonName();
  const at = version.state === 'active' ? version.activated_at : version.state === 'retired' ? version.retired_at : version.state === 'approved' ? version.approved_at : version.created_at;
  const by = version.state === 'active' ? version.activated_by : version.state === 'approved' ? version.approved_by : version.state === 'retired' ? null : version.created_by;
  return (
    <>
      <span className="nowrap">{format_time(at ?? version.created_at)}</span>
      {by && <span className="subtle"> · {person(by)}</span>}
    </>
  );
}

export function VersionsPage() {
  const { t } = useTranslation();
  const { me } = useSession();
  const title_of = useTitle();
  const person = usePersonName();
  const { data, error, refetch } = useQuery(risk_versions_query);
  const [drafting, set_drafting] = useState(false);
  const [entering, set_entering] = useState(false);
  const drafts = me?.role === 'officer' || me?.role === 'supervisor';
  const active = data?.items.find((version) => version.kind === 'policy' && version.state === 'active');
  return (
    <div className="stack">
      <PageHead title={t('risk.versions')}>
        {drafts && (
          <div className="row">
            <button type="button" className="krds-btn secondary small" aria-haspopup="dialog" onClick={() => set_entering(true)}>
              {t('risk.model.enter')}
            </button>
            {active && (
              <button type="button" className="krds-btn small" onClick={() => set_drafting(true)}>
                {t('risk.draft')}
              </button>
            )}
          </div>
        )}
      </PageHead>
      <p className="subtle">{t('risk.lead')}</p>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <Table title={t('risk.versions')} roomy heads={[t('risk.title'), t('risk.kind_column'), t('risk.state_column'), t('risk.since'), t('risk.authors'), t('risk.fingerprint')]}>
          {data.items.map((version) => (
            <tr key={version.version_id}>
              <th scope="row">
                <Link to={`/risk/versions/${encodeURIComponent(version.version_id)}`}>{title_of(version)}</Link>
                {version.note && <span className="subtle small block">{version.note}</span>}
              </th>
              <td className="nowrap">{t(`risk.kind.${version.kind}`)}</td>
              <td>
                <StateBadge state={version.state} />
              </td>
              <td>
                <Since version={version} />
              </td>
              <td>{version.authors.map(person).join(', ')}</td>
              <td className="hash">{version.fingerprint}</td>
            </tr>
          ))}
        </Table>
      )}
      {entering && <EnterModelModal on_close={() => set_entering(false)} />}
      {drafting && active && <DraftModal based_on={active.version_id} on_close={() => set_drafting(false)} />}
    </div>
  );
}
