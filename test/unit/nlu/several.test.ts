/** Several requests in one message, on the sentences that `npm run bench several` measures; figures in docs/understanding.md. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExplainingUnderstanding, loadUnderstanding } from '../../../src/nlu';
import { DATA, gazetteers, NOW } from './support';

const cacheDir = mkdtempSync(join(tmpdir(), 'kapi-several-'));
let understanding: ExplainingUnderstanding;
const named = (text: string): string[] => {
  const { intent, also } = understanding.read(text, NOW);
  return [intent, ...also];
};

beforeAll(() => {
  understanding = loadUnderstanding({ dataDir: DATA, cacheDir, gazetteers, whenChanged: 'keep' });
}, 60_000);
afterAll(() => rmSync(cacheDir, { recursive: true }));

const rows = (name: string): { text: string; wanted: string[] }[] =>
  readFileSync(join(__dirname, '../../../bench/several', name), 'utf8')
    .split('\n')
    .filter((line) => line.includes(' => ') && !line.startsWith('#'))
    .map((line) => line.split(' => '))
    .map(([text, wanted]) => ({ text: text!, wanted: wanted!.split(', ') }));

describe('the measured sentences', () => {
  const two = rows('two.txt');
  const one = rows('one.txt');

  test('are enough, and of known intents', () => {
    expect([two.length >= 60, one.length >= 60]).toEqual([true, true]);
    const known = understanding.catalogue().map(({ name }) => name);
    for (const { wanted } of [...two, ...one]) for (const intent of wanted) expect(known).toContain(intent);
  });

  test('two requests are found in order', () => {
    const found = two.filter(({ text, wanted }) => named(text).join() === wanted.join());
    expect(found.length / two.length).toBeGreaterThan(0.7);
  });

  test('a long story with one request is not split', () => {
    expect(one.filter(({ text }) => named(text).length > 1).map(({ text }) => text).length).toBeLessThanOrEqual(2);
  });
});

test.each([
  ['merhaba iyi günler otogara nasıl giderim', ['transport.route']],
  ['selam, su faturamı nasıl öderim teşekkürler', ['water.bill']],
  ['sular kesik, ne zaman gelecek', 1],
  ['çöpler alınmadı bir de sokak lambası yanmıyor', ['waste.missed', 'road.lighting']],
  // What goes to 112 or 187 stands first, all else in the order asked.
  ['su faturam çok geldi, bir de şu an karşı evde yangın çıktı alevler var', ['emergency.fire', 'water.bill']],
  ['çöpler alınmadı. ayrıca gaz kokusu var apartmanda', ['emergency.gas', 'waste.missed']],
  ['sokak lambası yanmıyor, ayrıca yol buz tuttu', ['road.lighting', 'emergency.snow']],
])('%s', (text, wanted) => {
  const found = named(text);
  expect(typeof wanted === 'number' ? found.length : found).toEqual(wanted);
});

test('at most two further requests, none twice', () => {
  const { intent, also } = understanding.read(
    'çöpler alınmadı. ayrıca sokak lambası yanmıyor. ayrıca su faturam çok yüksek. bir de çöpler alınmadı. bir de nöbetçi eczane nerede',
    NOW,
  );
  expect([intent, ...also]).toEqual(['waste.missed', 'road.lighting', 'water.bill']);
});
