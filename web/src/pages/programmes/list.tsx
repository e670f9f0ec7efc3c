import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSession } from '../../api/session';
import type { Grade } from '../../components/badge';
import { LawLink } from '../../components/law_link';
import { Loading, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { Table } from '../../components/table';
import { is_filer } from '../../shell/roles';
import { Clock, StateBadge } from './parts';
import { programmes_query, schemes_query } from './queries';

/** The programmes there are, as the law has them today: open, deleted, or designed. */
function Schemes() {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(schemes_query(i18n.language));
  if (error) return <ProblemMessage error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const yes = (value: boolean) => t(value ? 'common.yes' : 'common.no');
  return (
    <Table title={t('programmes.schemes')} heads={[t('programmes.scheme'), t('programmes.open'), t('programmes.broker_verifies'), t('programmes.audit_exempt'), t('programmes.law')]}>
      {data.items.map((scheme) => (
        <tr key={scheme.scheme}>
          <th scope="row">{scheme.text}</th>
          <td>
            <span className={`krds-badge ${scheme.open ? 'green' : ''}`}>{yes(scheme.open)}</span>
          </td>
          <td>{yes(scheme.broker_verifies)}</td>
          <td>{yes(scheme.exempts_from_audit)}</td>
          <td className="prose">
            <LawLink cite={scheme.cite} grade={scheme.grade as Grade} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** Firms in a settlement programme that one acts for, or that one's offices look after. */
export function ProgrammesPage() {
  const { t, i18n } = useTranslation();
  const { me, may } = useSession();
  const { data, error, refetch } = useQuery(programmes_query(i18n.language));
  const filer = !!me && is_filer(me.role);
  return (
    <div className="stack-large">
      <div>
        <PageHead title={t('nav.programmes')}>
          {may('apply_for_programme') && (
            <Link className="krds-btn secondary small" to="/programmes/apply">
              {t('programmes.apply')}
            </Link>
          )}
        </PageHead>
        <p className="subtle">{t(filer ? 'programmes.lead' : 'programmes.lead_customs')}</p>
      </div>
      <section className="stack-small">
        <h2>{t('programmes.enrolments')}</h2>
        {error && <ProblemMessage error={error} retry={() => void refetch()} />}
        {!data && !error && <Loading />}
        {data?.items.length === 0 && <p className="empty">{t('programmes.none')}</p>}
        {data && data.items.length > 0 && (
          <Table title={t('programmes.enrolments')} heads={[t('party.firm'), t('programmes.scheme'), t('programmes.year'), t('column.state'), t('programmes.clock')]}>
            {data.items.map((one) => (
              <tr key={one.id}>
                <th scope="row" className="nowrap">
                  <Link to={`/programmes/${encodeURIComponent(one.id)}`}>{one.party_id}</Link>
                </th>
                <td>{one.scheme_text}</td>
                <td>{one.year ?? ''}</td>
                <td>
                  <StateBadge programme={one} />
                </td>
                <td className="nowrap">
                  <Clock programme={one} />
                </td>
              </tr>
            ))}
          </Table>
        )}
      </section>
      <section className="stack-small">
        <h2>{t('programmes.schemes')}</h2>
        <p className="small subtle">{t('programmes.schemes_lead')}</p>
        <Schemes />
      </section>
    </div>
  );
}
