import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { answer, client, if_match, new_request_id } from '../../api/client';
import { risk_version_query, rule_check_query, rule_names_query } from '../../api/queries';
import { CheckGroup, SelectField, TextArea, TextField } from '../../components/form';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { current_language } from '../../messages';
import { format_number, today_in_korea } from '../../messages/format';
import { ConditionField } from './condition_field';
import { empty_rule, type Rule } from './names';
import { RuleDifference, useTitle, type VersionPageData } from './parts';

const procedures = ['formal', 'simplified', 'manifest', 'import'] as const;
/** How long the writer must pause before the rule is checked. */
const pause_ms = 350;

/** `value` as it was when it last stood still. */
function useSettled(value: string): string {
  const [settled, set_settled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => set_settled(value), pause_ms);
    return () => window.clearTimeout(timer);
  }, [value]);
  return settled;
}

function Editor({ version, begun, is_new }: { version: VersionPageData; begun: Rule; is_new: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const request_id = useRef(new_request_id());
  const [rule, set_rule] = useState(begun);
  const editable = version.steps.includes('edit');
  const asked = useSettled(JSON.stringify(rule));
  const { data: names } = useQuery(rule_names_query(current_language()));
  const check = useQuery({ ...rule_check_query(version.version_id, asked, current_language()), enabled: editable && rule.id !== '' });
  const in_force = (version.rules ?? []).find((one) => one.rule.id === rule.id)?.in_force;
  const address = `/risk/versions/${encodeURIComponent(version.version_id)}`;
  const save = useMutation({
    mutationFn: (change: { rules?: Rule[]; removed_rules?: string[] }) =>
      answer(
        client.PUT('/v1/risk/versions/{version_id}', {
          params: { path: { version_id: version.version_id }, header: { 'Request-Id': request_id.current, 'If-Match': if_match(version.version) } },
          body: change,
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['risk_version', version.version_id] });
      await queries.invalidateQueries({ queryKey: ['risk_versions'] });
      void navigate(address);
    },
    onSettled: () => (request_id.current = new_request_id()),
  });
  const set = (part: keyof Rule) => (event: { target: { value: string } }) => set_rule({ ...rule, [part]: event.target.value });
  const problems = rule.id ? (check.data?.problems ?? []) : [];
  const of_condition = problems.filter((problem) => problem.column !== undefined);
  const unchecked = check.isFetching || asked !== JSON.stringify(rule);
  const taken = is_new && (version.rules ?? []).some((one) => one.rule.id === rule.id);
  const ready = editable && rule.id !== '' && !taken && !unchecked && check.data?.valid === true;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !save.isPending) save.mutate({ rules: [rule] });
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      {!editable && <Message tone="information">{t('risk.not_editable')}</Message>}
      <div className="rule-editor">
        <fieldset className="stack" disabled={!editable}>
          <legend className="visually-hidden">{t('risk.rule_legend')}</legend>
          {is_new && <TextField id="rule-id" label={t('risk.rule.id')} hint={t('risk.id_hint')} value={rule.id} maxLength={100} onChange={set('id')} error={taken ? t('risk.id_taken') : undefined} />}
          <ConditionField value={rule.when} names={names?.items ?? []} invalid={of_condition.length > 0} described_by="rule-check" on_change={(when) => set_rule({ ...rule, when })} />
          <div className="form-grid">
            <TextField label={t('risk.rule.likelihood')} hint={t('risk.likelihood_hint')} inputMode="decimal" value={rule.likelihood} onChange={set('likelihood')} />
            <SelectField
              label={t('risk.rule.consequence')}
              value={rule.consequence}
              onChange={set('consequence')}
              choices={[...['1', '2', '3', '4', '5'].map((value) => ({ value, label: `${value} · ${t(`risk.consequence.${value as '1'}`)}` })), { value: 'by_value', label: t('risk.by_value') }]}
            />
            <TextField type="date" label={t('risk.rule.from')} value={rule.from} onChange={set('from')} />
            <TextField type="date" label={t('risk.rule.until')} value={rule.until} onChange={set('until')} />
            <TextField label={t('risk.rule.owner')} value={rule.owner} maxLength={100} onChange={set('owner')} />
            <TextField label={t('risk.rule.pattern')} value={rule.pattern} maxLength={10} onChange={set('pattern')} />
            <TextField label={t('risk.rule.cite')} value={rule.cite} maxLength={100} onChange={set('cite')} />
          </div>
          <CheckGroup name="procedures" legend={t('risk.rule.procedures')} choices={procedures.map((value) => ({ value, label: t(`procedure.${value}`) }))} values={rule.procedures} on_change={(values) => set_rule({ ...rule, procedures: procedures.filter((one) => values.includes(one)) })} />
          <label className="krds-form-check">
            <input type="checkbox" checked={rule.hard} onChange={(event) => set_rule({ ...rule, hard: event.target.checked })} />
            <span>{t('risk.hard_hint')}</span>
          </label>
          <TextArea label={t('risk.rule.reason_ko')} hint={t('risk.reason_text_hint')} lang="ko" rows={2} value={rule.reason_ko} onChange={set('reason_ko')} />
          <TextArea label={t('risk.rule.reason_en')} lang="en" rows={2} value={rule.reason_en} onChange={set('reason_en')} />
        </fieldset>
        <aside className="stack" aria-label={t('risk.check')}>
          {editable && (
            <section className="card stack-small" aria-labelledby="check-heading">
              <h2 id="check-heading">{t('risk.check')}</h2>
              <div id="rule-check" role="status" aria-live="polite">
                {check.error && <ProblemMessage error={check.error} />}
                {!rule.id && <p>{t('risk.name_first')}</p>}
                {rule.id && check.data && problems.length === 0 && <Message tone="success">{t('risk.no_problems')}</Message>}
                {problems.length > 0 && (
                  <Message tone="danger" title={t('risk.problems', { count: problems.length })}>
                    <ul className="bullets">
                      {problems.map((problem) => (
                        <li key={problem.where + problem.message}>
                          {problem.column !== undefined && <strong>{t('risk.at_column', { column: problem.column })} </strong>}
                          {problem.message}; {problem.fix}.
                        </li>
                      ))}
                    </ul>
                  </Message>
                )}
                {check.data?.held && (
                  <p>
                    {t('risk.held', { count: check.data.held.held, of: format_number(check.data.held.declarations) })}{' '}
                    {check.data.held.examples.slice(0, 5).map((id, index) => (
                      <span key={id}>
                        {index > 0 && ', '}
                        <Link to={`/declarations/${encodeURIComponent(id)}`}>{id.split('.').slice(1).join('.')}</Link>
                      </span>
                    ))}
                  </p>
                )}
              </div>
            </section>
          )}
          <section className="card stack-small" aria-labelledby="difference-heading">
            <h2 id="difference-heading">{t('risk.beside_in_force')}</h2>
            {in_force || is_new ? <RuleDifference before={in_force} after={rule} /> : <p className="empty">{t('risk.change.added')}</p>}
          </section>
        </aside>
      </div>
      {save.error && <ProblemMessage error={save.error} />}
      {editable && (
        <div className="row">
          <button type="submit" className="krds-btn small" disabled={!ready || save.isPending}>
            {t('risk.save_rule')}
          </button>
          {!is_new && (
            <button type="button" className="krds-btn danger small" disabled={save.isPending} onClick={() => save.mutate({ removed_rules: [rule.id] })}>
              {t('risk.remove_rule')}
            </button>
          )}
          <Link className="krds-btn tertiary small" to={address}>
            {t('common.cancel')}
          </Link>
        </div>
      )}
    </form>
  );
}

export function RulePage() {
  const { t } = useTranslation();
  const { id = '', rule: rule_id = '' } = useParams();
  const title_of = useTitle();
  const { data: version, error, refetch } = useQuery(risk_version_query(id));
  const is_new = rule_id === 'new';
  const [today] = useState(() => today_in_korea(new Date()));
  // A model has no rules, so that none can be added to it.
  const rule = is_new ? (version?.kind === 'policy' ? empty_rule(today) : undefined) : (version?.rules ?? []).find((one) => one.rule.id === rule_id)?.rule;
  const crumbs = [
    { to: '/risk/versions', label: t('risk.versions') },
    ...(version ? [{ to: `/risk/versions/${encodeURIComponent(id)}`, label: title_of(version) }] : []),
  ];
  return (
    <div className="stack">
      <PageHead title={is_new ? t('risk.add_rule') : rule_id} crumbs={crumbs} />
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {!version && !error && <Loading />}
      {version && !rule && <p className="empty">{t('risk.no_such_rule')}</p>}
      {version && rule && <Editor version={version} begun={rule} is_new={is_new} />}
    </div>
  );
}
