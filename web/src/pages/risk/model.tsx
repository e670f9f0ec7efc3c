import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/session';
import { Loading, Message } from '../../components/message';
import { of_numbers, Table } from '../../components/table';
import { format_day, format_fixed, format_number, format_share } from '../../messages/format';
import { blind_share, lines, read_measures, read_training, tops, type Line, type LineName, type ModelMeasures } from './measures';
import { KeepEvaluation } from './enter_model';
import type { VersionPageData } from './parts';

const CurveChart = lazy(() => import('../../components/curve_chart'));
const known_parameters = ['count', 'depth', 'learning_rate', 'lambda', 'alpha', 'gamma', 'subsample', 'column_sample', 'min_child_weight', 'max_bins'] as const;

const measure = (value: number | null | undefined) => (value === null || value === undefined ? '–' : format_fixed(value, 4));
const share = (value: number | null | undefined) => (value === null || value === undefined ? '–' : format_share(value));
const count = (value: number | null | undefined) => (value === null || value === undefined ? '–' : format_number(value));

function Row({ name, values }: { name: string; values: string[] }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {values.map((value, at) => (
        <td key={at} className="right nowrap">
          {value}
        </td>
      ))}
    </tr>
  );
}

function Commands({ label, lines: text }: { label: string; lines: string[] }) {
  return (
    <pre className="command" tabIndex={0} role="region" aria-label={label}>
      <code>{text.join('\n')}</code>
    </pre>
  );
}

function TrainedOn({ version }: { version: VersionPageData }) {
  const { t } = useTranslation();
  const training = read_training(version.parameters);
  const days = training.first_day && training.last_day ? `${format_day(training.first_day)} – ${format_day(training.last_day)}` : '';
  const rows = training.rows === null ? '' : t('risk.model.rows_of', { rows: format_number(training.rows), irregular: count(training.irregular) });
  const facts: [string, ReactNode][] = [
    [t('risk.model.judges'), version.judges.map((procedure) => t(`procedure.${procedure as 'import'}`)).join(' · ')],
    [t('risk.model.rows'), rows],
    [t('risk.model.groups'), training.groups === null ? '' : format_number(training.groups)],
    [t('risk.model.days'), days],
    [t('risk.model.data_fingerprint'), version.data_fingerprint && <span className="hash">{version.data_fingerprint}</span>],
    [t('risk.model.seed'), training.seed === null ? '' : String(training.seed)],
  ];
  const label = (name: string) => (known_parameters.some((known) => known === name) ? t(`risk.model.parameter.${name as 'count'}`) : name);
  return (
    <section className="stack-small" aria-labelledby="trained-heading">
      <h2 id="trained-heading">{t('risk.model.trained_on')}</h2>
      <dl className="summary-list">
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        {training.trees.map((set, at) => (
          <div key={at}>
            <dt>{training.trees.length > 1 ? t('risk.model.trees_number', { number: at + 1 }) : t('risk.model.trees')}</dt>
            <dd>{set.map(([name, value]) => `${label(name)} ${value}`).join(' · ')}</dd>
          </div>
        ))}
      </dl>
      {(!rows || !days) && <p className="small subtle">{t('risk.model.data_not_kept')}</p>}
    </section>
  );
}

function Evaluation({ measures }: { measures: ModelMeasures }) {
  const { t } = useTranslation();
  const shown = lines.flatMap((name): [LineName, Line][] => {
    const line = measures.lines[name];
    return line ? [[name, line]] : [];
  });
  const title = t('risk.model.measures');
  const each = (show: (line: Line) => string) => shown.map(([, line]) => show(line));
  return (
    <>
      <Table title={title} wrapped_heads heads={[t('risk.report.measure'), ...shown.map(([name]) => of_numbers(t(`risk.model.line.${name}`)))]}>
        <Row name={t('risk.model.judged')} values={each((line) => count(line.rows))} />
        <Row name={t('risk.model.blind_share')} values={each((line) => share(blind_share(line)))} />
        <Row name={t('risk.model.auc')} values={each((line) => measure(line.auc))} />
        <Row name={t('risk.model.average_precision')} values={each((line) => measure(line.average_precision))} />
        <Row name={t('risk.model.f1')} values={each((line) => measure(line.f1))} />
        {tops.map((top, at) => (
          <Row key={top} name={t('risk.model.precision_at', { percent: top })} values={each((line) => share(line.precision[at]))} />
        ))}
        {tops.map((top, at) => (
          <Row key={top} name={t('risk.model.revenue_at', { percent: top })} values={each((line) => share(line.revenue[at]))} />
        ))}
      </Table>
      <ul className="points">
        {shown.map(([name]) => (
          <li key={name}>
            <strong>{t(`risk.model.line.${name}`)}</strong>: {t(`risk.model.means.${name}`)}
          </li>
        ))}
      </ul>
      <p className="small subtle">
        {t('risk.model.read_measures')} {measures.threshold !== null && t('risk.model.threshold', { value: format_fixed(measures.threshold, 3) })}
      </p>
    </>
  );
}

/** What training itself measured, where nobody has evaluated the model on later declarations. */
function OfTraining({ trained }: { trained: ModelMeasures['trained'] }) {
  const { t } = useTranslation();
  const shown = (['judged_by_others', 'without_repeats'] as const).flatMap((name) => (trained[name] ? [{ name, line: trained[name] }] : []));
  if (shown.length === 0) return null;
  return (
    <>
      <Table title={t('risk.model.of_training')} wrapped_heads heads={[t('risk.report.measure'), ...shown.map(({ name }) => of_numbers(t(`risk.model.line.${name}`)))]}>
        <Row name={t('risk.model.auc')} values={shown.map(({ line }) => measure(line.auc))} />
        <Row name={t('risk.model.average_precision')} values={shown.map(({ line }) => measure(line.average_precision))} />
        <Row name={t('risk.model.f1')} values={shown.map(({ line }) => measure(line.f1))} />
      </Table>
      <ul className="points">
        {shown.map(({ name }) => (
          <li key={name}>
            <strong>{t(`risk.model.line.${name}`)}</strong>: {t(`risk.model.means.${name}`)}
          </li>
        ))}
      </ul>
    </>
  );
}

function Measures({ version, measures }: { version: VersionPageData; measures: ModelMeasures }) {
  const { t } = useTranslation();
  const evaluated = Object.keys(measures.lines).length > 0;
  const complete = lines.every((name) => measures.lines[name]) && measures.calibration.length > 0 && measures.lift.length > 0;
  const other = measures.model !== null && measures.model !== version.fingerprint;
  return (
    <section className="stack-small">
      <h2 id="measures-heading">{t(evaluated ? 'risk.model.measures' : 'risk.model.of_training')}</h2>
      {other && (
        <Message tone="warning" title={t('risk.model.of_another')}>
          {t('risk.model.of_another_detail', { model: measures.model })}
        </Message>
      )}
      {evaluated ? <Evaluation measures={measures} /> : <OfTraining trained={measures.trained} />}
      {!complete && (
        <Message tone="information" title={t(evaluated ? 'risk.model.incomplete' : 'risk.model.not_evaluated')}>
          <p>{t('risk.model.how_to_evaluate')}</p>
          <Commands
            label={t('risk.model.evaluate_commands')}
            lines={['clearway model evaluate --model m.cwm --mapping MAPPING.yaml --data LATER.csv --json > e.json']}
          />
        </Message>
      )}
      {version.steps.includes('edit') && <KeepEvaluation version={version} />}
    </section>
  );
}

interface CurveProps {
  title: string;
  explain: string;
  name: string;
  diagonal: string;
  across: string;
  up: string;
  points: [number, number][];
  children: ReactNode;
}

/** A curve with its table behind it. */
function Curve({ title, explain, children, ...chart }: CurveProps) {
  const { t } = useTranslation();
  return (
    <section className="card stack-small">
      <h2>{title}</h2>
      <p className="small">{explain}</p>
      <Suspense fallback={<Loading />}>
        <CurveChart label={title} {...chart} format={(value) => format_share(value)} format_axis={(value) => format_share(value, 0)} />
      </Suspense>
      <details>
        <summary>{t('common.show_table')}</summary>
        {children}
      </details>
    </section>
  );
}

function Calibration({ bins }: { bins: ModelMeasures['calibration'] }) {
  const { t } = useTranslation();
  const title = t('risk.model.calibration');
  const across = t('risk.model.mean_likelihood');
  const up = t('risk.model.share_irregular');
  return (
    <Curve title={title} explain={t('risk.model.calibration_explained')} name={t('risk.model.tenths')} diagonal={t('risk.model.exact')} across={across} up={up} points={bins.map((bin) => [bin.likelihood, bin.found])}>
      <Table title={title} wrapped_heads heads={[t('risk.model.tenth'), ...[t('risk.report.declarations'), across, up].map(of_numbers)]}>
        {bins.map((bin, at) => (
          <Row key={at} name={String(at + 1)} values={[format_number(bin.rows), format_share(bin.likelihood, 2), format_share(bin.found, 2)]} />
        ))}
      </Table>
    </Curve>
  );
}

function Lift({ points }: { points: ModelMeasures['lift'] }) {
  const { t } = useTranslation();
  const title = t('risk.model.lift');
  const across = t('risk.model.share_ranked');
  const up = t('risk.model.share_found');
  return (
    <Curve title={title} explain={t('risk.model.lift_explained')} name={t('risk.model.by_likelihood')} diagonal={t('risk.model.blind')} across={across} up={up} points={[[0, 0], ...points.map((point): [number, number] => [point.ranked, point.found])]}>
      <Table title={title} wrapped_heads heads={[across, of_numbers(up), of_numbers(t('risk.model.times_blind'))]}>
        {points.map((point) => (
          <Row key={point.ranked} name={format_share(point.ranked, 0)} values={[format_share(point.found), format_fixed(point.lift, 2)]} />
        ))}
      </Table>
    </Curve>
  );
}

/** What a model learned from, how good it is and how to read that. */
export function ModelSections({ version }: { version: VersionPageData }) {
  const measures = read_measures(version.measures);
  return (
    <>
      <Measures version={version} measures={measures} />
      {measures.calibration.length + measures.lift.length > 0 && (
        <div className="two-columns">
          {measures.calibration.length > 0 && <Calibration bins={measures.calibration} />}
          {measures.lift.length > 0 && <Lift points={measures.lift} />}
        </div>
      )}
      <TrainedOn version={version} />
    </>
  );
}

/** Where a draft cannot be rehearsed from this page, how it is done from a command line. */
export function RehearseByCommand({ version }: { version: VersionPageData }) {
  const { t } = useTranslation();
  const { me } = useSession();
  const may = me?.role === 'officer' || me?.role === 'supervisor';
  if (!may || version.state !== 'drafted' || version.steps.includes('rehearse')) return null;
  return (
    <Message tone="information" title={t('risk.model.rehearse_elsewhere')}>
      <p>{t('risk.model.rehearse_by_command')}</p>
      <Commands label={t('risk.model.rehearse_commands')} lines={['clearway rehearse --model m.cwm --db sqlite:PATH --report rehearsal.html']} />
    </Message>
  );
}
