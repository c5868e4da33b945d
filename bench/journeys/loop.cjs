'use strict';
// The message loop's delay with nothing to do, with 50 journeys a second in the planner's thread, and with the same in this thread.
const { join } = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { options, random, ROOT, SHARED_FEEDS } = require('./common.cjs');
const { existsSync } = require('node:fs');
const { openRemote } = require('../../dist/src/domains/transit/remote');
const { openTransit } = require('../../dist/src/domains/transit');

const SECONDS = Number(options.seconds ?? 8);
const PER_SECOND = 50;
const AT = Date.parse('2026-03-25T08:30+03:00');

async function delays(planner, ids) {
  const next = random(7);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const took = [];
  const ask = async () => {
    const begun = performance.now();
    await planner.journeys(ids[next(ids.length)], ids[next(ids.length)], { depart: AT });
    took.push(performance.now() - begun);
  };
  const timer = planner ? setInterval(() => void ask(), 1000 / PER_SECOND) : undefined;
  delay.enable();
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  delay.disable();
  clearInterval(timer);
  const ms = (q) => Number((delay.percentile(q) / 1e6).toFixed(2));
  took.sort((a, b) => a - b);
  const answer =
    took.length === 0 ? '' : `${took[took.length >> 1].toFixed(2)} / ${took[Math.floor(took.length * 0.99)].toFixed(2)}`;
  return {
    'loop delay p50 ms': ms(50),
    p99: ms(99),
    max: Number((delay.max / 1e6).toFixed(2)),
    journeys: took.length,
    'answer p50 / p99 ms': answer,
  };
}

async function main() {
  const erzurum = join(SHARED_FEEDS, 'erzurum.zip');
  const files = {
    folder: join(ROOT, 'data/municipality/transit'),
    cache: process.argv[2],
    ...(existsSync(erzurum) ? { gtfs: erzurum } : {}),
  };
  const [thread, here] = [await openRemote(files), await openTransit(files)];
  const ids = thread
    .gazetteers()
    .find(({ type }) => type === 'stop')
    .entries.map(({ id }) => id);
  for (const planner of [thread, here]) for (const id of ids.slice(0, 200)) await planner.journeys(id, ids[1], { depart: AT });
  const rows = {};
  rows.idle = await delays(null, ids);
  rows['50 journeys/s in the thread'] = await delays(thread, ids);
  rows['the same without a thread'] = await delays(here, ids);
  await thread.close();
  console.log(JSON.stringify({ rows }));
}

main();
