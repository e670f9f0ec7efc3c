import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { answer, client, if_match, new_request_id, type Schemas } from '../../api/client';
import { RadioGroup, TextArea } from '../../components/form';
import { ErrorSummary, Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { format_won } from '../../messages/format';
import { fields_of, next_field } from './model';
import { programme_query, type Programme, type Question } from './queries';

type Verdict = Schemas['SelfCheckAnswer']['verdict'];
const verdicts: readonly Verdict[] = ['right', 'wrong', 'wrong_without_tax', 'not_applicable'];

interface Entry {
  verdict: Verdict | '';
  note: string;
}

const key_of = (question: Question) => `question-${question.question}`;

function useEntries(questions: readonly Question[]) {
  const [entries, set_entries] = useState<Record<string, Entry>>({});
  const of = (question: Question): Entry => entries[question.field + question.question] ?? { verdict: question.verdict ?? '', note: question.note };
  const set = (question: Question, change: Partial<Entry>) => set_entries((before) => ({ ...before, [question.field + question.question]: { ...of(question), ...change } }));
  const changed = questions.filter((question) => {
    const entry = of(question);
    return entry.verdict !== '' && (entry.verdict !== question.verdict || entry.note !== question.note);
  });
  return { of, set, changed };
}

function Corrections({ programme, question }: { programme: Programme; question: Question }) {
  const { t } = useTranslation();
  const filed = programme.round?.corrections.filter((one) => one.field === question.field && one.question === question.question) ?? [];
  const to = `/programmes/${encodeURIComponent(programme.id)}/correct/${question.field}/${question.question}`;
  return (
    <div className="stack-small">
      {filed.map((one) => (
        <Message key={one.correction_id} tone="success" title={t('programmes.correction_filed', { number: one.declaration_number, amount: format_won(one.corrected_krw) })} />
      ))}
      {question.verdict === 'wrong' && (
        <p>
          <Link className="krds-btn secondary small" to={to}>
            {t(filed.length > 0 ? 'programmes.correct_another' : 'programmes.correct_now')}
          </Link>
        </p>
      )}
      {question.verdict !== 'wrong' && <p className="small subtle">{t('programmes.correct_after_saving')}</p>}
    </div>
  );
}

/** The questions of one field, on a page of their own. */
function FieldForm({ programme, field }: { programme: Programme; field: string }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const fields = fields_of(programme);
  const shown = fields.find((one) => one.field === field);
  const questions = shown?.questions ?? [];
  const entries = useEntries(questions);
  const [tried, set_tried] = useState(false);
  const request_ids = useRef(new Map<string, string>());
  const save = useMutation({
    // One question after the other: each is a step of the file, with the version the one before left.
    mutationFn: async () => {
      let now = programme;
      for (const question of entries.changed) {
        const { verdict, note } = entries.of(question);
        const body = { field, question: question.question, verdict: verdict as Verdict, note: note.trim() };
        const name = JSON.stringify(body) + now.version;
        const request_id = request_ids.current.get(name) ?? new_request_id();
        request_ids.current.set(name, request_id);
        now = await answer(client.POST('/v1/programmes/{id}/answers', { params: { path: { id: programme.id }, header: { 'Request-Id': request_id, 'If-Match': if_match(now.version) } }, body }));
        queries.setQueryData(programme_query(programme.id, i18n.language).queryKey, now);
      }
      return now;
    },
    onSuccess: async (now) => {
      await queries.invalidateQueries({ queryKey: ['programmes'] });
      const wrong = fields_of(now).find((one) => one.field === field && !one.done);
      if (wrong) return; // its correction is offered here
      const next = next_field(fields_of(now), field);
      void navigate(`/programmes/${encodeURIComponent(programme.id)}/${next ? `check/${next}` : 'finish'}`);
    },
    onError: () => void queries.invalidateQueries({ queryKey: ['programme', programme.id] }),
  });
  const problems = questions.flatMap((question) => {
    const entry = entries.of(question);
    if (entry.verdict === '') return [{ id: key_of(question), text: t('programmes.need_answer', { question: question.text }) }];
    if (entry.verdict === 'wrong_without_tax' && entry.note.trim() === '') return [{ id: `${key_of(question)}-note`, text: t('programmes.need_note') }];
    return [];
  });
  const error_of = (id: string) => (tried ? problems.find((problem) => problem.id === id)?.text : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0 && !save.isPending) save.mutate();
  };
  if (!shown) return <p className="empty">{t('programmes.no_such_field')}</p>;
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p className="subtle">{t('programmes.field_of', { at: fields.indexOf(shown) + 1, count: fields.length })}</p>
      {tried && <ErrorSummary problems={problems} />}
      {save.error && <ProblemMessage error={save.error} />}
      {questions.map((question) => {
        const entry = entries.of(question);
        const id = key_of(question);
        return (
          <div key={question.question} className="card stack-small">
            <RadioGroup id={id} name={id} legend={question.text} value={entry.verdict} on_change={(value) => entries.set(question, { verdict: value as Verdict })} error={error_of(id)} choices={verdicts.map((verdict) => ({ value: verdict, label: t(`programmes.verdict.${verdict}`) }))} />
            {(entry.verdict === 'wrong' || entry.verdict === 'wrong_without_tax') && (
              <TextArea
                id={`${id}-note`}
                label={entry.verdict === 'wrong' ? `${t('programmes.note')} (${t('common.optional')})` : t('programmes.note')}
                rows={2}
                value={entry.note}
                onChange={(event) => entries.set(question, { note: event.target.value })}
                error={error_of(`${id}-note`)}
              />
            )}
            {entry.verdict === 'wrong' && <Corrections programme={programme} question={question} />}
          </div>
        );
      })}
      <div className="row">
        <button type="submit" className="krds-btn" disabled={save.isPending}>
          {t('programmes.save_and_go_on')}
        </button>
        <Link className="krds-btn tertiary" to={`/programmes/${encodeURIComponent(programme.id)}`}>
          {t('programmes.later')}
        </Link>
      </div>
    </form>
  );
}

/** One field of the self-check a page. */
export function SelfCheckPage() {
  const { t, i18n } = useTranslation();
  const { id = '', field = '' } = useParams();
  const { data, error, refetch } = useQuery(programme_query(id, i18n.language));
  const shown = data?.questions.find((question) => question.field === field);
  useEffect(() => {
    // Newer browsers answer with a promise, which is no clean-up.
    void window.scrollTo(0, 0);
  }, [field]);
  return (
    <div className="narrow stack">
      <PageHead
        title={shown?.field_text ?? t('programmes.self_check_title')}
        crumbs={[
          { to: '/programmes', label: t('nav.programmes') },
          { to: `/programmes/${encodeURIComponent(id)}`, label: data?.scheme_text ?? '' },
        ]}
      />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && <FieldForm key={field} programme={data} field={field} />}
    </div>
  );
}
