import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSession } from '../../api/session';
import { SelectField } from '../../components/form';
import { Loading, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { Table } from '../../components/table';
import { format_day } from '../../messages/format';
import { is_filer } from '../../shell/roles';
import { Clock, path_of, StateBadge } from './parts';
import { kinds, rulings_query, type Kind, type RulingSummary } from './queries';

function Validity({ ruling }: { ruling: RulingSummary }) {
  const { t } = useTranslation();
  if (!ruling.decided_on) return <span className="subtle">—</span>;
  if (!ruling.in_force) return <span className="subtle">{t('rulings.not_in_force')}</span>;
  return <span className="nowrap">{ruling.valid_until ? t('rulings.until', { day: format_day(ruling.valid_until) }) : t('rulings.until_changed')}</span>;
}

/** Whose turn it is, from where the reader stands. */
function Turn({ ruling }: { ruling: RulingSummary }) {
  const { t } = useTranslation();
  const { me } = useSession();
  if (ruling.turn === 'nobody') return <span className="subtle">—</span>;
  const own = (ruling.turn === 'firm') === is_filer(me?.role ?? 'trader');
  return own ? <strong>{t('rulings.your_turn')}</strong> : <span className="subtle">{t(`rulings.turn.${ruling.turn}`)}</span>;
}

function RulingTable({ items, title, with_firm }: { items: RulingSummary[]; title: string; with_firm: boolean }) {
  const { t } = useTranslation();
  return (
    <Table
      title={title}
      heads={[t('rulings.goods'), with_firm && t('party.firm'), t('rulings.kind_column'), t('rulings.state_column'), t('rulings.turn_column'), t('rulings.clock'), t('rulings.validity'), t('rulings.departing')]}
    >
      {items.map((ruling) => (
        <tr key={ruling.id}>
          <th scope="row">
            <Link to={path_of(ruling.id)}>{ruling.goods || t('rulings.unnamed')}</Link>
            <span className="small subtle block">{ruling.number ?? (ruling.filed_on ? t('rulings.filed_on', { day: format_day(ruling.filed_on) }) : t('rulings.not_filed'))}</span>
          </th>
          {with_firm && <td className="number">{ruling.party_id}</td>}
          <td>{ruling.kind_text}</td>
          <td>
            <StateBadge ruling={ruling} />
          </td>
          <td className="nowrap">
            <Turn ruling={ruling} />
          </td>
          <td>
            <Clock day={ruling.state === 'in_force' && ruling.clock_ends === ruling.valid_until ? null : ruling.clock_ends} />
          </td>
          <td>
            <Validity ruling={ruling} />
          </td>
          <td className="number">{ruling.declarations > 0 ? t('rulings.departing_of', { departures: ruling.departures, declarations: ruling.declarations }) : <span className="subtle">—</span>}</td>
        </tr>
      ))}
    </Table>
  );
}

/** The applicant's own rulings; for customs the queue, by clocks. */
export function RulingsPage() {
  const { t, i18n } = useTranslation();
  const { me } = useSession();
  const [kind, set_kind] = useState<Kind | undefined>();
  const { data, error, refetch } = useQuery(rulings_query(kind, i18n.language));
  const firm = is_filer(me?.role ?? 'trader');
  const open = data?.items.filter((one) => one.turn !== 'nobody') ?? [];
  const settled = data?.items.filter((one) => one.turn === 'nobody') ?? [];
  return (
    <div className="stack">
      <PageHead title={t(firm ? 'rulings.own' : 'rulings.queue')}>
        <span className="row">
          <Link className="krds-btn tertiary small" to="/public-rulings">
            {t('rulings.register')}
          </Link>
          {firm && (
            <Link className="krds-btn small" to="/rulings/new">
              {t('rulings.apply')}
            </Link>
          )}
        </span>
      </PageHead>
      <p className="subtle">{t(firm ? 'rulings.own_lead' : 'rulings.queue_lead')}</p>
      <div className="row">
        <SelectField
          small
          label={t('rulings.kind_column')}
          value={kind ?? ''}
          onChange={(event) => set_kind(kinds.find((one) => one === event.target.value))}
          choices={[{ value: '', label: t('rulings.every_kind') }, ...kinds.map((one) => ({ value: one, label: t(`rulings.kind.${one}`) }))]}
        />
      </div>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <section className="stack-small">
            <h2>{t('rulings.open', { count: open.length })}</h2>
            {open.length === 0 ? <p className="empty">{t('rulings.none_open')}</p> : <RulingTable with_firm={!firm} items={open} title={t('rulings.open', { count: open.length })} />}
          </section>
          <section className="stack-small">
            <h2>{t('rulings.settled', { count: settled.length })}</h2>
            {settled.length === 0 ? <p className="empty">{t('rulings.none_settled')}</p> : <RulingTable with_firm={!firm} items={settled} title={t('rulings.settled', { count: settled.length })} />}
          </section>
        </>
      )}
    </div>
  );
}
