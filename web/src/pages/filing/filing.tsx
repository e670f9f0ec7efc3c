import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import { new_request_id } from '../../api/client';
import { useSession } from '../../api/session';
import { useAnnounce } from '../../components/live';
import { ErrorSummary, Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { format_time } from '../../messages/format';
import { CheckStep } from './check_step';
import { useDraft, type DraftWork } from './draft';
import { place_of, steps, type Step } from './model';
import { ProcedureStep } from './procedure_step';
import { DetailsStep, FieldsStep, GoodsStep, WhoStep } from './steps';
import { useWork, WorkProvider } from './work';

const path_of = (draft_id: string, step: Step) => `/filing/${encodeURIComponent(draft_id)}/${step}`;

/** A filing gets its name first, so that its address stays the same from the first answer on. */
export function NewFilingPage() {
  const [draft_id] = useState(() => new_request_id().slice(0, 20));
  return <Navigate to={path_of(draft_id, 'who')} replace />;
}

function Progress({ draft_id, step, to_do }: { draft_id: string; step: Step; to_do: Step[] }) {
  const { t } = useTranslation();
  const { filing } = useWork();
  const at = to_do.indexOf(step);
  return (
    <nav aria-label={t('filing.progress')}>
      <p className="step-short">{t('filing.step_of', { at: at + 1, of: to_do.length })}</p>
      <ol className="krds-step-wrap">
        {to_do.map((one) => (
          <li key={one} className={filing.done.includes(one) && one !== step ? 'done' : undefined} aria-current={one === step ? 'step' : undefined}>
            {filing.done.includes(one) && one !== step ? <Link to={path_of(draft_id, one)}>{t(`filing.step.${one}`)}</Link> : t(`filing.step.${one}`)}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function SaveState({ draft }: { draft: DraftWork }) {
  const { t } = useTranslation();
  const { state } = draft;
  if (state === 'new') return <p className="small subtle">{t('filing.save.new')}</p>;
  if (state === 'saved') return <p className="small subtle">{t('filing.save.saved', { time: format_time(draft.saved_at) })}</p>;
  if (state === 'failed')
    return (
      <Message tone="warning">
        {t('filing.save.failed')}{' '}
        <button type="button" className="krds-btn tertiary xsmall" onClick={() => void draft.flush().catch(() => undefined)}>
          {t('common.try_again')}
        </button>
      </Message>
    );
  if (state === 'conflict') return null;
  return <p className="small subtle">{t('filing.save.unsaved')}</p>;
}

function Conflict({ draft }: { draft: DraftWork }) {
  const { t } = useTranslation();
  if (!draft.other) return null;
  return (
    <Message tone="warning" title={t('filing.conflict')}>
      <p>{t('filing.conflict_mine', { time: format_time(draft.changed_at || new Date().toISOString()) })}</p>
      <p>{t('filing.conflict_other', { time: format_time(draft.other.updated_at) })}</p>
      <p className="row">
        <button type="button" className="krds-btn small" onClick={draft.take_mine}>
          {t('filing.take_mine')}
        </button>
        <button type="button" className="krds-btn tertiary small" onClick={draft.take_other}>
          {t('filing.take_other')}
        </button>
      </p>
    </Message>
  );
}

/** Goes to the field the address names, once it is there, opening what it lies in. */
function useGoToField(ready: boolean) {
  const { hash, pathname } = useLocation();
  const shown = useRef('');
  useEffect(() => {
    const key = `${pathname}${hash}`;
    if (!ready || !hash || shown.current === key) return;
    // After the heading of the page has taken the focus.
    const timer = window.setTimeout(() => {
      const field = document.getElementById(decodeURIComponent(hash.slice(1)));
      if (!field) return;
      shown.current = key;
      field.closest('details')?.setAttribute('open', '');
      field.focus();
      field.scrollIntoView({ block: 'center' });
    }, 50);
    return () => window.clearTimeout(timer);
  }, [hash, pathname, ready]);
}

function StepBody({ step, draft_id }: { step: Step; draft_id: string }) {
  switch (step) {
    case 'who':
      return <WhoStep />;
    case 'goods':
      return <GoodsStep />;
    case 'procedure':
      return <ProcedureStep />;
    case 'details':
      return <DetailsStep />;
    case 'parties':
    case 'transport':
    case 'payment':
      return <FieldsStep step={step} />;
    case 'check':
      return <CheckStep draft_id={draft_id} />;
  }
}

/** As the fields stand in the page, whatever the order of the data elements. */
function in_page_order<T extends { id: string }>(problems: T[]): T[] {
  const place = (id: string) => document.getElementById(id);
  return [...problems].sort((a, b) => {
    const [first, second] = [place(a.id), place(b.id)];
    if (!first || !second || first === second) return 0;
    return first.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
  });
}

interface Trouble {
  step: Step;
  problems: { id: string; text: string }[];
}

function StepPage({ draft_id, step }: { draft_id: string; step: Step }) {
  const { t } = useTranslation();
  const { draft, filing, entries, check, check_now, errors_on, steps: to_do } = useWork();
  const { me } = useSession();
  const announce = useAnnounce();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [trouble, set_trouble] = useState<Trouble | null>(null);
  const [asking, set_asking] = useState(false);
  const [error, set_error] = useState<unknown>(null);
  const summary = useRef<HTMLDivElement>(null);
  useGoToField(to_do.length > 0);
  const at = to_do.indexOf(step);
  const before = to_do[at - 1];
  const after = to_do[at + 1];
  const back_to_check = search.get('back') === 'check';
  const target = back_to_check ? 'check' : after;

  useEffect(() => {
    set_trouble(null);
    set_error(null);
  }, [step]);
  useEffect(() => {
    if (trouble) summary.current?.focus();
  }, [trouble]);

  // What is wrong with fields that were left, read out politely when it changes.
  const on_page = filing.done.includes(step) ? errors_on(step, check).length : 0;
  const told = useRef(on_page);
  useEffect(() => {
    if (told.current !== on_page && on_page > 0) announce(t('form.problems', { count: on_page }));
    told.current = on_page;
  }, [on_page, announce, t]);

  const go_on = () => {
    draft.update((now) => (now.done.includes(step) ? now : { ...now, done: [...now.done, step] }));
    void draft.flush().catch(() => undefined);
    if (target) void navigate(path_of(draft_id, target));
  };

  const own_problems = (): Trouble['problems'] => {
    if (step === 'who' && me?.role !== 'data_provider' && !filing.party) return [{ id: 'f-party-1', text: t('filing.need_party') }];
    return [];
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (asking || step === 'check') return;
    set_asking(true);
    set_error(null);
    try {
      const answered = await check_now();
      const problems = [
        ...own_problems(),
        ...in_page_order(errors_on(step, answered).map((finding) => ({ id: place_of(finding, entries).id, text: `${finding.element} ${finding.text}`.trim() }))),
      ];
      if (step === 'procedure') {
        problems.length = 0;
        if (!answered.options.some((option) => option.procedure === filing.procedure && option.open)) problems.push({ id: `option-${filing.procedure}`, text: t('filing.need_procedure') });
        else draft.update((now) => ({ ...now, chosen: true }));
      }
      // The page counts as finished from now on: its problems stand beside their fields.
      draft.update((now) => (now.done.includes(step) ? now : { ...now, done: [...now.done, step] }));
      if (problems.length > 0) set_trouble({ step, problems });
      else go_on();
    } catch (failure) {
      set_error(failure);
    } finally {
      set_asking(false);
    }
  };

  const earlier = to_do.slice(0, Math.max(0, at)).filter((one) => filing.done.includes(one) && one !== 'procedure' && errors_on(one, check).length > 0);
  const troubled = trouble?.step === step ? trouble.problems : [];
  return (
    <form className="filing stack" noValidate onSubmit={(event) => void submit(event)}>
      <PageHead title={t(`filing.step.${step}`)} crumbs={[{ to: '/home', label: t('nav.home') }]} />
      <Progress draft_id={draft_id} step={step} to_do={to_do} />
      <Conflict draft={draft} />
      <p className="lead">{t(`filing.lead.${step}`)}</p>
      <div ref={summary} tabIndex={-1} className="summary-focus">
        {troubled.length > 0 && <ErrorSummary problems={troubled} />}
        {troubled.length > 0 && step !== 'procedure' && step !== 'who' && (
          <p className="later">
            <button type="button" className="krds-btn tertiary small" onClick={go_on}>
              {t('filing.fix_later')}
            </button>
          </p>
        )}
        {error !== null && (
          <>
            <ProblemMessage error={error} />
            <p className="later">
              <button type="button" className="krds-btn tertiary small" onClick={go_on}>
                {t('filing.go_on_unchecked')}
              </button>
            </p>
          </>
        )}
      </div>
      {earlier.length > 0 && step !== 'check' && (
        <p className="small">
          {t('filing.earlier')}{' '}
          {earlier.map((one, index) => (
            <span key={one}>
              {index > 0 && ', '}
              <Link to={path_of(draft_id, one)}>
                {t(`filing.step.${one}`)} ({errors_on(one, check).length})
              </Link>
            </span>
          ))}
        </p>
      )}
      {to_do.length === 0 ? <Loading /> : <StepBody step={step} draft_id={draft_id} />}
      <div className="filing-foot stack-small">
        <div className="row">
          {before && (
            <Link className="krds-btn tertiary" to={path_of(draft_id, before)}>
              {t('common.previous')}
            </Link>
          )}
          {step !== 'check' && (
            <button type="submit" className="krds-btn" aria-disabled={asking}>
              {back_to_check ? t('filing.back_to_check') : t('common.next')}
            </button>
          )}
        </div>
        <SaveState draft={draft} />
      </div>
    </form>
  );
}

/** One filing, one thing per page; which page stands in the address. */
export function FilingPage() {
  const { draft_id = '', step } = useParams();
  const { me } = useSession();
  const draft = useDraft(draft_id, me?.account_id ?? '');
  const known = steps.find((one) => one === step);
  if (!known) return <Navigate to={path_of(draft_id, 'who')} replace />;
  if (!draft.filing) return draft.error ? <ProblemMessage error={draft.error} retry={draft.reload} /> : <Loading />;
  return (
    <WorkProvider draft={draft} filing={draft.filing}>
      <StepPage draft_id={draft_id} step={known} />
    </WorkProvider>
  );
}
