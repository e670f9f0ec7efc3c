import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { answer, client, if_match, new_request_id, type Schemas } from '../../api/client';
import { SelectField } from '../../components/form';
import { ErrorSummary, Loading, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { format_day } from '../../messages/format';
import { LineTable, problems_of, QuoteView } from '../notices/editor';
import { correction_of, differs, edited_lines } from '../notices/model';
import { useRested } from '../notices/use_quote';
import { programme_query, self_check_quote_query, type Programme } from './queries';

/** Lines of a declaration, to be corrected; what it comes to follows. */
function Editor({ programme, field, question, declaration_id }: { programme: Programme; field: string; question: string; declaration_id: string }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  const [texts, set_texts] = useState<Record<string, string>>({});
  const [tried, set_tried] = useState(false);
  const declared = useQuery(self_check_quote_query(programme.id, JSON.stringify({ declaration_id }), i18n.language));
  const lines = edited_lines(declared.data?.lines ?? [], texts);
  const any = differs(lines);
  const body: Schemas['SelfCheckCorrection'] = { declaration_id, ...(correction_of(lines, false) ?? {}) };
  const asked = any ? JSON.stringify(body) : '';
  const rested = useRested(asked);
  const quote = useQuery(self_check_quote_query(programme.id, rested, i18n.language));
  const file = useMutation({
    mutationFn: () =>
      answer(client.POST('/v1/programmes/{id}/corrections', { params: { path: { id: programme.id }, header: { 'Request-Id': request_id.current, 'If-Match': if_match(programme.version) } }, body: { ...body, field, question } })),
    onSuccess: async (after) => {
      queries.setQueryData(programme_query(programme.id, i18n.language).queryKey, after);
      await Promise.all(['programmes', 'firm_home', 'payments', 'self_check_quote'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      void navigate(`/programmes/${encodeURIComponent(programme.id)}/check/${field}`);
    },
    onError: () => {
      request_id.current = new_request_id();
    },
  });
  const problems = problems_of(lines, (line) => t('notices.need_won_of', { line: line.line, tax: line.label }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0 && any && !file.isPending) file.mutate();
  };
  if (declared.error) return <ProblemMessage error={declared.error} retry={() => void declared.refetch()} />;
  if (!declared.data) return <Loading />;
  const current = asked === rested && !quote.isPlaceholderData && !quote.isFetching;
  return (
    <form className="card stack" onSubmit={submit} noValidate>
      {tried && <ErrorSummary problems={problems} />}
      {file.error && <ProblemMessage error={file.error} />}
      <LineTable lines={lines} on_change={(key, text) => set_texts((before) => ({ ...before, [key]: text }))} />
      {any ? <QuoteView quote={quote.data?.quote} current={current} reckoning={!current && problems.length === 0} error={quote.error} retry={() => void quote.refetch()} /> : <p className="subtle">{t('notices.nothing_differs')}</p>}
      <div className="row">
        <button type="submit" className="krds-btn" disabled={!any || !current || file.isPending || (quote.data?.quote.filings.length ?? 0) === 0}>
          {t('programmes.file_correction')}
        </button>
        <Link className="krds-btn tertiary" to={`/programmes/${encodeURIComponent(programme.id)}/check/${field}`}>
          {t('common.back')}
        </Link>
      </div>
    </form>
  );
}

/** An error that the self-check found becomes a correction: first which declaration, then what is right. */
export function CorrectPage() {
  const { t, i18n } = useTranslation();
  const { id = '', field = '', question = '' } = useParams();
  const programme = useQuery(programme_query(id, i18n.language));
  const party = programme.data?.party_id ?? '';
  const declarations = useQuery({
    queryKey: ['import_declarations', 'of_party', party],
    queryFn: () => answer(client.GET('/v1/import-declarations', { params: { query: { party_id: party, limit: 200 } } })),
    enabled: party !== '',
  });
  const [chosen, set_chosen] = useState('');
  const year = programme.data?.round?.year;
  const of_year = declarations.data?.items.filter((one) => year !== undefined && one.tax_date.startsWith(`${year}-`)) ?? [];
  const asked = programme.data?.questions.find((one) => one.field === field && one.question === question);
  const failed = programme.error ?? declarations.error;
  return (
    <div className="narrow stack">
      <PageHead
        title={t('programmes.correct_title')}
        crumbs={[
          { to: '/programmes', label: t('nav.programmes') },
          { to: `/programmes/${encodeURIComponent(id)}/check/${field}`, label: asked?.field_text ?? '' },
        ]}
      />
      {failed && <ProblemMessage error={failed} />}
      {(!programme.data || !declarations.data) && !failed && <Loading />}
      {asked && <p className="subtle">{asked.text}</p>}
      {programme.data && declarations.data && (
        <>
          <SelectField
            id="correct-declaration"
            label={t('programmes.which_declaration')}
            hint={t('programmes.which_declaration_hint', { year: year ?? '', count: of_year.length })}
            value={chosen}
            onChange={(event) => set_chosen(event.target.value)}
            choices={[{ value: '', label: t('programmes.choose') }, ...of_year.map((one) => ({ value: one.declaration_id, label: `${one.declaration_number || one.declaration_id} (${format_day(one.tax_date)})` }))]}
          />
          {chosen && <Editor key={chosen} programme={programme.data} field={field} question={question} declaration_id={chosen} />}
        </>
      )}
    </div>
  );
}
