/** Fills the texts port from `locales/` through i18next. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next, { type ResourceLanguage } from 'i18next';
import { LANGS } from './items';
import type { Texts } from './texts';

/** Reads `<folder>/<lang>/<file>.json`; a key is the file's name and the path in it. */
export function loadTexts(folder: string): Texts {
  const resources: Record<string, { translation: ResourceLanguage }> = {};
  for (const lang of LANGS) {
    const tree: ResourceLanguage = {};
    for (const file of readdirSync(join(folder, lang)).filter((name) => name.endsWith('.json')))
      tree[file.slice(0, -'.json'.length)] = JSON.parse(readFileSync(join(folder, lang, file), 'utf8'));
    resources[lang] = { translation: tree };
  }
  const i18n = i18next.createInstance();
  void i18n.init({
    lng: 'tr',
    fallbackLng: 'tr',
    resources,
    initAsync: false,
    showSupportNotice: false,
    interpolation: { escapeValue: false },
  } as never);
  const fixed = Object.fromEntries(LANGS.map((lang) => [lang, i18n.getFixedT(lang)]));
  const plain = new Map<string, string>();
  return {
    t(lang, key, values) {
      // Texts without a place to fill are most: they need no interpolation.
      const cached = plain.get(lang + key);
      if (cached !== undefined) return cached;
      const text = String(fixed[lang]!(key, values ?? {}));
      const source: unknown = i18n.getResource(lang, 'translation', key) ?? i18n.getResource('tr', 'translation', key);
      if (typeof source === 'string' && !source.includes('{{') && !source.includes('$t(')) plain.set(lang + key, text);
      return text;
    },
    has: (key) => i18n.exists(key, { lng: 'tr' }) || i18n.exists(`${key}_one`, { lng: 'tr' }),
  };
}
