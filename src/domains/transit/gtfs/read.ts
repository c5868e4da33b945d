import { KapiError, KINDS } from '../../../core/errors';
import type { LineMode } from '../types';
import type { Table } from './csv';
import type { Feed, FeedLine, FeedTrip, Frequency } from './feed';
import { Issues } from './issues';
import { LIMITS } from './limits';
import { needed, type Reading, tableOf } from './reading';
import { readServices, type Services } from './services';
import { openFeed } from './source';
import { readTimes } from './stop-times';
import { readStops } from './stops';
import { readTransfers } from './transfers';

/** Rows of one table by their id. */
interface Indexed<T> {
  list: T[];
  index: Map<string, number>;
}

/** Adds a row under its id; of rows with the same id the first counts. */
function put<T>(into: Indexed<T>, id: string, row: T, table: Table, issues: Issues): void {
  if (into.index.has(id)) issues.add(table, 'duplicate_id');
  else into.index.set(id, into.list.push(row) - 1);
}

/** Line modes by route_type: the basic types and the hundreds of the extended ones. */
function modeOf(type: number): LineMode {
  const extended: [number, LineMode][] = [
    [100, 'rail'],
    [200, 'bus'],
    [400, 'metro'],
    [700, 'bus'],
    [900, 'tram'],
    [1000, 'ferry'],
    [1300, 'cable'],
    [1400, 'cable'],
    [1500, 'bus'],
  ];
  if (type >= 100) return extended.findLast(([from]) => type >= from)?.[1] ?? 'bus';
  const basic: Record<number, LineMode> = {
    0: 'tram',
    1: 'metro',
    2: 'rail',
    4: 'ferry',
    5: 'tram',
    6: 'cable',
    7: 'cable',
    12: 'metro',
  };
  return basic[type] ?? 'bus';
}

function readLines(reading: Reading): Indexed<FeedLine> {
  const table = needed(reading, 'routes.txt', ['route_id'], ['route_short_name', 'route_type']);
  const [id, short, long, type] = ['route_id', 'route_short_name', 'route_long_name', 'route_type'].map((column) =>
    table.column(column),
  ) as [number, number, number, number];
  const lines: Indexed<FeedLine> = { list: [], index: new Map() };
  while (table.next()) {
    const key = table.text(id);
    const code = table.text(short) || table.text(long) || key;
    put(lines, key, { id: key, code, name: table.text(long), mode: modeOf(table.number(type, 3)) }, table, reading.issues);
  }
  return lines;
}

function readTrips(reading: Reading, lines: Indexed<FeedLine>, services: Services): Indexed<FeedTrip> {
  const { issues } = reading;
  const table = needed(reading, 'trips.txt', ['route_id', 'service_id', 'trip_id'], ['trip_headsign', 'direction_id']);
  const [id, route, service, headsign, direction] = ['trip_id', 'route_id', 'service_id', 'trip_headsign', 'direction_id'].map(
    (column) => table.column(column),
  ) as [number, number, number, number, number];
  const trips: Indexed<FeedTrip> = { list: [], index: new Map() };
  // Of trips with one id the first counts, also where it is of no use.
  const refused = new Set<string>();
  while (table.next()) {
    const serviceClass = services.classOf.get(table.text(service));
    const [key, routeId] = [table.text(id), table.text(route)];
    if (refused.has(key)) issues.add(table, 'duplicate_id');
    else if (serviceClass === undefined) {
      issues.add(table, 'unknown_service');
      if (!trips.index.has(key)) refused.add(key);
    } else {
      let line = lines.index.get(routeId);
      if (line === undefined) {
        // The trip runs all the same: its line is called by the id.
        issues.add(table, 'unknown_route');
        line = lines.list.push({ id: routeId, code: routeId, name: '', mode: 'bus' }) - 1;
        lines.index.set(routeId, line);
      }
      put(
        trips,
        key,
        { id: key, line, serviceClass, headsign: table.text(headsign), direction: table.text(direction) === '1' ? 1 : 0 },
        table,
        issues,
      );
    }
  }
  return trips;
}

function readFrequencies(reading: Reading, trips: Map<string, number>): Frequency[] {
  const { issues } = reading;
  const table = tableOf(reading, 'frequencies.txt', ['trip_id', 'start_time', 'end_time', 'headway_secs']);
  if (!table) return [];
  const [id, from, to, every] = ['trip_id', 'start_time', 'end_time', 'headway_secs'].map((column) => table.column(column)) as [
    number,
    number,
    number,
    number,
  ];
  const rows: Frequency[] = [];
  while (table.next()) {
    const trip = trips.get(table.text(id));
    const [start, end, headway] = [table.time(from), table.time(to), table.digits(every)];
    if (trip === undefined) issues.add(table, 'unknown_trip');
    else if (start < 0 || end < 0) issues.add(table, 'bad_time');
    else if (headway <= 0) issues.add(table, 'bad_number');
    else rows.push({ trip, start, end, headway });
  }
  return rows;
}

/** Who runs the feed: agency.txt's first name; the feed works without. */
function readName(reading: Reading): string {
  const table = tableOf(reading, 'agency.txt', ['agency_name']);
  return table?.next() ? table.text(table.column('agency_name')) : '';
}

/** The days between which the services of trips run. */
function span(feed: Pick<Feed, 'trips' | 'classes'>): [number, number] {
  const spans = [...new Set(feed.trips.map((trip) => trip.serviceClass))].flatMap((index) => feed.classes[index]!.span() ?? []);
  return spans.length ? [Math.min(...spans), Math.max(...spans)] : [0, -1];
}

/** How a feed is read: what is told on the way, and how large it may be. */
export interface ReadOptions {
  progress?: Reading['progress'];
  limits?: typeof LIMITS;
}

/**
 * Reads a GTFS feed from a zip file or a folder. What can be mended is mended and counted in `issues`, each with the
 * file and line of the first; a row that cannot be used is left out and counted.
 *
 * @throws KapiError `config`, naming file and line, where a table or column is missing that nothing works without, or
 * the feed is larger than the limits
 */
export function readFeed(path: string, { progress, limits = LIMITS }: ReadOptions = {}): Feed {
  const issues = new Issues();
  const reading = { source: openFeed(path, limits), issues, progress };
  const name = readName(reading);
  const services = readServices(reading);
  const stops = readStops(reading);
  const lines = readLines(reading);
  const trips = readTrips(reading, lines, services);
  const frequencies = readFrequencies(reading, trips.index);
  const times = readTimes(reading, trips.index, stops);
  if (times.stop.length === 0)
    throw new KapiError(KINDS.config, `${reading.source.path}: stop_times.txt has no row that can be used`, { field: path });
  const transfers = readTransfers(reading, stops);
  const served = new Uint8Array(stops.list.length);
  for (const stop of times.stop) served[stop] = 1;
  for (const calls of served) if (calls === 0) issues.add({ file: 'stops.txt', line: 0 }, 'unserved_stop');
  checkSize(frequencies, times.offset, limits.stopTimesMax);
  const [firstDay, lastDay] = span({ trips: trips.list, classes: services.classes });
  return {
    name,
    stops: stops.list,
    lines: lines.list,
    trips: trips.list,
    classes: services.classes,
    times,
    frequencies,
    transfers,
    firstDay,
    lastDay,
    issues: issues.list(),
  };
}

/** A headway of a second all day long would make a timetable that no memory holds. */
function checkSize(frequencies: Frequency[], offset: Int32Array, max: number): void {
  let total = 0;
  for (const { trip, start, end, headway } of frequencies)
    total += Math.max(0, Math.ceil((end - start) / headway)) * (offset[trip + 1]! - offset[trip]!);
  if (total > max)
    throw new KapiError(KINDS.config, `frequencies.txt: repeats make ${total} stop times; a feed may have ${max}`, {
      field: 'frequencies.txt',
    });
}
