/** The console's own texts, Turkish or English, through i18next. */
import i18next from 'i18next';
import { createContext, useContext } from 'react';
import en from '../locales/en.json';
import tr from '../locales/tr.json';

export type ConsoleLang = 'tr' | 'en';
export type T = (key: string, values?: Record<string, string | number>) => string;

const STORED = 'kapi.console.lang';
const i18n = i18next.createInstance();
void i18n.init({
  lng: 'tr',
  fallbackLng: 'tr',
  resources: { tr: { translation: tr }, en: { translation: en } },
  initAsync: false,
  showSupportNotice: false,
  // React escapes.
  interpolation: { escapeValue: false },
} as never);

export const textsOf = (lang: ConsoleLang): T => {
  const t = i18n.getFixedT(lang);
  return (key, values) => String(t(key, values ?? {}));
};

export const storedLang = (): ConsoleLang => (localStorage.getItem(STORED) === 'en' ? 'en' : 'tr');
export const storeLang = (lang: ConsoleLang): void => localStorage.setItem(STORED, lang);

export interface Texts {
  lang: ConsoleLang;
  t: T;
}
export const TextsContext = createContext<Texts>({ lang: 'tr', t: textsOf('tr') });
export const useTexts = (): Texts => useContext(TextsContext);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "12 dk": how long ago, in the largest whole unit. */
export function ago(t: T, at: number, now: number): string {
  const past = Math.max(now - at, 0);
  if (past < MINUTE) return t('ago.now');
  if (past < HOUR) return t('ago.minutes', { count: Math.floor(past / MINUTE) });
  if (past < DAY) return t('ago.hours', { count: Math.floor(past / HOUR) });
  return t('ago.days', { count: Math.floor(past / DAY) });
}

const ZONE = 'Europe/Istanbul';
export const clock = (lang: ConsoleLang, at: number): string =>
  new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit', timeZone: ZONE }).format(at);
export const dayAndClock = (lang: ConsoleLang, at: number): string =>
  new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short', timeZone: ZONE }).format(at);
