import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';

const Announce = createContext<(text: string) => void>(() => {});

/** One polite live region for the whole application: results of filters, saved work, new pages. */
export function LiveRegion({ children }: { children: ReactNode }) {
  const [text, set_text] = useState('');
  const announce = useCallback((next: string) => {
    set_text('');
    // A cleared region followed by the sentence is read out even when the sentence is the same as before.
    window.setTimeout(() => set_text(next), 50);
  }, []);
  const value = useMemo(() => announce, [announce]);
  return (
    <Announce.Provider value={value}>
      {children}
      <div className="visually-hidden" role="status" aria-live="polite">
        {text}
      </div>
    </Announce.Provider>
  );
}

export const useAnnounce = () => useContext(Announce);
