import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { declaration_query } from '../api/queries';
import { useSession } from '../api/session';
import { DecisionView } from '../components/decision_view';
import { FilerView } from '../components/filer_view';
import { PageHead } from '../components/page';
import { is_filer } from '../shell/roles';

export function DeclarationPage() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const { me } = useSession();
  const { data } = useQuery(declaration_query(id, i18n.language));
  const number = data ? data.summary.declaration_number || data.summary.declaration_id : id;
  const list = me && is_filer(me.role) ? t('list.own_title') : t('list.title');
  return (
    <div className="declaration-page">
      <PageHead title={t('decision.title', { number })} crumbs={[{ to: '/declarations', label: list }]} />
      {me && is_filer(me.role) ? <FilerView id={id} /> : <DecisionView id={id} />}
    </div>
  );
}
