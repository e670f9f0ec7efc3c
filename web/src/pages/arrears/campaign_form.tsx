import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { answer, client, if_match, new_request_id, type Schemas } from '../../api/client';
import { campaign_query, offices_query } from '../../api/queries';
import { useSession } from '../../api/session';
import { SelectField, TextField } from '../../components/form';
import { ErrorSummary, Loading, Message, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { current_language } from '../../messages';
import { format_number, format_won } from '../../messages/format';
import { draft_of, empty_fields, empty_member, empty_treatment, fields_of, population_of, problems_of, type Fields } from './campaign_draft';

/** Who would belong to it, before anything is kept. */
function Preview({ fields }: { fields: Fields }) {
  const { t } = useTranslation();
  const preview = useMutation({
    mutationFn: () => answer(client.POST('/v1/campaign-previews', { body: { customs_office: fields.customs_office, from: fields.from, population: population_of(fields) } })),
  });
  const ready = fields.customs_office !== '' && fields.from !== '';
  return (
    <div className="stack-small">
      <div className="row">
        <button type="button" className="krds-btn secondary small" disabled={!ready || preview.isPending} onClick={() => preview.mutate()}>
          {t('campaigns.preview')}
        </button>
      </div>
      {preview.error && <ProblemMessage error={preview.error} />}
      {preview.data && (
        <Message tone="information" title={t('campaigns.preview_count', { debtors: format_number(preview.data.debtors), balance: format_won(preview.data.balance_krw) })}>
          <ul>
            {preview.data.by_ground.map((one) => (
              <li key={one.ground}>{t('campaigns.preview_ground', { ground: one.text, debtors: format_number(one.debtors), balance: format_won(one.balance_krw) })}</li>
            ))}
          </ul>
        </Message>
      )}
    </div>
  );
}

function Form({ campaign }: { campaign?: Schemas['Campaign'] }) {
  const { t } = useTranslation();
  const { me } = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data: offices } = useQuery(offices_query);
  const request_id = useRef(new_request_id());
  const [tried, set_tried] = useState(false);
  const own = me?.offices ?? [];
  const [fields, set_fields] = useState<Fields>(campaign ? fields_of(campaign.draft) : { ...empty_fields, customs_office: own.length === 1 ? (own[0] ?? '') : '' });
  const set = (change: Partial<Fields>) => {
    request_id.current = new_request_id();
    set_fields({ ...fields, ...change });
  };
  const save = useMutation({
    mutationFn: () => {
      const header = { 'Request-Id': request_id.current };
      const body = draft_of(fields);
      return campaign ? answer(client.PUT('/v1/campaigns/{id}', { params: { path: { id: campaign.id }, header: { ...header, 'If-Match': if_match(campaign.version) } }, body })) : answer(client.POST('/v1/campaigns', { params: { header }, body }));
    },
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: ['campaigns'] });
      await queries.invalidateQueries({ queryKey: ['campaign'] });
      void navigate(`/arrears/campaigns/${saved.id}`);
    },
  });
  const problems = problems_of(fields).map((one) => ({ id: one.id, text: t(`campaigns.${one.key}`) }));
  const of = (id: string) => (tried ? problems.find((one) => one.id === id)?.text : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0) save.mutate();
  };
  const text = (id: string, label: string, key: keyof Fields & string, hint?: string) => (
    <TextField id={id} label={label} hint={hint} value={fields[key] as string} onChange={(event) => set({ [key]: event.target.value })} error={of(id)} />
  );
  const treatment = (at: number, change: Partial<Fields['treatments'][number]>) => set({ treatments: fields.treatments.map((one, place) => (place === at ? { ...one, ...change } : one)) });
  const member = (at: number, change: Partial<Fields['team'][number]>) => set({ team: fields.team.map((one, place) => (place === at ? { ...one, ...change } : one)) });
  return (
    <form className="stack" onSubmit={submit} noValidate autoComplete="off">
      {tried && <ErrorSummary problems={problems} />}
      {save.error && <ProblemMessage error={save.error} />}
      <section className="card stack-small">
        <h2>{t('campaigns.what')}</h2>
        {text('campaign-name-ko', t('campaigns.name_ko'), 'name_ko')}
        {text('campaign-name-en', t('campaigns.name_en'), 'name_en')}
        <SelectField id="campaign-office" label={t('campaigns.office')} value={fields.customs_office} disabled={campaign !== undefined} onChange={(event) => set({ customs_office: event.target.value })} error={of('campaign-office')} choices={[{ value: '', label: '–' }, ...own.map((code) => ({ value: code, label: offices?.items.find((one) => one.code === code)?.name[current_language()] ?? code }))]} />
        <TextField id="campaign-from" type="date" label={t('campaigns.from')} value={fields.from} onChange={(event) => set({ from: event.target.value })} error={of('campaign-from')} />
        <TextField id="campaign-until" type="date" label={t('campaigns.until')} value={fields.until} onChange={(event) => set({ until: event.target.value })} error={of('campaign-until')} />
      </section>
      <section className="card stack-small">
        <h2>{t('campaigns.who')}</h2>
        <p>{t('campaigns.who_hint')}</p>
        {text('campaign-overdue', t('campaigns.overdue_days'), 'overdue_days', t('campaigns.optional'))}
        {text('campaign-at-least', t('campaigns.at_least_krw'), 'at_least_krw', t('campaigns.optional'))}
        {text('campaign-new', t('campaigns.new_within_days'), 'new_within_days', t('campaigns.optional'))}
        {text('campaign-held-back', t('campaigns.held_back_percent'), 'held_back_percent', t('campaigns.held_back_hint'))}
        <Preview fields={fields} />
      </section>
      <section className="card stack-small">
        <h2>{t('campaigns.how')}</h2>
        {fields.treatments.map((one, at) => (
          <fieldset key={at} className="stack-small">
            <legend>{t('campaigns.treatment', { number: at + 1 })}</legend>
            <TextField id={`campaign-treatment-${at}`} label={t('campaigns.name_ko')} value={one.name_ko} onChange={(event) => treatment(at, { name_ko: event.target.value })} error={of(`campaign-treatment-${at}`)} />
            <TextField label={t('campaigns.name_en')} value={one.name_en} onChange={(event) => treatment(at, { name_en: event.target.value })} />
            <TextField label={t('campaigns.incentive_ko')} value={one.incentive_ko} onChange={(event) => treatment(at, { incentive_ko: event.target.value })} />
            <TextField label={t('campaigns.incentive_en')} value={one.incentive_en} onChange={(event) => treatment(at, { incentive_en: event.target.value })} />
            <TextField id={`campaign-weight-${at}`} label={t('campaigns.weight')} hint={t('campaigns.weight_hint')} value={one.weight} inputMode="numeric" onChange={(event) => treatment(at, { weight: event.target.value })} error={of(`campaign-weight-${at}`)} />
          </fieldset>
        ))}
        <div className="row">
          <button type="button" className="krds-btn tertiary small" onClick={() => set({ treatments: [...fields.treatments, empty_treatment] })}>
            {t('campaigns.add_treatment')}
          </button>
          {fields.treatments.length > 1 && (
            <button type="button" className="krds-btn text small" onClick={() => set({ treatments: fields.treatments.slice(0, -1) })}>
              {t('campaigns.remove_last')}
            </button>
          )}
        </div>
      </section>
      <section className="card stack-small">
        <h2>{t('campaigns.team')}</h2>
        {fields.team.map((one, at) => (
          <fieldset key={at} className="stack-small">
            <legend>{t('campaigns.member', { number: at + 1 })}</legend>
            <TextField id={`campaign-member-${at}`} label={t('campaigns.account')} value={one.account_id} onChange={(event) => member(at, { account_id: event.target.value })} error={of(`campaign-member-${at}`)} />
            <TextField id={`campaign-hours-${at}`} label={t('campaigns.hours')} value={one.hours} inputMode="numeric" onChange={(event) => member(at, { hours: event.target.value })} error={of(`campaign-hours-${at}`)} />
          </fieldset>
        ))}
        <div className="row">
          <button type="button" className="krds-btn tertiary small" onClick={() => set({ team: [...fields.team, empty_member] })}>
            {t('campaigns.add_member')}
          </button>
          {fields.team.length > 1 && (
            <button type="button" className="krds-btn text small" onClick={() => set({ team: fields.team.slice(0, -1) })}>
              {t('campaigns.remove_last')}
            </button>
          )}
        </div>
      </section>
      <section className="card stack-small">
        <h2>{t('campaigns.targets')}</h2>
        {text('campaign-target', t('campaigns.collected_krw'), 'collected_krw')}
        {text('campaign-contacted', t('campaigns.contacted_percent'), 'contacted_percent')}
      </section>
      <div className="row">
        <button type="submit" className="krds-btn" disabled={save.isPending}>
          {t('common.save')}
        </button>
      </div>
    </form>
  );
}

/** A new campaign, or the change of a draft. */
export function CampaignFormPage() {
  const { t } = useTranslation();
  const { id } = useParams();
  const { data, error } = useQuery({ ...campaign_query(id ?? '', current_language()), enabled: id !== undefined });
  return (
    <div className="narrow stack">
      <PageHead title={id ? t('campaigns.change') : t('campaigns.new')} crumbs={[{ label: t('campaigns.title'), to: '/arrears/campaigns' }]} />
      {error && <ProblemMessage error={error} />}
      {id === undefined && <Form />}
      {id !== undefined && (data ? <Form campaign={data} /> : !error && <Loading />)}
    </div>
  );
}
