import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, client, if_match, new_request_id, type Schemas } from '../../api/client';
import { FormButtons, SelectField, TextField, type Choice } from '../../components/form';
import { useAnnounce } from '../../components/live';
import { ErrorSummary, ProblemMessage } from '../../components/message';
import { Modal } from '../../components/modal';
import { format_day, format_won, today_in_korea } from '../../messages/format';
import { event_body, event_kinds, fields_of, unfilled, type DebtEventDraft, type DebtEventKind, type EventField } from './debt_event_draft';

/** Enters what happened to a debt. It must stand on the statement of today, whose version it carries. */
export function DebtEventDialog({ statement, on_close }: { statement: Schemas['DebtStatement']; on_close: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const today = today_in_korea(new Date());
  const [kind, set_kind] = useState<DebtEventKind>('paid');
  const [draft, set_draft] = useState<DebtEventDraft>({ on: today });
  const [tried, set_tried] = useState(false);
  const choices_of = (field: EventField): Choice[] => {
    switch (field.name) {
      case 'word':
        return (field.choices ?? []).map((value) => ({ value, label: t(`debts.words.${value as 'cash'}`) }));
      case 'cause':
        return (field.choices ?? []).map((value) => ({ value, label: t(`debts.causes.${value as 'declared'}`) }));
      case 'published':
        return (field.choices ?? []).map((value) => ({ value, label: t(value === 'yes' ? 'debts.by_publication' : 'debts.served') }));
      case 'principal_failed':
        return (field.choices ?? []).map((value) => ({ value, label: t(value === 'yes' ? 'common.yes' : 'common.no') }));
      case 'charge':
        return statement.items.map((item) => ({ value: item.charge, label: item.title }));
      default:
        return kind === 'payment_reversed'
          ? statement.payments.map((one) => ({ value: one.transaction_id, label: `${format_day(one.on)} ${format_won(one.amount)}` }))
          : statement.securities.map((one) => ({ value: String(one.event), label: `${t(`debts.words.${one.kind as 'cash'}`)} ${format_won(one.value)}` }));
    }
  };
  // What the form shows chosen is what is sent.
  const shown: DebtEventDraft = { ...draft };
  for (const field of fields_of(kind)) {
    if (field.type !== 'choice') continue;
    const choices = choices_of(field);
    if (!choices.some((one) => one.value === shown[field.name])) shown[field.name] = choices[0]?.value ?? '';
  }
  const label_of = (name: string) => {
    if (name === 'reference') return t(`debts.reference_of.${kind as 'set_off'}`);
    if (name === 'until' && kind === 'notice_given') return t('debts.until_of.notice_given');
    return t(`debts.field.${name as 'on'}`);
  };
  const enter = useMutation({
    mutationFn: () => answer(client.POST('/v1/debts/{id}/events', { params: { path: { id: statement.id }, header: { 'Request-Id': request_id.current, 'If-Match': if_match(statement.version) } }, body: event_body(kind, shown) })),
    onSuccess: async () => {
      announce(t('debts.entered'));
      await Promise.all(['debt_statement', 'debt_measures', 'debts', 'arrears_case', 'arrears_cases', 'arrears_figures'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      on_close();
    },
  });
  const change = (after: () => void) => {
    request_id.current = new_request_id();
    enter.reset();
    after();
  };
  const problems = unfilled(kind, shown).map((name) => ({ id: `event-${name}`, text: t(name === 'amount_krw' ? 'debts.need_won' : 'debts.need', { field: label_of(name) }) }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0) enter.mutate();
  };
  return (
    <Modal title={t('debts.enter_title')} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        {tried && <ErrorSummary problems={problems} />}
        {enter.error && <ProblemMessage error={enter.error} />}
        <SelectField
          id="event-kind"
          label={t('debts.field.kind')}
          value={kind}
          choices={event_kinds.map((value) => ({ value, label: t(`debts.kinds.${value}`) }))}
          onChange={(event) =>
            change(() => {
              set_kind(event.target.value as DebtEventKind);
              set_tried(false);
            })
          }
        />
        {fields_of(kind).map((field) => {
          const common = { id: `event-${field.name}`, label: label_of(field.name), hint: field.optional ? t('common.optional') : undefined, value: shown[field.name] ?? '', error: tried ? problems.find((one) => one.id === `event-${field.name}`)?.text : undefined };
          const set = (value: string) => change(() => set_draft({ ...draft, [field.name]: value }));
          if (field.type === 'choice') return <SelectField key={field.name} {...common} choices={choices_of(field)} onChange={(event) => set(event.target.value)} />;
          return <TextField key={field.name} {...common} type={field.type === 'date' ? 'date' : 'text'} inputMode={field.type === 'won' ? 'numeric' : undefined} onChange={(event) => set(event.target.value)} />;
        })}
        <FormButtons label={t('debts.enter')} disabled={enter.isPending} on_cancel={on_close} />
      </form>
    </Modal>
  );
}
