import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { matching, word_before, type RuleName } from './names';

const most = 8;

interface Props {
  value: string;
  names: readonly RuleName[];
  invalid: boolean;
  described_by?: string;
  on_change: (value: string) => void;
}

/** The condition of a rule, with a list of names that goes on with the word being written: arrows choose, Enter takes. */
export function ConditionField({ value, names, invalid, described_by, on_change }: Props) {
  const { t } = useTranslation();
  const list = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [at, set_at] = useState(0);
  const [chosen, set_chosen] = useState(0);
  const [open, set_open] = useState(false);
  const { word, from } = word_before(value, at);
  const found = open ? matching(names, word, most) : [];
  const take = (name: string) => {
    on_change(value.slice(0, from) + name + value.slice(at));
    set_open(false);
    const end = from + name.length;
    set_at(end);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(end, end);
    });
  };
  const key = (event: KeyboardEvent) => {
    const name = found[chosen];
    if (event.nativeEvent.isComposing || !name) return;
    if (event.key === 'ArrowDown') set_chosen((chosen + 1) % found.length);
    else if (event.key === 'ArrowUp') set_chosen((chosen + found.length - 1) % found.length);
    else if (event.key === 'Enter') take(name.name);
    else if (event.key === 'Escape') set_open(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="form-group code-search">
      <label htmlFor="rule-when">{t('risk.rule.when')}</label>
      <p className="form-hint" id="rule-when-hint">
        {t('risk.when_hint')}
      </p>
      <textarea
        ref={area}
        id="rule-when"
        className="krds-input code"
        rows={5}
        spellCheck={false}
        autoComplete="off"
        value={value}
        aria-describedby={['rule-when-hint', described_by].filter(Boolean).join(' ')}
        aria-invalid={invalid || undefined}
        aria-autocomplete="list"
        aria-controls={found.length > 0 ? list : undefined}
        aria-activedescendant={found.length > 0 ? `${list}-${chosen}` : undefined}
        onChange={(event) => {
          on_change(event.target.value);
          set_at(event.target.selectionStart);
          set_chosen(0);
          set_open(true);
        }}
        onSelect={(event) => set_at(event.currentTarget.selectionStart)}
        onKeyDown={key}
        onBlur={() => set_open(false)}
      />
      {found.length > 0 && (
        <ul id={list} role="listbox" aria-label={t('risk.names')}>
          {found.map((name, index) => (
            <li key={name.name} id={`${list}-${index}`} role="option" aria-selected={index === chosen} onMouseDown={(event) => event.preventDefault()} onClick={() => take(name.name)}>
              <strong>{name.name}</strong> <span className="subtle small">{name.label}{name.unit ? ` · ${t(`risk.unit.${name.unit as 'krw'}`)}` : ''}{name.value ? ` · ${name.value}` : ''}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
