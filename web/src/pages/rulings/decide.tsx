import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { new_request_id, type Schemas } from '../../api/client';
import { RadioGroup, SelectField, TextArea } from '../../components/form';
import { ErrorSummary, Loading, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { facts_draft, facts_of, FactsFields } from './facts_fields';
import { path_of } from './parts';
import { decide, is_valuation, ruling_query, type Ruling } from './queries';

type Published = Schemas['RulingPublished'];
const published_fields = ['goods', 'question', 'decision', 'reasons'] as const;
const empty: Published = { goods: { ko: '', en: '' }, question: { ko: '', en: '' }, decision: { ko: '', en: '' }, reasons: { ko: '', en: '' } };
/** Articles that a decision of a kind usually rests on; the officer chooses. */
const cites_of = (ruling: Ruling): string[] => (is_valuation(ruling.kind) ? ['customs-act-37-2', 'customs-act-30-1', 'customs-act-30-3-4'] : ['customs-act-86-2', 'customs-act-87-1']);

function DecideForm({ ruling }: { ruling: Ruling }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  const [outcome, set_outcome] = useState(ruling.outcomes[0]?.outcome ?? 'rule');
  const grounds = ruling.outcomes.find((one) => one.outcome === outcome)?.grounds ?? [];
  const [ground, set_ground] = useState('');
  const [text, set_text] = useState('');
  const [reasons, set_reasons] = useState('');
  const [facts, set_facts] = useState(facts_draft(ruling.decision?.facts ?? ruling.application.facts ?? {}));
  const [reach, set_reach] = useState<Schemas['RulingReach']>('from_notice');
  const [publish, set_publish] = useState<'yes' | 'no'>('yes');
  const [published, set_published] = useState<Published>(ruling.published ?? empty);
  const [because, set_because] = useState('');
  const [tried, set_tried] = useState(false);
  const decides = outcome === 'rule' || outcome === 'change';
  const draft = useMutation({
    mutationFn: () =>
      decide(ruling, request_id.current, {
        decision: 'draft',
        draft: {
          outcome,
          ground: grounds.length > 0 ? ground : undefined,
          decision: { text: decides ? text.trim() : '', reasons: reasons.trim(), cites: [cites_of(ruling)[0] ?? ''], facts: decides ? facts_of(facts) : {} },
          ...(outcome === 'change' && !is_valuation(ruling.kind) ? { reach } : {}),
          ...(decides && publish === 'yes' ? { published } : {}),
          ...(decides && publish === 'no' ? { not_published_because: because.trim() } : {}),
        },
      }),
    onSuccess: async (next) => {
      queries.setQueryData(ruling_query(ruling.id, i18n.language).queryKey, next);
      await queries.invalidateQueries({ queryKey: ['rulings'] });
      void navigate(path_of(ruling.id));
    },
    onSettled: () => (request_id.current = new_request_id()),
  });
  const problems: { id: string; text: string }[] = [];
  if (grounds.length > 0 && !ground) problems.push({ id: 'decide-ground', text: t('rulings.need_ground') });
  if (decides && !text.trim()) problems.push({ id: 'decide-text', text: t('rulings.need_decision') });
  if (!reasons.trim()) problems.push({ id: 'decide-reasons', text: t('rulings.need_reasons') });
  if (decides && publish === 'yes') {
    for (const field of published_fields) {
      for (const language of ['ko', 'en'] as const) if (!published[field][language].trim()) problems.push({ id: `public-${field}-${language}`, text: t('rulings.need_public', { field: t(`rulings.${field}`), language: t(`rulings.language.${language}`) }) });
    }
  }
  if (decides && publish === 'no' && !because.trim()) problems.push({ id: 'decide-because', text: t('rulings.need_because') });
  const of = (id: string) => (tried ? problems.find((one) => one.id === id)?.text : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0) draft.mutate();
  };
  return (
    <form className="filing narrow stack" noValidate onSubmit={submit}>
      <PageHead title={t('rulings.draft_decision')} crumbs={[{ to: '/rulings', label: t('rulings.queue') }, { to: path_of(ruling.id), label: ruling.number ?? t('rulings.file_crumb') }]} />
      <p className="lead">{t('rulings.decide_lead')}</p>
      {tried && <ErrorSummary problems={problems} />}
      {draft.error && <ProblemMessage error={draft.error} />}
      <RadioGroup
        legend={t('rulings.outcome')}
        name="outcome"
        value={outcome}
        on_change={(value) => {
          set_outcome(ruling.outcomes.find((one) => one.outcome === value)?.outcome ?? 'rule');
          set_ground('');
        }}
        choices={ruling.outcomes.map((one) => ({ value: one.outcome, label: one.text }))}
      />
      {grounds.length > 0 && <SelectField id="decide-ground" label={t('rulings.ground')} value={ground} error={of('decide-ground')} onChange={(event) => set_ground(event.target.value)} choices={[{ value: '', label: '–' }, ...grounds.map((one) => ({ value: one.ground, label: one.text }))]} />}
      {outcome === 'change' && !is_valuation(ruling.kind) && (
        <SelectField
          label={t('rulings.reach')}
          value={reach}
          onChange={(event) => set_reach(event.target.value as typeof reach)}
          choices={(['from_notice', 'back_to_the_ruling', 'back_where_favourable'] as const).map((one) => ({ value: one, label: t(`rulings.reaches.${one}`) }))}
        />
      )}
      {decides && <TextArea id="decide-text" label={t('rulings.decision')} hint={t('rulings.decision_hint')} rows={3} maxLength={2500} value={text} error={of('decide-text')} onChange={(event) => set_text(event.target.value)} />}
      <TextArea id="decide-reasons" label={t('rulings.reasons')} rows={5} maxLength={2500} value={reasons} error={of('decide-reasons')} onChange={(event) => set_reasons(event.target.value)} />
      {decides && (
        <>
          <section className="stack-small">
            <h2>{t('rulings.rests_on')}</h2>
            <p className="small subtle">{t('rulings.rests_on_lead')}</p>
            <FactsFields kind={ruling.kind} draft={facts} on_change={set_facts} />
          </section>
          <section className="stack-small">
            <h2>{t('rulings.for_the_public')}</h2>
            <p className="small subtle">{t('rulings.public_lead')}</p>
            <RadioGroup
              legend={t('rulings.publish')}
              name="publish"
              value={publish}
              on_change={(value) => set_publish(value === 'no' ? 'no' : 'yes')}
              choices={[
                { value: 'yes', label: t('rulings.publish_yes') },
                { value: 'no', label: t('rulings.publish_no') },
              ]}
            />
            {publish === 'no' && <TextArea id="decide-because" label={t('rulings.because')} rows={2} maxLength={500} value={because} error={of('decide-because')} onChange={(event) => set_because(event.target.value)} />}
            {publish === 'yes' &&
              published_fields.map((field) => (
                <div className="form-grid" key={field}>
                  {(['ko', 'en'] as const).map((language) => (
                    <TextArea
                      key={language}
                      id={`public-${field}-${language}`}
                      label={`${t(`rulings.${field}`)} (${t(`rulings.language.${language}`)})`}
                      rows={2}
                      maxLength={1000}
                      value={published[field][language]}
                      error={of(`public-${field}-${language}`)}
                      onChange={(event) => set_published({ ...published, [field]: { ...published[field], [language]: event.target.value } })}
                    />
                  ))}
                </div>
              ))}
          </section>
        </>
      )}
      <div className="filing-foot row">
        <button type="submit" className="krds-btn" aria-disabled={draft.isPending}>
          {t('rulings.send_draft')}
        </button>
        <Link className="krds-btn tertiary" to={path_of(ruling.id)}>
          {t('common.cancel')}
        </Link>
      </div>
    </form>
  );
}

/** The officer's draft of a decision; another officer approves it. */
export function DecidePage() {
  const { id = '' } = useParams();
  const { i18n } = useTranslation();
  const { data, error, refetch } = useQuery(ruling_query(id, i18n.language));
  if (error && !data) return <ProblemMessage error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (!data.actions.includes('draft')) return <Navigate to={path_of(id)} replace />;
  return <DecideForm ruling={data} />;
}
