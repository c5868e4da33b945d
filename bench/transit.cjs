'use strict';
// `npm run bench transit`: loading a feed, journeys and boards between random stops. Without --feed: the demo city, and
// Erzurum where the shared data are. Options: --feed=<zip or folder> --date=2026-03-25 --time=08:30 --pairs=200
const { existsSync } = require('node:fs');
const { spawnSync } = require('node:child_process');
const { join, resolve } = require('node:path');
const { ROOT } = require('../bin/node.cjs');

const options = Object.fromEntries(
  process.argv
    .slice(2)
    .filter((arg) => arg.startsWith('--'))
    .map((arg) => arg.slice(2).split('=')),
);
const FOLDER = join(ROOT, 'data/municipality/transit');
const SHARED = resolve(process.env.KAPI_SHARED_DATA || join(ROOT, '../shared/data'), 'gtfs/erzurum.zip');
const PAIRS = Number(options.pairs ?? 200);
const AT = Date.parse(`${options.date ?? '2026-03-25'}T${options.time ?? '08:30'}:00+03:00`);

const quantile = (times, q) => times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * q))];
const pair = (times) => `${quantile(times, 0.5).toFixed(2)} / ${quantile(times, 0.99).toFixed(2)}`;

/** Numbers below n, the same in every run. */
function random(seed) {
  let state = seed;
  return (n) => Math.floor(((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32) * n);
}

async function timed(list, ask) {
  const times = [];
  let answered = 0;
  for (const item of list) {
    const begun = performance.now();
    const found = await ask(item);
    times.push(performance.now() - begun);
    answered += found.length > 0 ? 1 : 0;
  }
  return { times, answered };
}

async function measure(openTransit, name, gtfs) {
  global.gc?.();
  const before = process.memoryUsage();
  const begun = performance.now();
  const planner = await openTransit({ folder: FOLDER, gtfs });
  const load = performance.now() - begun;
  global.gc?.();
  const after = process.memoryUsage();
  const held = (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 2 ** 20;
  const { entries } = planner.gazetteers().find(({ type }) => type === 'stop');
  const next = random(1);
  const pairs = Array.from({ length: PAIRS }, () => [entries[next(entries.length)].id, entries[next(entries.length)].id]);
  const earliest = { maxRides: Number.POSITIVE_INFINITY, limit: 1 };
  // One round before the clock counts, as in a process that has been up for a moment.
  await timed(pairs, ([from, to]) => planner.journeys(from, to, { depart: AT }));
  const search = await timed(pairs, ([from, to]) => planner.journeys(from, to, { depart: AT }, earliest));
  const answer = await timed(pairs, ([from, to]) => planner.journeys(from, to, { depart: AT }));
  const arrive = await timed(pairs, ([from, to]) => planner.journeys(from, to, { arrive: AT + 3_600_000 }));
  const board = await timed(pairs, ([at]) => planner.departures({ at, after: AT, limit: 4 }));
  const { stopTimes, stops } = planner.feed();
  return {
    feed: name,
    stops,
    'stop times': stopTimes,
    'load ms': Math.round(load),
    'MB held': Math.round(held),
    'earliest arrival p50/p99 ms': pair(search.times),
    'answer p50/p99 ms': pair(answer.times),
    'arrive by p50/p99 ms': pair(arrive.times),
    'board p50/p99 ms': pair(board.times),
    answered: `${answer.answered}/${PAIRS}`,
    calendar: planner.state(AT),
  };
}

async function main() {
  const built = spawnSync(process.execPath, [join(ROOT, 'bin/build.cjs'), '--if-needed', '--server-only'], { stdio: 'inherit' });
  if (built.status !== 0) process.exit(1);
  const { openTransit } = require('../dist/src/domains/transit');
  const feeds = options.feed ? [[options.feed, resolve(options.feed)]] : [['demo', join(FOLDER, 'gtfs')]];
  if (!options.feed && existsSync(SHARED)) feeds.push(['erzurum', SHARED]);
  const rows = [];
  for (const [name, gtfs] of feeds) rows.push(await measure(openTransit, name, gtfs));
  console.table(rows);
  if (!options.feed && !existsSync(SHARED)) console.log(`skipped: no ${SHARED}; set KAPI_SHARED_DATA or give --feed=`);
}

main();
