import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { answer, client, new_request_id } from '../../api/client';
import { ProblemError } from '../../api/problem';
import { codes_query } from '../../api/queries';
import { useSession } from '../../api/session';
import { CodeSearch } from '../../components/code_search';
import { CheckGroup, RadioGroup, SelectField, TextArea, TextField } from '../../components/form';
import { Icon } from '../../components/icon';
import { LawLink } from '../../components/law_link';
import { ErrorSummary, Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { current_language } from '../../messages';
import { facts_draft, facts_of, FactsFields, type FactsDraft } from './facts_fields';
import { path_of, Rows, useFactRows } from './parts';
import { add_file, edit_ruling, is_valuation, kinds, ruling_query, take_step, type Application, type Kind, type Ruling } from './queries';
import { Similar } from './similar';

const steps = ['goods', 'facts', 'documents', 'check'] as const;
type Step = (typeof steps)[number];
const step_path = (id: string, step: Step) => `${path_of(id)}/apply/${step}`;

/** What is asked, and for whom. The file gets its address here. */
export function NewRulingPage() {
  const { t } = useTranslation();
  const { me } = useSession();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  const parties = me?.party_ids ?? [];
  const [kind, set_kind] = useState<Kind | ''>('');
  const [party, set_party] = useState(parties[0] ?? '');
  const [tried, set_tried] = useState(false);
  const open = useMutation({
    mutationFn: (chosen: Kind) => answer(client.POST('/v1/rulings', { params: { header: { 'Request-Id': request_id.current } }, body: { kind: chosen, party_id: party } })),
    onSuccess: async (ruling) => {
      await queries.invalidateQueries({ queryKey: ['rulings'] });
      void navigate(step_path(ruling.id, 'goods'));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (kind) open.mutate(kind);
  };
  const missing = tried && !kind;
  return (
    <form className="filing narrow stack" noValidate onSubmit={submit}>
      <PageHead title={t('rulings.new')} crumbs={[{ to: '/rulings', label: t('rulings.own') }]} />
      <p className="lead">{t('rulings.new_lead')}</p>
      {missing && <ErrorSummary problems={[{ id: 'ruling-kind', text: t('rulings.need_kind') }]} />}
      {open.error && <ProblemMessage error={open.error} />}
      <RadioGroup
        id="ruling-kind"
        name="kind"
        legend={t('rulings.what')}
        value={kind}
        error={missing ? t('rulings.need_kind') : undefined}
        on_change={(value) => {
          request_id.current = new_request_id();
          set_kind(kinds.find((one) => one === value) ?? '');
        }}
        choices={kinds.map((one) => ({ value: one, label: t(`rulings.kind.${one}`), hint: t(`rulings.kind_hint.${one}`) }))}
      />
      {parties.length > 1 && <SelectField label={t('rulings.party')} value={party} onChange={(event) => set_party(event.target.value)} choices={parties.map((one) => ({ value: one, label: one }))} />}
      <div className="filing-foot row">
        <Link className="krds-btn tertiary" to="/rulings">
          {t('common.cancel')}
        </Link>
        <button type="submit" className="krds-btn" aria-disabled={open.isPending}>
          {t('common.next')}
        </button>
      </div>
    </form>
  );
}

function Progress({ ruling, step }: { ruling: Ruling; step: Step }) {
  const { t } = useTranslation();
  const at = steps.indexOf(step);
  return (
    <nav aria-label={t('filing.progress')}>
      <p className="step-short">{t('filing.step_of', { at: at + 1, of: steps.length })}</p>
      <ol className="krds-step-wrap">
        {steps.map((one, index) => (
          <li key={one} className={index < at ? 'done' : undefined} aria-current={one === step ? 'step' : undefined}>
            {index < at ? <Link to={step_path(ruling.id, one)}>{t(`rulings.step.${one}`)}</Link> : t(`rulings.step.${one}`)}
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface Work {
  application: Application;
  facts: FactsDraft;
}

function GoodsStep({ ruling, work, set }: { ruling: Ruling; work: Work; set: (change: Partial<Application>) => void }) {
  const { t } = useTranslation();
  const { data: offices } = useQuery(codes_query('customs_offices'));
  const { application } = work;
  const area = (field: 'goods' | 'use' | 'process' | 'question' | 'opinion', rows: number) => (
    <TextArea id={`ruling-${field}`} label={t(`rulings.field.${field}`)} hint={t(`rulings.field_hint.${field}`)} rows={rows} maxLength={2000} value={application[field] ?? ''} onChange={(event) => set({ [field]: event.target.value })} />
  );
  return (
    <>
      {area('goods', 3)}
      {!is_valuation(ruling.kind) && area('use', 2)}
      {!is_valuation(ruling.kind) && area('process', 2)}
      {area('question', 3)}
      {area('opinion', 4)}
      <CodeSearch
        id="ruling-office"
        label={t('rulings.field.planned_office')}
        hint={t('rulings.field_hint.planned_office')}
        value={application.planned_office ?? ''}
        choices={(offices?.items ?? []).map((office) => ({ value: office.value, label: `${office.label[current_language()]} (${office.value})` }))}
        on_change={(value) => set({ planned_office: value })}
      />
      <Similar words={application.goods ?? ''} heading={work.facts.tariff_code} kind={ruling.kind} />
    </>
  );
}

function FactsStep({ ruling, work, set, set_facts, error }: { ruling: Ruling; work: Work; set: (change: Partial<Application>) => void; set_facts: (facts: FactsDraft) => void; error?: { field: string; text: string } }) {
  const { t } = useTranslation();
  const special = ruling.kind === 'valuation_special_relationship';
  const flags = [...(work.application.small_firm ? ['small_firm'] : []), ...(work.application.joint ? ['joint'] : [])];
  return (
    <>
      <FactsFields kind={ruling.kind} draft={work.facts} on_change={set_facts} error={error} />
      {special && (
        <>
          <SelectField
            label={t('rulings.field.business_year_ends')}
            hint={t('rulings.field_hint.business_year_ends')}
            value={String(work.application.business_year_ends ?? 0)}
            onChange={(event) => set({ business_year_ends: Number(event.target.value) })}
            choices={[{ value: '0', label: '–' }, ...Array.from({ length: 12 }, (_, at) => ({ value: String(at + 1), label: t('rulings.month', { month: at + 1 }) }))]}
          />
          <CheckGroup
            legend={t('rulings.firm')}
            name="firm"
            values={flags}
            on_change={(values) => set({ small_firm: values.includes('small_firm'), joint: values.includes('joint') })}
            choices={(['small_firm', 'joint'] as const).map((one) => ({ value: one, label: t(`rulings.field.${one}`), hint: t(`rulings.field_hint.${one}`) }))}
          />
        </>
      )}
    </>
  );
}

function DocumentsStep({ ruling, on_change }: { ruling: Ruling; on_change: (ruling: Ruling) => void }) {
  const { t } = useTranslation();
  const add = useMutation({
    mutationFn: async ({ document, file }: { document: string; file: File }) => {
      const evidence_id = new_request_id();
      await add_file(ruling, evidence_id, file);
      const documents = [...(ruling.application.documents ?? []), { document, evidence_id }];
      return edit_ruling(ruling, { ...ruling.application, documents });
    },
    onSuccess: on_change,
  });
  const remove = useMutation({
    mutationFn: (evidence_id: string) => edit_ruling(ruling, { ...ruling.application, documents: (ruling.application.documents ?? []).filter((one) => one.evidence_id !== evidence_id) }),
    onSuccess: on_change,
  });
  const name_of = (evidence_id: string) => ruling.evidence.find((one) => one.evidence_id === evidence_id)?.file_name ?? evidence_id;
  return (
    <>
      {(add.error ?? remove.error) && <ProblemMessage error={add.error ?? remove.error} />}
      <ul className="plain-list">
        {ruling.needed
          .filter((one) => one.document)
          .map((one) => (
            <li key={one.what} className="stack-small">
              <p>
                <strong>{one.text}</strong> <LawLink cite={one.cite} grade={one.grade} />
              </p>
              {(ruling.application.documents ?? [])
                .filter((document) => document.document === one.what)
                .map((document) => (
                  <p key={document.evidence_id} className="row small">
                    <Icon name="check" /> {name_of(document.evidence_id)}
                    <button type="button" className="krds-btn text xsmall" onClick={() => remove.mutate(document.evidence_id)}>
                      {t('rulings.remove_file')}
                      <span className="visually-hidden"> {name_of(document.evidence_id)}</span>
                    </button>
                  </p>
                ))}
              <div className="form-group small">
                <label htmlFor={`file-${one.what}`}>
                  {t('rulings.add_file')}
                  <span className="visually-hidden">: {one.text}</span>
                </label>
                <input
                  id={`file-${one.what}`}
                  type="file"
                  accept=".pdf,.png,.jpg,.jpeg"
                  disabled={add.isPending}
                  onChange={(event) => {
                    const file = event.target.files?.[0];
                    if (file) add.mutate({ document: one.what, file });
                    event.target.value = '';
                  }}
                />
              </div>
            </li>
          ))}
      </ul>
    </>
  );
}

/** Where what is missing is entered. */
const step_of = (what: string, document: boolean): Step => (document ? 'documents' : ['goods', 'use', 'process', 'question', 'planned_office'].includes(what) ? 'goods' : 'facts');

function CheckStep({ ruling }: { ruling: Ruling }) {
  const { t } = useTranslation();
  const fact_rows = useFactRows();
  const { application } = ruling;
  const missing = ruling.needed.filter((one) => !one.is_there);
  const written: [string, string][] = (['goods', 'use', 'process', 'question', 'opinion'] as const).flatMap((field): [string, string][] => (application[field] ? [[t(`rulings.field.${field}`), application[field]]] : []));
  return (
    <>
      {missing.length === 0 ? <Message tone="success" title={t('rulings.complete')} /> : <Message tone="warning" title={t('rulings.missing', { count: missing.length })} />}
      <section className="stack-small">
        <h2>{t('rulings.needed')}</h2>
        <ul className="plain-list">
          {ruling.needed.map((one) => (
            <li key={one.what} className="spread">
              <span>
                <Icon name={one.is_there ? 'check' : 'warning'} /> {one.text} <LawLink cite={one.cite} grade={one.grade} />
              </span>
              {one.is_there ? (
                <span className="small subtle">{t('rulings.there')}</span>
              ) : (
                <Link to={step_path(ruling.id, step_of(one.what, one.document))}>
                  {t('rulings.enter')}
                  <span className="visually-hidden">: {one.text}</span>
                </Link>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section className="stack-small">
        <h2>{t('rulings.application')}</h2>
        <Rows rows={[...written, ...fact_rows(application.facts ?? {})]} />
      </section>
      <p className="small subtle">{t('rulings.before_declaration')}</p>
    </>
  );
}

function StepPage({ ruling, step }: { ruling: Ruling; step: Step }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  const [work, set_work] = useState<Work>({ application: ruling.application, facts: facts_draft(ruling.application.facts ?? {}) });
  const [text, set_text] = useState('');
  const known = useRef(ruling.version);
  useEffect(() => {
    // Files are added on their own page and change the application behind the fields.
    if (known.current === ruling.version) return;
    known.current = ruling.version;
    set_work((now) => ({ ...now, application: { ...now.application, documents: ruling.application.documents } }));
  }, [ruling]);
  const keep = (next: Ruling) => queries.setQueryData(ruling_query(ruling.id, i18n.language).queryKey, next);
  const supplement = ruling.state === 'supplement_asked';
  const at = steps.indexOf(step);
  const before = steps[at - 1];
  const after = steps[at + 1];
  const save = useMutation({
    mutationFn: async () => {
      if (step === 'goods' || step === 'facts') return edit_ruling(ruling, { ...work.application, facts: facts_of(work.facts) });
      return ruling;
    },
    onSuccess: (next) => {
      keep(next);
      if (after) void navigate(step_path(ruling.id, after));
    },
  });
  const send = useMutation({
    mutationFn: () => take_step(ruling, request_id.current, supplement ? { step: 'answer_supplement', text } : { step: 'file' }),
    onSuccess: async (next) => {
      keep(next);
      await queries.invalidateQueries({ queryKey: ['rulings'] });
      void navigate(path_of(ruling.id));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (after) save.mutate();
    else send.mutate();
  };
  const problem = save.error instanceof ProblemError && save.error.problem.field?.startsWith('application.facts.') ? save.error.problem : undefined;
  const error = problem ? { field: (problem.field ?? '').slice('application.facts.'.length), text: problem.fix ?? problem.detail ?? '' } : undefined;
  const set = (change: Partial<Application>) => set_work((now) => ({ ...now, application: { ...now.application, ...change } }));
  return (
    <form className="filing narrow stack" noValidate onSubmit={submit}>
      <PageHead title={t(`rulings.step.${step}`)} crumbs={[{ to: '/rulings', label: t('rulings.own') }]} />
      <Progress ruling={ruling} step={step} />
      <p className="lead">{t(`rulings.step_lead.${step}`)}</p>
      {error && <ErrorSummary problems={[{ id: `fact-${error.field}`, text: `${t('rulings.check_field')} ${error.text}` }]} />}
      {save.error && !error && <ProblemMessage error={save.error} />}
      {send.error && <ProblemMessage error={send.error} />}
      {step === 'goods' && <GoodsStep ruling={ruling} work={work} set={set} />}
      {step === 'facts' && <FactsStep ruling={ruling} work={work} set={set} set_facts={(facts) => set_work((now) => ({ ...now, facts }))} error={error} />}
      {step === 'documents' && <DocumentsStep ruling={ruling} on_change={keep} />}
      {step === 'check' && <CheckStep ruling={ruling} />}
      {step === 'check' && supplement && <TextField label={t('rulings.supplement_text')} value={text} maxLength={500} onChange={(event) => set_text(event.target.value)} />}
      <div className="filing-foot row">
        {before && (
          <Link className="krds-btn tertiary" to={step_path(ruling.id, before)}>
            {t('common.previous')}
          </Link>
        )}
        <button type="submit" className="krds-btn" id={after ? undefined : 'send'} aria-disabled={save.isPending || send.isPending}>
          {after ? t('common.next') : t(supplement ? 'rulings.send_supplement' : 'rulings.file')}
        </button>
        <Link to={path_of(ruling.id)}>{t('rulings.later')}</Link>
      </div>
    </form>
  );
}

/** One application, one thing per page; which page stands in the address. */
export function ApplyPage() {
  const { id = '', step } = useParams();
  const { i18n } = useTranslation();
  const { data, error, refetch } = useQuery(ruling_query(id, i18n.language));
  const known = steps.find((one) => one === step);
  if (!known) return <Navigate to={step_path(id, 'goods')} replace />;
  if (error && !data) return <ProblemMessage error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (!data.actions.includes('edit')) return <Navigate to={path_of(id)} replace />;
  return <StepPage key={known} ruling={data} step={known} />;
}
