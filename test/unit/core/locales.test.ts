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

test('Arabic names only texts that there are', () => {
  const known = new Set(keys('tr'));
  expect(keys('ar').filter((key) => !known.has(key))).toEqual([]);
});
