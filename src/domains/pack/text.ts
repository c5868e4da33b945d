/** Texts of the pack: one wording a language, Turkish and English always there. */
import { z } from 'zod';
import type { Lang } from '../../core/items';

const words = z.string().trim().min(1);

/** What a citizen reads. Arabic may be absent: Turkish is shown then, as `Texts` does for locales/. */
export const localised = z.strictObject({ tr: words, en: words, ar: words.optional() });
export type Localised = z.infer<typeof localised>;

/** The wording in `lang`, Turkish where it is absent. */
export function inLang(text: Localised, lang: Lang): string {
  return text[lang] ?? text.tr;
}

/** The wording in `lang` with its {{names}} filled; a name without a value stays visible, so that a slip in the data is seen. */
export function fillIn(text: Localised, lang: Lang, values: Record<string, string | number>): string {
  return inLang(text, lang).replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole));
}
