'use strict';
// The peers on the same pairs: `measure.cjs <feed> <cache folder> <date> <time> <pairs> <rounds>` prints one line of JSON.
// minotor plans journeys; gtfs answers a stop's board from SQLite. What one of them cannot do is told, not left out.
const { readFileSync } = require('node:fs');
const { quantile, random } = require('../common.cjs');
const { readFeed } = require('../../../dist/src/domains/transit');

const [path, , date, time, pairCount] = process.argv.slice(2);
const pair = (list) => `${quantile(list, 0.5).toFixed(2)} / ${quantile(list, 0.99).toFixed(2)}`;
const peakMb = () => Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024);

async function timed(list, ask) {
  for (const one of list) await ask(one);
  const took = [];
  for (const one of list) {
    const begun = performance.now();
    await ask(one);
    took.push(performance.now() - begun);
  }
  return pair(took);
}

async function minotor(pairs) {
  const { GtfsParser } = await import('minotor/parser');
  const { Query, Router, Time } = await import('minotor');
  const begun = performance.now();
  const { timetable, stopsIndex } = await new GtfsParser(path).parse(new Date(`${date}T12:00:00+03:00`));
  const seconds = (performance.now() - begun) / 1000;
  const router = new Router(timetable, stopsIndex);
  const [hour, minute] = time.split(':').map(Number);
  // It takes ids that are digits for numbers.
  const idOf = (id) => (stopsIndex.findStopById(id) ? id : Number(id));
  const found = new Set();
  const ask = ([from, to]) => {
    const query = new Query.Builder()
      .from(idOf(from))
      .to(idOf(to))
      .departureTime(Time.fromHMS(hour, minute, 0))
      .maxTransfers(8)
      .build();
    if (router.route(query).bestRoute()) found.add(`${from} ${to}`);
  };
  const text = await timed(pairs, ask);
  return { 'minotor load s': Number(seconds.toFixed(1)), minotor: text, 'minotor found': found.size };
}

async function boards(pairs) {
  const { closeDb, getStoptimes, importGtfs } = await import('gtfs');
  const begun = performance.now();
  await importGtfs({ agencies: [{ path }], sqlitePath: ':memory:', verbose: false, ignoreDuplicates: true });
  const seconds = (performance.now() - begun) / 1000;
  const day = Number(date.replaceAll('-', ''));
  const ask = ([stop]) =>
    getStoptimes(
      { stop_id: stop, date: day, start_time: `${time}:00`, end_time: '23:59:59' },
      [],
      [['departure_timestamp', 'ASC']],
    ).slice(0, 4);
  const text = await timed(pairs, ask);
  closeDb();
  return { 'gtfs import s': Number(seconds.toFixed(1)), 'gtfs board': text };
}

const attempt = async (name, job) => {
  try {
    return await job();
  } catch (error) {
    return {
      [name]: `fails: ${String(error.message ?? error)
        .split('\n')[0]
        .slice(0, 60)}`,
    };
  }
};

async function main() {
  const next = random(1);
  const stops = readFeed(path).stops.map(({ id }) => id);
  const pairs = Array.from({ length: Number(pairCount) }, () => [stops[next(stops.length)], stops[next(stops.length)]]);
  const rows = { ...(await attempt('minotor', () => minotor(pairs))), ...(await attempt('gtfs board', () => boards(pairs))) };
  console.log(JSON.stringify({ ...rows, 'MB at most': peakMb() }));
}

main();
