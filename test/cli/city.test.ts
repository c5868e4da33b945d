/** The city's commands beside a running line: its store stays open here, as it does there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run as figures } from '../../src/cli/applications/figures';
import { run as list } from '../../src/cli/applications/list';
import { run as replay } from '../../src/cli/eligibility/replay';
import { run as rules } from '../../src/cli/eligibility/rules';
import { run as check } from '../../src/cli/pack/check';
import { project } from '../../src/commit';
import { ROOT } from '../../src/core/paths';
import type { Event } from '../../src/core/turn';
import { createEligibilityActions } from '../../src/domains/eligibility';
import { loadPack } from '../../src/domains/pack';
import { rulesIn } from '../../src/knowledge';
import type { Store } from '../../src/store/port';
import { openSqliteStore } from '../../src/store/sqlite';
import { message, NOW, ticketOpened, turnOf } from '../store/support';

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kapi-cli-'));
  process.env.KAPI_DATA_DIR = folder;
  store = await openSqliteStore({ path: join(folder, 'kapi.db'), project });
  const pack = loadPack(join(ROOT, 'data/municipality'));
  const [action] = createEligibilityActions({ pack, rules: rulesIn(store) }).filter(({ name }) => name === 'eligibility.check');
  const answers = { residence: 'yes', birthDate: '2026-03-01', applicant: 'mother', firstApplication: 'yes' };
  const result = await action!.run({ programme: 'hosgeldin-bebek', ...answers }, { now: NOW, lang: 'tr', conversationId: 'c' });
  const opened = ticketOpened('PB-26-000001') as Extract<Event, { type: 'ticket.opened' }>;
  const details = {
    programme: 'hosgeldin-bebek',
    delivery: 'home',
    name: 'Elif Yılmaz',
    neighbourhood: 'Kartal Mahallesi',
    babies: '2',
  };
  const [input] = await store.accept([message('e1')]);
  const events = [
    { type: 'decision', decision: result.decision },
    { ...opened, ticket: { ...opened.ticket, intent: 'baby.apply', details } },
  ] as unknown as Event[];
  await store.commit(turnOf(input!.conversationId, 1, [input!.id], events));
});
afterAll(async () => {
  delete process.env.KAPI_DATA_DIR;
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The JSON lines that a command prints, and its exit status. */
async function printed(work: () => Promise<number>): Promise<{ status: number; lines: Record<string, unknown>[] }> {
  const out: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0);
  const quiet = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const status = await work();
    return {
      status,
      lines: out
        .join('')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    };
  } finally {
    write.mockRestore();
    quiet.mockRestore();
  }
}

test('a kept decision is made again while the line has the store open', async () => {
  const { status, lines } = await printed(() => replay({ limit: '10' }));
  expect(status).toBe(0);
  expect(lines).toEqual([
    expect.objectContaining({
      programme: 'hosgeldin-bebek',
      was: 'eligible',
      again: 'eligible',
      same: true,
      ruleFrom: '2026-01-01',
    }),
    { decisions: 1, different: 0 },
  ]);
});

test('the team gets its list and the department its figures', async () => {
  const team = await printed(() => list({ programme: 'hosgeldin-bebek', delivery: 'home' }));
  expect(team.lines).toEqual([expect.objectContaining({ number: 'PB-26-000001', name: 'Elif Yılmaz', count: 2 })]);
  const counted = await printed(() => figures({ programme: 'hosgeldin-bebek' }));
  expect(counted.lines).toEqual([expect.objectContaining({ applications: 1, waiting: 1, families: 0 })]);
  await expect(printed(() => list({ programme: 'yok' }))).rejects.toThrow(/There is no programme yok/);
});

test('the rules are told as of a day, each with its source', async () => {
  const then = await printed(() => rules({ on: '2025-06-01', lang: 'tr' }, ['hosgeldin-bebek']));
  expect(then.lines.find(({ condition }) => condition === 'age')).toMatchObject({
    rule: 'bebek en çok 60 günlük',
    validFrom: '2024-01-01',
  });
  const before = await printed(() => rules({ on: '2020-01-01', lang: 'tr' }, ['hosgeldin-bebek']));
  expect(before.lines).toEqual([{ programme: 'hosgeldin-bebek', on: '2020-01-01', closed: true }]);
});

test('a pack is checked with exit 0 or 1', async () => {
  expect(await printed(() => check({}, []))).toMatchObject({ status: 0, lines: [{ mistakes: 0 }] });
  const wrong = await printed(() => check({}, [join(ROOT, 'test/unit/domains/pack/mistakes')]));
  expect(wrong.status).toBe(1);
  expect(wrong.lines.length).toBeGreaterThan(40);
  expect(wrong.lines[0]).toMatchObject({ file: expect.any(String), line: expect.any(Number), mend: expect.any(String) });
});
