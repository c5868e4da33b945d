/** data/phrases.yaml with deliberate mistakes: each is told with its line. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../../src/core/paths';
import { readPhrases } from '../../../src/core/phrases';

const GOOD = readFileSync(join(ROOT, 'data/phrases.yaml'), 'utf8');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kapi-phrases-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (text: string) => {
  writeFileSync(join(folder, 'phrases.yaml'), text);
  return readPhrases(folder);
};

test('the committed file is read, its words in plain letters', () => {
  expect(read(GOOD).denies.behind).toEqual(['degil']);
});

test.each([
  [
    'a language that is not answered in',
    /^ {2}tr: \[turkish.*$/m,
    '  de: [deutsch]',
    /phrases\.yaml:\d+: languages\.tr is missing: add it/,
  ],
  ['a list left empty', /behind: .*/, 'behind: []', /phrases\.yaml:\d+: denies\.behind is too small or empty/],
  ['only signs', /behind: .*/, "behind: ['?!']", /phrases\.yaml:\d+: denies\.behind\.0 holds no letter: write a word/],
  ['a misspelt name', /^ {2}duration: /m, '  durations: ', /phrases\.yaml:\d+: durations is not known here/],
])('%s', (_about, good, wrong, told) => {
  expect(GOOD).toMatch(good);
  expect(() => read(GOOD.replace(good, wrong))).toThrow(told);
});
