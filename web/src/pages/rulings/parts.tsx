import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { LawLink } from '../../components/law_link';
import { days_between, format_day, today_in_korea } from '../../messages/format';
import type { Facts, PublicRuling, RulingSummary } from './queries';

export const path_of = (id: string) => `/rulings/${encodeURIComponent(id)}`;

const tone_of: Partial<Record<RulingSummary['state'], string>> = { in_force: 'green', supplement_asked: 'orange', rejected: 'red', withdrawn: 'red', cancelled: 'red', objected: 'orange' };

export function StateBadge({ ruling }: { ruling: Pick<RulingSummary, 'state' | 'state_text'> }) {
  return <span className={`krds-badge ${tone_of[ruling.state] ?? ''}`}>{ruling.state_text}</span>;
}

export function StandingBadge({ ruling }: { ruling: PublicRuling }) {
  return <span className={`krds-badge ${ruling.standing === 'in_force' ? 'green' : ruling.standing === 'changed' ? 'orange' : ''}`}>{ruling.standing_text}</span>;
}

/** A last day with how far it is away. */
export function Clock({ day, open = true }: { day: string | null; open?: boolean }) {
  const { t } = useTranslation();
  if (!day) return <span className="subtle">—</span>;
  const left = days_between(today_in_korea(new Date()), day);
  return (
    <span>
      <span className="nowrap">{format_day(day)}</span>
      {open && <span className={`small block ${left < 0 ? 'late' : 'subtle'}`}>{left < 0 ? t('rulings.days_over', { count: -left }) : t('rulings.days_left', { count: left })}</span>}
    </span>
  );
}

/** What a declaration departs from, in words, each with what would be right. */
export function DifferenceList({ differences }: { differences: Schemas['ImportRuling']['differences'] }) {
  const { t } = useTranslation();
  return (
    <ul className="plain-list">
      {differences.map((one, at) => (
        <li key={at} className="stack-small">
          <p>{one.text}</p>
          <p className="small">
            <strong>{t('rulings.right')}</strong> {one.right} <LawLink cite={one.cite} />
          </p>
        </li>
      ))}
    </ul>
  );
}

/** "3304.99-1000": as tariff lines are written. */
export function tariff_text(code: string): string {
  if (code.length <= 4) return code;
  const sub = `${code.slice(0, 4)}.${code.slice(4, 6)}`;
  return code.length === 10 ? `${sub}-${code.slice(6)}` : sub;
}

export function useFactRows(): (facts: Facts) => [string, string][] {
  const { t } = useTranslation();
  return (facts) => {
    const rows: [string, string][] = [
      [t('rulings.fact.tariff_code'), facts.tariff_code ? tariff_text(facts.tariff_code) : ''],
      [t('rulings.fact.method'), facts.method ? t(`rulings.method.${facts.method as 1}`) : ''],
      [t('rulings.fact.related'), facts.related === undefined ? '' : t(facts.related ? 'rulings.related' : 'rulings.not_related')],
      [t('rulings.fact.adjustments'), (facts.adjustments ?? []).map((one) => `${t(`rulings.element.${one.element as 'royalty'}`)}${one.percent_of_price ? ` ${one.percent_of_price} %` : ''}`).join(' · ')],
      [t('rulings.fact.price'), facts.price ? `${facts.price.low} – ${facts.price.high} ${facts.price.currency}/${facts.price.unit}` : ''],
      [t('rulings.fact.origins'), (facts.origins ?? []).join(', ')],
      [t('rulings.fact.sellers'), (facts.sellers ?? []).join(', ')],
      [t('rulings.fact.items'), (facts.items ?? []).join(', ')],
    ];
    return rows.filter(([, value]) => value !== '');
  };
}

export function Rows({ rows, label }: { rows: [string, string][]; label?: string }) {
  return (
    <dl className="summary-list" aria-label={label}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="as-written">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One ruling of the register in a list. */
export function RegisterItem({ ruling, children }: { ruling: PublicRuling; children?: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <li className="stack-small">
      <p className="row">
        <Link to={`/public-rulings/${encodeURIComponent(ruling.number)}`}>
          <strong>{ruling.goods}</strong>
        </Link>
        <StandingBadge ruling={ruling} />
        {children}
      </p>
      <p className="small">{ruling.question}</p>
      <p className="small subtle">
        {[ruling.number, ruling.kind_text, ruling.tariff_code ? tariff_text(ruling.tariff_code) : '', t('rulings.decided', { day: format_day(ruling.decided_on) })].filter(Boolean).join(' · ')}
      </p>
    </li>
  );
}
