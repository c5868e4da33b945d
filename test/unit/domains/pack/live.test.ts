/** An edit of the running pack: right ones are taken up, broken ones are told and change nothing. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createLivePack, loadPack, type Pack, type Problem } from '../../../../src/domains/pack';
import { staleIn } from '../../../../src/domains/pack/freshness';

const DEMO = join(__dirname, '../../../../data/municipality');
let dir: string;
let pack: Pack;
let broken: Problem[][];
let read: number;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'pack-live-'));
  cpSync(DEMO, dir, { recursive: true, filter: (path) => basename(path) !== 'transit' });
  pack = loadPack(dir);
  broken = [];
  read = 0;
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Looks at the copied pack; `at` is the moment of a look. */
const looking = (at: number) =>
  createLivePack({
    pack,
    catalogue: catalogueOf(pack),
    everyMs: 0,
    now: () => at,
    onRead: () => read++,
    onBroken: (problems) => broken.push(problems),
  });
function edit(file: string, from: string, to: string): void {
  const path = join(dir, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}
it('does nothing while nothing changes', () => {
  const watcher = looking(1);
  expect(watcher.look()).toBe(false);
  expect([read, broken.length]).toEqual([0, 0]);
});

it('keeps the old pack after a broken edit, tells it, and takes up the mended one', () => {
  const watcher = looking(2);
  edit('profile.yaml', 'phone: 0399 153 00 00', 'phone: yok');
  expect(watcher.look()).toBe(false);
  expect(pack.profile.phone).toBe('0399 153 00 00');
  expect(broken[0]).toMatchObject([{ file: 'profile.yaml', what: expect.stringContaining('phone is no telephone') }]);
  expect(watcher.state().problems).toHaveLength(1);
  expect(watcher.look()).toBe(false);
  expect(broken).toHaveLength(1);

  edit('profile.yaml', 'phone: yok', 'phone: 0399 153 00 01');
  expect(watcher.look()).toBe(true);
  expect(pack.profile.phone).toBe('0399 153 00 01');
  expect(watcher.state()).toEqual({ readAt: 2, problems: [] });
});

it('takes up a new service file and one that was removed', () => {
  const watcher = looking(3);
  const before = pack.services.length;
  rmSync(join(dir, 'services/tax.payment.yaml'));
  expect(watcher.look()).toBe(true);
  expect(pack.services).toHaveLength(before - 1);
});

/** A catalogue that knows what the pack names. */
function catalogueOf({ services, programmes, institutions }: Pack) {
  const names = new Set([
    ...services.map(({ intent }) => intent),
    ...programmes.flatMap(({ intents }) => intents),
    ...institutions.flatMap(({ intents }) => intents),
  ]);
  return [...names].map((name) => ({ name, department: null }));
}

describe('what is out of date', () => {
  it('is told with its file and a mend', () => {
    pack.pharmacies.valid_until = '2026-03-01';
    const fees = pack.services.find(({ intent }) => intent === 'facility.booking')!;
    fees.fees_valid_until = '2026-04-01';
    const stale = staleIn(pack, Date.parse('2026-03-25T08:00:00+03:00'));
    expect(stale).toContainEqual({
      file: 'pharmacies.yaml',
      what: 'the duty list ended on 2026-03-01 and is not quoted',
      mend: 'enter the new list and its valid_until',
    });
    expect(stale.find(({ file }) => file === 'services/facility.booking.yaml')?.what).toBe('the list of fees ends on 2026-04-01');
  });
});
