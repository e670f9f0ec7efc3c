import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, client } from '../../api/client';
import { ProblemError } from '../../api/problem';
import { Message, ProblemMessage } from '../../components/message';
import { format_time } from '../../messages/format';
import { forget, waiting_records, type WaitingRecord } from './visit_store';

interface Outcome {
  record_id: string;
  error: unknown;
}

/** Sends one record; what the server refuses stays on the device with its reason. */
async function send(one: WaitingRecord): Promise<Outcome | null> {
  try {
    await answer(client.POST('/v1/seizures/{id}/records', { params: { path: { id: one.seizure_id }, header: { 'Request-Id': one.request_id } }, body: one.record }));
    await forget(one.record.record_id);
    return null;
  } catch (error) {
    return { record_id: one.record.record_id, error };
  }
}

/** Records that were made without a connection and are not with the server yet. They go by themselves when there is one. */
export function WaitingVisits({ seizure_id, refresh = 0 }: { seizure_id?: string; refresh?: number }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [waiting, set_waiting] = useState<WaitingRecord[]>([]);
  const [problems, set_problems] = useState<Outcome[]>([]);
  const read = useCallback(async () => {
    const all = await waiting_records().catch(() => []);
    set_waiting(seizure_id ? all.filter((one) => one.seizure_id === seizure_id) : all);
    return all;
  }, [seizure_id]);
  const send_all = useCallback(async () => {
    const all = await read();
    if (all.length === 0 || !navigator.onLine) return;
    const failed: Outcome[] = [];
    for (const one of all) {
      const outcome = await send(one);
      if (outcome) failed.push(outcome);
    }
    // Without a connection after all: nothing to say, they wait on.
    set_problems(failed.filter(({ error }) => !(error instanceof ProblemError) || error.problem.status > 0));
    await read();
    await Promise.all(['seizure', 'seizure_worklist'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  }, [read, queries]);
  useEffect(() => {
    void send_all();
    const online = () => void send_all();
    window.addEventListener('online', online);
    return () => window.removeEventListener('online', online);
  }, [send_all, refresh]);
  if (waiting.length === 0) return null;
  return (
    <Message tone="warning" title={t('seizure.visit.waiting', { count: waiting.length })}>
      <ul>
        {waiting.map((one) => (
          <li key={one.record.record_id}>
            {t(`seizure.record.${one.record.kind}`)} · {format_time(one.record.made_at)}
            {problems
              .filter((problem) => problem.record_id === one.record.record_id)
              .map((problem) => (
                <ProblemMessage key={problem.record_id} error={problem.error} />
              ))}
          </li>
        ))}
      </ul>
      <button type="button" className="krds-btn tertiary xsmall" onClick={() => void send_all()}>
        {t('seizure.visit.send')}
      </button>
    </Message>
  );
}
