import { useState } from 'react';

/** What was typed into a correction that is not filed yet, by line; it outlives the page, not the window. */
interface Draft {
  texts: Record<string, string>;
  loss_of_relief_is_known: boolean;
  /** The ruling that the correction follows; empty where it follows none. */
  ruling: string;
}

const place = (id: string) => `clearway.correction.${id}`;
const empty: Draft = { texts: {}, loss_of_relief_is_known: false, ruling: '' };

function read(id: string): Draft {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(place(id)) ?? 'null');
    return typeof kept === 'object' && kept !== null && 'texts' in kept ? { ...empty, ...(kept as Draft) } : empty;
  } catch {
    return empty;
  }
}

export function forget_correction(id: string): void {
  try {
    sessionStorage.removeItem(place(id));
  } catch {
    // Storage may be switched off; then nothing was kept.
  }
}

/** The edits of a correction, kept while one goes from editing to checking and back. */
export function useCorrectionDraft(id: string) {
  const [draft, set_draft] = useState(() => read(id));
  const change = (next: Partial<Draft>) => {
    const after = { ...draft, ...next };
    set_draft(after);
    try {
      sessionStorage.setItem(place(id), JSON.stringify(after));
    } catch {
      // See above: the page works on without it.
    }
  };
  const reset = () => {
    forget_correction(id);
    set_draft(empty);
  };
  return { draft, change, reset };
}
