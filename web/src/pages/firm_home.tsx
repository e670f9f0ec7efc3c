import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, client, type Schemas } from '../api/client';
import { DaysLeft } from '../components/decision_parts';
import { Icon } from '../components/icon';
import { LawLink } from '../components/law_link';
import { Loading, Message, ProblemMessage } from '../components/message';
import { PartyChoice } from '../components/party_choice';
import { format_day, format_won } from '../messages/format';

type Home = Schemas['FirmHome'];
type Item = Schemas['FirmHomeItem'];

/** So many matters are shown before the rest is asked for. */
const first_shown = 6;

export const firm_home_query = (party: string, language: string) =>
  queryOptions({
    queryKey: ['firm_home', party, language],
    queryFn: () => answer(client.GET('/v1/firm-home', { params: { query: { party_id: party || undefined } } })),
  });

/** The page of a matter; rulings have none of their own here, they stand in their list. */
export function page_of(item: Pick<Item, 'kind' | 'id'>): string {
  const id = encodeURIComponent(item.id);
  switch (item.kind) {
    case 'notice':
      return `/notices/${id}`;
    case 'payment':
      return `/payments/${id}`;
    case 'refund':
      return `/refunds/${id}`;
    case 'programme':
      return `/programmes/${id}`;
    case 'ruling':
      return `/rulings/${id}`;
    case 'import_declaration':
      return `/import-declarations/${id}`;
    case 'debt':
      return `/arrears/debts/${id}`;
    case 'declaration':
      return `/declarations/${id}`;
    case 'plan':
      return `/arrears/plans/${id}`;
  }
}

function Matter({ item }: { item: Item }) {
  const { t } = useTranslation();
  return (
    <li className="spread matter">
      <span>
        <span className="krds-badge">{t(`firm_home.kind.${item.kind}`)}</span> <Link to={page_of(item)}>{item.title}</Link>
        <br />
        <span className="small subtle">{item.state_text}</span>
      </span>
      <span className="matter-end">
        {item.amount_krw > 0 && <strong className="nowrap">{format_won(item.amount_krw)}</strong>}
        {item.due && item.days_left !== null && (
          <span className="row nowrap">
            <span className="small">{t('firm_home.until', { day: format_day(item.due) })}</span>
            <DaysLeft days={item.days_left} status="running" />
          </span>
        )}
      </span>
    </li>
  );
}

function Matters({ items, empty }: { items: Item[]; empty: string }) {
  const { t } = useTranslation();
  const [all, set_all] = useState(false);
  if (items.length === 0) return <p className="empty">{empty}</p>;
  const shown = all ? items : items.slice(0, first_shown);
  return (
    <>
      <ul className="plain-list">
        {shown.map((item) => (
          <Matter key={item.kind + item.id} item={item} />
        ))}
      </ul>
      {shown.length < items.length && (
        <p>
          <button type="button" className="krds-btn tertiary xsmall" onClick={() => set_all(true)}>
            {t('firm_home.show_all', { count: items.length })}
          </button>
        </p>
      )}
    </>
  );
}

/** In one sentence: what is to be done first, and by when. */
function First({ home }: { home: Home }) {
  const { t } = useTranslation();
  const first = home.to_do[0];
  if (!first) return <Message tone="success" title={t('firm_home.nothing_to_do')} />;
  const late = home.overdue > 0;
  return (
    <Message tone={late ? 'danger' : 'information'} title={late ? t('firm_home.late', { count: home.overdue }) : t('firm_home.to_do_count', { count: home.to_do.length })}>
      <p>
        {first.due ? t(late ? 'firm_home.first_late' : 'firm_home.first_until', { day: format_day(first.due) }) : t('firm_home.first')} <Link to={page_of(first)}>{first.title}</Link>
      </p>
    </Message>
  );
}

function Money({ money }: { money: Home['money'] }) {
  const { t } = useTranslation();
  const figures = [
    ['to_pay', money.to_pay_krw],
    ['in_question', money.in_question_krw],
    ['to_receive', money.to_receive_krw],
  ] as const;
  return (
    <dl className="figures" aria-label={t('firm_home.money')}>
      {figures.map(([name, amount]) => (
        <div key={name}>
          <dt>{t(`firm_home.${name}`)}</dt>
          <dd>{format_won(amount)}</dd>
        </div>
      ))}
    </dl>
  );
}

function WentWell({ good }: { good: Home['good'] }) {
  const { t } = useTranslation();
  return (
    <section className="card stack-small" aria-labelledby="went-well">
      <h2 id="went-well">{t('firm_home.went_well')}</h2>
      <p className="small subtle">{t('firm_home.went_well_lead')}</p>
      <ul className="plain-list">
        {good.map(({ name, step }, at) => (
          <li key={name + at} className="row">
            <Icon name="check" size={20} />
            <span className="grow">
              {step.text} {step.cite && <LawLink cite={step.cite} />}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a firm has to do, by when, for how much money, and what went well. */
export function FirmHome() {
  const { t, i18n } = useTranslation();
  const [party, set_party] = useState('');
  const { data, error, refetch } = useQuery(firm_home_query(party, i18n.language));
  if (error) return <ProblemMessage error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (!data.party_id) return <p className="empty">{t('firm_home.no_client')}</p>;
  return (
    <>
      <PartyChoice party={data.party_id} set={set_party} />
      <First home={data} />
      <Money money={data.money} />
      <section className="stack-small">
        <h2>{t('firm_home.to_do')}</h2>
        <Matters items={data.to_do} empty={t('firm_home.nothing_to_do')} />
      </section>
      <div className="two-columns">
        <section className="card stack-small">
          <h2>{t('firm_home.waiting')}</h2>
          <p className="small subtle">{t('firm_home.waiting_lead')}</p>
          <Matters items={data.waiting} empty={t('firm_home.nothing_waits')} />
        </section>
        {data.good.length > 0 && <WentWell good={data.good} />}
      </div>
    </>
  );
}
