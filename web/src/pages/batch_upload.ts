import { csrf_token, new_request_id, type Schemas } from '../api/client';
import { ProblemError, to_problem, unreachable } from '../api/problem';
import { current_language } from '../messages';

export type BatchAnswer = Schemas['BatchAnswer'];

/** Size of one part of the file in bytes: a part is answered before the next is sent, so that progress is real. */
const part_size = 128 * 1024;

/** The lines of a file in parts of whole lines; memory holds one part, whatever the length of the file. */
export async function* parts_of(file: Blob, size = part_size): AsyncGenerator<{ bytes: Uint8Array; lines: number; end: number }> {
  let rest = new Uint8Array();
  const newline = 10;
  for (let at = 0; at < file.size; at += size) {
    const piece = new Uint8Array(await file.slice(at, at + size).arrayBuffer());
    const whole = new Uint8Array(rest.length + piece.length);
    whole.set(rest);
    whole.set(piece, rest.length);
    const last = whole.lastIndexOf(newline);
    const is_end = at + size >= file.size;
    const cut = is_end ? whole.length : last + 1;
    rest = whole.slice(cut);
    if (cut === 0) continue;
    const bytes = whole.slice(0, cut);
    let lines = bytes[bytes.length - 1] === newline ? 0 : 1;
    for (const byte of bytes) if (byte === newline) ++lines;
    yield { bytes, lines, end: Math.min(at + size, file.size) - rest.length };
  }
}

/** JSON lines as they arrive. */
export async function* answers_of(body: ReadableStream<Uint8Array>): AsyncGenerator<BatchAnswer> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    text += decoder.decode(value, { stream: !done });
    const lines = text.split('\n');
    text = done ? '' : (lines.pop() ?? '');
    for (const line of lines) if (line.trim()) yield JSON.parse(line) as BatchAnswer;
    if (done) return;
  }
}

async function send_part(bytes: Uint8Array, request_id: string, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch('/v1/declarations/batch', {
      method: 'POST',
      body: new Blob([bytes as Uint8Array<ArrayBuffer>]),
      credentials: 'same-origin',
      signal,
      headers: { 'Content-Type': 'application/x-ndjson', 'Accept-Language': current_language(), 'X-CSRF-Token': csrf_token(document.cookie), 'Request-Id': request_id },
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw unreachable();
  }
  if (response.ok) return response;
  const problem: unknown = await response.json().catch(() => null);
  throw new ProblemError(to_problem(response.status, problem, response.headers.get('Retry-After')));
}

/** Where an upload stands; one that broke off goes on from here, and what was answered is not sent again. */
export interface Upload {
  batch_id: string;
  parts_done: number;
  rows_done: number;
}

export const new_upload = (): Upload => ({ batch_id: new_request_id(), parts_done: 0, rows_done: 0 });

/** Sends the file part by part and hands over each answer with its row in the file. Throws ProblemError; call it again to go on. */
export async function send_file(file: Blob, upload: Upload, signal: AbortSignal, told: (answers: BatchAnswer[], bytes_done: number) => void): Promise<void> {
  let part = 0;
  for await (const { bytes, lines, end } of parts_of(file)) {
    if (part++ < upload.parts_done) continue;
    const response = await send_part(bytes, `${upload.batch_id}-${part}`, signal);
    const answers: BatchAnswer[] = [];
    if (response.body) for await (const answer of answers_of(response.body)) answers.push({ ...answer, row: answer.row + upload.rows_done });
    upload.parts_done = part;
    upload.rows_done += lines;
    told(answers, end);
  }
}
