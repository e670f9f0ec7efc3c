import type { Role } from '../api/client';
import type ko from '../messages/ko.json';
import { is_filer, may_open, type Page } from './roles';

type Label = keyof typeof ko.nav;

export interface MenuEntry {
  to: string;
  label: Label;
}
export interface MenuGroup {
  label: Label;
  entries: MenuEntry[];
}

interface Row {
  page: Page;
  to: string;
  label: Label;
  /** What the page is called for those who file. */
  filer_label?: Label;
}

/** Everything the menu holds, by the work it belongs to, in its order. Rows without a group stand for themselves. */
const menu: (Row | { group: Label; rows: Row[] })[] = [
  { page: 'filing', to: '/home', label: 'home' },
  { page: 'office_day', to: '/office/day', label: 'office_day' },
  {
    group: 'export',
    rows: [
      { page: 'filing', to: '/filing', label: 'filing' },
      { page: 'worklist', to: '/worklist', label: 'worklist' },
      { page: 'declarations', to: '/declarations', label: 'declarations', filer_label: 'own_declarations' },
      { page: 'filing', to: '/batch', label: 'batch' },
      { page: 'audit_sample', to: '/audit-sample', label: 'audit_sample' },
    ],
  },
  {
    group: 'import',
    rows: [
      { page: 'notices', to: '/notices', label: 'notices' },
      { page: 'notice_answers', to: '/notice-answers', label: 'notice_answers' },
      { page: 'imports', to: '/import-declarations', label: 'imports' },
      { page: 'rulings', to: '/rulings', label: 'rulings' },
      { page: 'programmes', to: '/programmes', label: 'programmes' },
      { page: 'notice_effect', to: '/detectors', label: 'detectors' },
      { page: 'notice_effect', to: '/notice-effect', label: 'notice_effect' },
    ],
  },
  {
    group: 'payment',
    rows: [
      { page: 'payments', to: '/payments', label: 'payments' },
      { page: 'payments', to: '/statement', label: 'statement' },
      { page: 'programmes', to: '/refunds', label: 'refunds' },
      { page: 'bank_files', to: '/bank-files', label: 'bank_files' },
    ],
  },
  {
    group: 'arrears',
    rows: [
      { page: 'debts', to: '/arrears/debts', label: 'debts', filer_label: 'own_debts' },
      { page: 'arrears_cases', to: '/arrears/cases', label: 'arrears_cases' },
      { page: 'seizures', to: '/seizures', label: 'seizures' },
      { page: 'plans', to: '/arrears/plans', label: 'plans' },
      { page: 'campaigns', to: '/arrears/campaigns', label: 'campaigns' },
      { page: 'arrears_figures', to: '/arrears/figures', label: 'arrears_figures' },
    ],
  },
  {
    group: 'risk_group',
    rows: [
      { page: 'risk_overview', to: '/risk-overview', label: 'risk_overview' },
      { page: 'risk', to: '/risk/versions', label: 'risk' },
      { page: 'statistics', to: '/statistics', label: 'statistics' },
    ],
  },
  { page: 'mandates', to: '/mandates', label: 'mandates' },
  { page: 'audit', to: '/audit', label: 'audit' },
  { page: 'accounts', to: '/accounts', label: 'accounts' },
  { page: 'law', to: '/law', label: 'law' },
];

/** The menu of a role. A group that holds one page for it is that page. */
export function menu_of(role: Role): (MenuEntry | MenuGroup)[] {
  const shown = (rows: Row[]) => rows.filter((row) => may_open(row.page, role)).map((row) => ({ to: row.to, label: (is_filer(role) && row.filer_label) || row.label }));
  return menu.flatMap((one): (MenuEntry | MenuGroup)[] => {
    if (!('group' in one)) return shown([one]);
    const entries = shown(one.rows);
    return entries.length > 1 ? [{ label: one.group, entries }] : entries;
  });
}

/** Whether a page lies at an entry of the menu or below it. */
export function leads_to(entry: MenuEntry, pathname: string): boolean {
  return pathname === entry.to || pathname.startsWith(`${entry.to}/`);
}
