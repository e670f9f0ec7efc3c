import type { components } from './types';

type Finding = components['schemas']['Finding'];
type Reject = components['schemas']['Reject'];
type Missing = components['schemas']['ArrearsMissing'];

/** RFC 9457 problem details, with the members Clearway adds. */
export interface Problem {
  status: number;
  title: string;
  detail?: string;
  code?: string;
  field?: string;
  row?: number;
  fix?: string;
  retry_after?: number;
  /** Of a declaration that was refused: everything that is wrong with it. */
  findings: Finding[];
  rejects: Reject[];
  /** Of a step of enforcement that was refused: all that it lacks. */
  missing?: Missing[];
}

/** What a failed request leaves behind; pages show `problem` and need nothing else. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
    this.name = 'ProblemError';
  }
}

/** Status 0: the server could not be reached at all. */
export function unreachable(): ProblemError {
  return new ProblemError({ status: 0, title: '', findings: [], rejects: [] });
}

export function to_problem(status: number, body: unknown, retry_after: string | null): Problem {
  const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (key: string) => (typeof given[key] === 'string' ? (given[key] as string) : undefined);
  return {
    status,
    title: text('title') ?? '',
    detail: text('detail'),
    code: text('code'),
    field: text('field'),
    fix: text('fix'),
    row: typeof given.row === 'number' ? given.row : undefined,
    findings: Array.isArray(given.findings) ? (given.findings as Finding[]) : [],
    rejects: Array.isArray(given.rejects) ? (given.rejects as Reject[]) : [],
    missing: Array.isArray(given.missing) ? (given.missing as Missing[]) : undefined,
    retry_after: retry_after && /^\d+$/.test(retry_after) ? Number(retry_after) : undefined,
  };
}
