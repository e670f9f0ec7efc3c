import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Choice } from './form';

const most_shown = 60;

/** Choices whose code or name contains the text, those that begin with it first. */
export function matching(choices: Choice[], text: string): Choice[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return choices.slice(0, most_shown);
  const begins: Choice[] = [];
  const contains: Choice[] = [];
  for (const choice of choices) {
    const label = choice.label.toLowerCase();
    if (choice.value.toLowerCase().startsWith(wanted) || label.startsWith(wanted)) begins.push(choice);
    else if (label.includes(wanted)) contains.push(choice);
  }
  return [...begins, ...contains].slice(0, most_shown);
}

interface Props {
  id: string;
  label: string;
  hint?: string;
  error?: string;
  choices: Choice[];
  value: string;
  on_change: (value: string) => void;
  on_left?: () => void;
}

/** A long code list: type a part of the code or the name, choose with arrow keys and Enter, or with the pointer. */
export function CodeSearch({ id, label, hint, error, choices, value, on_change, on_left }: Props) {
  const { t } = useTranslation();
  const list = useId();
  const shown_value = choices.find((choice) => choice.value === value)?.label ?? value;
  const [text, set_text] = useState<string | null>(null);
  const [open, set_open] = useState(false);
  const [active, set_active] = useState(-1);
  const found = open ? matching(choices, text ?? '') : [];
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    box.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const choose = (choice: Choice) => {
    on_change(choice.value);
    set_text(null);
    set_open(false);
    set_active(-1);
  };
  const leave = () => {
    // What was typed counts when it names one code exactly; anything else is passed on and reported as a finding.
    if (text !== null) {
      const typed = text.trim();
      const exact = choices.find((choice) => choice.value.toLowerCase() === typed.toLowerCase() || choice.label.toLowerCase() === typed.toLowerCase());
      const only = matching(choices, typed);
      on_change(exact?.value ?? (typed && only.length === 1 && only[0] ? only[0].value : typed));
    }
    set_text(null);
    set_open(false);
    set_active(-1);
    on_left?.();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) set_open(true);
      const size = open ? found.length : matching(choices, text ?? '').length;
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (size > 0) set_active((active + step + size + (active < 0 && step < 0 ? 1 : 0)) % size);
    } else if (event.key === 'Enter' && open && active >= 0 && found[active]) {
      event.preventDefault();
      choose(found[active]);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      set_open(false);
      set_text(null);
    }
  };
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;
  return (
    <div className="form-group">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p className="form-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <div className="code-search">
        <input
          id={id}
          className="krds-input"
          type="text"
          role="combobox"
          autoComplete="off"
          aria-expanded={open && found.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={open && active >= 0 ? `${list}-${active}` : undefined}
          aria-describedby={described}
          aria-invalid={error ? true : undefined}
          placeholder={t('filing.search_code')}
          value={text ?? shown_value}
          onFocus={(event) => event.target.select()}
          onClick={() => set_open(true)}
          onChange={(event) => {
            set_text(event.target.value);
            set_open(true);
            set_active(event.target.value.trim() ? 0 : -1);
          }}
          onKeyDown={press}
          onBlur={leave}
        />
        <ul id={list} role="listbox" aria-label={label} ref={box} hidden={!open || found.length === 0}>
          {found.map((choice, at) => (
            <li
              key={choice.value}
              id={`${list}-${at}`}
              role="option"
              aria-selected={at === active}
              onMouseDown={(event) => {
                event.preventDefault();
                choose(choice);
              }}
            >
              {choice.label}
            </li>
          ))}
        </ul>
      </div>
      {open && text !== null && text.trim() !== '' && found.length === 0 && <p className="form-hint">{t('filing.no_code')}</p>}
      {error && (
        <p className="form-hint-invalid" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
