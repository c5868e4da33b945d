/** The few words that channels themselves put before people ("Seçenekler" on a list's button): `locales/<lang>/channel.json`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGS, type Lang } from '../src/core/items';
import { ROOT } from '../src/core/paths';

let words: Record<string, Record<string, string>> | null = null;

export function wordOf(lang: Lang, key: string): string {
  words ??= Object.fromEntries(
    LANGS.map((known) => [known, JSON.parse(readFileSync(join(ROOT, 'locales', known, 'channel.json'), 'utf8'))]),
  );
  return words[lang]?.[key] ?? key;
}
