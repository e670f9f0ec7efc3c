import { describe, expect, it } from 'vitest';
import { safe_next } from './sign_in';

describe('the page after signing in', () => {
  it('is one of this site', () => {
    expect(safe_next('/declarations/B1.X?tab=all')).toBe('/declarations/B1.X?tab=all');
  });
  it('is never another site', () => {
    for (const next of [null, '', 'https://example.com', '//example.com', '/\\example.com', 'javascript:alert(1)']) expect(safe_next(next)).toBe('/');
  });
});
