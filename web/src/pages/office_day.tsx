import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Schemas } from '../api/client';
import { office_day_query, offices_query, type DeclarationFilter } from '../api/queries';
import { useSession } from '../api/session';
import { ChannelBadge, type Channel } from '../components/badge';
import { DeclarationTable, type ColumnId } from '../components/declaration_table';
import { procedures, read_filter, states, tab_filter, tabs, type Tab } from '../components/filters';
import { SelectField, TextField } from '../components/form';
import { Loading, Message, ProblemMessage } from '../components/message';
import { PageHead } from '../components/page';
import { PlaceFigures } from '../components/place_figures';
import { DecisionView } from '../components/decision_view';
import { current_language } from '../messages';
import { format_day, format_number, format_share, format_won, today_in_korea } from '../messages/format';

type OfficeDay = Schemas['OfficeDay'];

function Figures({ day }: { day: OfficeDay }) {
  const { t } = useTranslation();
  const quota = (channel: 'orange' | 'red') => {
    const figures = day.quota?.[channel];
    return figures && <small>{t('office.quota', { used: format_number(figures.used), limit: format_number(figures.limit) })}</small>;
  };
  const share = (channel: Channel) => (day.lodged > 0 ? <small>{format_share(day.by_channel[channel] / day.lodged)}</small> : null);
  return (
    <dl className="figures" aria-label={t('office.figures')}>
      <div>
        <dt>{t('office.lodged')}</dt>
        <dd>
          {format_number(day.lodged)}
          {day.value_krw !== undefined && <small>{format_won(day.value_krw)}</small>}
        </dd>
      </div>
      {(['red', 'orange', 'green'] as const).map((channel) => (
        <div key={channel}>
          <dt>
            <ChannelBadge channel={channel} />
          </dt>
          <dd>
            {format_number(day.by_channel[channel])}
            {channel === 'green' ? share(channel) : (quota(channel) ?? share(channel))}
          </dd>
        </div>
      ))}
      <div>
        <dt>{t('office.waiting_red')}</dt>
        <dd>{format_number(day.waiting.red)}</dd>
      </div>
      <div>
        <dt>{t('office.waiting_orange')}</dt>
        <dd>{format_number(day.waiting.orange)}</dd>
      </div>
      <div>
        <dt>{t('office.overdue')}</dt>
        <dd>{format_number(day.overdue)}</dd>
      </div>
      {procedures
        .filter((procedure) => procedure !== 'import' || day.by_procedure.import > 0)
        .map((procedure) => (
          <div key={procedure}>
            <dt>{t(`procedure_short.${procedure}`)}</dt>
            <dd>
              {format_number(day.by_procedure[procedure])}
              {day.lodged > 0 && <small>{format_share(day.by_procedure[procedure] / day.lodged)}</small>}
            </dd>
          </div>
        ))}
    </dl>
  );
}

const same_in_tab: Record<Tab, readonly ColumnId[]> = {
  waiting_red: ['channel', 'state'],
  waiting_orange: ['channel', 'state'],
  all: [],
  red: ['channel'],
  orange: ['channel'],
  green: ['channel'],
};

function TabLabel({ tab, day }: { tab: Tab; day: OfficeDay | undefined }) {
  const { t } = useTranslation();
  const count = (number: number | undefined) => (number === undefined ? '' : ` ${format_number(number)}`);
  switch (tab) {
    case 'waiting_red':
      return <>{t('office.waiting_red') + count(day?.waiting.red)}</>;
    case 'waiting_orange':
      return <>{t('office.waiting_orange') + count(day?.waiting.orange)}</>;
    case 'all':
      return <>{t('common.all') + count(day?.lodged)}</>;
    case 'green':
    case 'orange':
    case 'red':
      return <>{t(`channel.${tab}`) + count(day?.by_channel[tab])}</>;
  }
}

function QueueFilter({ filter, set, free_state }: { filter: DeclarationFilter; set: (change: Record<string, string>) => void; free_state: boolean }) {
  const { t } = useTranslation();
  const [text, set_text] = useState(filter.q ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set({ q: text.trim() });
  };
  return (
    <form className="row-end queue-filter" onSubmit={submit} role="search" aria-label={t('office.filter')}>
      <div className="grow">
        <TextField small type="search" label={t('common.search')} hide_label placeholder={t('office.search_hint')} value={text} onChange={(event) => set_text(event.target.value)} maxLength={100} />
      </div>
      <SelectField
        small
        hide_label
        label={t('column.procedure')}
        value={filter.procedure ?? ''}
        onChange={(event) => set({ procedure: event.target.value })}
        choices={[{ value: '', label: t('office.any_procedure') }, ...procedures.map((value) => ({ value, label: t(`procedure_short.${value}`) }))]}
      />
      {free_state && (
        <SelectField
          small
          hide_label
          label={t('column.state')}
          value={filter.state ?? ''}
          onChange={(event) => set({ state: event.target.value })}
          choices={[{ value: '', label: t('office.any_state') }, ...states.map((value) => ({ value, label: t(`state.${value}`) }))]}
        />
      )}
      <button type="submit" className="krds-btn secondary xsmall filter-button">
        {t('common.search')}
      </button>
    </form>
  );
}

export function OfficeDayPage() {
  const { t } = useTranslation();
  const { me } = useSession();
  const [search, set_search] = useSearchParams();
  const { data: offices, error: offices_error } = useQuery(offices_query);
  const [ids, set_ids] = useState<string[]>([]);
  const today = today_in_korea(new Date());
  const asked = read_filter(search);
  const date = /^\d{4}-\d{2}-\d{2}$/.test(search.get('date') ?? '') ? (search.get('date') as string) : today;
  const mine = offices?.items.filter((office) => office.mine || me?.role === 'auditor') ?? [];
  const office = asked.office ?? mine[0]?.code ?? '';
  const tab = tabs.find((candidate) => candidate === search.get('tab')) ?? 'waiting_red';
  const selected = search.get('selected') ?? '';
  const { data: day, error, refetch } = useQuery(office_day_query(office, date));

  const change = useCallback(
    (changes: Record<string, string>, replace = true) =>
      set_search(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [key, value] of Object.entries(changes)) {
            if (value) after.set(key, value);
            else after.delete(key);
          }
          return after;
        },
        { replace },
      ),
    [set_search],
  );
  const link = (changes: Record<string, string>) => {
    const after = new URLSearchParams(search);
    for (const [key, value] of Object.entries(changes)) {
      if (value) after.set(key, value);
      else after.delete(key);
    }
    return `?${after.toString()}`;
  };

  const waiting = tab === 'waiting_red' || tab === 'waiting_orange';
  const base = tab_filter(tab, office, date);
  const filter: DeclarationFilter = {
    ...base,
    procedure: asked.procedure,
    q: asked.q,
    sort: asked.sort ?? base.sort,
    state: waiting ? base.state : asked.state,
  };
  const at = ids.indexOf(selected);

  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a narrow screen the decision takes the place of the list.
    if (selected && window.matchMedia('(max-width: 1199px)').matches) pane.current?.focus();
  }, [selected]);

  if (offices_error) return <ProblemMessage error={offices_error} />;
  if (!offices) return <Loading />;
  return (
    <div className={selected ? 'stack office-day reading' : 'stack office-day'}>
      <PageHead title={t('office.title')}>
        <div className="row-end">
          <SelectField small hide_label label={t('common.office')} value={office} onChange={(event) => change({ office: event.target.value, selected: '' })} choices={mine.map((one) => ({ value: one.code, label: one.name[current_language()] }))} />
          <TextField small hide_label type="date" label={t('common.date')} value={date} max={today} onChange={(event) => change({ date: event.target.value, selected: '' })} />
          {date !== today && (
            <button type="button" className="krds-btn tertiary xsmall filter-button" onClick={() => change({ date: '', selected: '' })}>
              {t('office.today')}
            </button>
          )}
        </div>
      </PageHead>
      {mine.length === 0 && <Message tone="warning">{t('office.no_office')}</Message>}
      {error && <ProblemMessage error={error} retry={() => void refetch()} />}
      {day && <Figures day={day} />}
      {day?.places && <PlaceFigures places={day.places} />}
      {office && (
        <div className={selected ? 'desk split' : 'desk'}>
          <div className="queue stack-small">
            <nav className="tab-list" aria-label={t('office.queue')}>
              {tabs.map((one) => (
                <Link key={one} to={link({ tab: one, selected: '', sort: '', state: '' })} aria-current={one === tab ? 'page' : undefined}>
                  <TabLabel tab={one} day={day} />
                </Link>
              ))}
            </nav>
            <QueueFilter key={`${tab}${asked.q ?? ''}`} filter={filter} set={(changes) => change({ ...changes, selected: '' })} free_state={!waiting} />
            <DeclarationTable
              label={`${t('office.queue')} · ${format_day(date)}`}
              filter={filter}
              set_sort={(sort) => change({ sort })}
              to={(id) => link({ selected: id })}
              selected={selected}
              storage_key="clearway.columns.office_day"
              hidden={['declared_on', 'declaration_id', 'hs6', 'filer_code', 'customs_office']}
              implied={same_in_tab[tab]}
              empty={waiting ? t('office.empty_waiting') : t('office.empty')}
              on_rows={set_ids}
            />
          </div>
          {selected && (
            <section className="decision-pane" aria-label={t('decision.decision')} ref={pane} tabIndex={-1}>
              <div className="spread pane-tools">
                <Link className="krds-btn text xsmall" to={link({ selected: '' })}>
                  {t('office.to_list')}
                </Link>
                <div className="row">
                  {at > 0 && (
                    <Link className="krds-btn tertiary xsmall" to={link({ selected: ids[at - 1] ?? '' })}>
                      {t('office.previous_item')}
                    </Link>
                  )}
                  {at >= 0 && at < ids.length - 1 && (
                    <Link className="krds-btn tertiary xsmall" to={link({ selected: ids[at + 1] ?? '' })}>
                      {t('office.next_item')}
                    </Link>
                  )}
                  <Link className="krds-btn tertiary xsmall" to={`/declarations/${encodeURIComponent(selected)}`}>
                    {t('office.open_page')}
                  </Link>
                </div>
              </div>
              <DecisionView key={selected} id={selected} pane />
            </section>
          )}
        </div>
      )}
    </div>
  );
}
