import type { Role } from '../api/client';

/** Pages of the application and who finds them in the menu. The server decides what each may really read or do. */
export const page_roles = {
  office_day: ['officer', 'supervisor', 'auditor'],
  filing: ['trader', 'broker', 'data_provider'],
  mandates: ['trader', 'broker'],
  declarations: ['trader', 'broker', 'data_provider', 'officer', 'supervisor', 'auditor'],
  notices: ['trader', 'broker', 'officer', 'supervisor', 'auditor'],
  notice_answers: ['trader', 'broker'],
  notice_effect: ['officer', 'supervisor', 'auditor'],
  imports: ['trader', 'broker', 'officer', 'supervisor', 'auditor'],
  payments: ['trader', 'broker', 'officer', 'supervisor', 'auditor'],
  bank_files: ['officer', 'supervisor', 'auditor'],
  rulings: ['trader', 'broker', 'officer', 'supervisor', 'auditor'],
  programmes: ['trader', 'broker', 'officer', 'supervisor', 'auditor'],
  self_check: ['trader', 'broker'],
  worklist: ['officer', 'supervisor', 'auditor'],
  audit_sample: ['officer', 'supervisor', 'auditor'],
  risk_overview: ['officer', 'supervisor', 'auditor'],
  plans: ['trader', 'officer', 'supervisor', 'auditor'],
  debts: ['trader', 'officer', 'supervisor', 'auditor'],
  arrears_cases: ['officer', 'supervisor', 'auditor'],
  arrears_figures: ['officer', 'supervisor', 'auditor'],
  campaigns: ['officer', 'supervisor', 'auditor'],
  seizures: ['officer', 'supervisor', 'auditor'],
  statistics: ['officer', 'supervisor', 'auditor'],
  risk: ['officer', 'supervisor', 'auditor'],
  law: ['trader', 'broker', 'data_provider', 'officer', 'supervisor', 'auditor', 'administrator'],
  accounts: ['administrator'],
  tokens: ['trader', 'broker', 'data_provider', 'officer', 'supervisor', 'auditor'],
  audit: ['auditor'],
} as const satisfies Record<string, readonly Role[]>;

export type Page = keyof typeof page_roles;

export function may_open(page: Page, role: Role): boolean {
  return (page_roles[page] as readonly Role[]).includes(role);
}

/** Those who file see what concerns a filer: no likelihood, no risk reasons, no office's work. */
export function is_filer(role: Role): boolean {
  return role === 'trader' || role === 'broker' || role === 'data_provider';
}

/** Where each role starts. */
export function home_of(role: Role): string {
  switch (role) {
    case 'officer':
    case 'supervisor':
      return '/office/day';
    case 'auditor':
      return '/audit';
    case 'administrator':
      return '/accounts';
    case 'trader':
    case 'broker':
    case 'data_provider':
      return '/home';
  }
}
