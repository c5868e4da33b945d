/** The project's own model on the messages of bench/strangers, by hands that knew none of the training sentences. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadUnderstanding } from '../../../src/nlu';
import type { ExplainingUnderstanding } from '../../../src/nlu';
import { DATA } from './support';

const { strangers } = require('../../../bench/strangers/read.cjs') as {
  strangers: (file: string) => { report: { intent: string; text: string }[] };
};

const cacheDir = mkdtempSync(join(tmpdir(), 'kapi-strangers-'));
let understanding: ExplainingUnderstanding;
beforeAll(() => {
  understanding = loadUnderstanding({ dataDir: DATA, cacheDir, gazetteers: [], whenChanged: 'keep' });
}, 60_000);
afterAll(() => rmSync(cacheDir, { recursive: true }));

/** Shares in percent, a little below what docs/understanding.md tells: a fall is a fault, not chance. */
test.each([
  ['messages.txt', 95],
  ['complaints.txt', 88],
  ['dangers.txt', 90],
])('%s: at least %d of 100 are understood', (file, least) => {
  const rows = strangers(file).report;
  const right = rows.filter(({ text, intent }) => understanding.decide(text).intent === intent);
  expect((100 * right.length) / rows.length).toBeGreaterThan(least);
});

test('of those in danger nearly all are told whom to call, and of the others nearly none', () => {
  const direct = new Set(['emergency.fire', 'emergency.medical', 'emergency.gas']);
  const rows = strangers('dangers.txt').report;
  const raised = ({ text }: { text: string }): boolean => direct.has(understanding.decide(text).intent);
  const inDanger = rows.filter(({ intent }) => direct.has(intent));
  const others = rows.filter(({ intent }) => !intent.startsWith('emergency.'));
  expect(inDanger.filter(raised).length / inDanger.length).toBeGreaterThan(0.9);
  expect(others.filter(raised).length / others.length).toBeLessThan(0.03);
});
