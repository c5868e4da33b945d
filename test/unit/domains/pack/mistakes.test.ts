/** A pack with deliberate mistakes: each is found, on its line, with a mend, and nothing else is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPack, problemLine } from '../../../../src/domains/pack';
import { readCatalogue } from '../../../../src/nlu';
import { ROOT } from '../../../../src/core/paths';

const FOLDER = join(__dirname, 'mistakes');
const FILES = ['', 'services', 'programmes'].flatMap((folder) =>
  readdirSync(join(FOLDER, folder)).flatMap((name) => (name.endsWith('.yaml') ? [join(folder, name)] : [])),
);

/** What the files say is wrong with them: "#! what" at the end of a line. */
const MADE = FILES.flatMap((file) =>
  readFileSync(join(FOLDER, file), 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      line.startsWith('#') ? [] : (line.split(' #! ')[1]?.split(' | ') ?? []).map((what) => ({ file, line: index + 1, what })),
    ),
);
const { problems } = checkPack(FOLDER, readCatalogue(join(ROOT, 'data')));

it('has at least 40 mistakes in all of its files', () => {
  expect(MADE.length).toBeGreaterThanOrEqual(40);
  expect(new Set(MADE.map(({ file }) => file)).size).toBe(FILES.length);
});

it.each(MADE)('$file:$line: $what', ({ file, line, what }) => {
  const there = problems.filter((problem) => problem.file === file && problem.what.includes(what));
  expect(there.map((problem) => problem.line)).toContain(line);
  expect(there.every(({ mend }) => mend.length > 3)).toBe(true);
});

it('tells nothing that is no mistake', () => {
  const lines = new Set(MADE.map(({ file, line }) => `${file}:${line}`));
  expect(problems.filter(({ file, line }) => !lines.has(`${file}:${line}`)).map(problemLine)).toEqual([]);
});
