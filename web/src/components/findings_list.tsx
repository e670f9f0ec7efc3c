import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';
import { format_won } from '../messages/format';
import { of_numbers, Table } from './table';

/** What was declared beside what was found. */
export function FindingsList({ findings }: { findings: Schemas['ExaminationFinding'][] | undefined }) {
  const { t } = useTranslation();
  if (!findings || findings.length === 0) return null;
  return (
    <Table title={t('work.findings')} heads={[t('work.finding_kind'), t('work.declared'), t('work.found'), of_numbers(t('work.revenue'))]}>
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
    </Table>
  );
}
