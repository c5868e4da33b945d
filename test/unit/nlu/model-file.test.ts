import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../../src/core/paths';
import { evaluateRows } from '../../../src/nlu';
import { openModel, readRows, trainFile } from '../../../src/nlu/model-file';

const DATA = join(ROOT, 'data');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kapi-model-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fruits = ['elma alır mısın', 'bir kilo elma lazım', 'elmalar taze mi', 'elma kaç lira'];
const lights = ['ışığı kapat', 'salonun ışığı açılsın', 'ışıklar çok parlak', 'mutfak ışığını yak'];
const rows = [...fruits.map((text) => ({ text, intent: 'fruit' })), ...lights.map((text) => ({ text, intent: 'light' }))];
const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

test('any labels are learnt and read back from one file, and the same rows give the same bytes', () => {
  const [one, two] = [join(folder, 'one.bin'), join(folder, 'two.bin')];
  expect(trainFile(rows, DATA, one)).toMatchObject({ sentences: 8, intents: 2 });
  trainFile(rows, DATA, two);
  expect(readFileSync(one).equals(readFileSync(two))).toBe(true);
  const model = openModel(one);
  expect(model.read('taze elma var mı', 0)).toMatchObject({ intent: 'fruit', department: null, also: [], entities: [] });
  expect(evaluateRows(model, rows, 0)).toMatchObject({ count: 8, accuracy: 1, macroF1: 1 });
});

test('the project’s own labels keep departments, clauses and other languages', () => {
  const own = [
    ...['yolda çukur var', 'asfaltta çukur açılmış', 'çukur büyüdü'].map((text) => ({ text, intent: 'road.pothole' })),
    ...['sular kesik', 'musluktan su akmıyor', 'su yok'].map((text) => ({ text, intent: 'water.outage_report' })),
  ];
  const path = join(folder, 'own.bin');
  trainFile(own, DATA, path);
  expect(openModel(path).read('sokakta çukur var', 0)).toMatchObject({ intent: 'road.pothole', department: 'fen' });
});

test('a bad file is told by name and line', () => {
  const bad = write('bad.jsonl', '{"text": "a", "intent": "b"}\n{"text": 3}\n');
  expect(() => readRows([bad])).toThrow(`${bad}: line 2: needs "text" and "intent"`);
  expect(() => readRows([join(folder, 'none')])).toThrow('there is no such file');
  expect(() => trainFile([{ text: 'a', intent: 'b' }], DATA, join(folder, 'x'))).toThrow('two different intents');
  expect(() => openModel(write('no.bin', 'KAPINLU3 and nothing more'))).toThrow('is no model');
});
