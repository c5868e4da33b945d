import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../src/core/paths';

function keys(lang: string): string[] {
  const walk = (tree: object, path: string): string[] =>
    Object.entries(tree).flatMap(([name, value]) =>
      typeof value === 'string' ? [`${path}.${name}`] : walk(value, `${path}.${name}`),
    );
  const folder = join(ROOT, 'locales', lang);
  return readdirSync(folder).flatMap((file) => walk(JSON.parse(readFileSync(join(folder, file), 'utf8')), file.slice(0, -5)));
}

test('English has every Turkish text, and no other', () => {
  expect(keys('en').sort()).toEqual(keys('tr').sort());
});

/** What agents read, or what stands in a record for them. */
const DESK_ONLY = /^desk\.|^ticket\.(cancel_text|reopen_text)$/;

test('Arabic has every text that citizens read', () => {
  expect(keys('ar').sort()).toEqual(
    keys('tr')
      .filter((key) => !DESK_ONLY.test(key))
      .sort(),
  );
});

/** The {{values}} of a text, in order of name. */
const values = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).sort();

test.each(['en', 'ar'])('%s texts have the places that the Turkish ones have', (lang) => {
  const texts = (code: string): Map<string, string> => {
    const found = new Map<string, string>();
    const walk = (tree: object, path: string): void => {
      for (const [name, value] of Object.entries(tree))
        if (typeof value === 'string') found.set(`${path}.${name}`, value);
        else walk(value, `${path}.${name}`);
    };
    const folder = join(ROOT, 'locales', code);
    for (const file of readdirSync(folder)) walk(JSON.parse(readFileSync(join(folder, file), 'utf8')), file);
    return found;
  };
  const turkish = texts('tr');
  const wrong = [...texts(lang)].filter(([key, text]) => values(text).join() !== values(turkish.get(key)!).join());
  expect(wrong.map(([key]) => key)).toEqual([]);
});
