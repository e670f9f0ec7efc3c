import { useQuery } from '@tanstack/react-query';
import { createColumnHelper, flexRender, getCoreRowModel, useReactTable, type VisibilityState } from '@tanstack/react-table';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DeclarationSummary } from '../api/client';
import { declarations_query, offices_query, type DeclarationFilter, type Sort } from '../api/queries';
import { current_language } from '../messages';
import { format_day, format_fixed, format_number } from '../messages/format';
import { ChannelBadge } from './badge';
import { csv_address } from './filters';
import { Icon } from './icon';
import { useAnnounce } from './live';
import { Loading, ProblemMessage } from './message';

const page_size = 50;
const column = createColumnHelper<DeclarationSummary>();

const column_ids = ['declaration_number', 'channel', 'expected_value', 'state', 'procedure', 'exporter_name', 'destination_country', 'value_krw', 'declared_on', 'declaration_id', 'hs6', 'filer_code', 'customs_office'] as const;
export type ColumnId = (typeof column_ids)[number];
const none: readonly ColumnId[] = [];
const numeric = new Set<string>(['expected_value', 'value_krw']);

function useColumns(to: (id: string) => string, now: string) {
  const { t, i18n } = useTranslation();
  const { data: offices } = useQuery(offices_query);
  const office_names = new Map(offices?.items.map((office) => [office.code, office.name[current_language()]]));
  return useMemo(
    () => [
      column.accessor('declaration_number', {
        cell: (cell) => (
          <Link to={to(cell.row.original.id)} data-row-link={cell.row.original.id}>
            {cell.getValue() || cell.row.original.declaration_id}
          </Link>
        ),
      }),
      column.accessor('channel', { cell: (cell) => <ChannelBadge channel={cell.getValue()} /> }),
      column.accessor('expected_value', {
        cell: (cell) => {
          const value = cell.getValue();
          return value === undefined ? '' : format_fixed(value, 2);
        },
      }),
      column.accessor('state', { cell: (cell) => t(`state.${cell.getValue()}`) }),
      column.accessor('procedure', { cell: (cell) => t(`procedure_short.${cell.getValue()}`) }),
      column.accessor('exporter_name', {
        cell: (cell) => (
          <div className="clip" title={cell.getValue()}>
            {cell.getValue()}
          </div>
        ),
      }),
      column.accessor('destination_country', {}),
      column.accessor('value_krw', { cell: (cell) => format_number(cell.getValue()) }),
      column.accessor('declared_on', { cell: (cell) => <span className="nowrap">{format_day(cell.getValue())}</span> }),
      column.accessor('declaration_id', {}),
      column.accessor('hs6', {}),
      column.accessor('filer_code', {}),
      column.accessor('customs_office', { cell: (cell) => office_names.get(cell.getValue()) ?? cell.getValue() }),
    ],
    // `now` names the selection, so that links are made anew when it changes; the language changes the words.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [t, i18n.language, now, offices],
  );
}

function read_visibility(key: string, hidden: readonly ColumnId[]): VisibilityState {
  const start = Object.fromEntries(column_ids.map((id) => [id, !hidden.includes(id)]));
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (typeof stored === 'object' && stored !== null) {
      for (const id of column_ids) {
        const shown = (stored as Record<string, unknown>)[id];
        if (typeof shown === 'boolean') start[id] = shown;
      }
    }
  } catch {
    // A choice that cannot be read is no choice.
  }
  return { ...start, declaration_number: true };
}

function ColumnChoice({ shown, withheld, on_change }: { shown: VisibilityState; withheld: readonly ColumnId[]; on_change: (shown: VisibilityState) => void }) {
  const { t } = useTranslation();
  return (
    <details className="column-choice drop-wrap">
      <summary className="krds-btn tertiary xsmall">{t('office.columns')}</summary>
      <fieldset className="drop-menu">
        <legend className="visually-hidden">{t('office.columns')}</legend>
        {column_ids
          .filter((id) => id !== 'declaration_number' && !withheld.includes(id))
          .map((id) => (
            <label className="krds-form-check" key={id}>
              <input type="checkbox" checked={shown[id] !== false} onChange={(event) => on_change({ ...shown, [id]: event.target.checked })} />
              <span>{t(`column.${id}`)}</span>
            </label>
          ))}
      </fieldset>
    </details>
  );
}

interface TableProps {
  label: string;
  filter: DeclarationFilter;
  set_sort: (sort: Sort) => void;
  /** Where a row leads. */
  to: (id: string) => string;
  selected?: string;
  /** Where the reader's choice of columns is kept. */
  storage_key: string;
  hidden: readonly ColumnId[];
  /** Columns this account may not see at all. */
  withheld?: readonly ColumnId[];
  /** Columns that would say the same in every row of this list. */
  implied?: readonly ColumnId[];
  empty: string;
  /** Tells the page which rows are shown, for stepping from one to the next. */
  on_rows?: (ids: string[]) => void;
}

/** Declarations page by page: sorted and filtered by the server, columns of one's choice, the whole result as CSV. */
export function DeclarationTable({ label, filter, set_sort, to, selected, storage_key, hidden, withheld = none, implied = none, empty, on_rows }: TableProps) {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const filter_key = JSON.stringify(filter);
  const [pages, set_pages] = useState<{ of: string; cursors: string[] }>({ of: filter_key, cursors: [] });
  // Cursors belong to one search; another search starts at its first page.
  const cursors = pages.of === filter_key ? pages.cursors : [];
  const { data, error, isPending, isFetching, isPlaceholderData, refetch } = useQuery(declarations_query(filter, cursors.at(-1), page_size));
  const [shown, set_shown] = useState(() => read_visibility(storage_key, hidden));
  const visibility = useMemo(() => ({ ...shown, ...Object.fromEntries([...withheld, ...implied].map((id) => [id, false])) }), [shown, withheld, implied]);
  const columns = useColumns(to, `${filter_key}${selected ?? ''}`);
  const rows = useMemo(() => data?.items ?? [], [data]);
  const table = useReactTable({ data: rows, columns, state: { columnVisibility: visibility }, getCoreRowModel: getCoreRowModel(), manualSorting: true, manualPagination: true, getRowId: (row) => row.id });

  const told = useRef(on_rows);
  told.current = on_rows;
  useEffect(() => {
    told.current?.(rows.map((row) => row.id));
  }, [rows]);
  useEffect(() => {
    if (!data || isPlaceholderData) return;
    announce(data.next_cursor ? t('office.found_more', { count: data.items.length }) : t('office.found', { count: data.items.length }));
  }, [data, isPlaceholderData, announce, t]);

  const change_columns = (next: VisibilityState) => {
    set_shown(next);
    try {
      localStorage.setItem(storage_key, JSON.stringify(next));
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  };
  // Latest or highest first: the two orders the server keeps an index for.
  const order = filter.sort ?? '-declared_on';
  const sort_of = (id: ColumnId): Sort | undefined => (id === 'declared_on' ? '-declared_on' : id === 'expected_value' && !withheld.includes(id) ? '-expected_value' : undefined);

  return (
    <div className="stack-small">
      <div className="spread table-tools">
        <p className="small subtle">
          {data && (data.next_cursor ? t('office.found_more', { count: data.items.length }) : t('office.found', { count: data.items.length }))}
        </p>
        <div className="row">
          <ColumnChoice shown={shown} withheld={[...withheld, ...implied]} on_change={change_columns} />
          <a className="krds-btn tertiary xsmall" href={csv_address(filter)} download>
            <Icon name="download" /> {t('common.download_csv')}
          </a>
        </div>
      </div>
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {isPending && <Loading />}
      {data && rows.length === 0 && <p className="empty">{empty}</p>}
      {rows.length > 0 && (
        <div className="krds-table-wrap" tabIndex={0} role="region" aria-label={label} aria-busy={isFetching}>
          <table className="tbl dense">
            <thead>
              <tr>
                {table.getVisibleLeafColumns().map((visible) => {
                  const id = visible.id as ColumnId;
                  const name = t(`column.${id}`);
                  const sort = sort_of(id);
                  return (
                    <th key={id} scope="col" className={numeric.has(id) ? 'right' : undefined} aria-sort={sort && (sort === order ? 'descending' : 'none')}>
                      {sort ? (
                        <button type="button" className="sort" title={t('office.sort_by', { column: name })} onClick={() => set_sort(sort)}>
                          {name}
                          <Icon name={sort === order ? 'down' : 'updown'} size={12} />
                        </button>
                      ) : (
                        name
                      )}
                    </th>
                  );
                })}
              </tr>
            </thead>
            <tbody>
              {table.getRowModel().rows.map((row) => (
                <tr key={row.id} className="selectable" aria-current={row.id === selected || undefined}>
                  {row.getVisibleCells().map((cell) => (
                    <td key={cell.id} className={numeric.has(cell.column.id) ? 'right' : cell.column.id === 'exporter_name' ? undefined : 'nowrap'}>
                      {flexRender(cell.column.columnDef.cell, cell.getContext())}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {(cursors.length > 0 || data?.next_cursor) && (
        <nav className="row pages" aria-label={t('office.page', { page: cursors.length + 1 })}>
          <button type="button" className="krds-btn tertiary xsmall" disabled={cursors.length === 0} onClick={() => set_pages({ of: filter_key, cursors: cursors.slice(0, -1) })}>
            {t('common.previous')}
          </button>
          <span className="small">{t('office.page', { page: cursors.length + 1 })}</span>
          <button
            type="button"
            className="krds-btn tertiary xsmall"
            disabled={!data?.next_cursor || isPlaceholderData}
            onClick={() => data?.next_cursor && set_pages({ of: filter_key, cursors: [...cursors, data.next_cursor] })}
          >
            {t('common.next')}
          </button>
        </nav>
      )}
    </div>
  );
}
