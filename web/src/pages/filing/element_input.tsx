import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { codes_query } from '../../api/queries';
import { CodeSearch } from '../../components/code_search';
import { RadioGroup, SelectField, TextArea, TextField, type Choice } from '../../components/form';
import { current_language, type Language } from '../../messages';
import { input_id, type ElementField, type Entry } from './model';

type CodeList = NonNullable<ElementField['code_list']>;

/** Names of countries and currencies in the reader's language; the browser knows them. */
function name_of(list: CodeList, code: string, given: string, language: Language): string {
  if (list !== 'countries' && list !== 'currencies') return given;
  try {
    return new Intl.DisplayNames(language, { type: list === 'countries' ? 'region' : 'currency' }).of(code) ?? given;
  } catch {
    return given;
  }
}

/** The codes a field may hold, from its own list or from one of the common ones. */
export function useChoices(field: ElementField): Choice[] {
  const { t } = useTranslation();
  const language = current_language();
  const list = field.code_list ?? 'countries';
  const { data } = useQuery({ ...codes_query(list), enabled: field.code_list !== null });
  if (field.codes.length > 0) return field.codes.map((code) => ({ value: code.value, label: code.label[language] }));
  if (field.check === 'yes_no') return (['Y', 'N'] as const).map((value) => ({ value, label: t(value === 'Y' ? 'common.yes' : 'common.no') }));
  if (field.code_list === null) return [];
  return (data?.items ?? []).map((code) => ({ value: code.value, label: `${code.value} ${name_of(list, code.value, code.label[language], language)}` }));
}

/** The value as a person reads it: the name of a code beside the code. */
export function ShownValue({ field, value }: { field: ElementField; value: string }) {
  const { t } = useTranslation();
  const choice = useChoices(field).find((one) => one.value === value);
  if (!value) return <span className="subtle">{t('common.not_given')}</span>;
  return <>{choice ? choice.label : value}</>;
}

function mode_of(field: ElementField): 'decimal' | 'numeric' | undefined {
  if (field.format.kind === 'number') return (field.format.decimals ?? 0) > 0 ? 'decimal' : 'numeric';
  return field.format.kind === 'digits' ? 'numeric' : undefined;
}

/** At most this many choices stand open as radio buttons. */
const most_radios = 4;
/** Longer texts than this get several lines, in characters. */
const one_line = 120;

interface Props {
  entry: Entry;
  item: number;
  value: string;
  computed: boolean;
  /** Shown only when there is more than one item. */
  several: boolean;
  error?: string;
  optional: boolean;
  on_change: (value: string) => void;
  on_left: () => void;
}

/** One field of a data element in the form its format asks for. */
export function ElementInput({ entry, item, value, computed, several, error, optional, on_change, on_left }: Props) {
  const { t } = useTranslation();
  const { field } = entry;
  const choices = useChoices(field);
  const id = input_id(field.name, item);
  const name = field.label[current_language()];
  const label = [name, several && field.level === 'item' ? t('filing.item_of', { item }) : '', optional ? `(${t('common.optional')})` : ''].filter(Boolean).join(' ');
  const limit = field.format.kind === 'text' && field.format.max_length ? t('filing.at_most', { count: field.format.max_length }) : '';
  const hints = [entry.number ? t('filing.element', { number: entry.number }) : '', limit, field.name === 'tariff_code' ? t('filing.tariff_hint') : '', field.personal ? t('filing.personal_hint') : '', computed ? t('filing.computed') : ''];
  const hint = hints.filter(Boolean).join(' · ');
  const change = (next: string) => on_change(next);
  if (field.code_list) return <CodeSearch {...{ id, label, hint, error, choices, value, on_change: change, on_left }} />;
  if (choices.length > 0 && choices.length <= most_radios) {
    return (
      <div onBlur={on_left}>
        <RadioGroup {...{ id, hint, error, choices, value }} legend={label} name={id} on_change={change} />
      </div>
    );
  }
  if (choices.length > 0) {
    return <SelectField {...{ id, label, hint, error, value }} choices={[{ value: '', label: t('filing.choose') }, ...choices]} onChange={(event) => change(event.target.value)} onBlur={on_left} />;
  }
  if (field.format.kind === 'date') return <TextField {...{ id, label, hint, error, value }} type="date" onChange={(event) => change(event.target.value)} onBlur={on_left} />;
  const rest = { id, label, hint, error, value, inputMode: mode_of(field), autoComplete: 'off', onBlur: on_left };
  if ((field.format.max_length ?? 0) > one_line) return <TextArea {...rest} rows={2} onChange={(event) => change(event.target.value)} />;
  return <TextField {...rest} onChange={(event) => change(event.target.value)} />;
}
