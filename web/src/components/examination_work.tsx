import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, client, new_request_id, type DeclarationDetail } from '../api/client';
import { declaration_query } from '../api/queries';
import { useSession } from '../api/session';
import { format_day } from '../messages/format';
import { checklist_query } from '../pages/examination_queries';
import { check_result, empty_draft, to_result } from './action_draft';
import { EvidenceFiles, file_body } from './evidence_files';
import { FindingsList } from './findings_list';
import { FormButtons, TextArea } from './form';
import { LawLink } from './law_link';
import { useAnnounce } from './live';
import { ErrorSummary, Loading, ProblemMessage } from './message';
import { Modal } from './modal';
import { ResultFields } from './result_fields';

interface Props {
  detail: DeclarationDetail;
  heading: 'h2' | 'h3';
  on_done: (text: string) => void;
}

function Checklist({ id, heading: Heading }: { id: string; heading: 'h2' | 'h3' }) {
  const { t, i18n } = useTranslation();
  const { data, error } = useQuery(checklist_query(id, i18n.language));
  if (error) return <ProblemMessage error={error} />;
  if (!data) return <Loading />;
  return (
    <section className="stack-small">
      <Heading>{t('work.checklist')}</Heading>
      {data.items.map((item, at) => (
        <div key={at} className="stack-small">
          <p className="small subtle">
            {item.kinds.map((kind) => t(`actions.kind.${kind}`)).join(' · ')} · <LawLink cite={item.cite} />
          </p>
          <ul className="points">
            {item.points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function usePage(detail: DeclarationDetail, on_done: (text: string) => void) {
  const { i18n } = useTranslation();
  const queries = useQueryClient();
  const announce = useAnnounce();
  return async (after: DeclarationDetail, text: string) => {
    queries.setQueryData(declaration_query(detail.id, i18n.language).queryKey, after);
    announce(text);
    on_done(text);
    await Promise.all(['worklist', 'audit_sample', 'risk_overview', 'risk_watch'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  };
}

function EvidenceList({ detail, heading: Heading, on_done }: Props) {
  const { t } = useTranslation();
  const { me } = useSession();
  const queries = useQueryClient();
  const done = usePage(detail, on_done);
  const add = async (file: File) => {
    const path = { id: detail.id, evidence_id: new_request_id() };
    const after = await answer(client.PUT('/v1/declarations/{id}/evidence/{evidence_id}', { params: { path, query: { name: file.name }, header: { 'Request-Id': new_request_id() } }, ...file_body(file) }));
    await done(after, t('work.evidence_added'));
  };
  const read = async (evidence_id: string, purpose: string, request_id: string) => {
    const path = { id: detail.id, evidence_id };
    const file = await answer(client.POST('/v1/declarations/{id}/evidence/{evidence_id}/reads', { params: { path, header: { 'Request-Id': request_id } }, body: { purpose }, parseAs: 'blob' }));
    await queries.invalidateQueries({ queryKey: ['declaration', detail.id] });
    return file as unknown as Blob;
  };
  return (
    <section className="stack-small">
      <Heading>{t('work.evidence')}</Heading>
      <EvidenceFiles place={{ evidence: detail.evidence ?? [], add: me?.role === 'auditor' ? undefined : add, read }} />
    </section>
  );
}

type Kind = 'second_look' | 'audit';

function ResultDialog({ detail, kind, on_close, on_done }: { detail: DeclarationDetail; kind: Kind; on_close: () => void; on_done: (text: string) => void }) {
  const { t } = useTranslation();
  const done = usePage(detail, on_done);
  const request_id = useRef(new_request_id());
  const [draft, set_draft] = useState(() => empty_draft('examine'));
  const [tried, set_tried] = useState(false);
  const problems = check_result(draft).map(({ id, text }) => ({ id, text: t(text) }));
  const error_of = (id: string) => (tried ? problems.find((problem) => problem.id === id)?.text : undefined);
  const send = useMutation({
    mutationFn: () => {
      const init = { params: { path: { id: detail.id }, header: { 'Request-Id': request_id.current } }, body: to_result(draft) };
      return answer(kind === 'audit' ? client.POST('/v1/declarations/{id}/audits', init) : client.POST('/v1/declarations/{id}/second-looks', init));
    },
    onSuccess: async (after) => {
      await done(after, t(`work.done_${kind}`));
      on_close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0) send.mutate();
  };
  return (
    <Modal title={t(`work.record_${kind}`)} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        {tried && <ErrorSummary problems={problems} />}
        {send.error && <ProblemMessage error={send.error} />}
        <ResultFields
          draft={draft}
          error_of={error_of}
          on_change={(change) => {
            request_id.current = new_request_id();
            set_draft({ ...draft, ...change });
          }}
        />
        <TextArea label={`${t('actions.note')} (${t('common.optional')})`} rows={3} maxLength={2000} value={draft.reason} onChange={(event) => set_draft({ ...draft, reason: event.target.value })} />
        <FormButtons label={t('common.save')} disabled={send.isPending} on_cancel={on_close} />
      </form>
    </Modal>
  );
}

function OrderDialog({ detail, on_close, on_done }: { detail: DeclarationDetail; on_close: () => void; on_done: (text: string) => void }) {
  const { t } = useTranslation();
  const done = usePage(detail, on_done);
  const request_id = useRef(new_request_id());
  const [reason, set_reason] = useState('');
  const [tried, set_tried] = useState(false);
  const short = reason.trim().length < 5;
  const order = useMutation({
    mutationFn: () => answer(client.POST('/v1/declarations/{id}/second-look-orders', { params: { path: { id: detail.id }, header: { 'Request-Id': request_id.current } }, body: { reason: reason.trim() } })),
    onSuccess: async (after) => {
      await done(after, t('work.ordered'));
      on_close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (!short) order.mutate();
  };
  return (
    <Modal title={t('work.order')} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        {order.error && <ProblemMessage error={order.error} />}
        <TextArea label={t('actions.reason')} hint={t('actions.reason_hint')} maxLength={1000} autoFocus value={reason} onChange={(event) => set_reason(event.target.value)} error={tried && short ? t('actions.need_reason') : undefined} />
        <button type="submit" className="krds-btn small" disabled={order.isPending}>
          {t('work.order')}
        </button>
      </form>
    </Modal>
  );
}

function SecondLooks({ detail, heading: Heading, on_done }: Props) {
  const { t } = useTranslation();
  const { me } = useSession();
  const [open, set_open] = useState<Kind | 'order' | null>(null);
  const looks = detail.second_looks ?? [];
  const tasks = (detail.tasks ?? []).filter((task) => task.open);
  const examined = detail.examinations.at(-1);
  const seen_again = looks.some((look) => look.kind === 'second_look');
  const works = me?.role === 'officer' || me?.role === 'supervisor';
  const may_look = works && examined !== undefined && !seen_again;
  const may_audit = works && tasks.some((task) => task.kind === 'audit');
  if (!examined && looks.length === 0 && tasks.length === 0) return null;
  return (
    <section className="stack-small">
      <Heading>{t('work.second_look')}</Heading>
      {tasks.map((task) => (
        <p key={task.kind}>
          <span className="krds-badge orange">{t(`work.open_${task.kind}`)}</span> {task.kind === 'audit' ? t(`work.ground.${task.ground}`) : task.note} <span className="small subtle">· {task.ordered_by}</span>
        </p>
      ))}
      {looks.length === 0 && tasks.length === 0 && <p className="subtle">{t('work.no_second_look')}</p>}
      <ul>
        {looks.map((look, at) => (
          <li key={at} className="reason">
            <p>
              <span className={look.result.outcome === 'corrected' || (look.kind === 'audit' && look.result.result === 'discrepancy') ? 'krds-badge red' : 'krds-badge green'}>{look.kind === 'audit' ? t(`actions.${look.result.result}`) : t(`work.${look.result.outcome ?? 'confirmed'}`)}</span>{' '}
              {look.kind === 'audit' ? t('work.audit') : t(`actions.${look.result.result}`)} {look.result.discrepancies.map((kind) => t(`actions.kind.${kind}`)).join(', ')}
            </p>
            {look.result.outcome === 'corrected' && examined && (
              <p>
                {t('work.disagreement', { first: [t(`actions.${examined.result}`), ...examined.discrepancies.map((kind) => t(`actions.kind.${kind}`))].join(' '), second: [t(`actions.${look.result.result}`), ...look.result.discrepancies.map((kind) => t(`actions.kind.${kind}`))].join(' ') })}
              </p>
            )}
            <FindingsList findings={look.result.findings} />
            {look.result.note && <p>{look.result.note}</p>}
            <p className="small subtle">
              {format_day(look.on)} · {look.officer}
            </p>
          </li>
        ))}
      </ul>
      <div className="actions">
        {may_look && (
          <button type="button" className="krds-btn secondary small" aria-haspopup="dialog" onClick={() => set_open('second_look')}>
            {t('work.record_second_look')}
          </button>
        )}
        {me?.role === 'supervisor' && may_look && !tasks.some((task) => task.kind === 'second_look') && (
          <button type="button" className="krds-btn tertiary small" aria-haspopup="dialog" onClick={() => set_open('order')}>
            {t('work.order')}
          </button>
        )}
        {may_audit && (
          <button type="button" className="krds-btn secondary small" aria-haspopup="dialog" onClick={() => set_open('audit')}>
            {t('work.record_audit')}
          </button>
        )}
      </div>
      {(open === 'second_look' || open === 'audit') && <ResultDialog detail={detail} kind={open} on_close={() => set_open(null)} on_done={on_done} />}
      {open === 'order' && <OrderDialog detail={detail} on_close={() => set_open(null)} on_done={on_done} />}
    </section>
  );
}

/** What customs works on beside the decision: what to look at, what shows it, and who looked again. */
export function ExaminationWork(props: Props) {
  const { t } = useTranslation();
  return (
    <>
      <Checklist id={props.detail.id} heading={props.heading} />
      <EvidenceList {...props} />
      <SecondLooks {...props} />
      <p>
        <Link to={`/declarations/${encodeURIComponent(props.detail.id)}/profiles`}>{t('work.profiles_link')}</Link>
      </p>
    </>
  );
}
