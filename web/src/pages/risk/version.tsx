import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { answer, client, if_match, new_request_id, type Schemas } from '../../api/client';
import { rehearsal_query, risk_version_query, risk_watch_query } from '../../api/queries';
import { TextField } from '../../components/form';
import { useAnnounce } from '../../components/live';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { of_numbers, Table } from '../../components/table';
import { WatchAlarms } from '../../components/watch';
import { current_language } from '../../messages';
import { add_days, format_day, format_number, format_share, format_time, today_in_korea } from '../../messages/format';
import { ModelSections, RehearseByCommand } from './model';
import { DecisionModal, DraftModal, RuleDifference, StateBadge, usePersonName, useTitle, type Decision, type VersionPageData } from './parts';

const stages = ['drafted', 'rehearsed', 'approved', 'active'] as const;
const decisions: readonly Decision[] = ['approve', 'reject', 'activate', 'roll_back'];
type Source = Schemas['RehearsalReport']['policies'][number]['sources'][number];

/** Where a version is on its way: each stage with who and when. */
function Life({ version }: { version: VersionPageData }) {
  const { t } = useTranslation();
  const person = usePersonName();
  const reached = version.state === 'retired' ? 3 : version.state === 'rejected' ? 0 : stages.indexOf(version.state);
  const run = version.rehearsals.find((one) => one.rehearsal_id === version.rehearsal_id);
  const who = [
    `${version.authors.map(person).join(', ')} · ${format_time(version.created_at)}`,
    run ? `${person(run.requested_by)} · ${format_time(run.finished_at)}` : '',
    version.approved_at ? `${person(version.approved_by)} · ${format_time(version.approved_at)}` : '',
    version.activated_at ? `${person(version.activated_by)} · ${format_time(version.activated_at)}` : '',
  ];
  return (
    <ol className="life" aria-label={t('risk.life')}>
      {stages.map((stage, at) => (
        <li key={stage} className={at <= reached ? 'done' : undefined} aria-current={at === reached && version.state === stage ? 'step' : undefined}>
          <strong>{t(`risk.stage.${stage}`)}</strong>
          <span className="small subtle">{who[at] || t(at <= reached ? 'risk.not_needed' : 'risk.still_open')}</span>
        </li>
      ))}
    </ol>
  );
}

function Rules({ version, editable, on_draft }: { version: VersionPageData; editable: boolean; on_draft?: () => void }) {
  const { t } = useTranslation();
  const [text, set_text] = useState('');
  const [only_changed, set_only_changed] = useState(false);
  const newest = version.rehearsals[0]?.rehearsal_id ?? '';
  const { data: run } = useQuery(rehearsal_query(newest, current_language()));
  const sources = new Map<string, Source>((run?.report?.policies[1]?.sources ?? []).map((source) => [source.id, source]));
  const wanted = text.trim().toLowerCase();
  const rows = (version.rules ?? []).filter(({ rule, change }) => (!only_changed || change !== 'same') && (!wanted || `${rule.id} ${rule.when} ${rule.reason_ko} ${rule.reason_en}`.toLowerCase().includes(wanted)));
  const changed = (version.rules ?? []).filter(({ change }) => change !== 'same').length;
  const path = `/risk/versions/${encodeURIComponent(version.version_id)}/rules`;
  return (
    <section className="stack-small" aria-labelledby="rules-heading">
      <div className="spread">
        <h2 id="rules-heading">{t('risk.rules', { count: version.rules?.length ?? 0 })}</h2>
        {editable && (
          <Link className="krds-btn tertiary small" to={`${path}/new`}>
            {t('risk.add_rule')}
          </Link>
        )}
        {!editable && on_draft && (
          <button type="button" className="krds-btn tertiary small" onClick={on_draft}>
            {t('risk.change_rules')}
          </button>
        )}
      </div>
      <div className="row">
        <TextField small label={t('risk.find_rule')} hide_label placeholder={t('risk.find_rule')} value={text} onChange={(event) => set_text(event.target.value)} />
        {changed > 0 && (
          <label className="krds-form-check">
            <input type="checkbox" checked={only_changed} onChange={(event) => set_only_changed(event.target.checked)} />
            <span>{t('risk.only_changed', { count: changed })}</span>
          </label>
        )}
      </div>
      <Table
        title={t('risk.rule_table', { count: rows.length })}
        heads={[t('risk.rule.id'), t('risk.rule.when'), t('risk.valid'), of_numbers(t('risk.rule.likelihood')), t('risk.rule.consequence'), of_numbers(t('risk.led')), of_numbers(t('risk.hit_rate'))]}
      >
        {rows.map(({ rule, change }) => {
          const source = sources.get(rule.id);
          return (
            <tr key={rule.id}>
              <th scope="row">
                <Link to={`${path}/${encodeURIComponent(rule.id)}`}>{rule.id}</Link>
                {change !== 'same' && <span className="krds-badge blue">{t(`risk.change.${change}`)}</span>}
                <span className="subtle small block">{rule.owner || t('risk.owner_of_policy')}</span>
              </th>
              <td className="rule-when">
                {current_language() === 'ko' ? rule.reason_ko : rule.reason_en}
                <code className="block">{rule.when}</code>
              </td>
              <td className="nowrap">
                {rule.from} –{rule.until && ` ${rule.until}`}
              </td>
              <td className="right">{rule.likelihood}</td>
              <td>
                {rule.consequence === 'by_value' ? t('risk.by_value') : rule.consequence}
                {rule.hard && <span className="krds-badge red">{t('risk.hard')}</span>}
              </td>
              <td className="right">{run?.report ? format_number(source?.selected ?? 0) : '–'}</td>
              <td className="right nowrap">{source?.hits.rate ? `${format_share(source.hits.rate.value)} (${source.hits.found}/${source.hits.labelled})` : '–'}</td>
            </tr>
          );
        })}
      </Table>
      <p className="small subtle">{run?.report ? t('risk.figures_from', { from: format_day(run.report.from), to: format_day(run.report.to) }) : t('risk.no_figures')}</p>
    </section>
  );
}

function Changes({ version }: { version: VersionPageData }) {
  const { t } = useTranslation();
  const changed = (version.rules ?? []).filter(({ change }) => change !== 'same');
  const removed = version.removed_rules ?? [];
  if (version.version_id === version.in_force_id) return null;
  return (
    <section className="stack-small" aria-labelledby="changes-heading">
      <h2 id="changes-heading">{t('risk.changes')}</h2>
      {changed.length + removed.length === 0 && !version.settings_changed && <p className="empty">{t('risk.nothing_changed')}</p>}
      {changed.map(({ rule, change, in_force }) => (
        <details key={rule.id} open={changed.length <= 3}>
          <summary>
            <strong>{rule.id}</strong> · {t(`risk.change.${change}`)}
          </summary>
          <RuleDifference before={in_force} after={rule} />
        </details>
      ))}
      {removed.map((rule) => (
        <details key={rule.id}>
          <summary>
            <strong>{rule.id}</strong> · {t('risk.change.removed')}
          </summary>
          <RuleDifference before={rule} after={null} />
        </details>
      ))}
      {version.settings_changed && <Message tone="information">{t('risk.settings_changed')}</Message>}
    </section>
  );
}

/** risk.yaml as a whole: quotas, ratios, likelihoods of methods, lists. */
function SettingsText({ version, editable }: { version: VersionPageData; editable: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  const [text, set_text] = useState(version.risk_yaml ?? '');
  useEffect(() => set_text(version.risk_yaml ?? ''), [version.risk_yaml]);
  const save = useMutation({
    mutationFn: () =>
      answer(
        client.PUT('/v1/risk/versions/{version_id}', {
          params: { path: { version_id: version.version_id }, header: { 'Request-Id': request_id.current, 'If-Match': if_match(version.version) } },
          body: { risk_yaml: text },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['risk_version', version.version_id] }),
    onSettled: () => (request_id.current = new_request_id()),
  });
  return (
    <details>
      <summary>
        <h2 className="inline">{t('risk.settings')}</h2>
      </summary>
      <div className="stack-small">
        {save.error && <ProblemMessage error={save.error} />}
        <label htmlFor="risk-yaml" className="visually-hidden">
          {t('risk.settings')}
        </label>
        <textarea id="risk-yaml" className="krds-input code" rows={20} spellCheck={false} readOnly={!editable} value={text} onChange={(event) => set_text(event.target.value)} />
        {editable && (
          <button type="button" className="krds-btn small" disabled={text === version.risk_yaml || save.isPending} onClick={() => save.mutate()}>
            {t('common.save')}
          </button>
        )}
      </div>
    </details>
  );
}

function Rehearse({ version }: { version: VersionPageData }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const person = usePersonName();
  const request_id = useRef(new_request_id());
  const [yesterday] = useState(() => add_days(today_in_korea(new Date()), -1));
  const [from, set_from] = useState(add_days(yesterday, -29));
  const [to, set_to] = useState(yesterday);
  const [running, set_running] = useState('');
  const { data: run } = useQuery(rehearsal_query(running, current_language()));
  const start = useMutation({
    mutationFn: () => answer(client.POST('/v1/risk/versions/{version_id}/rehearsals', { params: { path: { version_id: version.version_id }, header: { 'Request-Id': request_id.current } }, body: { from, to } })),
    onSuccess: (begun) => set_running(begun.rehearsal_id),
    onSettled: () => (request_id.current = new_request_id()),
  });
  useEffect(() => {
    if (run?.state !== 'finished') return;
    announce(t('risk.rehearsal_done'));
    void queries.invalidateQueries({ queryKey: ['risk_version', version.version_id] });
    void queries.invalidateQueries({ queryKey: ['risk_versions'] });
    void navigate(`/risk/rehearsals/${encodeURIComponent(run.rehearsal_id)}`);
  }, [run, announce, t, queries, navigate, version.version_id]);
  const busy = start.isPending || run?.state === 'running';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && from <= to) start.mutate();
  };
  return (
    <section className="stack-small" aria-labelledby="rehearsal-heading">
      <h2 id="rehearsal-heading">{t('risk.rehearsal')}</h2>
      {version.steps.includes('rehearse') && (
        <form className="card form-grid search-form" onSubmit={submit} aria-label={t('risk.rehearse')}>
          <TextField small type="date" label={t('common.from')} value={from} max={to} onChange={(event) => set_from(event.target.value)} />
          <TextField small type="date" label={t('common.to')} value={to} min={from} max={yesterday} onChange={(event) => set_to(event.target.value)} />
          <button type="submit" className="krds-btn small form-end" disabled={busy}>
            {t('risk.rehearse')}
          </button>
        </form>
      )}
      {version.kind === 'model' && <RehearseByCommand version={version} />}
      {start.error && <ProblemMessage error={start.error} />}
      {busy && (
        <div role="status">
          <label htmlFor="rehearsal-progress">{t('risk.running')}</label>
          <progress id="rehearsal-progress" className="batch-progress" max={1} value={run?.progress ?? 0} />
        </div>
      )}
      {run?.state === 'failed' && run.problem && (
        <Message tone="danger" title={run.problem.detail}>
          {run.problem.fix}
        </Message>
      )}
      {version.rehearsals.length === 0 && <p className="empty">{t('risk.not_rehearsed')}</p>}
      {version.rehearsals.length > 0 && (
        <ul className="plain-list">
          {version.rehearsals.map((one) => (
            <li key={one.rehearsal_id}>
              <Link to={`/risk/rehearsals/${encodeURIComponent(one.rehearsal_id)}`}>
                {format_day(one.from)} – {format_day(one.to)}
              </Link>{' '}
              <span className="subtle">
                {person(one.requested_by)} · {format_time(one.finished_at)}
              </span>{' '}
              {!one.of_this_content && <span className="krds-badge">{t('risk.of_earlier_content')}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function VersionPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const title_of = useTitle();
  const { data: version, error, refetch } = useQuery(risk_version_query(id));
  const { data: watch } = useQuery({ ...risk_watch_query(), enabled: version?.state === 'active' });
  const [deciding, set_deciding] = useState<Decision | null>(null);
  const [drafting, set_drafting] = useState(false);
  const [done, set_done] = useState('');
  const crumbs = [{ to: '/risk/versions', label: t('risk.versions') }];
  if (error) {
    return (
      <div className="stack">
        <PageHead title={t('risk.versions')} crumbs={crumbs} />
        <ProblemMessage error={error} retry={() => void refetch()} />
      </div>
    );
  }
  if (!version) return <Loading />;
  const title = title_of(version);
  const may_draft = version.kind === 'policy' && version.state === 'active';
  return (
    <div className="stack">
      <PageHead title={title} crumbs={crumbs}>
        <StateBadge state={version.state} />
      </PageHead>
      {done && <Message tone="success">{done}</Message>}
      {version.state === 'active' && watch && <WatchAlarms watch={watch} to_overview />}
      {version.note && <p>{version.note}</p>}
      <p className="small subtle">
        {t(`risk.kind.${version.kind}`)} · <span className="hash">{version.fingerprint}</span>
      </p>
      <Life version={version} />
      <div className="row">
        {decisions
          .filter((decision) => version.steps.includes(decision))
          .map((decision) => (
            <button key={decision} type="button" className={decision === 'reject' ? 'krds-btn danger small' : 'krds-btn small'} onClick={() => set_deciding(decision)}>
              {t(`risk.step.${decision}`)}
            </button>
          ))}
      </div>
      {version.kind === 'policy' ? (
        <>
          <Changes version={version} />
          <Rehearse version={version} />
          <Rules version={version} editable={version.steps.includes('edit')} on_draft={may_draft && version.steps.includes('rehearse') ? () => set_drafting(true) : undefined} />
          <SettingsText key={version.version} version={version} editable={version.steps.includes('edit')} />
        </>
      ) : (
        <>
          <ModelSections version={version} />
          <Rehearse version={version} />
        </>
      )}
      {deciding && (
        <DecisionModal
          decision={deciding}
          version={version}
          on_close={() => set_deciding(null)}
          on_done={() => {
            set_done(t(`risk.done.${deciding}`));
            set_deciding(null);
          }}
        />
      )}
      {drafting && <DraftModal based_on={version.version_id} on_close={() => set_drafting(false)} />}
    </div>
  );
}
