import i18next from 'i18next';
import { english } from './english.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof english };
  }
}

void i18next.init({
  lng: 'en-GB',
  fallbackLng: 'en',
  resources: { en: { translation: english } },
  // React escapes what it shows.
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** The words of the window, by key. */
export const t = i18next.t;

/**
 * Takes the form of dates and numbers from the system's locale. The catalogue is English, so other languages get
 * British forms: a German date inside an English sentence would read badly.
 */
export async function setLocale(locale: string): Promise<void> {
  await i18next.changeLanguage(/^en\b/i.test(locale) ? locale : 'en-GB');
}

/** The locale that `Intl` and the components use. */
export function currentLocale(): string {
  return i18next.language;
}
