import createClient, { type Middleware } from 'openapi-fetch';
import { current_language } from '../messages';
import { ProblemError, to_problem, unreachable } from './problem';
import type { components, paths } from './types';

export type Schemas = components['schemas'];
export type Me = Schemas['Me'];
export type Procedure = Schemas['Procedure'];
export type State = Schemas['State'];
export type Role = Schemas['Role'];
export type DeclarationSummary = Schemas['DeclarationSummary'];
export type DeclarationDetail = Schemas['DeclarationDetail'];

const safe_methods = new Set(['GET', 'HEAD']);

export function csrf_token(cookies: string): string {
  for (const cookie of cookies.split(';')) {
    const [name, ...value] = cookie.trim().split('=');
    if (name === 'clearway_csrf' || name === '__Host-clearway_csrf') return decodeURIComponent(value.join('='));
  }
  return '';
}

/** Names one intended change. A form keeps it until the server has answered, so that a retry changes nothing twice. */
export function new_request_id(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Called when the server no longer knows the session; set by the session provider. */
let session_ended: () => void = () => {};
export function on_session_end(handler: () => void): void {
  session_ended = handler;
}

const headers: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', current_language());
    if (!safe_methods.has(request.method)) {
      request.headers.set('X-CSRF-Token', csrf_token(document.cookie));
      if (!request.headers.has('Request-Id')) request.headers.set('Request-Id', new_request_id());
      // A request without a body names its kind too: the server takes none that another site's form could send.
      if (!request.headers.has('Content-Type')) request.headers.set('Content-Type', 'application/json');
    }
    return request;
  },
};

export const client = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' });
client.use(headers);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a good answer; anything else becomes a ProblemError. */
export async function answer<T>(request: Promise<Answer<T>>): Promise<T> {
  let result: Answer<T>;
  try {
    result = await request;
  } catch {
    throw unreachable();
  }
  if (result.response.ok) return result.data as T;
  // A wrong password is also 401, but no session has ended then.
  if (result.response.status === 401 && !result.response.url.endsWith('/v1/sessions')) session_ended();
  throw new ProblemError(to_problem(result.response.status, result.error, result.response.headers.get('Retry-After')));
}

export const if_match = (version: number): string => `"${version}"`;
