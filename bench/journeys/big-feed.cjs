'use strict';
// Makes the feed of an invented metropolis of 2 million stop times, the same in every run: `makeBigFeed(path)` writes a zip.
// By hand: `npm run bench journeys/big-feed -- --out=big.zip`
const { closeSync, openSync, writeSync } = require('node:fs');
const { resolve } = require('node:path');
const { Zip, ZipDeflate } = require('fflate');
const { options, random } = require('./common.cjs');

const LINES = 400;
const TRIPS_A_WAY = 63;
const STOPS_A_LINE = 40;
/** Stops stand at the crossings of a bent grid of main streets, 400 m apart: 85 x 85 of them on 34 km. */
const SIDE = 85;
const SPACING_LAT = 400 / 110_574;
const SPACING_LON = 400 / (111_320 * Math.cos((41 * Math.PI) / 180));
const DAY_TYPES = ['weekday', 'saturday', 'sunday'];

const two = (n) => String(n).padStart(2, '0');
const clock = (s) => `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;

/** Crossings in the order a line passes them: it wanders, keeps its direction mostly, and never comes back. */
function route(next) {
  let [x, y] = [next(SIDE), next(SIDE)];
  let [dx, dy] = next(2) ? [next(2) ? 1 : -1, 0] : [0, next(2) ? 1 : -1];
  const stops = [];
  const seen = new Set();
  while (stops.length < STOPS_A_LINE) {
    const key = y * SIDE + x;
    if (!seen.has(key)) stops.push(key);
    seen.add(key);
    if (next(10) === 0) [dx, dy] = next(2) ? [dy, dx] : [-dy, -dx];
    if (x + dx < 0 || x + dx >= SIDE) dx = -dx;
    if (y + dy < 0 || y + dy >= SIDE) dy = -dy;
    [x, y] = [x + dx, y + dy];
  }
  return stops;
}

/** Rows of one table, handed to `write` in pieces. */
function* rowsOf(table, lines, next) {
  if (table === 'agency.txt') yield 'agency_name,agency_url,agency_timezone\nBüyükşehir,https://example.org,Europe/Istanbul\n';
  if (table === 'calendar.txt') {
    yield 'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n';
    yield 'weekday,1,1,1,1,1,0,0,20260101,20261231\nsaturday,0,0,0,0,0,1,0,20260101,20261231\n';
    yield 'sunday,0,0,0,0,0,0,1,20260101,20261231\n';
  }
  if (table === 'stops.txt') {
    yield 'stop_id,stop_name,stop_lat,stop_lon,location_type\n';
    for (let y = 0; y < SIDE; y++)
      for (let x = 0; x < SIDE; x++) {
        const [lat, lon] = [40.9 + y * SPACING_LAT + next(100) * 1e-5, 28.7 + x * SPACING_LON + next(100) * 1e-5];
        yield `${100_000 + y * SIDE + x},${x}. Cadde ${y}. Sokak,${lat.toFixed(6)},${lon.toFixed(6)},0\n`;
      }
  }
  if (table === 'routes.txt') {
    yield 'route_id,route_short_name,route_long_name,route_type\n';
    for (let line = 0; line < LINES; line++) yield `${line},${line + 1},Hat ${line + 1},3\n`;
  }
  if (table === 'trips.txt') {
    yield 'route_id,service_id,trip_id,trip_headsign,direction_id\n';
    for (let line = 0; line < LINES; line++)
      for (let way = 0; way < 2; way++)
        for (let t = 0; t < TRIPS_A_WAY; t++) yield `${line},${dayType(t)},${line}-${way}-${t},Son Durak ${way},${way}\n`;
  }
  if (table === 'stop_times.txt') yield* stopTimes(lines, next);
}

/** Three trips of five run on weekdays, one on Saturdays, one on Sundays. */
const dayType = (t) => DAY_TYPES[Math.max(0, (t % 5) - 2)];

function* stopTimes(lines, next) {
  yield 'trip_id,arrival_time,departure_time,stop_id,stop_sequence\n';
  for (let line = 0; line < LINES; line++)
    for (let way = 0; way < 2; way++) {
      const stops = way ? lines[line].toReversed() : lines[line];
      for (let t = 0; t < TRIPS_A_WAY; t++) {
        let at = 5 * 3600 + Math.floor((t * 20 * 3600) / TRIPS_A_WAY) + next(600);
        let piece = '';
        stops.forEach((stop, i) => {
          const time = clock(at);
          piece += `${line}-${way}-${t},${time},${time},${100_000 + stop},${i + 1}\n`;
          at += 55 + next(60);
        });
        yield piece;
      }
    }
}

/** Writes the feed to a zip file; gives the number of its stop times. */
function makeBigFeed(path) {
  const next = random(2026);
  const lines = Array.from({ length: LINES }, () => route(next));
  const file = openSync(path, 'w');
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    writeSync(file, bytes);
  });
  const encode = new TextEncoder();
  for (const table of ['agency.txt', 'calendar.txt', 'stops.txt', 'routes.txt', 'trips.txt', 'stop_times.txt']) {
    const entry = new ZipDeflate(table, { level: 6 });
    zip.add(entry);
    for (const piece of rowsOf(table, lines, next)) entry.push(encode.encode(piece));
    entry.push(new Uint8Array(0), true);
  }
  zip.end();
  closeSync(file);
  return LINES * 2 * TRIPS_A_WAY * STOPS_A_LINE;
}

module.exports = { makeBigFeed };
if (options.out) console.log(`${makeBigFeed(resolve(options.out))} stop times in ${options.out}`);
