import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { answer, client, new_request_id } from '../../api/client';
import { ProblemError } from '../../api/problem';
import { LawLink } from '../../components/law_link';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { current_language } from '../../messages';
import { ShownValue } from './element_input';
import { advice_of, entries_on, input_id, is_computed, place_of, to_input, wants, type Entry, type Finding, type Step } from './model';
import { GoodsTotal } from './steps';
import { useWork } from './work';

/** Where the answer stands, and that one wants to come back here. */
export const change_link = (draft_id: string, step: Step, id: string) => `/filing/${encodeURIComponent(draft_id)}/${step}?back=check#${id}`;

export function FindingList({ draft_id, findings }: { draft_id: string; findings: Finding[] }) {
  const { entries, simplified, filing } = useWork();
  const { t } = useTranslation();
  return (
    <ul>
      {findings.map((finding, at) => {
        const place = place_of(finding, entries);
        const label = [...entries, ...simplified].find((entry) => entry.field.name === place.name)?.field.label[current_language()] ?? finding.field;
        return (
          <li key={at}>
            <Link to={change_link(draft_id, place.step, place.id)}>
              {finding.element} {label}
              {filing.items.length > 1 && place.name !== finding.field ? '' : finding.item > 1 ? ` (${t('decision.item', { item: finding.item })})` : ''}: {finding.text}
            </Link>{' '}
            <span className="small">
              {advice_of(finding)} {finding.cite && <LawLink cite={finding.cite} grade={finding.grade} />}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Row({ draft_id, entry, item, step }: { draft_id: string; entry: Entry; item: number; step: Step }) {
  const { t } = useTranslation();
  const { filing, computed, value, check, entries } = useWork();
  const { field } = entry;
  const shown = value(field, item);
  const finding = check?.findings.find((one) => {
    const place = place_of(one, entries);
    return place.name === field.name && place.item === item && one.severity === 'error';
  });
  if (!shown && !finding && field.obligation !== 'mandatory') return null;
  const name = `${field.label[current_language()]}${filing.items.length > 1 && field.level === 'item' ? ` (${t('decision.item', { item })})` : ''}`;
  return (
    <div>
      <dt>
        {entry.number && <span className="number">{entry.number} </span>}
        {name}
      </dt>
      <dd>
        <ShownValue field={field} value={shown} />
        {is_computed(filing, computed, field, item) && <span className="small subtle"> {t('filing.computed')}</span>}
        {finding && <span className="form-hint-invalid"> {finding.text}</span>}
      </dd>
      <dd>
        <Link to={change_link(draft_id, step, input_id(field.name, item))}>
          {t('filing.change')}
          <span className="visually-hidden"> {name}</span>
        </Link>
      </dd>
    </div>
  );
}

function Group({ draft_id, step }: { draft_id: string; step: Step }) {
  const { t } = useTranslation();
  const { entries, simplified, filing } = useWork();
  const own = entries_on(step, entries, simplified);
  const header = own.filter((entry) => entry.field.level === 'header');
  const items = own.filter((entry) => entry.field.level === 'item');
  return (
    <section className="stack-small">
      <h2>{t(`filing.step.${step}`)}</h2>
      <dl className="summary-list">
        {items.length > 0 && filing.items.map((_, at) => items.map((entry) => <Row key={`${entry.field.name}.${at}`} {...{ draft_id, entry, step }} item={at + 1} />))}
        {header.map((entry) => (
          <Row key={entry.field.name} {...{ draft_id, entry, step }} item={1} />
        ))}
      </dl>
      {step === 'goods' && <GoodsTotal />}
    </section>
  );
}

function Choices({ draft_id }: { draft_id: string }) {
  const { t } = useTranslation();
  const { filing } = useWork();
  const chosen = (filing.header.wants ?? '').split(',');
  const wanted = wants.filter((want) => chosen.includes(want)).map((want) => t(`filing.want.${want}`));
  return (
    <section className="stack-small">
      <h2>{t('filing.step.procedure')}</h2>
      <dl className="summary-list">
        <div>
          <dt>{t('filing.step.procedure')}</dt>
          <dd>{t(`procedure.${filing.procedure}`)}</dd>
          <dd>
            <Link to={change_link(draft_id, 'procedure', `option-${filing.procedure}`)}>
              {t('filing.change')}
              <span className="visually-hidden"> {t('filing.step.procedure')}</span>
            </Link>
          </dd>
        </div>
        <div>
          <dt>{t('filing.wants')}</dt>
          <dd>{wanted.length > 0 ? wanted.join(', ') : t('common.none')}</dd>
          <dd>
            <Link to={change_link(draft_id, 'who', input_id('wants', 1))}>
              {t('filing.change')}
              <span className="visually-hidden"> {t('filing.wants')}</span>
            </Link>
          </dd>
        </div>
      </dl>
    </section>
  );
}

/** Every answer once more, what is wrong with it, and sending. */
export function CheckStep({ draft_id }: { draft_id: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { draft, filing, computed, entries, statements, steps, check, check_error } = useWork();
  const [sending, set_sending] = useState(false);
  const [problem, set_problem] = useState<unknown>(null);
  const under_way = useRef(false);
  if (!check) return check_error ? <ProblemMessage error={check_error} /> : <Loading />;
  const refused = problem instanceof ProblemError ? problem.problem : null;
  const findings = refused && refused.findings.length > 0 ? refused.findings : check.findings;
  const errors = findings.filter((finding) => finding.severity === 'error');
  const warnings = findings.filter((finding) => finding.severity === 'warning');

  const send = async () => {
    // A second press while the first is under way is the same press.
    if (under_way.current) return;
    under_way.current = true;
    set_sending(true);
    set_problem(null);
    const request_id = filing.request_id || new_request_id();
    if (!filing.request_id) draft.update((before) => ({ ...before, request_id }));
    try {
      // The draft keeps the id first, so that another try after a lost connection or a reload is known to be the same.
      await draft.flush().catch(() => undefined);
      const lodged = await answer(client.POST('/v1/declarations', { params: { header: { 'Request-Id': request_id } }, body: to_input(filing, computed, entries, statements) }));
      await draft.forget();
      await Promise.all(['declarations', 'drafts', 'attention'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      await navigate(`/declarations/${encodeURIComponent(lodged.id)}/sent`, { replace: true });
    } catch (error) {
      set_problem(error);
      // A refusal is an answer: the corrected filing is another request.
      if (error instanceof ProblemError && error.problem.status >= 400 && error.problem.status < 500) draft.update((before) => ({ ...before, request_id: '' }));
      document.getElementById('send-problem')?.focus();
    } finally {
      under_way.current = false;
      set_sending(false);
    }
  };

  return (
    <>
      <div id="send-problem" tabIndex={-1} className="stack">
        {problem !== null && <ProblemMessage error={problem} />}
        {refused?.status === 409 && (
          <p>
            <Link to={`/declarations?q=${encodeURIComponent(filing.declaration_id)}`}>{t('filing.see_filed')}</Link>
          </p>
        )}
        {refused && refused.rejects.length > 0 && (
          <ul className="bullets">
            {refused.rejects.map((reject, at) => (
              <li key={at}>
                {[reject.field, reject.value].filter(Boolean).join(': ')} {reject.cause} {reject.fix}
              </li>
            ))}
          </ul>
        )}
        {errors.length > 0 ? (
          <div className="error-summary">
            <Message tone="danger" title={t('form.problems', { count: errors.length })}>
              <FindingList draft_id={draft_id} findings={errors} />
            </Message>
          </div>
        ) : (
          <Message tone="success">{t('filing.nothing_wrong')}</Message>
        )}
        {warnings.length > 0 && (
          <div className="error-summary">
            <Message tone="warning" title={t('filing.warnings', { count: warnings.length })}>
              <FindingList draft_id={draft_id} findings={warnings} />
            </Message>
          </div>
        )}
      </div>
      <Choices draft_id={draft_id} />
      {steps
        .filter((step) => step !== 'who' && step !== 'procedure' && step !== 'check')
        .map((step) => (
          <Group key={step} draft_id={draft_id} step={step} />
        ))}
      <section className="stack">
        <h2>{t('filing.send')}</h2>
        <p>{t('filing.send_text')}</p>
        {errors.length > 0 && <p>{t('filing.send_blocked')}</p>}
        <p>
          <button type="button" id="send" className="krds-btn" disabled={sending || errors.length > 0} onClick={() => void send()}>
            {t(sending ? 'filing.sending' : 'filing.send')}
          </button>
        </p>
      </section>
    </>
  );
}
