import { useTranslation } from 'react-i18next';
import type { DeclarationDetail, Schemas } from '../api/client';
import { current_language } from '../messages';
import { declared_value, is_event, reason_needed, type ActionDraft, type Change, type Need } from './action_draft';
import { describe_format } from './field_format';
import { RadioGroup, SelectField, TextArea, TextField } from './form';
import { ResultFields } from './result_fields';

interface Props {
  draft: ActionDraft;
  needs: readonly Need[];
  detail: DeclarationDetail;
  elements: Schemas['Elements'] | undefined;
  label_of: (field: string) => string;
  today: string;
  error_of: (id: string) => string | undefined;
  on_change: (change: Partial<ActionDraft>) => void;
}

function NewChannel({ draft, detail, error_of, on_change }: Props) {
  const { t } = useTranslation();
  return (
    <RadioGroup
      id="action-channel"
      name="channel"
      legend={t('actions.new_channel')}
      value={draft.channel}
      on_change={(value) => on_change({ channel: value as ActionDraft['channel'] })}
      error={error_of('action-channel')}
      choices={(['green', 'orange', 'red'] as const).filter((value) => value !== detail.summary.channel).map((value) => ({ value, label: `${t(`channel.${value}`)} · ${t(`channel_treatment.${value}`)}` }))}
    />
  );
}

function Amendment({ draft, detail, elements, error_of, on_change }: Props) {
  const { t } = useTranslation();
  const language = current_language();
  const fields =
    elements?.elements.flatMap((element) =>
      element.fields.filter((field) => field.obligation !== 'system').map((field) => ({ value: field.name, label: `${element.number} ${field.label[language]}`, field })),
    ) ?? [];
  const items = detail.declared.items?.length ?? 1;
  const set = (index: number, change: Partial<Change>) => on_change({ changes: draft.changes.map((one, at) => (at === index ? { ...one, ...change } : one)) });
  return (
    <>
      {draft.changes.map((change, index) => {
        const field = fields.find((one) => one.value === change.field)?.field;
        const codes = field?.codes ?? [];
        const common = { id: `action-value-${index}`, label: t('actions.new_value'), value: change.value, error: error_of(`action-value-${index}`) };
        return (
          <fieldset key={index} className="card stack">
            <legend className="visually-hidden">{t('actions.field')}</legend>
            <SelectField
              id={`action-field-${index}`}
              label={t('actions.field')}
              value={change.field}
              onChange={(event) => set(index, { field: event.target.value, item: 1, value: declared_value(detail.declared, event.target.value, 1) })}
              error={error_of(`action-field-${index}`)}
              choices={[{ value: '', label: t('actions.field_choose') }, ...fields.map(({ value, label }) => ({ value, label }))]}
            />
            {field?.level === 'item' && items > 1 && (
              <SelectField
                label={t('actions.item')}
                value={String(change.item)}
                onChange={(event) => set(index, { item: Number(event.target.value), value: declared_value(detail.declared, change.field, Number(event.target.value)) })}
                choices={Array.from({ length: items }, (_, at) => ({ value: String(at + 1), label: String(at + 1) }))}
              />
            )}
            {field && (
              <>
                <p className="small">
                  {t('actions.old_value')}: {declared_value(detail.declared, change.field, change.item) || t('common.not_given')}
                </p>
                {codes.length > 0 ? (
                  <SelectField
                    {...common}
                    onChange={(event) => set(index, { value: event.target.value })}
                    choices={[{ value: '', label: t('common.not_given') }, ...codes.map((code) => ({ value: code.value, label: `${code.value} ${code.label[language]}` }))]}
                  />
                ) : (
                  <TextField {...common} maxLength={field.format.max_length ?? undefined} hint={describe_format(field.format, t)} onChange={(event) => set(index, { value: event.target.value })} />
                )}
              </>
            )}
            {draft.changes.length > 1 && (
              <button type="button" className="krds-btn tertiary xsmall" onClick={() => on_change({ changes: draft.changes.filter((_, at) => at !== index) })}>
                {t('actions.remove_change')}
              </button>
            )}
          </fieldset>
        );
      })}
      {draft.ground && (
        <RadioGroup
          name="ground"
          legend={t('actions.ground')}
          value={draft.ground}
          on_change={(value) => on_change({ ground: value as ActionDraft['ground'] })}
          choices={(['ex_officio', 'evidence'] as const).map((value) => ({ value, label: t(`actions.grounds.${value}`) }))}
        />
      )}
      <button type="button" className="krds-btn tertiary xsmall" onClick={() => on_change({ changes: [...draft.changes, { field: '', item: 1, value: '' }] })}>
        {t('actions.add_change')}
      </button>
    </>
  );
}

/** The inputs of one action. */
export function ActionFields(props: Props) {
  const { t } = useTranslation();
  const { draft, needs, today, error_of, on_change } = props;
  const needed = reason_needed(draft.action, needs);
  const label = draft.action === 'examine' ? t('actions.note') : t('actions.reason');
  return (
    <>
      {is_event(draft.action) && <p>{t(`actions.confirm.${draft.action}`)}</p>}
      {draft.action === 'examine' && <ResultFields draft={draft} error_of={error_of} on_change={on_change} />}
      {draft.action === 'override_channel' && <NewChannel {...props} />}
      {draft.action === 'amend' && <Amendment {...props} />}
      {needs.includes('on') && <TextField type="date" label={t('actions.on')} max={today} value={draft.on || today} onChange={(event) => on_change({ on: event.target.value })} />}
      {needs.includes('until') && (
        <TextField id="action-until" type="date" label={t('actions.until')} min={today} value={draft.until} onChange={(event) => on_change({ until: event.target.value })} error={error_of('action-until')} />
      )}
      <TextArea
        id="action-reason"
        label={needed ? label : `${label} (${t('common.optional')})`}
        hint={needed ? t('actions.reason_hint') : undefined}
        maxLength={2000}
        value={draft.reason}
        onChange={(event) => on_change({ reason: event.target.value })}
        error={error_of('action-reason')}
      />
    </>
  );
}
