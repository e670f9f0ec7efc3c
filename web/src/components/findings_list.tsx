import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';
import { format_won } from '../messages/format';

/** What was declared beside what was found. */
export function FindingsList({ findings }: { findings: Schemas['ExaminationFinding'][] | undefined }) {
  const { t } = useTranslation();
  if (!findings || findings.length === 0) return null;
  return (
    <div className="krds-table-wrap" tabIndex={0} role="region" aria-label={t('work.findings')}>
      <table className="tbl dense">
        <thead>
          <tr>
            <th scope="col">{t('work.finding_kind')}</th>
            <th scope="col">{t('work.declared')}</th>
            <th scope="col">{t('work.found')}</th>
            <th scope="col" className="right">
              {t('work.revenue')}
            </th>
          </tr>
        </thead>
        <tbody>
          {findings.map((finding, index) => (
            <tr key={index}>
              <th scope="row">{t(`actions.kind.${finding.kind}`)}</th>
              <td>{finding.declared || t('common.not_given')}</td>
              <td>
                {finding.found}
                {finding.note && <span className="subtle"> · {finding.note}</span>}
              </td>
              <td className="right nowrap">{finding.revenue_krw === undefined ? '' : format_won(finding.revenue_krw)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
