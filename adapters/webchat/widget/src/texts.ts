/** The widget's words in the three languages of the line. */
import type { Lang } from '../../../../src/core/items';
import ar from '../locales/ar.json';
import en from '../locales/en.json';
import tr from '../locales/tr.json';

type Texts = typeof tr;
export type TextKey = Exclude<keyof Texts, 'errors'> | `errors.${keyof Texts['errors']}`;
const TEXTS: Record<Lang, Texts> = { tr, en, ar };

export const LANG_NAMES: Record<Lang, string> = { tr: 'Türkçe', en: 'English', ar: 'العربية' };
/** Digits and month names as each language's readers in Türkiye expect them. */
export const LOCALES: Record<Lang, string> = { tr: 'tr-TR', en: 'en-GB', ar: 'ar-u-nu-latn' };

export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

export function translator(lang: Lang): Translate {
  const texts = TEXTS[lang];
  return (key, values = {}) => {
    const text = key.startsWith('errors.') ? texts.errors[key.slice(7) as keyof Texts['errors']] : texts[key as 'title'];
    return text.replace(/\{(\w+)\}/g, (_whole, name: string) => String(values[name] ?? ''));
  };
}

/** The text for an error's code; codes without a text of their own share one. */
export function errorKey(code: string): TextKey {
  return code in tr.errors ? (`errors.${code}` as TextKey) : 'errors.unknown';
}
