import { describe, expect, it } from 'vitest';
import { csrf_token, if_match, new_request_id } from './client';
import { to_problem } from './problem';

describe('requests', () => {
  it('find the CSRF token among the cookies', () => {
    expect(csrf_token('a=b; clearway_csrf=5o0t%3D; c=d')).toBe('5o0t=');
    expect(csrf_token('not_clearway_csrf=x')).toBe('');
  });
  it('carry ids the server accepts, never the same twice', () => {
    expect(new_request_id()).toMatch(/^[A-Za-z0-9._-]{8,64}$/);
    expect(new_request_id()).not.toBe(new_request_id());
  });
  it('name the version as an ETag', () => {
    expect(if_match(7)).toBe('"7"');
  });
});

describe('problems', () => {
  it('keep what the server said', () => {
    const problem = to_problem(422, { title: 'T', code: 'c', fix: 'f', row: 3, findings: [{ element: 'E46' }] }, '30');
    expect(problem).toMatchObject({ status: 422, title: 'T', code: 'c', fix: 'f', row: 3, retry_after: 30 });
    expect(problem.findings).toHaveLength(1);
  });
  it('survive an answer that is none', () => {
    expect(to_problem(502, '<html>', 'soon')).toEqual({ status: 502, title: '', findings: [], rejects: [] });
  });
});
