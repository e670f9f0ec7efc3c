import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, client, if_match, new_request_id, type Schemas } from '../../api/client';
import { FormButtons, SelectField, TextArea, TextField } from '../../components/form';
import { useAnnounce } from '../../components/live';
import { ErrorSummary, ProblemMessage } from '../../components/message';
import { Modal } from '../../components/modal';
import { add_days, today_in_korea } from '../../messages/format';
import { fields_of, missing_fields, needs_items, step_body, type StepDraft } from './step_draft';
import type { Seizure, SeizureAction } from './queries';

interface ItemRow {
  item_id: string;
  description: string;
  quantity: string;
  place: string;
  estimate: string;
  value: string;
  file: File | null;
}

async function upload(id: string, file: File): Promise<string> {
  const evidence_id = new_request_id();
  await answer(
    client.PUT('/v1/seizures/{id}/evidence/{evidence_id}', {
      params: { path: { id, evidence_id }, query: { name: file.name }, header: { 'Request-Id': new_request_id() } },
      body: file as unknown as string,
      bodySerializer: (body) => body as unknown as Blob,
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
  );
  return evidence_id;
}

function Items({ action, rows, on_change }: { action: SeizureAction; rows: ItemRow[]; on_change: (rows: ItemRow[]) => void }) {
  const { t } = useTranslation();
  const set = (index: number, change: Partial<ItemRow>) => on_change(rows.map((row, at) => (at === index ? { ...row, ...change } : row)));
  return (
    <>
      {rows.map((row, index) => (
        <fieldset className="card stack-small" key={row.item_id}>
          <legend>{action === 'value' ? `${row.item_id}. ${row.description}` : t('seizure.field.item', { number: row.item_id })}</legend>
          {action === 'value' ? (
            <TextField small inputMode="numeric" label={t('seizure.field.value')} value={row.value} onChange={(event) => set(index, { value: event.target.value })} />
          ) : (
            <>
              <TextField small label={t('seizure.field.description')} value={row.description} onChange={(event) => set(index, { description: event.target.value })} />
              <div className="form-grid">
                <TextField small label={t('seizure.field.quantity')} value={row.quantity} onChange={(event) => set(index, { quantity: event.target.value })} />
                <TextField small inputMode="numeric" label={t('seizure.field.estimate')} value={row.estimate} onChange={(event) => set(index, { estimate: event.target.value })} />
              </div>
              <TextField small label={t('seizure.field.item_place')} value={row.place} onChange={(event) => set(index, { place: event.target.value })} />
              <TextField small type="file" accept="image/jpeg,image/png,image/webp,application/pdf" label={t('seizure.field.photograph')} onChange={(event) => set(index, { file: event.target.files?.[0] ?? null })} />
            </>
          )}
        </fieldset>
      ))}
      {action === 'seize' && (
        <button type="button" className="krds-btn tertiary xsmall" onClick={() => on_change([...rows, new_row(rows.length + 1)])}>
          {t('seizure.field.add_item')}
        </button>
      )}
    </>
  );
}

const new_row = (number: number): ItemRow => ({ item_id: String(number), description: '', quantity: '', place: '', estimate: '', value: '', file: null });

/** One step of a case: only the fields that it takes. */
export function StepDialog({ seizure, action, on_close }: { seizure: Seizure; action: SeizureAction; on_close: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const request_id = useRef(new_request_id());
  const today = today_in_korea(new Date());
  const holder = seizure.items[0]?.custody.at(-1)?.to ?? '';
  const [draft, set_draft] = useState<StepDraft>({
    day: today,
    opens_on: add_days(today, seizure.state === 'unsold' ? 5 : 10),
    distribution_day: add_days(today, 14),
    item_id: seizure.items[0]?.item_id ?? '',
    from: holder,
    ground: 'paid',
    kind: 'mortgage',
    relation: 'none',
    amount_krw: action === 'receive_price' ? String(seizure.sale?.award?.price_krw ?? '') : '',
  });
  const [rows, set_rows] = useState<ItemRow[]>(action === 'value' ? seizure.items.map((item) => ({ ...new_row(1), item_id: item.item_id, description: item.description })) : [new_row(1)]);
  const [tried, set_tried] = useState(false);
  const set = (name: string, value: string) => {
    request_id.current = new_request_id();
    const change: StepDraft = { [name]: value };
    if (name === 'item_id') change.from = seizure.items.find((item) => item.item_id === value)?.custody.at(-1)?.to ?? '';
    set_draft({ ...draft, ...change });
  };
  const take = useMutation({
    mutationFn: async () => {
      const body: Schemas['SeizureStep'] = step_body(action, draft);
      if (needs_items(action)) {
        body.items = await Promise.all(
          rows.map(async (row) =>
            action === 'value'
              ? { item_id: row.item_id, value_krw: Number(row.value) }
              : { item_id: row.item_id, description: row.description, quantity: row.quantity, place: row.place, estimate_krw: Number(row.estimate), photographs: row.file ? [await upload(seizure.id, row.file)] : [] },
          ),
        );
      }
      return answer(client.POST('/v1/seizures/{id}/steps', { params: { path: { id: seizure.id }, header: { 'Request-Id': request_id.current, 'If-Match': if_match(seizure.version) } }, body }));
    },
    onSuccess: async () => {
      announce(t(`seizure.action.${action}`));
      await Promise.all(['seizure', 'seizure_worklist'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      on_close();
    },
  });
  const missing = [
    ...missing_fields(action, draft),
    ...(needs_items(action) ? rows.filter((row) => !/^\d+$/.test(action === 'value' ? row.value : row.estimate)).map(() => 'items') : []),
  ];
  const problems = [...new Set(missing)].map((name) => ({ id: `step-${name}`, text: t(name === 'items' ? 'seizure.need_amounts' : 'seizure.need_field', { field: name === 'items' ? '' : t(`seizure.field.${name}` as 'seizure.field.day') }) }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0) take.mutate();
  };
  return (
    <Modal title={t(`seizure.action.${action}`)} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        {tried && <ErrorSummary problems={problems} />}
        {take.error && <ProblemMessage error={take.error} />}
        {needs_items(action) && <Items action={action} rows={rows} on_change={set_rows} />}
        {fields_of(action).map((field) => {
          const common = { id: `step-${field.name}`, label: t(`seizure.field.${field.name}` as 'seizure.field.day'), value: draft[field.name] ?? '', error: tried ? problems.find((one) => one.id === `step-${field.name}`)?.text : undefined };
          if (field.kind === 'choice') {
            const choices = field.name === 'item_id' ? seizure.items.map((item) => ({ value: item.item_id, label: `${item.item_id}. ${item.description}` })) : (field.choices ?? []).map((value) => ({ value, label: t(`seizure.choice.${value}` as 'seizure.choice.none') }));
            return <SelectField key={field.name} {...common} choices={choices} onChange={(event) => set(field.name, event.target.value)} />;
          }
          if (field.kind === 'long') return <TextArea key={field.name} {...common} rows={3} maxLength={4000} onChange={(event) => set(field.name, event.target.value)} />;
          return <TextField key={field.name} {...common} type={field.kind === 'date' ? 'date' : 'text'} inputMode={field.kind === 'won' ? 'numeric' : undefined} readOnly={field.name === 'from'} onChange={(event) => set(field.name, event.target.value)} />;
        })}
        <FormButtons label={t(`seizure.action.${action}`)} disabled={take.isPending} on_cancel={on_close} />
      </form>
    </Modal>
  );
}
