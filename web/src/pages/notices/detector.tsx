import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { answer, client, new_request_id } from '../../api/client';
import { useSession } from '../../api/session';
import { FormButtons, TextArea } from '../../components/form';
import { useAnnounce } from '../../components/live';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { Modal } from '../../components/modal';
import { PageHead } from '../../components/page';
import { of_numbers, Table } from '../../components/table';
import { format_day, format_number, format_share, format_won } from '../../messages/format';
import { DetectorState, Precision, type Detector } from './detectors';
import { NoticeStateBadge } from './parts';
import { detector_findings_query, detectors_query } from './queries';

type Turn = 'retire' | 'put_back';

const shortest_reason = 5;

function TurnDialog({ detector, turn, on_close }: { detector: Detector; turn: Turn; on_close: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const [reason, set_reason] = useState('');
  const [tried, set_tried] = useState(false);
  const short = reason.trim().length < shortest_reason;
  const send = useMutation({
    mutationFn: () => {
      const init = { params: { path: { id: detector.detector }, header: { 'Request-Id': request_id.current } }, body: { reason: reason.trim() } };
      return answer(turn === 'retire' ? client.POST('/v1/detectors/{id}/retirements', init) : client.POST('/v1/detectors/{id}/reinstatements', init));
    },
    onSuccess: async () => {
      announce(t(`notices.detectors.${turn}.done`));
      await queries.invalidateQueries({ queryKey: ['detectors'] });
      on_close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (!short) send.mutate();
  };
  return (
    <Modal title={t(`notices.detectors.${turn}.title`)} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        <p>
          <strong>{detector.title}</strong>
        </p>
        <p className="subtle">{t(`notices.detectors.${turn}.text`)}</p>
        {send.error && <ProblemMessage error={send.error} />}
        <TextArea
          label={t('notices.detectors.reason')}
          rows={3}
          maxLength={500}
          value={reason}
          onChange={(event) => {
            request_id.current = new_request_id();
            set_reason(event.target.value);
          }}
          error={tried && short ? t('notices.detectors.need_reason') : undefined}
        />
        <FormButtons label={t(`notices.detectors.${turn}.do`)} disabled={send.isPending} on_cancel={on_close} />
      </form>
    </Modal>
  );
}

function Findings({ id }: { id: string }) {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(detector_findings_query(id, i18n.language));
  return (
    <section className="stack-small">
      <h2>{t('notices.detectors.findings')}</h2>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.findings.length === 0 && <p className="empty">{t('notices.detectors.no_findings')}</p>}
      {data && data.findings.length > 0 && (
        <>
          {data.total > data.findings.length && <p className="small subtle">{t('notices.detectors.findings_more', { total: format_number(data.total), count: data.findings.length })}</p>}
          <Table
            title={t('notices.detectors.findings')}
            heads={[t('notices.declaration'), t('notices.firm'), t('notices.detectors.why'), of_numbers(t('notices.detectors.confidence')), of_numbers(t('notices.at_stake')), t('column.state')]}
          >
            {data.findings.map((finding) => (
              <tr key={finding.notice_id}>
                <th scope="row" className="nowrap number">
                  <Link to={`/notices/${encodeURIComponent(finding.notice_id)}`}>{finding.declaration_number}</Link>
                </th>
                <td className="number">{finding.party_id}</td>
                <td>{finding.why}</td>
                <td className="right">{format_share(finding.confidence, 0)}</td>
                <td className="right nowrap">{format_won(finding.difference_krw)}</td>
                <td>
                  <NoticeStateBadge notice={finding} />
                </td>
              </tr>
            ))}
          </Table>
        </>
      )}
    </section>
  );
}

function DetectorView({ detector }: { detector: Detector }) {
  const { t } = useTranslation();
  const { may } = useSession();
  const [open, set_open] = useState(false);
  const turn: Turn = detector.state === 'in_force' ? 'retire' : 'put_back';
  const can = detector.retired_by_policy === null && may(turn === 'retire' ? 'retire_detector' : 'put_back_detector');
  return (
    <>
      <p className="subtle">{detector.looks_for}</p>
      {detector.retired_by_policy !== null && <Message tone="information">{t('notices.detectors.by_policy', { reason: detector.retired_by_policy })}</Message>}
      <div className="spread">
        <p>
          <DetectorState detector={detector} />
        </p>
        {can && (
          <button type="button" className={`krds-btn ${turn === 'retire' ? 'danger' : 'secondary'} small`} aria-haspopup="dialog" onClick={() => set_open(true)}>
            {t(`notices.detectors.${turn}.do`)}
          </button>
        )}
      </div>
      <dl className="figures">
        <div className="wide">
          <dt>{t('notices.detectors.precision')}</dt>
          <dd>
            <Precision detector={detector} />
          </dd>
        </div>
        <div>
          <dt>{t('notices.detectors.expected')}</dt>
          <dd>{format_share(detector.expected, 0)}</dd>
        </div>
        <div>
          <dt>{t('notices.effect.corrected')}</dt>
          <dd>{format_number(detector.corrected)}</dd>
        </div>
        <div>
          <dt>{t('notices.effect.accepted')}</dt>
          <dd>{format_number(detector.explained)}</dd>
        </div>
        <div>
          <dt>{t('notices.effect.lapsed')}</dt>
          <dd>{format_number(detector.no_answer)}</dd>
        </div>
      </dl>
      {detector.turns.length > 0 && (
        <section className="stack-small">
          <h2>{t('notices.detectors.history')}</h2>
          <ol className="timeline">
            {detector.turns.map((one, at) => (
              <li key={at}>
                <time dateTime={one.on}>{format_day(one.on)}</time>
                <p>
                  <strong>{t(`notices.detectors.turn.${one.event}`)}</strong> <span className="small subtle">{one.by}</span>
                </p>
                <p className="said">{one.reason}</p>
              </li>
            ))}
          </ol>
        </section>
      )}
      <Findings id={detector.detector} />
      {open && <TurnDialog detector={detector} turn={turn} on_close={() => set_open(false)} />}
    </>
  );
}

/** One detector: how it does, what it found, and taking it out of use or putting it back. */
export function DetectorPage() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(detectors_query(i18n.language));
  const detector = data?.detectors.find((one) => one.detector === id);
  return (
    <div className="stack">
      <PageHead title={detector?.title ?? t('notices.detector')} crumbs={[{ to: '/detectors', label: t('nav.detectors') }]} />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && !detector && <Message tone="danger" title={t('problem.not_found.title')} />}
      {detector && <DetectorView detector={detector} />}
    </div>
  );
}
