import { useCallback, useEffect, useRef, useState } from 'react';
import { answer, client, new_request_id, type Schemas } from '../../api/client';
import { ProblemError } from '../../api/problem';
import { read_filing, title_of, type Filing } from './model';

type Draft = Schemas['Draft'];
/** How long after the last key a draft is saved, in milliseconds. */
const pause = 800;

export type SaveState = 'new' | 'unsaved' | 'saving' | 'saved' | 'failed' | 'conflict';

interface Kept {
  version: number | null;
  filing: Filing;
}

/** What could not be saved yet survives a reload and the end of the session, in this window and for this account only. */
function keep(key: string, kept: Kept | null) {
  try {
    if (kept) sessionStorage.setItem(key, JSON.stringify(kept));
    else sessionStorage.removeItem(key);
  } catch {
    // Without storage the draft is in this page and on the server.
  }
}

function find_kept(key: string): Kept | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('filing' in kept)) return null;
    const version = 'version' in kept && typeof kept.version === 'number' ? kept.version : null;
    return { version, filing: read_filing(kept.filing as Record<string, unknown>, new_declaration_id(new Date())) };
  } catch {
    return null;
  }
}

/** The sender's own reference of a filing, unique for the trader. */
export function new_declaration_id(now: Date): string {
  return `WEB-${now.toISOString().slice(0, 10).replaceAll('-', '')}-${new_request_id().slice(0, 8).toUpperCase()}`;
}

export const load_draft = (draft_id: string) => answer(client.GET('/v1/drafts/{draft_id}', { params: { path: { draft_id } } }));

export function save_draft(draft_id: string, filing: Filing, version: number | null): Promise<Schemas['DraftSummary']> {
  const header = { 'Request-Id': new_request_id(), ...(version === null ? { 'If-None-Match': '*' as const } : { 'If-Match': `"${version}"` }) };
  return answer(client.PUT('/v1/drafts/{draft_id}', { params: { path: { draft_id }, header }, body: { title: title_of(filing), content: { ...filing } } }));
}

export const delete_draft = (draft_id: string) => answer(client.DELETE('/v1/drafts/{draft_id}', { params: { path: { draft_id }, header: { 'Request-Id': new_request_id() } } }));

export interface DraftWork {
  filing: Filing | null;
  error: unknown;
  state: SaveState;
  saved_at: string;
  /** The version somebody else saved in the meantime, when both have changed. */
  other: Draft | null;
  changed_at: string;
  update: (change: (filing: Filing) => Filing) => void;
  /** Saves what is not saved yet; resolves when the server has it. Throws what went wrong. */
  flush: () => Promise<void>;
  take_mine: () => void;
  take_other: () => void;
  reload: () => void;
  /** Sent or discarded: nothing of it stays behind. */
  forget: () => Promise<void>;
}

/** A draft of one account, loaded once and saved as it changes. */
export function useDraft(draft_id: string, account_id: string): DraftWork {
  const key = `clearway.draft.${account_id}.${draft_id}`;
  const [filing, set_filing] = useState<Filing | null>(null);
  const [error, set_error] = useState<unknown>(null);
  const [state, set_state] = useState<SaveState>('new');
  const [saved_at, set_saved_at] = useState('');
  const [changed_at, set_changed_at] = useState('');
  const [other, set_other] = useState<Draft | null>(null);
  const [attempt, set_attempt] = useState(0);
  const work = useRef<{ current: Filing | null; saved: Filing | null; version: number | null; timer: number; running: Promise<void> | null; gone: boolean }>({ current: null, saved: null, version: null, timer: 0, running: null, gone: false });

  useEffect(() => {
    let left = false;
    const start = (loaded: Filing, version: number | null, at: string, unsaved: boolean) => {
      if (left) return;
      Object.assign(work.current, { current: loaded, saved: unsaved ? null : loaded, version, gone: false });
      set_filing(loaded);
      set_saved_at(at);
      set_state(unsaved ? 'unsaved' : version === null ? 'new' : 'saved');
    };
    set_error(null);
    const kept = find_kept(key);
    load_draft(draft_id).then(
      (draft) => (kept ? start(kept.filing, kept.version, draft.updated_at, true) : start(read_filing(draft.content, new_declaration_id(new Date())), draft.version, draft.updated_at, false)),
      (problem: unknown) => {
        // An id nobody has saved under yet is a new draft.
        if (problem instanceof ProblemError && problem.problem.status === 404) start(kept?.filing ?? read_filing({}, new_declaration_id(new Date())), null, '', kept !== null);
        else if (kept) start(kept.filing, kept.version, '', true);
        else if (!left) set_error(problem);
      },
    );
    return () => {
      left = true;
    };
  }, [draft_id, key, attempt]);

  const save = useCallback(async (): Promise<void> => {
    const own = work.current;
    window.clearTimeout(own.timer);
    if (own.running) await own.running.catch(() => undefined);
    if (!own.current || own.current === own.saved || own.gone) return;
    const sent = own.current;
    const run = async () => {
      set_state('saving');
      try {
        const saved = await save_draft(draft_id, sent, own.version);
        own.version = saved.version;
        own.saved = sent;
        set_saved_at(saved.updated_at);
        if (own.current === sent) {
          keep(key, null);
          set_state('saved');
        } else set_state('unsaved');
      } catch (problem) {
        if (problem instanceof ProblemError && problem.problem.status === 412) {
          const theirs = await load_draft(draft_id).catch(() => null);
          set_other(theirs);
          set_state(theirs ? 'conflict' : 'failed');
          // Deleted elsewhere: the next save makes it anew.
          if (!theirs) own.version = null;
        } else set_state('failed');
        throw problem;
      }
    };
    own.running = run();
    try {
      await own.running;
    } finally {
      own.running = null;
    }
  }, [draft_id, key]);

  const schedule = useCallback(() => {
    window.clearTimeout(work.current.timer);
    work.current.timer = window.setTimeout(() => void save().catch(() => undefined), pause);
  }, [save]);

  const update = useCallback(
    (change: (filing: Filing) => Filing) => {
      const own = work.current;
      if (!own.current) return;
      const after = change(own.current);
      if (after === own.current) return;
      own.current = after;
      keep(key, { version: own.version, filing: after });
      set_filing(after);
      set_changed_at(new Date().toISOString());
      set_state((before) => (before === 'conflict' ? before : 'unsaved'));
      schedule();
    },
    [key, schedule],
  );

  useEffect(() => {
    if (state !== 'failed') return;
    // The network comes back by itself; so does the saving.
    const timer = window.setTimeout(() => void save().catch(() => undefined), 10_000);
    return () => window.clearTimeout(timer);
  }, [state, save]);

  useEffect(() => {
    const own = work.current;
    const warn = (event: BeforeUnloadEvent) => {
      if (own.current && own.current !== own.saved && !own.gone) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      void save().catch(() => undefined);
    };
  }, [save]);

  return {
    filing,
    error,
    state,
    saved_at,
    changed_at,
    other,
    update,
    flush: save,
    take_mine: () => {
      if (!other) return;
      work.current.version = other.version;
      set_other(null);
      set_state('unsaved');
      void save().catch(() => undefined);
    },
    take_other: () => {
      if (!other) return;
      const theirs = read_filing(other.content, new_declaration_id(new Date()));
      Object.assign(work.current, { current: theirs, saved: theirs, version: other.version });
      keep(key, null);
      set_filing(theirs);
      set_saved_at(other.updated_at);
      set_other(null);
      set_state('saved');
    },
    reload: () => set_attempt(attempt + 1),
    forget: async () => {
      const own = work.current;
      own.gone = true;
      window.clearTimeout(own.timer);
      keep(key, null);
      if (own.version !== null) await delete_draft(draft_id).catch(() => undefined);
    },
  };
}
