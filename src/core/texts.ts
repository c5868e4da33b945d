/** The texts port: what people read, by key and language. `locales/<lang>/<file>.json` fills it; the key starts with the file's name. */
import type { Lang } from './items';
import type { JsonObject } from './json';

/** Facts of the city that any text may name ({{city}}, {{cityPhone}}), by language. */
export type CityFacts = Record<Lang, Record<string, string>>;

export interface Texts {
  /** The text of a key with its {{names}} filled in. A missing key gives the Turkish text. */
  t(lang: Lang, key: string, values?: JsonObject): string;
  has(key: string): boolean;
}
