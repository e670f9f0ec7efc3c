import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeclarationDetail, Schemas } from '../api/client';
import { current_language } from '../messages';
import { GradeBadge } from './badge';
import { LookUp } from './look_up';

type Elements = Schemas['Elements'];
type ElementField = Schemas['ElementField'];

export interface DeclaredRow {
  number: string;
  element: string;
  field: ElementField;
  item: number;
  value: string;
}

function text_of(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Every field of the procedure in the order of its elements; item fields once for each item. */
export function declared_rows(elements: Elements, declared: DeclarationDetail['declared'], language: 'ko' | 'en'): DeclaredRow[] {
  const items = declared.items ?? [];
  const header = declared as Record<string, unknown>;
  const rows: DeclaredRow[] = [];
  // Beside the numbered elements a procedure takes additions and statements, which carry no number.
  const unnumbered = { number: '', label: { ko: '', en: '' }, fields: [...(elements.additions ?? []), ...elements.statements] };
  for (const element of [...elements.elements, unnumbered]) {
    for (const field of element.fields) {
      const row = { number: element.number, element: element.label[language], field };
      if (field.level === 'header' || items.length === 0) {
        rows.push({ ...row, item: 1, value: text_of(header[field.name]) });
        continue;
      }
      items.forEach((item, index) => rows.push({ ...row, item: index + 1, value: text_of(item[field.name]) }));
    }
  }
  return rows;
}

function Value({ row, detail }: { row: DeclaredRow; detail: DeclarationDetail }) {
  const { t } = useTranslation();
  const label = row.field.codes.find((code) => code.value === row.value)?.label[current_language()];
  const masked = detail.masked_fields.includes(row.field.name) && row.value !== '';
  const look_up = detail.actions.some((action) => action.action === 'look_up_personal_data');
  if (!row.value) return <span className="subtle">{t('common.not_given')}</span>;
  return (
    <>
      {row.value}
      {label && <span className="subtle"> {label}</span>}
      {masked && (
        <>
          {' '}
          <span className="krds-badge">{t('decision.masked')}</span>{' '}
          {look_up && <LookUp id={detail.id} field={row.field.name} item={row.item} label={row.field.label[current_language()]} />}
        </>
      )}
    </>
  );
}

/** Declared values by element number. */
export function DeclaredData({ elements, detail }: { elements: Elements; detail: DeclarationDetail }) {
  const { t } = useTranslation();
  const [only_given, set_only_given] = useState(true);
  const rows = declared_rows(elements, detail.declared, current_language()).filter((row) => !only_given || row.value !== '');
  const reconstructed = elements.elements.some((element) => element.grade === 'reconstructed');
  return (
    <div className="stack-small">
      {reconstructed && (
        <p className="small subtle">
          <GradeBadge grade="reconstructed" /> {t('decision.elements_grade')}
        </p>
      )}
      <label className="krds-form-check">
        <input type="checkbox" checked={only_given} onChange={(event) => set_only_given(event.target.checked)} />
        <span>{t('decision.declared_only_given')}</span>
      </label>
      <div className="krds-table-wrap" tabIndex={0} role="region" aria-label={t('decision.declared')}>
        <table className="tbl dense declared">
          <thead>
            <tr>
              <th scope="col">{t('decision.element')}</th>
              <th scope="col">{t('decision.element_name')}</th>
              <th scope="col">{t('decision.element_value')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.field.name}.${row.item}`} id={`declared-${row.field.name}-${row.item}`}>
                <td className="nowrap">{row.number}</td>
                <th scope="row">
                  {row.field.label[current_language()]}
                  {(detail.declared.items?.length ?? 0) > 1 && row.field.level === 'item' && <span className="subtle"> ({t('decision.item', { item: row.item })})</span>}
                </th>
                <td>
                  <Value row={row} detail={detail} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
