import { KapiError, KINDS } from '../../../core/errors';
import type { LineMode } from '../types';
import { Table } from './csv';
import type { Feed, FeedLine, FeedStop, FeedTrip, Frequency } from './feed';
import { Issues } from './issues';
import { readServices, type Services } from './services';
import { type FeedSource, openFeed } from './source';
import { readTimes } from './stop-times';
import { readTransfers } from './transfers';

/** Rows of one table by their id. */
interface Indexed<T> {
  list: T[];
  index: Map<string, number>;
}

function open(source: FeedSource, name: string, required: string[]): Table {
  const bytes = source.table(name);
  if (!bytes) throw new KapiError(KINDS.config, `${source.path} has no ${name}`, { field: source.path });
  return new Table(name, bytes, required);
}

/** Adds a row under its id; of rows with the same id the first counts. */
function put<T>(into: Indexed<T>, id: string, row: T, table: Table, issues: Issues): void {
  if (into.index.has(id)) issues.add(table, 'duplicate_id');
  else into.index.set(id, into.list.push(row) - 1);
}

/** location_type: empty or 0 is a platform, 1 a station; entrances, nodes and boarding areas are of no use here. */
function readStops(source: FeedSource, issues: Issues): Indexed<FeedStop> {
  const table = open(source, 'stops.txt', ['stop_id', 'stop_name', 'stop_lat', 'stop_lon']);
  const [id, name, lat, lon, type, parent] = [
    'stop_id',
    'stop_name',
    'stop_lat',
    'stop_lon',
    'location_type',
    'parent_station',
  ].map((column) => table.column(column)) as [number, number, number, number, number, number];
  const stops: Indexed<FeedStop> = { list: [], index: new Map() };
  const stations = new Map<string, string>();
  while (table.next()) {
    const kind = table.text(type);
    if (kind === '1') stations.set(table.text(id), table.text(name));
    if (kind !== '' && kind !== '0') continue;
    const at = { lat: table.number(lat, Number.NaN), lon: table.number(lon, Number.NaN) };
    const key = table.text(id);
    const inRange = Math.abs(at.lat) <= 90 && Math.abs(at.lon) <= 180 && (at.lat !== 0 || at.lon !== 0);
    if (!inRange || key === '') issues.add(table, 'no_coordinates');
    else
      put(stops, key, { id: key, name: table.text(name) || key, ...at, station: table.text(parent) || undefined }, table, issues);
  }
  for (const stop of stops.list) stop.name = (stop.station && stations.get(stop.station)) || stop.name;
  return stops;
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

function readLines(source: FeedSource, issues: Issues): Indexed<FeedLine> {
  const table = open(source, 'routes.txt', ['route_id']);
  const [id, short, long, type] = ['route_id', 'route_short_name', 'route_long_name', 'route_type'].map((column) =>
    table.column(column),
  ) as [number, number, number, number];
  const lines: Indexed<FeedLine> = { list: [], index: new Map() };
  while (table.next()) {
    const key = table.text(id);
    const code = table.text(short) || table.text(long) || key;
    put(lines, key, { id: key, code, name: table.text(long), mode: modeOf(table.number(type, 3)) }, table, issues);
  }
  return lines;
}

function readTrips(source: FeedSource, issues: Issues, lines: Indexed<FeedLine>, services: Services): Indexed<FeedTrip> {
  const table = open(source, 'trips.txt', ['route_id', 'service_id', 'trip_id']);
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

function readFrequencies(source: FeedSource, issues: Issues, trips: Map<string, number>): Frequency[] {
  const bytes = source.table('frequencies.txt');
  if (!bytes) return [];
  const table = new Table('frequencies.txt', bytes, ['trip_id', 'start_time', 'end_time', 'headway_secs']);
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
function readName(source: FeedSource): string {
  const bytes = source.table('agency.txt');
  if (!bytes) return '';
  const table = new Table('agency.txt', bytes, ['agency_name']);
  return table.next() ? table.text(table.column('agency_name')) : '';
}

/** The days between which the services of trips run. */
function span(feed: Pick<Feed, 'trips' | 'classes'>): [number, number] {
  const spans = [...new Set(feed.trips.map((trip) => trip.serviceClass))].flatMap((index) => feed.classes[index]!.span() ?? []);
  return spans.length ? [Math.min(...spans), Math.max(...spans)] : [0, -1];
}

/**
 * Reads a GTFS feed from a zip file or a folder. What can be mended is mended and counted in `issues`, each with the
 * file and line of the first; a row that cannot be used is left out and counted.
 *
 * @throws KapiError `config`, naming file and line, where a table or column is missing that nothing works without
 */
export function readFeed(path: string): Feed {
  const source = openFeed(path);
  const issues = new Issues();
  const name = readName(source);
  const services = readServices(source, issues);
  const stops = readStops(source, issues);
  const lines = readLines(source, issues);
  const trips = readTrips(source, issues, lines, services);
  const frequencies = readFrequencies(source, issues, trips.index);
  const transfers = readTransfers(source, issues, stops.list, stops.index);
  const table = open(source, 'stop_times.txt', ['trip_id', 'stop_id', 'stop_sequence', 'arrival_time', 'departure_time']);
  const times = readTimes(table, issues, trips.index, stops.index);
  if (times.stop.length === 0)
    throw new KapiError(KINDS.config, `${source.path}: stop_times.txt has no row that can be used`, { field: path });
  const served = new Set(times.stop);
  for (let i = 0; i < stops.list.length; i++) if (!served.has(i)) issues.add({ file: 'stops.txt', line: 0 }, 'unserved_stop');
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
