/** A choice that is typed instead of pressed: by its label, its place, or the first word of its label. */
import { join } from 'node:path';
import { loadTexts } from '../../../src/core/i18n';
import { ROOT } from '../../../src/core/paths';
import { typed } from '../../../src/engine/answers';
import type { Run } from '../../../src/engine/run';

const texts = loadTexts(join(ROOT, 'locales'));
const run = { t: (key: string) => texts.t('tr', key) } as unknown as Run;
const CHOICES = [
  { id: 'home', label: 'Eve gelsin' },
  { id: 'point', label: 'Noktadan alayım' },
  { id: 'no', label: 'Hayır' },
];

test.each([
  ['Eve gelsin', 'home'],
  ['eve teslim', 'home'],
  ['noktadan alirim', 'point'],
  ['2', 'point'],
  ['hayir', 'no'],
])('"%s" is %s', (text, id) => expect(typed(run, CHOICES, text)).toBe(id));

test.each(['eve değil', 'eve gerek yok', 'hayır eve gelsin', '', '😀'])('"%s" names none', (text) =>
  expect(typed(run, CHOICES, text)).toBeUndefined(),
);
