import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type ko from './ko.json';

export type Language = 'ko' | 'en';
export const languages: readonly Language[] = ['ko', 'en'];
const storage_key = 'clearway.language';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    nsSeparator: false;
    resources: { translation: typeof ko };
  }
}

function is_language(value: string | null): value is Language {
  return value === 'ko' || value === 'en';
}

/** The language asked for in the address (`?lang=en`), then the one chosen last, then Korean. */
export function chosen_language(search: string, stored: string | null): Language {
  const asked = new URLSearchParams(search).get('lang');
  if (is_language(asked)) return asked;
  return is_language(stored) ? stored : 'ko';
}

export function current_language(): Language {
  return i18next.language === 'en' ? 'en' : 'ko';
}

/** Only the sentences of the language in use travel to the browser. */
async function load(language: Language) {
  if (i18next.hasResourceBundle(language, 'translation')) return;
  const sentences = language === 'ko' ? await import('./ko.json') : await import('./en.json');
  i18next.addResourceBundle(language, 'translation', sentences.default);
}

export async function start_messages(): Promise<void> {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(storage_key);
  } catch {
    // Storage may be switched off; the page then opens in Korean each time.
  }
  const language = chosen_language(location.search, stored);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    nsSeparator: false,
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
    showSupportNotice: false,
    react: { useSuspense: false },
  });
  await change_language(language);
}

export async function change_language(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(storage_key, language);
  } catch {
    // See above.
  }
}
