import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditedCorrection } from './model';
import { quote_query } from './queries';

/** How long typing must rest before amounts are asked for, in milliseconds. */
const rest = 250;

/** A text once typing has rested. */
export function useRested(value: string): string {
  const [rested, set_rested] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => set_rested(value), rest);
    return () => window.clearTimeout(timer);
  }, [value]);
  return rested;
}

/** Amounts of an edited correction. `current` is false while what is shown belongs to an earlier edit. */
export function useQuote(id: string, edited: EditedCorrection | null) {
  const { i18n } = useTranslation();
  const body = edited ? JSON.stringify(edited) : '';
  const asked = useRested(body);
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery(quote_query(id, asked, i18n.language));
  return { quote: data, error, current: body !== '' && asked === body && data !== undefined && !isPlaceholderData && !isFetching, refetch };
}
