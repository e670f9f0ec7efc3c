import { describe, expect, it } from 'vitest';
import type { Role } from '../api/client';
import { home_of, may_open, page_roles, type Page } from './roles';

const roles: Role[] = ['trader', 'broker', 'data_provider', 'officer', 'supervisor', 'auditor', 'administrator'];
const page_of: Record<string, Page> = { '/office/day': 'office_day', '/audit': 'audit', '/accounts': 'accounts', '/home': 'filing' };

describe('roles', () => {
  it('start on a page they may open', () => {
    for (const role of roles) expect(may_open(page_of[home_of(role)] as Page, role), role).toBe(true);
  });
  it('administrators see no cases', () => {
    for (const page of ['office_day', 'declarations', 'statistics'] as const) expect(page_roles[page]).not.toContain('administrator');
  });
});
