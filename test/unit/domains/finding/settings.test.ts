/** data/finding.yaml with deliberate mistakes: each is told with the file, the line and the value that is wrong. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../../../src/core/paths';
import { readFindingSettings } from '../../../../src/domains/finding';

const GOOD = readFileSync(join(ROOT, 'data/finding.yaml'), 'utf8');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kapi-finding-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (text: string) => {
  writeFileSync(join(folder, 'finding.yaml'), text);
  return readFindingSettings(folder);
};

test('the committed file is read', () => {
  expect(read(GOOD).stop_words).toContain('nasil');
});

test.each([
  ['a share above one', /^coverage_min: .*$/m, 'coverage_min: 60', 'coverage_min'],
  ['a number in words', /^score_min: .*$/m, 'score_min: elli', 'score_min'],
  ['a value left out', /^second_max_share: .*\n/m, '', 'second_max_share'],
  ['more pages than buttons', /^offered_max: .*$/m, 'offered_max: 12', 'offered_max'],
  ['half a letter', /^stem_min_letters: .*$/m, 'stem_min_letters: 2.5', 'stem_min_letters'],
  ['an empty list', /^kept: .*$/m, 'kept: []', 'kept'],
  ['a weight forgotten', /^weights: .*$/m, 'weights: {title: 2, asked: 2.5, words: 1.2}', 'weights.body'],
  ['a misspelt name', /^words_max: /m, 'word_max: ', 'words_max'],
])('%s', (_about, good, wrong, field) => {
  expect(GOOD).toMatch(good);
  expect(() => read(GOOD.replace(good, wrong))).toThrow(new RegExp(`^data/finding\\.yaml:\\d+: ${field} `));
});
