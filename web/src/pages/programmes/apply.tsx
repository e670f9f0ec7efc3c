import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { answer, client, new_request_id, type Schemas } from '../../api/client';
import { codes_query } from '../../api/queries';
import { useSession } from '../../api/session';
import { RadioGroup, SelectField, TextField } from '../../components/form';
import { ErrorSummary, Loading, ProblemMessage } from '../../components/message';
import { PageHead } from '../../components/page';
import { PartyChoice } from '../../components/party_choice';
import { current_language } from '../../messages';
import { schemes_query } from './queries';

/** Applies for the designation: what the firm knows of itself; the rest stands in the record. */
export function ApplyPage() {
  const { t, i18n } = useTranslation();
  const { me } = useSession();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const request_id = useRef(new_request_id());
  const schemes = useQuery(schemes_query(i18n.language));
  const offices = useQuery(codes_query('customs_offices'));
  const [party, set_party] = useState(me?.party_ids[0] ?? '');
  const [scheme, set_scheme] = useState('regular_settlement');
  const [office, set_office] = useState('');
  const [until, set_until] = useState('');
  const [score, set_score] = useState('');
  const [control, set_control] = useState('');
  const [offence, set_offence] = useState('');
  const [tried, set_tried] = useState(false);
  const send = useMutation({
    mutationFn: () =>
      answer(
        client.POST('/v1/programmes', {
          params: { header: { 'Request-Id': request_id.current } },
          body: {
            party_id: party,
            scheme: scheme as Schemas['ProgrammeScheme'],
            customs_office: office,
            compliance_score: Number(score),
            internal_control_score: Number(control),
            ...(until ? { aeo_importer_until: until } : {}),
            ...(offence ? { last_offence_on: offence } : {}),
          },
        }),
      ),
    onSuccess: async (after) => {
      await Promise.all(['programmes', 'firm_home'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      void navigate(`/programmes/${encodeURIComponent(after.id)}`);
    },
    onError: () => {
      request_id.current = new_request_id();
    },
  });
  const is_score = (text: string) => /^\d{1,3}$/.test(text) && Number(text) <= 100;
  const problems = [
    ...(office ? [] : [{ id: 'programme-office', text: t('programmes.need_office') }]),
    ...(until ? [] : [{ id: 'programme-until', text: t('programmes.need_certificate') }]),
    ...(is_score(score) ? [] : [{ id: 'programme-score', text: t('programmes.need_score') }]),
    ...(is_score(control) ? [] : [{ id: 'programme-control', text: t('programmes.need_score') }]),
  ];
  const of = (id: string) => (tried ? problems.find((problem) => problem.id === id)?.text : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0 && !send.isPending) send.mutate();
  };
  const open = schemes.data?.items.filter((one) => one.open) ?? [];
  return (
    <div className="narrow stack">
      <PageHead title={t('programmes.apply')} crumbs={[{ to: '/programmes', label: t('nav.programmes') }]} />
      <p className="subtle">{t('programmes.apply_lead')}</p>
      {(schemes.error ?? offices.error) && <ProblemMessage error={schemes.error ?? offices.error} />}
      {!schemes.data || !offices.data ? (
        <Loading />
      ) : (
        <form className="stack" onSubmit={submit} noValidate>
          {tried && <ErrorSummary problems={problems} />}
          {send.error && <ProblemMessage error={send.error} />}
          <PartyChoice party={party} set={set_party} />
          <RadioGroup name="scheme" legend={t('programmes.scheme')} value={scheme} on_change={set_scheme} choices={open.map((one) => ({ value: one.scheme, label: one.text, hint: t(one.exempts_from_audit ? 'programmes.exempts' : 'programmes.exempts_not') }))} />
          <SelectField
            id="programme-office"
            label={t('common.office')}
            value={office}
            onChange={(event) => set_office(event.target.value)}
            choices={[{ value: '', label: t('programmes.choose') }, ...offices.data.items.map((one) => ({ value: one.value, label: one.label[current_language()] }))]}
            error={of('programme-office')}
          />
          <TextField id="programme-until" type="date" label={t('programmes.certificate_until')} value={until} onChange={(event) => set_until(event.target.value)} error={of('programme-until')} />
          <TextField id="programme-score" inputMode="numeric" label={t('programmes.compliance_score')} value={score} maxLength={3} onChange={(event) => set_score(event.target.value)} error={of('programme-score')} />
          <TextField id="programme-control" inputMode="numeric" label={t('programmes.control_score')} value={control} maxLength={3} onChange={(event) => set_control(event.target.value)} error={of('programme-control')} />
          <TextField id="programme-offence" type="date" label={`${t('programmes.last_offence')} (${t('common.optional')})`} value={offence} onChange={(event) => set_offence(event.target.value)} />
          <div>
            <button type="submit" className="krds-btn" disabled={send.isPending}>
              {t('programmes.send_application')}
            </button>
          </div>
        </form>
      )}
    </div>
  );
}
