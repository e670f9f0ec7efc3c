import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { answer, client, on_session_end, type Me } from './client';
import { ProblemError } from './problem';

interface Session {
  /** undefined while it is not known yet, null when nobody is signed in. */
  me: Me | null | undefined;
  error: unknown;
  /** How the last session of this visit ended: by itself while the application was in use, or by signing out. */
  ended: 'expired' | 'signed_out' | null;
  signed_in: (me: Me) => void;
  sign_out: () => Promise<void>;
  /** Asks the server anew who is signed in. */
  refresh: () => Promise<void>;
  may: (operation: string) => boolean;
}

const SessionContext = createContext<Session | null>(null);

async function read_me(): Promise<Me | null> {
  try {
    return await answer(client.GET('/v1/me'));
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 401) return null;
    throw error;
  }
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [ended, set_ended] = useState<Session['ended']>(null);
  const { data: me, error, refetch } = useQuery({ queryKey: ['me'], queryFn: read_me, staleTime: Infinity });

  useEffect(() => {
    on_session_end(() => {
      if (queries.getQueryData<Me | null>(['me'])) set_ended('expired');
      queries.setQueryData(['me'], null);
    });
  }, [queries]);

  const signed_in = useCallback(
    (account: Me) => {
      set_ended(null);
      // Nothing of another account may remain.
      const same = queries.getQueryData<Me | null>(['me'])?.account_id === account.account_id;
      if (!same) queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
      queries.setQueryData(['me'], account);
    },
    [queries],
  );
  const sign_out = useCallback(async () => {
    await answer(client.DELETE('/v1/sessions/current'));
    set_ended('signed_out');
    queries.setQueryData(['me'], null);
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
  }, [queries]);
  const refresh = useCallback(async () => {
    await refetch();
  }, [refetch]);

  const value = useMemo<Session>(
    () => ({ me, error, ended, signed_in, sign_out, refresh, may: (operation) => me?.rights.includes(operation) ?? false }),
    [me, error, ended, signed_in, sign_out, refresh],
  );
  return <SessionContext.Provider value={value}>{children}</SessionContext.Provider>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside SessionProvider');
  return session;
}
