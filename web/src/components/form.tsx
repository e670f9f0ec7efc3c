import { useId, type ComponentProps, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string;
  /** The dense form of the officers' pages. */
  small?: boolean;
  /** Says the label to assistive technology only, where the place makes it plain to the eye. */
  hide_label?: boolean;
}

function useField(id: string | undefined, hint: unknown, error: unknown) {
  const made = useId();
  const own = id ?? made;
  const described = [hint ? `${own}-hint` : '', error ? `${own}-error` : ''].filter(Boolean).join(' ') || undefined;
  return { own, described };
}

function Frame({ id, label, hint, error, small, hide_label, children }: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className={small ? 'form-group small' : 'form-group'}>
      <label htmlFor={id} className={hide_label ? 'visually-hidden' : undefined}>
        {label}
      </label>
      {hint && (
        <p className="form-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children}
      {error && (
        <p className="form-hint-invalid" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

export function TextField({ label, hint, error, small, hide_label, id, ...input }: FieldProps & ComponentProps<'input'>) {
  const { own, described } = useField(id, hint, error);
  return (
    <Frame id={own} {...{ label, hint, error, small, hide_label }}>
      <input className="krds-input" type="text" {...input} id={own} aria-describedby={described} aria-invalid={error ? true : undefined} />
    </Frame>
  );
}

export function TextArea({ label, hint, error, small, hide_label, id, ...input }: FieldProps & ComponentProps<'textarea'>) {
  const { own, described } = useField(id, hint, error);
  return (
    <Frame id={own} {...{ label, hint, error, small, hide_label }}>
      <textarea className="krds-input" {...input} id={own} aria-describedby={described} aria-invalid={error ? true : undefined} />
    </Frame>
  );
}

export interface Choice {
  value: string;
  label: string;
  hint?: string;
}

export function SelectField({ label, hint, error, small, hide_label, id, choices, ...input }: FieldProps & { choices: Choice[] } & ComponentProps<'select'>) {
  const { own, described } = useField(id, hint, error);
  return (
    <Frame id={own} {...{ label, hint, error, small, hide_label }}>
      <select className="krds-form-select" {...input} id={own} aria-describedby={described} aria-invalid={error ? true : undefined}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

interface ChoicesProps {
  legend: string;
  hint?: ReactNode;
  error?: string;
  name: string;
  choices: Choice[];
}

export function RadioGroup({ legend, hint, error, name, choices, value, on_change, id }: ChoicesProps & { value: string; on_change: (value: string) => void; id?: string }) {
  const { own, described } = useField(id, hint, error);
  return (
    <fieldset aria-describedby={described}>
      <legend>{legend}</legend>
      {hint && (
        <p className="form-hint" id={`${own}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="form-hint-invalid" id={`${own}-error`}>
          {error}
        </p>
      )}
      {choices.map((choice, index) => (
        <label className="krds-form-check" key={choice.value}>
          <input type="radio" id={index === 0 ? own : undefined} name={name} value={choice.value} checked={value === choice.value} onChange={() => on_change(choice.value)} />
          <span>
            {choice.label}
            {choice.hint && <span className="form-hint"> {choice.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export function CheckGroup({ legend, hint, error, name, choices, values, on_change, id }: ChoicesProps & { values: string[]; on_change: (values: string[]) => void; id?: string }) {
  const { own, described } = useField(id, hint, error);
  const toggle = (value: string) => on_change(values.includes(value) ? values.filter((v) => v !== value) : [...values, value]);
  return (
    <fieldset aria-describedby={described}>
      <legend>{legend}</legend>
      {hint && (
        <p className="form-hint" id={`${own}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="form-hint-invalid" id={`${own}-error`}>
          {error}
        </p>
      )}
      {choices.map((choice, index) => (
        <label className="krds-form-check" key={choice.value}>
          <input type="checkbox" id={index === 0 ? own : undefined} name={name} value={choice.value} checked={values.includes(choice.value)} onChange={() => toggle(choice.value)} />
          <span>
            {choice.label}
            {choice.hint && <span className="form-hint"> {choice.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface FormButtonsProps {
  label: string;
  disabled?: boolean;
  danger?: boolean;
  /** What leaving it is called where "cancel" could be taken for the act itself. */
  cancel?: string;
  on_cancel: () => void;
}

/** The buttons that end the form of a dialog: what it does, and leaving it without that. */
export function FormButtons({ label, disabled, danger, cancel, on_cancel }: FormButtonsProps) {
  const { t } = useTranslation();
  return (
    <div className="row">
      <button type="submit" className={danger ? 'krds-btn danger small' : 'krds-btn small'} disabled={disabled}>
        {label}
      </button>
      <button type="button" className="krds-btn tertiary small" onClick={on_cancel}>
        {cancel ?? t('common.cancel')}
      </button>
    </div>
  );
}
