import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { debt_remedies_query } from '../../api/queries';
import { GradeBadge, type Grade } from '../../components/badge';
import { LawLink } from '../../components/law_link';
import { Loading, ProblemMessage } from '../../components/message';
import { Table } from '../../components/table';
import { current_language } from '../../messages';

/** What is open to a debtor in hardship. */
export function Support({ debt }: { debt: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(debt_remedies_query(debt, current_language()));
  return (
    <section className="card stack-small">
      <h2>{t('plans.support_title')}</h2>
      <p>{t('plans.support_text')}</p>
      {error && <ProblemMessage error={error} />}
      {!data && !error && <Loading />}
      <ul className="points">
        {data?.support.map((one) => (
          <li key={one.support}>
            {one.text} <LawLink cite={one.cite} grade={one.grade as Grade} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How each measure is contested, and within what time. */
export function Contest({ debt }: { debt: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(debt_remedies_query(debt, current_language()));
  return (
    <section className="stack-small">
      <h2>{t('plans.contest')}</h2>
      <p>{t('plans.contest_text')}</p>
      {error && <ProblemMessage error={error} />}
      {!data && !error && <Loading />}
      {data && (
        <details>
          <summary>{t('plans.contest_show')}</summary>
          <Table title={t('plans.contest')} heads={[t('plans.measure'), t('plans.route'), t('plans.period'), t('plans.article')]}>
            {data.routes.map((one, at) => (
              <tr key={one.measure + one.route}>
                {data.routes[at - 1]?.measure !== one.measure && (
                  <th scope="row" rowSpan={data.routes.filter((other) => other.measure === one.measure).length}>
                    {one.measure_text}
                  </th>
                )}
                <td>{one.route_text}</td>
                <td className="nowrap">{one.period_text ?? '–'}</td>
                <td>
                  <LawLink cite={one.cite} grade={one.grade as Grade} /> <GradeBadge grade={one.grade as Grade} />
                </td>
              </tr>
            ))}
          </Table>
        </details>
      )}
    </section>
  );
}
