'use strict';
// Loading, memory and searches of each feed in a process of its own; then how long the message loop waits while a thread plans.
// Options: --feed=<zip or folder> (left out: the demo city, the shared feeds, the made metropolis) --date=2026-03-25 --time=08:30
// --pairs=200 --rounds=5 --big=no --peers=no. Of each search both a single pass and the best of the rounds are told: the second is
// what the code takes when nobody else uses the machine.
const { spawnSync } = require('node:child_process');
const { existsSync, mkdtempSync, readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { pinnedNode } = require('../../bin/node.cjs');
const { makeBigFeed } = require('./big-feed.cjs');
const { built, options, ROOT, SHARED_FEEDS } = require('./common.cjs');

const EXAMPLE_DATE = options.date ?? '2026-03-25';

/** Runs one of the measuring scripts beside this one; its last line is JSON. */
function measured(script, ...args) {
  // The planner's own thread limits its young generation likewise.
  const run = spawnSync(pinnedNode(), ['--max-semi-space-size=4', join(__dirname, script), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (run.status !== 0) throw new Error(`${script} ended with ${run.status}`);
  return JSON.parse(run.stdout.trim().split('\n').at(-1));
}

function feeds(folder) {
  if (options.feed) return [[options.feed, resolve(options.feed)]];
  const list = [['demo city', join(ROOT, 'data/municipality/transit/gtfs')]];
  if (existsSync(SHARED_FEEDS))
    for (const file of readdirSync(SHARED_FEEDS).filter((name) => name.endsWith('.zip')))
      list.push([file.replace('.zip', ''), join(SHARED_FEEDS, file)]);
  else console.log(`skipped: no ${SHARED_FEEDS}; set KAPI_SHARED_DATA or give --feed=`);
  if (options.big !== 'no') {
    const big = join(folder, 'metropolis.zip');
    makeBigFeed(big);
    list.push(['made metropolis', big]);
  }
  return list;
}

function main() {
  built();
  const folder = mkdtempSync(join(tmpdir(), 'kapi-bench-'));
  try {
    const [loads, searches, boards] = [[], [], []];
    for (const [name, path] of feeds(folder)) {
      const cache = join(folder, 'cache');
      const asked = [path, cache, EXAMPLE_DATE, options.time ?? '08:30', options.pairs ?? '200', options.rounds ?? '5'];
      const fresh = measured('feed.cjs', ...asked);
      const again = measured('feed.cjs', ...asked);
      loads.push({
        feed: name,
        stops: fresh.stops,
        'stop times': fresh.stopTimes,
        'load s': fresh.loadSeconds,
        'MB at most': fresh.peakMb,
        'cache load s': again.loadSeconds,
        'MB with cache': again.peakMb,
      });
      searches.push({ feed: name, ...Object.fromEntries(again.kinds.map(({ kind, text }) => [kind, text])) });
      if (options.peers !== 'no' && existsSync(join(__dirname, 'peers/node_modules')) && name !== 'made metropolis')
        boards.push({
          feed: name,
          kapi: again.kinds.find(({ kind }) => kind === 'board').text,
          ...measured('peers/measure.cjs', ...asked),
        });
    }
    console.table(loads);
    console.log('p50 / p99 ms of a single pass (best of the rounds), 200 random pairs of stops:');
    console.table(searches);
    if (boards.length > 0) console.table(boards);
    else console.log('peers skipped: npm ci in bench/journeys/peers first');
    console.table(measured('loop.cjs', join(folder, 'cache')).rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
