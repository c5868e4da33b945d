'use strict';
// `npm run bench journeys/exact`: planner against the tests' oracle, 300 random pairs each way, at several times of day,
// on every feed in a folder. Options: --feeds=<folder of zips> --sources=150 --goals=2 --slack=0 --only=kastamonu
const { readdirSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { built, options, ROOT, SHARED_FEEDS } = require('./common.cjs');
const { compare } = require('../../test/unit/domains/transit/agree.ts');
const { Oracle } = require('../../test/unit/domains/transit/oracle.ts');

const TIMES = [
  ['2026-03-25', '08:30'],
  ['2026-03-25', '17:45'],
  ['2026-03-25', '23:50'],
  ['2026-03-26', '00:20'],
  ['2026-03-29', '10:00'],
  ['2026-03-28', '23:55'],
  ['2026-03-15', '00:10'],
  ['2026-04-14', '23:40'],
];

async function main() {
  const { openTransit } = built();
  const folder = resolve(options.feeds ?? SHARED_FEEDS);
  const rows = [];
  let wrong = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.zip') && name.includes(options.only ?? ''))) {
    const gtfs = join(folder, file);
    const planner = await openTransit({ folder: join(ROOT, 'data/municipality/transit'), gtfs });
    for (const [day, time] of TIMES) {
      const oracle = new Oracle(gtfs, day.replaceAll('-', ''));
      const [hour, minute] = time.split(':').map(Number);
      const asked = {
        start: hour * 3600 + minute * 60,
        slack: Number(options.slack ?? 0),
        midnight: Date.parse(`${day}T00:00:00+03:00`),
      };
      const result = await compare({
        planner,
        oracle,
        ...asked,
        sources: Number(options.sources ?? 150),
        goals: Number(options.goals ?? 2),
      });
      wrong += result.wrong.length;
      for (const line of result.wrong.slice(0, 5)) console.log(file, day, time, line);
      rows.push({ feed: file, at: `${day} ${time}`, asked: result.pairs, journeys: result.found, differ: result.wrong.length });
    }
    await planner.close();
  }
  console.table(rows);
  process.exitCode = wrong === 0 ? 0 : 1;
}

main();
