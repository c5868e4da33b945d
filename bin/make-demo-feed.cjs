#!/usr/bin/env node
/**
 * Writes the GTFS feed of the invented city from data/municipality/transit/demo-city.yaml to the folder gtfs beside it.
 * The output is committed; run this again after editing the city: node bin/make-demo-feed.cjs
 * Frequent lines are written with frequencies.txt (exact_times 1), night and village lines with trips of their own.
 */
const fs = require('node:fs');
const path = require('node:path');
const { parse } = require('yaml');

const HOME = path.join(__dirname, '..', 'data', 'municipality', 'transit');
const CITY = parse(fs.readFileSync(path.join(HOME, 'demo-city.yaml'), 'utf8'));

const KM_PER_DEGREE_LAT = 110.574;
const KM_PER_DEGREE_LON = 111.32 * Math.cos((CITY.centre.lat * Math.PI) / 180);
const SPEED_KM_H = { bus: 21, rush: 16, night: 28, tram: 25 };
const STREET_FACTOR = 1.3;
const DWELL_SECONDS = 15;
/** A platform stands this far to the right of the direction of travel, in kilometres. */
const PLATFORM_KM = 0.012;
const FAR_STOPS_KM = 1.6;
const VILLAGE_SPEED_FACTOR = 2;
const SERVICES = [
  { id: 'hafta-ici', days: [1, 1, 1, 1, 1, 0, 0] },
  { id: 'cumartesi', days: [0, 0, 0, 0, 0, 1, 0] },
  { id: 'pazar', days: [0, 0, 0, 0, 0, 0, 1] },
];

const clock = (s) => [s / 3600, (s / 60) % 60, s % 60].map((n) => String(Math.floor(n)).padStart(2, '0')).join(':');
const seconds = (hhmm) => hhmm.split(':').reduce((sum, n) => sum * 60 + Number(n), 0) * 60;
const quote = (value) => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));
const write = (file, header, rows) =>
  fs.writeFileSync(path.join(HOME, 'gtfs', file), `${[header, ...rows].map((r) => r.map(quote).join(',')).join('\n')}\n`);

const names = Object.keys(CITY.stops);
const idOf = (name, way) => `${101 + names.indexOf(name)}${way === 0 ? 'A' : 'B'}`;

/** The mean heading of a stop on all lines that call there, so that its two platforms lie on the street's two sides. */
function heading(name) {
  let [x, y] = [0, 0];
  for (const { stops } of CITY.lines) {
    const i = stops.indexOf(name);
    if (i < 0) continue;
    const [a, b] = [CITY.stops[stops[Math.max(0, i - 1)]], CITY.stops[stops[Math.min(stops.length - 1, i + 1)]]];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    x += (b[0] - a[0]) / length;
    y += (b[1] - a[1]) / length;
  }
  const length = Math.hypot(x, y) || 1;
  return [x / length, y / length];
}

function stopRows() {
  const rows = [];
  const row = (id, name, x, y, type, parent) =>
    rows.push([
      id,
      name,
      (CITY.centre.lat + y / KM_PER_DEGREE_LAT).toFixed(6),
      (CITY.centre.lon + x / KM_PER_DEGREE_LON).toFixed(6),
      type,
      parent,
    ]);
  for (const name of names) {
    const [x, y] = CITY.stops[name];
    const [hx, hy] = heading(name);
    const station = CITY.stations.includes(name) ? `${101 + names.indexOf(name)}` : '';
    if (station) row(station, name, x, y, 1, '');
    row(idOf(name, 0), name, x + hy * PLATFORM_KM, y - hx * PLATFORM_KM, 0, station);
    row(idOf(name, 1), name, x - hy * PLATFORM_KM, y + hx * PLATFORM_KM, 0, station);
  }
  return rows;
}

/** Seconds from the first stop to each stop, rounded to whole minutes as printed timetables are. */
function runTimes(stops, speed) {
  let total = 0;
  return stops.map((name, i) => {
    if (i > 0) {
      const [a, b] = [CITY.stops[stops[i - 1]], CITY.stops[name]];
      const km = Math.hypot(b[0] - a[0], b[1] - a[1]) * STREET_FACTOR;
      total += (km / (speed * (km > FAR_STOPS_KM ? VILLAGE_SPEED_FACTOR : 1))) * 3600 + DWELL_SECONDS;
    }
    return Math.max(i, Math.round(total / 60)) * 60;
  });
}

/** A day of a frequent line as [first, last (left out), minutes apart, pace]. */
function windows(line, day) {
  const apart = line.headway_minutes[day];
  const pace = line.mode === 'tram' ? 'tram' : 'bus';
  if (line.from) return [[seconds(line.from), seconds(line.to) + 1, apart, 'night']];
  const start = day === 2 ? '06:30' : '06:00';
  const edges = day === 0 && line.at_rush ? ['07:00', '09:00', '17:00', '19:00'] : [];
  const marks = [start, ...(edges.length ? edges : ['07:00']), '20:00', '23:30'].map(seconds);
  return marks.slice(0, -1).map((from, i) => {
    const rush = edges.length > 0 && (i === 1 || i === 3);
    const quiet = i === 0 || from >= seconds('20:00');
    return [from, marks[i + 1], rush ? line.at_rush : quiet ? apart * 2 : apart, rush && pace === 'bus' ? 'rush' : pace];
  });
}

const tables = { trips: [], times: [], frequencies: [] };

function trip(line, way, service, id, start, pace) {
  const stops = way === 0 ? line.stops : [...line.stops].reverse();
  tables.trips.push([line.code, service, id, stops.at(-1), way]);
  runTimes(stops, SPEED_KM_H[pace]).forEach((run, i) => {
    tables.times.push([id, clock(start + run), clock(start + run), idOf(stops[i], way), i + 1]);
  });
}

for (const line of CITY.lines)
  for (const way of [0, 1])
    SERVICES.forEach((service, day) => {
      const id = `${line.code}-${way === 0 ? 'G' : 'D'}-${service.id}`;
      const fixed = [...(line.departures ?? []), ...(line.night ?? [])];
      // The way back leaves when the vehicle has turned round; on Sundays the villages' first one does not run.
      const turn = line.departures && way === 1 ? runTimes(line.stops, SPEED_KM_H.bus).at(-1) + 600 : 0;
      fixed.slice(line.departures && day === 2 ? 1 : 0).forEach((time, i) => {
        trip(line, way, service.id, `${id}-s${i + 1}`, seconds(time) + turn, line.night ? 'night' : 'bus');
      });
      if (!line.headway_minutes) return;
      const paces = new Map();
      for (const [from, to, apart, pace] of windows(line, day)) {
        const tripId = paces.get(pace) ?? `${id}-${pace}`;
        if (!paces.has(pace)) trip(line, way, service.id, tripId, from, pace);
        paces.set(pace, tripId);
        tables.frequencies.push([tripId, clock(from), clock(to), apart * 60, 1]);
      }
    });

fs.mkdirSync(path.join(HOME, 'gtfs'), { recursive: true });
const { agency } = CITY;
write(
  'agency.txt',
  ['agency_id', 'agency_name', 'agency_url', 'agency_timezone', 'agency_lang', 'agency_phone'],
  [[agency.id, agency.name, agency.url, 'Europe/Istanbul', 'tr', agency.phone]],
);
write(
  'feed_info.txt',
  ['feed_publisher_name', 'feed_publisher_url', 'feed_lang', 'feed_start_date', 'feed_end_date', 'feed_version'],
  [[agency.name, agency.url, 'tr', '20240101', '20991231', '1']],
);
write(
  'calendar.txt',
  ['service_id', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'start_date', 'end_date'],
  SERVICES.map(({ id, days }) => [id, ...days, '20240101', '20991231']),
);
// Public holidays that fall on fixed dates run as Sundays do, for the next few years.
write(
  'calendar_dates.txt',
  ['service_id', 'date', 'exception_type'],
  [2026, 2027, 2028].flatMap((year) =>
    ['0101', '0423', '0501', '0519', '0715', '0830', '1029'].flatMap((monthDay) => {
      const date = `${year}${monthDay}`;
      const weekday = new Date(`${year}-${monthDay.slice(0, 2)}-${monthDay.slice(2)}T00:00:00Z`).getUTCDay();
      if (weekday === 0) return [];
      return [
        [weekday === 6 ? 'cumartesi' : 'hafta-ici', date, 2],
        ['pazar', date, 1],
      ];
    }),
  ),
);
write(
  'routes.txt',
  ['route_id', 'agency_id', 'route_short_name', 'route_long_name', 'route_type'],
  CITY.lines.map((line) => [
    line.code,
    agency.id,
    line.code,
    `${line.stops[0]} - ${line.stops.at(-1)}`,
    line.mode === 'tram' ? 0 : 3,
  ]),
);
write('stops.txt', ['stop_id', 'stop_name', 'stop_lat', 'stop_lon', 'location_type', 'parent_station'], stopRows());
write('trips.txt', ['route_id', 'service_id', 'trip_id', 'trip_headsign', 'direction_id'], tables.trips);
write('stop_times.txt', ['trip_id', 'arrival_time', 'departure_time', 'stop_id', 'stop_sequence'], tables.times);
write('frequencies.txt', ['trip_id', 'start_time', 'end_time', 'headway_secs', 'exact_times'], tables.frequencies);
console.error(
  `${names.length} stop names, ${CITY.lines.length} lines, ${tables.trips.length} trips, ${tables.times.length} stop times`,
);
