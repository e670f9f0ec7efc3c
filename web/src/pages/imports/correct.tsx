import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { answer, client, new_request_id } from '../../api/client';
import { useAnnounce } from '../../components/live';
import { ErrorSummary, Loading, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { LineTable, problems_of, QuoteView } from '../notices/editor';
import { correction_of, differs, edited_lines } from '../notices/model';
import { ReliefLost } from '../notices/notice';
import { RulingChoice } from '../notices/ruling_choice';
import { useRested } from '../notices/use_quote';
import { import_query, own_quote_query } from './queries';

/** The lines as they were declared, to be corrected; what it comes to follows. */
function Editor({ id, party }: { id: string; party: string }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const [texts, set_texts] = useState<Record<string, string>>({});
  const [ruling, set_ruling] = useState('');
  const [known, set_known] = useState(false);
  const [tried, set_tried] = useState(false);
  const declared = useQuery(own_quote_query(id, '{}', i18n.language));
  const lines = edited_lines(declared.data?.lines ?? [], texts);
  const any = differs(lines);
  const body = correction_of(lines, known, ruling);
  const asked = any && body ? JSON.stringify(body) : '';
  const rested = useRested(asked);
  const quote = useQuery(own_quote_query(id, rested, i18n.language));
  const file = useMutation({
    mutationFn: () => answer(client.POST('/v1/import-declarations/{id}/corrections', { params: { path: { id }, header: { 'Request-Id': request_id.current } }, body: body ?? {} })),
    onSuccess: async (after) => {
      announce(t('imports.filed'));
      await Promise.all(['firm_home', 'payments', 'statement', 'refunds', 'own_quote'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      void navigate(after.order_id ? `/payments/${encodeURIComponent(after.order_id)}` : after.state === 'claimed' ? `/refunds/claims/${encodeURIComponent(after.id)}` : `/import-declarations/${encodeURIComponent(id)}`, { replace: true });
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
      <RulingChoice party={party} value={ruling} set={set_ruling} />
      {any ? <QuoteView quote={quote.data?.quote} current={current} reckoning={!current && problems.length === 0} error={quote.error} retry={() => void quote.refetch()} /> : <p className="subtle">{t('notices.nothing_differs')}</p>}
      <ReliefLost refused={any ? (quote.data?.quote.refused.map((one) => one.refusal) ?? []) : []} known={known} set={set_known} />
      <div className="row">
        <button type="submit" className="krds-btn" id="file-correction" disabled={!any || !current || file.isPending || (quote.data?.quote.filings.length ?? 0) === 0}>
          {t('imports.file')}
        </button>
        <Link className="krds-btn tertiary" to={`/import-declarations/${encodeURIComponent(id)}`}>
          {t('common.back')}
        </Link>
      </div>
    </form>
  );
}

/** An import declaration that its firm corrects without having been asked. */
export function CorrectImportPage() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(import_query(id, i18n.language));
  const number = data ? data.summary.declaration_number || data.summary.declaration_id : '';
  return (
    <div className="narrow stack">
      <PageHead
        title={t('imports.correct_title', { number })}
        crumbs={[
          { to: '/import-declarations', label: t('nav.imports') },
          { to: `/import-declarations/${encodeURIComponent(id)}`, label: number },
        ]}
      />
      <p className="subtle">{t('imports.correct_lead')}</p>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && <Editor id={id} party={data.summary.party_id} />}
    </div>
  );
}
