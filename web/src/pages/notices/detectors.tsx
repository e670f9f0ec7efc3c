import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, client, new_request_id, type Schemas } from '../../api/client';
import { useSession } from '../../api/session';
import { useAnnounce } from '../../components/live';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { of_numbers, Table } from '../../components/table';
import { format_day, format_number, format_share } from '../../messages/format';
import { detection_runs_query, detectors_query } from './queries';

export type Detector = Schemas['Detector'];

export function DetectorState({ detector }: { detector: Detector }) {
  const { t } = useTranslation();
  return (
    <>
      <span className={detector.state === 'in_force' ? 'krds-badge green' : 'krds-badge'}>{t(`notices.detectors.state.${detector.state}`)}</span>
      {detector.retired_on && <span className="small subtle"> {t('notices.detectors.retired_on', { day: format_day(detector.retired_on) })}</span>}
    </>
  );
}

/** How often it was right, as far as answers tell. */
export function Precision({ detector: { precision, prior } }: { detector: Detector }) {
  const { t } = useTranslation();
  if (!precision) return <span className="subtle">{t('notices.detectors.not_known', { prior: format_share(prior, 0) })}</span>;
  return <>{t('notices.detectors.interval', { value: format_share(precision.value, 0), low: format_share(precision.low, 0), high: format_share(precision.high, 0) })}</>;
}

function DetectorTable({ detectors }: { detectors: Detector[] }) {
  const { t } = useTranslation();
  return (
    <Table
      title={t('nav.detectors')}
      heads={[t('notices.detector'), t('notices.detectors.looks_for'), t('column.state'), t('notices.detectors.precision'), of_numbers(t('notices.detectors.expected')), of_numbers(t('notices.detectors.answers'))]}
    >
      {detectors.map((detector) => (
        <tr key={detector.detector}>
          <th scope="row">
            <Link to={`/detectors/${encodeURIComponent(detector.detector)}`}>{detector.title}</Link>
          </th>
          <td>{detector.looks_for}</td>
          <td className="nowrap">
            <DetectorState detector={detector} />
          </td>
          <td>
            <Precision detector={detector} />
          </td>
          <td className="right">{format_share(detector.expected, 0)}</td>
          <td className="right nowrap">{t('notices.detectors.counts', { corrected: format_number(detector.corrected), explained: format_number(detector.explained), no_answer: format_number(detector.no_answer) })}</td>
        </tr>
      ))}
    </Table>
  );
}

const run_tones: Record<Schemas['DetectionRun']['state'], string> = { under_way: 'blue', done: 'green', failed: 'red' };
const counts = ['declarations', 'lines', 'findings', 'drafted', 'known', 'too_late', 'left_out'] as const;

function Runs() {
  const { t } = useTranslation();
  const { may } = useSession();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const { data, error, refetch } = useQuery(detection_runs_query);
  const [asked, set_asked] = useState('');
  const run = useMutation({
    mutationFn: () => answer(client.POST('/v1/detection-runs', { params: { header: { 'Request-Id': request_id.current } } })),
    onSuccess: async (started) => {
      request_id.current = new_request_id();
      set_asked(started.id);
      await queries.invalidateQueries({ queryKey: ['detection_runs'] });
    },
  });
  const under_way = data?.runs.some((one) => one.state === 'under_way') ?? false;
  const own = data?.runs.find((one) => one.id === asked);
  const outcome =
    own?.state === 'done'
      ? t('notices.detectors.ran', { declarations: format_number(own.declarations), findings: format_number(own.findings), drafted: format_number(own.drafted) })
      : own?.state === 'failed'
        ? t('notices.detectors.run_failed', { code: own.failure })
        : '';
  // What others show changes with a run that ends, whoever asked for it.
  const was_under_way = useRef(false);
  useEffect(() => {
    if (was_under_way.current && !under_way) ['detectors', 'notices', 'notice_effect'].forEach((key) => void queries.invalidateQueries({ queryKey: [key] }));
    was_under_way.current = under_way;
  }, [under_way, queries]);
  useEffect(() => {
    if (outcome) announce(outcome);
  }, [outcome, announce]);
  return (
    <section className="stack-small">
      <div className="spread">
        <h2>{t('notices.detectors.runs')}</h2>
        {may('start_detection_run') && (
          <button type="button" className="krds-btn secondary xsmall" disabled={run.isPending || under_way} onClick={() => run.mutate()}>
            {t('notices.detectors.run')}
          </button>
        )}
      </div>
      <p className="small subtle">{t('notices.detectors.runs_lead')}</p>
      {run.error && <ProblemMessage error={run.error} />}
      {under_way && <Message tone="information">{t('notices.detectors.run_started')}</Message>}
      {outcome && <Message tone={own?.state === 'failed' ? 'warning' : 'success'}>{outcome}</Message>}
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {data?.runs.length === 0 && <p className="empty">{t('notices.detectors.no_runs')}</p>}
      {data && data.runs.length > 0 && (
        <Table title={t('notices.detectors.runs')} heads={[t('notices.detectors.on'), t('column.state'), ...counts.map((key) => of_numbers(t(`notices.detectors.run_counts.${key}`)))]}>
          {data.runs.map((one) => (
            <tr key={one.id}>
              <th scope="row" className="nowrap">
                {format_day(one.on)}
              </th>
              <td className="nowrap">
                <span className={`krds-badge ${run_tones[one.state]}`}>{t(`notices.detectors.run_state.${one.state}`)}</span>
              </td>
              {counts.map((key) => (
                <td className="right" key={key}>
                  {one.state === 'done' ? format_number(one[key]) : '–'}
                </td>
              ))}
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

/** What is looked for in import declarations, how each detector does, and when it was last looked. */
export function DetectorsPage() {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(detectors_query(i18n.language));
  return (
    <div className="stack-large">
      <div className="stack-small">
        <PageHead title={t('nav.detectors')} />
        <p className="subtle">{t('notices.detectors.lead')}</p>
      </div>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && <DetectorTable detectors={data.detectors} />}
      <Runs />
    </div>
  );
}
