/** The transit commands as a program uses them: JSON lines in, JSON lines out. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../src/core/paths';

const FEED = join(ROOT, 'data/municipality/transit/gtfs');
const NODE = join(ROOT, 'node_modules/node/bin/node');

/** Runs the built command's source through the test's own transform, in a process of its own. */
function kapi(
  args: string[],
  input: string,
  env: Record<string, string> = {},
): { code: number | null; lines: Record<string, unknown>[]; errors: string } {
  const run = spawnSync(NODE, [join(ROOT, 'bin/kapi.cjs'), ...args], {
    input,
    encoding: 'utf8',
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
  const lines = run.stdout.split('\n').filter(Boolean);
  return { code: run.status, lines: lines.map((line) => JSON.parse(line)), errors: run.stderr };
}

/** The first command builds what is out of date, which takes its time on a busy machine. */
beforeAll(() => {
  kapi(['transit'], '');
}, 120_000);

const stops = readFileSync(join(FEED, 'stops.txt'), 'utf8')
  .split('\n')
  .slice(1)
  .map((line) => line.split(',')[0]!)
  .filter(Boolean);
// The first row is a station; its platform follows.
const [first, far] = [stops[1]!, stops[80]!];
const query = (change: object): string => JSON.stringify({ from: first, to: far, at: '2026-03-25T08:30', ...change });

test('plan answers each line with one line, in order; none is an answer', () => {
  const { code, lines } = kapi(
    ['transit', 'plan', '--feed', FEED],
    [
      query({}),
      query({ at: undefined, arriveBy: '2026-03-25T09:30' }),
      query({ to: 'nowhere' }),
      query({ at: 'tomorrow' }),
      'no JSON',
      query({ at: '1990-01-01T08:30' }),
      '',
      query({ at: '2026-02-30T08:30' }),
      query({ to: first, arriveBy: null }),
    ].join('\n'),
  );
  expect(code).toBe(0);
  expect(lines).toHaveLength(9);
  const [there, back] = lines as { departure: string; arrival: string; transfers: number; legs: Record<string, string>[] }[];
  for (const journey of [there!, back!]) {
    expect(journey.departure).toMatch(/^2026-03-25T0[89]:\d\d:\d\d\+03:00$/);
    expect(journey.legs[0]!.from).toBe(first);
    expect(journey.legs.at(-1)!.to).toBe(far);
    expect(journey.legs.filter(({ mode }) => mode !== 'walk')).toHaveLength(journey.transfers + 1);
    journey.legs.slice(1).forEach((leg, index) => {
      expect(leg.from).toBe(journey.legs[index]!.to);
      expect(leg.departure! >= journey.legs[index]!.arrival!).toBe(true);
    });
  }
  expect(there!.departure >= '2026-03-25T08:30').toBe(true);
  expect(back!.arrival <= '2026-03-25T09:30:00+03:00').toBe(true);
  expect(there!.legs[0]!.fromName).not.toBe('');
  expect(lines.slice(2, 8).map(({ none }) => none)).toEqual([
    'unknown_stop',
    'bad_input',
    'bad_input',
    'feed_not_started',
    'bad_input',
    'bad_input',
  ]);
  const now = '2026-03-25T08:30:00+03:00';
  expect(lines[8]).toEqual({ departure: now, arrival: now, transfers: 0, legs: [] });
});

test('board gives the next departures in order, and first and last of a day', () => {
  const { code, lines } = kapi(
    ['transit', 'board', '--feed', FEED],
    [
      JSON.stringify({ stop: first, at: '2026-03-25T08:30', limit: 5 }),
      JSON.stringify({ stop: first, day: '2026-03-25' }),
      JSON.stringify({ stop: first, at: '2026-03-25T08:30', line: 'ZZ' }),
      JSON.stringify({ stop: first, day: 'today' }),
    ].join('\n'),
  );
  expect(code).toBe(0);
  const times = (lines[0]!.departures as { departure: string }[]).map(({ departure }) => departure);
  expect(times).toHaveLength(5);
  expect(times).toEqual([...times].sort());
  for (const way of lines[1]!.lines as { first: string; last: string; departures: number }[]) {
    expect(way.first.startsWith('2026-03-25T')).toBe(true);
    expect(way.last > way.first && way.departures > 1).toBe(true);
  }
  expect(lines.slice(2).map(({ none }) => none)).toEqual(['unknown_line', 'bad_input']);
});

test('a feed that is not there is one line, and wrong use is told', () => {
  const missing = kapi(['transit', 'plan', '--feed', '/nowhere'], '');
  expect([missing.code, missing.lines, missing.errors.trim().split('\n').at(-1)]).toEqual([
    2,
    [],
    'there is no GTFS feed at /nowhere',
  ]);
  expect(kapi(['transit', 'plan'], '').code).toBe(2);
  expect(kapi(['transit', 'plan', '--feed', FEED, '--slack', 'x'], '').code).toBe(2);
  const broken = kapi(['transit', 'plan', '--feed', join(ROOT, 'package.json')], '');
  expect([broken.code, broken.lines, broken.errors.includes('is not a readable zip file')]).toEqual([1, [], true]);
});

test('import keeps a feed and tells what was mended', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kapi-import-'));
  try {
    const feed = join(folder, 'feed');
    cpSync(FEED, feed, { recursive: true });
    appendFileSync(join(feed, 'stop_times.txt'), 'ghost,08:00:00,08:00:00,nowhere,1\n');
    const env = { KAPI_DATA_DIR: join(folder, 'data') };
    const [first, again] = [kapi(['transit', 'import', feed], '', env), kapi(['transit', 'import', feed], '', env)];
    expect([first.code, again.code]).toEqual([0, 0]);
    expect(first.lines[0]).toMatchObject({
      cached: false,
      repaired: expect.arrayContaining([expect.objectContaining({ code: 'unknown_trip', file: 'stop_times.txt', count: 1 })]),
    });
    expect(again.lines[0]).toEqual({ ...first.lines[0], cached: true });
    expect(first.errors).toMatch(/stop_times\.txt:\d+: a trip that is unknown: the row is left out\n/);
    rmSync(join(feed, 'stop_times.txt'));
    const broken = kapi(['transit', 'import', feed], '', env);
    expect([broken.code, broken.lines, broken.errors.trim().split('\n').at(-1)]).toEqual([
      1,
      [],
      `${feed} has no stop_times.txt`,
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
