/** Texts of the pack: one wording a language, Turkish and English always there. */
import { z } from 'zod';
import type { Lang } from '../../core/items';

const words = z.string().trim().min(1);

/** What a citizen reads. Arabic may be absent: English is shown then, which more guests read than Turkish. */
export const localised = z.strictObject({ tr: words, en: words, ar: words.optional() });
export type Localised = z.infer<typeof localised>;

/** The wording in `lang`, English where it is absent. */
export function inLang(text: Localised, lang: Lang): string {
  return text[lang] ?? leftToRight(text.en);
}

/** Marks (LRI, PDI) that keep the order and the full stop of an English line among Arabic ones; nobody sees them. */
const leftToRight = (text: string): string => text.replace(/^.+$/gm, '\u2066$&\u2069');

/** Is there no wording in `lang` itself? Whoever is answered in another language is told so first. */
export const lacks = (text: Localised, lang: Lang): boolean => text[lang] === undefined;

/** The wording in `lang` with its {{names}} filled; a name without a value stays visible, so that a slip in the data is seen. */
export function fillIn(text: Localised, lang: Lang, values: Record<string, string | number>): string {
  return inLang(text, lang).replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole));
}
