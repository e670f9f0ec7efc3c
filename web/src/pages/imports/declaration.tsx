import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { useSession } from '../../api/session';
import { GradeBadge, type Grade } from '../../components/badge';
import { LawLink } from '../../components/law_link';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { format_day, format_time, format_won } from '../../messages/format';
import { format_tariff_code, group_digits, read_assessment, read_filed, type AssessedLine, type AssessmentStep, type FiledLine } from './model';
import { DifferenceList, path_of } from '../rulings/parts';
import { import_query } from './queries';

function Steps({ steps }: { steps: AssessmentStep[] }) {
  const { t } = useTranslation();
  return (
    <ol className="points">
      {steps.map((step, at) => (
        <li key={at}>
          {step.text}{' '}
          <span className="small">
            <LawLink cite={step.cite} grade={step.grade as Grade | undefined} />
            {step.from && <span className="subtle"> {t('imports.in_force', { from: format_day(step.from), to: step.to ? format_day(step.to) : '' })}</span>}
            {step.grade && step.grade !== 'statute' && step.grade !== 'notice' && (
              <>
                {' '}
                <GradeBadge grade={step.grade as Grade} />
              </>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Line({ line, filed, currency }: { line: AssessedLine; filed: FiledLine | undefined; currency: string }) {
  const { t } = useTranslation();
  return (
    <section className="card stack-small" aria-labelledby={`line-${line.line}`}>
      <h3 id={`line-${line.line}`}>
        {t('notices.line', { line: line.line })} <span className="number">{format_tariff_code(line.tariff_code)}</span>
      </h3>
      {filed && <p className="subtle">{t('imports.goods', { description: filed.description || t('common.not_given'), quantity: group_digits(filed.quantity), unit: filed.unit, price: group_digits(filed.price), currency, origin: filed.origin })}</p>}
      <dl className="figures">
        <div>
          <dt>{t('imports.customs_value')}</dt>
          <dd>{format_won(line.customs_value)}</dd>
        </div>
        {line.rate && (
          <div>
            <dt>{t('imports.rate')}</dt>
            <dd>{line.rate}</dd>
          </div>
        )}
        {line.taxes.map(([kind, amount]) => (
          <div key={kind}>
            <dt>{t(`imports.tax.${kind}`)}</dt>
            <dd>{format_won(amount)}</dd>
          </div>
        ))}
      </dl>
      <details className="more">
        <summary>{t('imports.steps')}</summary>
        <Steps steps={line.steps} />
      </details>
    </section>
  );
}

function Detail({ detail }: { detail: Schemas['ImportDetail'] }) {
  const { t } = useTranslation();
  const assessment = read_assessment(detail.assessment);
  const filed = read_filed(detail.filed);
  const { summary, kept } = detail;
  return (
    <>
      {assessment.sample_tariff && <Message tone="information">{t('imports.sample_tariff')}</Message>}
      {!kept.same && <Message tone="warning" title={t('imports.not_same')}>{t(kept.law_is_other ? 'imports.law_is_other' : kept.tariff_is_other ? 'imports.tariff_is_other' : 'imports.other')}</Message>}
      <Rulings rulings={detail.rulings} />
      {assessment.problems.map((problem, at) => (
        <Message key={at} tone="warning" title={problem.text}>
          {problem.fix}
        </Message>
      ))}
      <dl className="figures">
        <div className="wide">
          <dt>{t('imports.payable')}</dt>
          <dd>{format_won(assessment.payable)}</dd>
        </div>
        <div>
          <dt>{t('imports.customs_value')}</dt>
          <dd>{format_won(assessment.customs_value)}</dd>
        </div>
        {assessment.taxes.map(([kind, amount]) => (
          <div key={kind}>
            <dt>{t(`imports.tax.${kind}`)}</dt>
            <dd>{format_won(amount)}</dd>
          </div>
        ))}
      </dl>
      <dl className="summary-list">
        {(
          [
            ['imports.tax_date', format_day(summary.tax_date)],
            ['column.state', t(`imports.state.${summary.state}`)],
            ['party.firm', summary.party_id],
            ['imports.seller', summary.seller ?? t('common.not_given')],
            ['imports.terms', [filed.incoterm, filed.currency, filed.departure_country].filter(Boolean).join(' · ')],
          ] as const
        ).map(([label, value]) => (
          <div key={label}>
            <dt>{t(label)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <section className="stack" aria-labelledby="lines">
        <h2 id="lines">{t('imports.by_line')}</h2>
        {assessment.lines.map((line) => (
          <Line key={line.line} line={line} filed={filed.lines.find((one) => one.line === line.line)} currency={filed.currency} />
        ))}
      </section>
      {assessment.steps.length > 0 && (
        <section className="stack-small" aria-labelledby="whole">
          <h2 id="whole">{t('imports.whole')}</h2>
          <Steps steps={assessment.steps} />
        </section>
      )}
      <section className="stack-small" aria-labelledby="history">
        <h2 id="history">{t('imports.history')}</h2>
        <ol className="timeline">
          {detail.history.map((entry) => (
            <li key={entry.sequence}>
              <time dateTime={entry.at}>{format_time(entry.at)}</time>
              <p>
                <strong>{t(entry.event === 'amended' ? 'imports.event.amended' : 'imports.event.lodged')}</strong>
                {entry.reason && <> {entry.reason}</>}
              </p>
            </li>
          ))}
        </ol>
        <p className="small subtle">
          {t('imports.kept', { law: kept.law_version, tariff: kept.tariff_version })} <code className="hash">{kept.digest}</code>
        </p>
      </section>
    </>
  );
}

/** What departs from the firm's rulings, and how; those that are followed in one line. */
function Rulings({ rulings }: { rulings: Schemas['ImportDetail']['rulings'] }) {
  const { t } = useTranslation();
  return rulings.map((one) => (
    <Message key={one.id} tone={one.follows ? 'success' : 'warning'} title={t(one.follows ? 'imports.follows' : 'imports.departs', { number: one.number || one.kind_text })}>
      {!one.follows && <DifferenceList differences={one.differences} />}
      <p>
        <Link to={path_of(one.id)}>{t('imports.see_ruling')}</Link>
      </p>
    </Message>
  ));
}

/** One import declaration: what is owed and why, step by step. */
export function ImportPage() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const { may } = useSession();
  const { data, error, refetch } = useQuery(import_query(id, i18n.language));
  const title = t('imports.title', { number: data ? data.summary.declaration_number || data.summary.declaration_id : '' }).trim();
  return (
    <div className="stack">
      <PageHead title={title} crumbs={[{ to: '/import-declarations', label: t('nav.imports') }]} />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && may('file_own_correction') && (
        <p>
          <Link className="krds-btn secondary small" to={`/import-declarations/${encodeURIComponent(id)}/correct`}>
            {t('imports.correct')}
          </Link>
        </p>
      )}
      {data && <Detail detail={data} />}
    </div>
  );
}
