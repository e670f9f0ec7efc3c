import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, client, if_match, new_request_id, type Schemas } from '../../api/client';
import { ProblemError } from '../../api/problem';
import { FormButtons, SelectField, TextField, type Choice } from '../../components/form';
import { LawLink } from '../../components/law_link';
import { useAnnounce } from '../../components/live';
import { ErrorSummary, Message, ProblemMessage } from '../../components/message';
import { Modal } from '../../components/modal';
import { today_in_korea } from '../../messages/format';
import { entry_body, entry_fields, recorded_of, unfilled_entry, type Entry, type EntryDraft, type EntryField, type Step } from './ladder_view';
import type { Telling } from './tellings';

/** A step that was refused lists all that it lacks, not the first of it only. */
function Refusal({ error, title }: { error: unknown; title: string }) {
  const missing = error instanceof ProblemError ? error.problem.missing : undefined;
  if (!missing || missing.length === 0) return <ProblemMessage error={error} />;
  return (
    <Message tone="danger" title={title}>
      <ul>
        {missing.map((one) => (
          <li key={one.code + one.text}>
            {one.text} {one.cite && <LawLink cite={one.cite} />}
          </li>
        ))}
      </ul>
    </Message>
  );
}

/** Takes a step, or records that somebody was told, where one is given; else records what happened. */
export function EntryDialog({ debt, step, telling, on_close }: { debt: Schemas['ArrearsCase']; step?: Step; telling?: Telling; on_close: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const [event, set_event] = useState<Entry['event']>(step ? 'step' : telling ? 'told' : recorded_of(debt.of_a_debt)[0]!);
  const [draft, set_draft] = useState<EntryDraft>({ date: today_in_korea(new Date()) });
  const [tried, set_tried] = useState(false);
  const fields = entry_fields(event, step?.step);
  const choices_of = (field: EntryField): Choice[] => {
    const made = (texts: Record<string, string>, only?: readonly string[]) => (only ?? Object.keys(texts)).map((value) => ({ value, label: texts[value] ?? value }));
    if (field.name === 'how') return made(t('ladder.how', { returnObjects: true }), field.choices);
    if (field.name === 'by') return made(t('ladder.by', { returnObjects: true }), field.choices);
    if (field.name === 'outcome') return made(t('ladder.outcomes', { returnObjects: true }), field.choices);
    if (event === 'finding') return made(t('ladder.finding', { returnObjects: true }));
    if (event === 'measurement') return made(t('ladder.quantity', { returnObjects: true }));
    return debt.standing.steps.filter((one, at, all) => all.findIndex((other) => other.step === one.step) === at).map((one) => ({ value: one.step, label: one.asset ? t('ladder.seizure') : one.name }));
  };
  // What the form shows chosen is what is sent.
  const shown: EntryDraft = { ...draft };
  for (const field of fields) {
    if (field.type !== 'choice') continue;
    const choices = choices_of(field);
    if (!choices.some((one) => one.value === shown[field.name])) shown[field.name] = choices[0]?.value ?? '';
  }
  const title = step ? t('ladder.take_title', { step: step.name }) : telling ? t('ladder.tell_title', { whom: telling.name }) : t('ladder.record_title');
  const enter = useMutation({
    mutationFn: () => answer(client.POST('/v1/arrears-cases/{id}/entries', { params: { path: { id: debt.id }, header: { 'Request-Id': request_id.current, 'If-Match': if_match(debt.version) } }, body: entry_body(event, fields, shown, step, telling) })),
    onSuccess: async () => {
      announce(t('ladder.taken', { step: step?.name ?? t(`ladder.event.${event}`) }));
      await Promise.all(['arrears_case', 'arrears_cases', 'debt_measures'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      on_close();
    },
  });
  const change = (after: () => void) => {
    request_id.current = new_request_id();
    enter.reset();
    after();
  };
  const problems = unfilled_entry(fields, shown).map((name) => ({ id: `entry-${name}`, text: t(name === 'amount' ? 'ladder.need_won' : 'ladder.need', { field: t(`ladder.field.${name}`) }) }));
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    set_tried(true);
    if (problems.length === 0) enter.mutate();
  };
  return (
    <Modal title={title} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        {tried && <ErrorSummary problems={problems} />}
        {enter.error && <Refusal error={enter.error} title={t('ladder.refused')} />}
        {!step && !telling && <SelectField id="entry-event" label={t('ladder.field.event')} value={event} choices={recorded_of(debt.of_a_debt).map((value) => ({ value, label: t(`ladder.event.${value}`) }))} onChange={(changed) => change(() => set_event(changed.target.value as Entry['event']))} />}
        {fields.map((field) => {
          const common = { id: `entry-${field.name}`, label: t(`ladder.field.${field.name}`), hint: field.optional ? t('common.optional') : undefined, value: shown[field.name] ?? '', error: tried ? problems.find((one) => one.id === `entry-${field.name}`)?.text : undefined };
          const set = (value: string) => change(() => set_draft({ ...draft, [field.name]: value }));
          if (field.type === 'choice') return <SelectField key={field.name} {...common} choices={choices_of(field)} onChange={(changed) => set(changed.target.value)} />;
          return <TextField key={field.name} {...common} type={field.type === 'date' ? 'date' : 'text'} inputMode={field.type === 'number' ? 'numeric' : undefined} maxLength={200} onChange={(changed) => set(changed.target.value)} />;
        })}
        <FormButtons label={t(step ? 'ladder.take' : 'ladder.record')} disabled={enter.isPending} on_cancel={on_close} />
      </form>
    </Modal>
  );
}
