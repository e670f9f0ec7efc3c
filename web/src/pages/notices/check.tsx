import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { answer, client, if_match, new_request_id } from '../../api/client';
import { ProblemError } from '../../api/problem';
import { useAnnounce } from '../../components/live';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { format_won } from '../../messages/format';
import { forget_correction, useCorrectionDraft } from './draft';
import { LineTable, lines_of } from './editor';
import { correction_of, total_of, type Notice } from './model';
import { ReliefLost } from './notice';
import { Filings, QuoteSteps } from './parts';
import { notice_query } from './queries';
import { useQuote } from './use_quote';

function Check({ notice }: { notice: Notice }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const { draft, change } = useCorrectionDraft(notice.id);
  const { lines } = lines_of(notice, draft.texts);
  const edited = correction_of(lines, draft.loss_of_relief_is_known, draft.ruling);
  const { quote, current, error, refetch } = useQuote(notice.id, edited);
  const back = `/notices/${encodeURIComponent(notice.id)}`;
  const file = useMutation({
    mutationFn: (body: NonNullable<typeof edited>) =>
      answer(client.POST('/v1/notices/{id}/corrections', { params: { path: { id: notice.id }, header: { 'Request-Id': request_id.current, 'If-Match': if_match(notice.version) } }, body })),
    onSuccess: async (after) => {
      announce(t('notices.filed'));
      forget_correction(notice.id);
      queries.setQueryData(notice_query(notice.id, i18n.language).queryKey, after);
      void navigate(after.order_id ? `/payments/${encodeURIComponent(after.order_id)}?notice=${encodeURIComponent(notice.id)}` : back, { replace: true });
      await Promise.all(['notices', 'payments', 'statement'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
  const moved_on = file.error instanceof ProblemError && [409, 412].includes(file.error.problem.status);
  const total = quote ? total_of(quote) : 0;
  const ready = edited !== null && current && quote !== undefined && quote.filings.length > 0;
  if (!notice.actions.includes('file') && !file.isPending && !file.isSuccess) return <Navigate to={back} replace />;
  if (edited === null) return <Navigate to={back} replace />;
  return (
    <div className="stack">
      <p>{t('notices.check_lead')}</p>
      {file.error && (
        <>
          <ProblemMessage error={file.error} />
          {moved_on && (
            <p>
              <button type="button" className="krds-btn tertiary xsmall" onClick={() => void queries.invalidateQueries({ queryKey: ['notice', notice.id] })}>
                {t('common.reload')}
              </button>
            </p>
          )}
        </>
      )}
      <div className="krds-table-wrap" tabIndex={0} role="region" aria-label={t('notices.lines')}>
        <LineTable lines={lines} />
      </div>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!quote && !error && <Loading />}
      {quote?.refused.map((refused) => (
        <Message key={refused.refusal} tone="warning" title={refused.text}>
          {refused.fix}
        </Message>
      ))}
      <ReliefLost
        refused={quote?.refused.map((one) => one.refusal) ?? []}
        known={draft.loss_of_relief_is_known}
        set={(known) => {
          request_id.current = new_request_id();
          change({ loss_of_relief_is_known: known });
        }}
      />
      {quote && (
        <div aria-busy={!current} className={current ? 'stack' : 'stack stale'}>
          <Filings quote={quote} />
          <QuoteSteps quote={quote} />
        </div>
      )}
      <div className="row filing-foot">
        <button type="button" className="krds-btn" id="file-correction" disabled={!ready || file.isPending} onClick={() => edited && file.mutate(edited)}>
          {total > 0 ? t('notices.file_and_pay', { amount: format_won(total) }) : t('notices.file')}
        </button>
        <Link className="krds-btn tertiary" to={back}>
          {t('notices.change')}
        </Link>
      </div>
    </div>
  );
}

/** The last look at a correction before it is filed. */
export function CheckCorrectionPage() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(notice_query(id, i18n.language));
  const crumbs = [
    { to: '/notices', label: t('nav.notices') },
    { to: `/notices/${encodeURIComponent(id)}`, label: data ? t('notices.notice_title', { title: data.letter.title, number: data.declaration_number }) : t('notices.notice') },
  ];
  return (
    <div className="stack narrow">
      <PageHead title={t('notices.check')} crumbs={crumbs} />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && <Check notice={data} />}
    </div>
  );
}
