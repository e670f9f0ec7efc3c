import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '../../components/live';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { format_number, format_won } from '../../messages/format';
import { differs, edited_lines, is_changed, total_of, type CorrectionQuote, type EditedLine, type Notice } from './model';
import { Costs, Filings, QuoteSteps } from './parts';

/** Said where a field holds no amount; the field of a line is `correct-<key>`. */
export function problems_of(lines: readonly EditedLine[], text: (line: EditedLine) => string): { id: string; text: string }[] {
  return lines.filter((line) => line.correct === null).map((line) => ({ id: `correct-${line.key}`, text: text(line) }));
}

export function LineTable({ lines, on_change }: { lines: EditedLine[]; on_change?: (key: string, text: string) => void }) {
  const { t } = useTranslation();
  return (
    <table className="tbl edit-lines">
      <caption className="visually-hidden">{t('notices.lines')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('notices.line_and_tax')}</th>
          <th scope="col" className="right">
            {t('notices.declared')}
          </th>
          <th scope="col" className="right">
            {t('notices.correct')}
          </th>
          <th scope="col" className="right">
            {t('notices.difference')}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const id = `correct-${line.key}`;
          const difference = line.correct === null ? null : line.correct - line.declared_krw;
          return (
            <tr key={line.key}>
              <th scope="row">
                {t('notices.line', { line: line.line })} {line.label}
                {on_change && is_changed(line) && <span className="krds-badge blue">{t('notices.edited')}</span>}
              </th>
              <td className="right nowrap" data-label={t('notices.declared')}>
                {format_won(line.declared_krw)}
              </td>
              <td className="right" data-label={t('notices.correct')}>
                {on_change ? (
                  <>
                    <input
                      id={id}
                      className="krds-input small right number"
                      inputMode="numeric"
                      autoComplete="off"
                      aria-label={t('notices.correct_of', { line: line.line, tax: line.label })}
                      aria-invalid={line.correct === null || undefined}
                      aria-describedby={line.correct === null ? `${id}-error` : undefined}
                      value={line.text}
                      onChange={(event) => on_change(line.key, event.target.value)}
                      onBlur={() => line.correct !== null && on_change(line.key, format_number(line.correct))}
                    />
                    {line.correct === null && (
                      <span className="form-hint-invalid block" id={`${id}-error`}>
                        {t('notices.need_won')}
                      </span>
                    )}
                  </>
                ) : (
                  format_won(line.correct ?? line.correct_krw)
                )}
              </td>
              <td className="right nowrap" data-label={t('notices.difference')}>
                {difference === null ? '' : `${difference > 0 ? '+' : ''}${format_won(difference)}`}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What the edited lines come to; greyed while a newer edit is being reckoned. */
export function QuoteView({ quote, current, error, retry }: { quote: CorrectionQuote | undefined; current: boolean; error: unknown; retry: () => void }) {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const said = useRef<number | null>(null);
  const total = quote && current && quote.filings.length > 0 ? total_of(quote) : null;
  useEffect(() => {
    // The first amount is read with the page; later ones change under the reader's hands.
    if (total === null || total === said.current) return;
    if (said.current !== null) announce(t(total < 0 ? 'notices.total_back' : 'notices.total_is', { amount: format_won(Math.abs(total)) }));
    said.current = total;
  }, [announce, t, total]);
  if (error) return <ProblemMessage error={error} retry={retry} />;
  if (!quote) return <Loading />;
  return (
    <div className={current ? 'stack' : 'stack stale'} aria-busy={!current}>
      {quote.refused.map((refused) => (
        <Message key={refused.refusal} tone="warning" title={refused.text}>
          {refused.fix}
        </Message>
      ))}
      {quote.filings.length > 0 && (
        <>
          <Costs quote={quote} />
          <Filings quote={quote} />
          <QuoteSteps quote={quote} />
        </>
      )}
    </div>
  );
}

/** Lines as they stand with what was typed. */
export function lines_of(notice: Notice, texts: Readonly<Record<string, string>>) {
  const lines = edited_lines(notice.lines, texts);
  return { lines, any: differs(lines) };
}
