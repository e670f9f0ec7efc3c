import { describe, expect, it } from 'vitest';
import { leads_to, menu_of } from './menu';
import { page_roles, home_of } from './roles';
import type { Role } from '../api/client';

const roles: Role[] = ['trader', 'broker', 'data_provider', 'officer', 'supervisor', 'auditor', 'administrator'];
const places = (role: Role) => menu_of(role).flatMap((one) => ('entries' in one ? one.entries : [one])).map((entry) => entry.to);

describe('the menu', () => {
  it('leads each role to where it starts, and nowhere twice', () => {
    for (const role of roles) {
      expect(places(role), role).toContain(home_of(role));
      expect(new Set(places(role)).size, role).toBe(places(role).length);
    }
  });
  it('stays short: nobody has more than eight things at the top', () => {
    for (const role of roles) expect(menu_of(role).length, role).toBeLessThanOrEqual(8);
  });
  it('has notices for those who answer them and for customs, bank files for customs alone', () => {
    for (const role of page_roles.notices) expect(places(role), role).toContain('/notices');
    expect(places('trader')).not.toContain('/bank-files');
    expect(places('officer')).toContain('/bank-files');
    expect(places('administrator')).toEqual(['/accounts', '/law']);
  });
  it('makes no group of a single page', () => {
    for (const role of roles) for (const one of menu_of(role)) if ('entries' in one) expect(one.entries.length).toBeGreaterThan(1);
  });
  it('knows pages below an entry, and none that only begin alike', () => {
    const entry = { to: '/notices', label: 'notices' } as const;
    expect(leads_to(entry, '/notices')).toBe(true);
    expect(leads_to(entry, '/notices/B1.N-1/check')).toBe(true);
    expect(leads_to(entry, '/notice-effect')).toBe(false);
  });
});
