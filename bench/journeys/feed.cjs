'use strict';
// One feed in one process: `feed.cjs <feed> <cache folder> <date> <time> <pairs> <rounds>` prints one line of JSON.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { quantile, random, ROOT } = require('./common.cjs');
const { createPlanner, loadSettings, openPrepared } = require('../../dist/src/domains/transit');

const [path, cache, date, time, pairCount, roundCount] = process.argv.slice(2);
const HOUR_MS = 3_600_000;
const peakMb = () => Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024);
const pair = (list) => `${quantile(list, 0.5).toFixed(2)} / ${quantile(list, 0.99).toFixed(2)}`;

async function main() {
  const begun = performance.now();
  const feed = openPrepared(path, { cache });
  const planner = createPlanner({
    feed,
    settings: loadSettings(join(ROOT, 'data/municipality/transit/settings.yaml')),
    places: [],
  });
  const loadSeconds = Number(((performance.now() - begun) / 1000).toFixed(2));
  const next = random(1);
  const stops = feed.facts.stops.map(({ id }) => `platform:${id}`);
  const pairs = Array.from({ length: Number(pairCount) }, () => [stops[next(stops.length)], stops[next(stops.length)]]);
  const at = Date.parse(`${date}T${time}:00+03:00`);
  const any = { maxRides: Number.POSITIVE_INFINITY, limit: 1 };
  const asked = {
    'earliest arrival': ([from, to]) => planner.journeys(from, to, { depart: at }, any),
    'latest departure': ([from, to]) => planner.journeys(from, to, { arrive: at + HOUR_MS }, any),
    'two ways, 3 rides': ([from, to]) => planner.journeys(from, to, { depart: at }),
    direct: ([from, to]) => planner.journeys(from, to, { depart: at }, { maxRides: 1 }),
    'all ways of an hour': ([from, to]) => planner.range(from, to, { depart: at }),
    board: ([stop]) => planner.departures({ at: stop, after: at, limit: 4 }),
  };
  const kinds = [];
  for (const [kind, ask] of Object.entries(asked)) {
    // One pass before the clock counts, as in a process that has been up for a moment.
    for (const one of pairs) await ask(one);
    const passes = [];
    for (let round = 0; round < Number(roundCount); round++) {
      const took = [];
      for (const one of pairs) {
        const from = performance.now();
        await ask(one);
        took.push(performance.now() - from);
      }
      passes.push(took);
    }
    const best = pairs.map((_, i) => Math.min(...passes.map((took) => took[i])));
    kinds.push({ kind, text: `${pair(passes[0])} (${pair(best)})` });
  }
  const { stopTimes } = planner.feed();
  console.log(JSON.stringify({ stops: stops.length, stopTimes, loadSeconds, peakMb: peakMb(), kinds }));
}

main();
