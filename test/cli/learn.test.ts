/** `kapi learn` beside a running line: corrections leave as candidates that lead to nobody. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { project } from '../../src/commit';
import { ROOT } from '../../src/core/paths';
import type { Event } from '../../src/core/turn';
import { SQLITE_FILE } from '../../src/store';
import { openSqliteStore } from '../../src/store/sqlite';
import { message, turnOf } from '../store/support';

jest.setTimeout(60_000);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kapi-learn-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function kapi(...args: string[]): { status: number | null; lines: Record<string, unknown>[]; errors: string } {
  const { status, stdout, stderr } = spawnSync(
    join(ROOT, 'node_modules/node/bin/node'),
    [join(ROOT, 'bin/kapi.cjs'), 'learn', ...args],
    { cwd: ROOT, env: { ...process.env, KAPI_DATA_DIR: folder }, encoding: 'utf8' },
  );
  const lines = stdout.split('\n').filter(Boolean);
  return { status, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>), errors: stderr };
}

test('without a store it says so', () => {
  const { status, errors } = kapi('export');
  expect([status, errors]).toEqual([2, expect.stringContaining('KAPI_DATA_DIR')]);
});

test('the last word on each text, masked, while the line runs', async () => {
  const store = await openSqliteStore({ path: join(folder, SQLITE_FILE), project });
  const [input] = await store.accept([message('e1')]);
  const lesson = (text: string, was: string, intent: string | null, by: 'agent' | 'citizen'): Event => ({
    type: 'learnt',
    text,
    was,
    intent,
    by,
  });
  const events = [
    lesson('Ben Ayşe Demir 0532 123 45 67, direk lambası gitti', 'power.outage', 'water.bill', 'agent'),
    lesson('Ben Ayşe Demir 0532 123 45 67, direk lambası gitti', 'power.outage', 'road.lighting', 'agent'),
    lesson('yanlış düzeltme', 'tax.payment', 'water.bill', 'agent'),
    lesson('yanlış düzeltme', 'tax.payment', 'tax.payment', 'agent'),
    lesson('şu işe bir bakın', 'feedback.complaint', null, 'citizen'),
  ];
  await store.commit(turnOf(input!.conversationId, 1, [input!.id], events));
  const { status, lines } = kapi('export');
  await store.close();
  expect(status).toBe(0);
  expect(lines).toEqual([
    {
      text: 'Ben ***, direk lambası gitti',
      intent: 'road.lighting',
      was: 'power.outage',
      by: 'agent',
      at: expect.any(String),
    },
    { text: 'şu işe bir bakın', intent: null, was: 'feedback.complaint', by: 'citizen', at: expect.any(String) },
  ]);
});

test('a file that is no candidates is refused with its line', () => {
  const file = join(folder, 'wrong.jsonl');
  writeFileSync(file, '{"text":"a","intent":null}\n{"text":1}\n');
  const { status, errors } = kapi('train', '--try', file);
  expect([status, errors]).toEqual([1, expect.stringContaining('line 2')]);
});
