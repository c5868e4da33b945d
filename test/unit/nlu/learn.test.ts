/** Candidates from use: better or as good is taken, worse is refused. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryCandidates } from '../../../src/nlu/learn';
import { DATA } from './support';

let dataDir: string;
const OBJECTS = ['lamba', 'direk', 'ampul', 'ışık', 'aydınlatma'];
const BINS = ['çöp', 'konteyner', 'atık', 'poşet', 'kova'];
const ENDS = ['bozuk', 'duruyor', 'üç gündür', 'hala', 'sokakta', 'yine', 'bizim burada', 'lütfen bakın', 'kimse gelmedi'];
const phrases = (words: string[], verb: string): string[] => words.flatMap((word) => ENDS.map((end) => `${word} ${verb} ${end}`));

/** Five writers of two intents that a model of any kind tells apart. */
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'kapi-learn-'));
  for (const name of ['intents.yaml', 'nlu.yaml', 'nlu']) cpSync(join(DATA, name), join(dataDir, name), { recursive: true });
  mkdirSync(join(dataDir, 'intents'));
  const write = (intent: string, words: string[], verb: string): void => {
    const file = words.map((word, i) => `@yazar${i}\n${ENDS.map((end) => `${word} ${verb} ${end}`).join('\n')}`).join('\n');
    writeFileSync(join(dataDir, 'intents', `${intent}.txt`), `${file}\n`);
  };
  write('road.lighting', OBJECTS, 'yanmıyor');
  write('waste.missed', BINS, 'alınmadı');
});
afterEach(() => rmSync(dataDir, { recursive: true }));

test('what is rightly named is taken; what has no intent, an unknown one or is known is left aside', () => {
  const trial = tryCandidates(dataDir, [
    { text: 'karanlıkta kaldık lamba yanmıyor', intent: 'road.lighting' },
    { text: ' karanlıkta  kaldık LAMBA yanmıyor', intent: 'road.lighting' },
    { text: 'çöpler duruyor', intent: null },
    { text: 'çöpler duruyor', intent: 'no.such' },
    { text: 'lamba yanmıyor bozuk', intent: 'road.lighting' },
  ]);
  expect(trial.used).toEqual([{ text: 'karanlıkta kaldık lamba yanmıyor', intent: 'road.lighting', writer: 'masa' }]);
  expect(trial.leftAside).toBe(4);
  expect(trial.before.count).toBe(2 * ENDS.length);
  expect(trial.before.accuracy).toBeGreaterThan(0.9);
  expect(trial.refused).toEqual([]);
});

test('wrongly named candidates make a worse model, which is refused with the reason', () => {
  const wrong = [
    ...phrases([...OBJECTS, 'fener', 'projektör', 'spot'], 'yanmıyor işte').map((text) => ({ text, intent: 'waste.missed' })),
    ...phrases([...BINS, 'torba', 'çuval', 'izmarit'], 'alınmadı işte').map((text) => ({ text, intent: 'road.lighting' })),
  ];
  const trial = tryCandidates(dataDir, [...wrong, ...wrong.map(({ text, intent }) => ({ text: `ya ${text} ya`, intent }))]);
  expect(trial.after.accuracy).toBeLessThan(trial.before.accuracy);
  expect(trial.refused.join()).toContain('accuracy falls');
  expect(trial.intents[0]!.after).toBeLessThan(trial.intents[0]!.before);
});
