/** The planner of a running line: a new feed is taken up, a broken one is told, and a thread answers as the sources do. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { ROOT } from '../../../../src/core/paths';
import { openLive } from '../../../../src/domains/transit';
import { timetableHealth, timetableNotice } from '../../../../src/server/timetable';
import { at, removeFeeds, SMALL, TRANSIT, writeFeed } from './made-feed';

afterAll(removeFeeds);

const zipped = (name: string): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries({ ...SMALL, agency: SMALL.agency!.replace('Deneme', name) }).map(([table, text]) => [
        `${table}.txt`,
        strToU8(text),
      ]),
    ),
  );

test('a changed feed is taken up once it stands still; a broken one is told once and the old one goes on', async () => {
  const gtfs = join(writeFeed({}), 'feed.zip');
  writeFileSync(gtfs, zipped('Eski'));
  const told: string[] = [];
  const live = await openLive({
    files: { folder: TRANSIT, gtfs, cache: writeFeed({}) },
    everyMs: 0,
    onRead: (planner) => told.push(planner.feed().name),
    onBroken: (problem) => told.push(problem),
  });
  const ask = async () =>
    (await live.planner.journeys('platform:a', 'platform:d', { depart: at('2026-03-25 07:30') })).length > 0;
  expect([live.planner.feed().name, await live.look()]).toEqual(['Eski', false]);
  writeFileSync(gtfs, zipped('Yeni hat'));
  expect([await live.look(), live.planner.feed().name]).toEqual([false, 'Eski']);
  expect([await live.look(), live.planner.feed().name, await ask()]).toEqual([true, 'Yeni hat', true]);
  writeFileSync(gtfs, zipped('Yarım').subarray(0, 500));
  expect([await live.look(), await live.look(), await live.look()]).toEqual([false, false, false]);
  expect([live.planner.feed().name, await ask()]).toEqual(['Yeni hat', true]);
  expect(live.problem()).toMatch(/feed\.zip is not a readable zip file: it has no directory at its end$/);
  expect(told).toEqual(['Yeni hat', live.problem()]);
  const now = at('2026-03-25 08:00');
  expect(timetableHealth(live, now)).toMatchObject({ ok: true, warning: true, detail: expect.stringContaining('is not used') });
  expect(timetableNotice(live, now)).toEqual({ key: 'feed_broken', date: '2026-03-31' });
  writeFileSync(gtfs, zipped('Wieder'));
  expect([await live.look(), await live.look(), live.problem()]).toEqual([false, true, '']);
  expect(timetableNotice(live, now)).toBeNull();
  await live.stop();
});

test('a calendar that ended or has not begun is a warning', async () => {
  const gtfs = writeFeed(SMALL);
  const live = await openLive({ files: { folder: TRANSIT, gtfs }, everyMs: 0, onRead() {}, onBroken() {} });
  expect(timetableHealth(live, at('2026-03-25 08:00'))).toEqual({
    ok: true,
    detail: 'Deneme, 3 lines, 6 stops, 2026-03-01 to 2026-03-31',
  });
  expect(timetableHealth(live, at('2026-11-25 08:00'))).toMatchObject({
    ok: true,
    warning: true,
    detail: expect.stringContaining('ended on 2026-03-31'),
  });
  expect(timetableNotice(live, at('2026-11-25 08:00'))).toEqual({ key: 'feed_expired', date: '2026-03-31' });
  expect(timetableNotice(live, at('2026-02-25 08:00'))).toEqual({ key: 'feed_not_started', date: '2026-03-01' });
  expect(timetableNotice(null, 0)).toBeNull();
  await live.stop();
});

/** Runs in built JavaScript, where the planner has a thread of its own; what it prints is compared. */
const SCRIPT = `
const { openRemote } = require('./dist/src/domains/transit/remote');
const { openTransit } = require('./dist/src/domains/transit');
const files = JSON.parse(process.argv[1]);
(async () => {
  const [far, near] = [await openRemote(files), await openTransit(files)];
  const at = Date.parse('2026-03-25T07:30+03:00');
  const asked = (planner) => Promise.all([
    planner.journeys('platform:a', 'platform:d', { depart: at }),
    planner.range('platform:a', 'platform:d', { depart: at }),
    planner.departures({ at: 'stop:otogar', after: at, limit: 3 }),
    planner.locate('nowhere'),
    planner.line('1', at),
    planner.feed(), planner.state(at), planner.gazetteers(),
  ]);
  const [one, other] = [await asked(far), await asked(near)];
  const ended = far.journeys('platform:a', 'platform:d', { depart: at });
  await far.close();
  const after = await far.nearest(0, 0, 1).catch((error) => error.message);
  const broken = await openRemote({ ...files, gtfs: '/nowhere' }).catch((error) => error.message);
  console.log(JSON.stringify({ same: JSON.stringify(one) === JSON.stringify(other), found: one[0].length, ended: (await ended).length, after, broken }));
  // Nothing of a planner that is not closed keeps the process alive.
  await openRemote(files);
})();
`;

test('in a thread it answers the same, ends what was asked before it is closed, and keeps no process alive', () => {
  const node = join(ROOT, 'node_modules/node/bin/node');
  expect(spawnSync(node, [join(ROOT, 'bin/build.cjs'), '--if-needed', '--server-only']).status).toBe(0);
  const run = spawnSync(node, ['-e', SCRIPT, JSON.stringify({ folder: TRANSIT, gtfs: writeFeed(SMALL) })], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect([run.status, run.stderr]).toEqual([0, '']);
  expect(JSON.parse(run.stdout)).toEqual({
    same: true,
    found: 2,
    ended: 2,
    after: 'the planner is closed',
    broken: 'there is no GTFS feed at /nowhere',
  });
}, 90_000);
