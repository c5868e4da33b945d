import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readConfig } from '../../core/config';
import { KapiError } from '../../core/errors';
import { ROOT } from '../../core/paths';
import { type FeedIssue, openPrepared } from '../../domains/transit';
import { out } from '../lines';

/** What was done about each kind of mistake. */
const MENDED: Record<FeedIssue['code'], string> = {
  byte_order_mark: 'a byte order mark was passed over',
  literal_null: 'the word null counts as nothing',
  wrong_encoding: 'not UTF-8: read as Windows-1254',
  missing_column: 'a column is missing: done without',
  bad_date: 'not a date: the row is left out',
  bad_time: 'not a time: worked out from its neighbours',
  bad_number: 'not a number: the row is left out',
  no_coordinates: 'a stop without coordinates is left out',
  duplicate_id: 'an id given twice: the first counts',
  duplicate_sequence: 'a sequence given twice in a trip: the first counts',
  decreasing_time: 'trips whose times go back: raised to the time before',
  interpolated_time: 'trips with blank times: worked out from their neighbours',
  no_time: 'a trip without any time is left out',
  unknown_stop: 'a stop that is unknown: the row is left out',
  unknown_trip: 'a trip that is unknown: the row is left out',
  unknown_route: 'a route that is unknown: the line is called by its id',
  unknown_service: 'a service that is unknown: the trip is left out',
  unknown_parent: 'a station that is unknown: the stop stands alone',
  cyclic_parent: 'stations that lead round in a circle: the stop stands alone',
  station_as_stop: 'a trip calls at a station: it counts as a stop',
  unserved_stop: 'stops that nothing calls at are kept for walks only',
  unread_transfer: 'a transfer of a kind that is not read',
  empty_trip: 'a trip with fewer than two stops is left out',
};
const BAR = 30;

/** Reads a feed (the line's own where none is named) into the cache; one JSON line tells what is in it and what was mended. */
export async function run(_: object, [named]: string[]): Promise<number> {
  const config = readConfig(process.env);
  const own = config.KAPI_GTFS === '' ? join(resolve(ROOT, config.KAPI_MUNICIPALITY), 'transit/gtfs') : config.KAPI_GTFS;
  const path = resolve(named ?? own);
  const begun = performance.now();
  try {
    const { facts, table, cached } = openPrepared(path, {
      cache: join(resolve(config.KAPI_DATA_DIR), 'transit'),
      progress: shown,
    });
    finish();
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    process.stderr.write(`${path}: ${table.arrival.length} stop times ${cached ? 'from the cache' : 'read'} in ${seconds} s\n`);
    for (const issue of facts.issues) process.stderr.write(`  ${lineOf(issue)}\n`);
    const day = (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10);
    out({
      feed: path,
      name: facts.name,
      from: day(facts.firstDay),
      to: day(facts.lastDay),
      stops: facts.stops.length,
      lines: facts.lines.length,
      trips: facts.trips.length,
      stopTimes: table.arrival.length,
      cached,
      repaired: facts.issues,
    });
    return 0;
  } catch (error) {
    if (!(error instanceof KapiError) || !existsSync(path)) throw error;
    finish();
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

const lineOf = ({ code, file, line, count, column }: FeedIssue): string =>
  `${file}${line > 0 ? `:${line}` : ''}${column ? ` ${column}` : ''}: ${MENDED[code]}${count > 1 ? ` (${count} times)` : ''}`;

/** A bar on a terminal, a line a table elsewhere. */
function shown(table: string, rows: number, part: number): void {
  if (process.stderr.isTTY) {
    const full = Math.round(Math.min(1, part) * BAR);
    process.stderr.write(`\r\x1b[K[${'#'.repeat(full)}${'.'.repeat(BAR - full)}] ${table}${rows > 0 ? ` ${rows} rows` : ''}`);
  } else if (rows === 0) process.stderr.write(`reading ${table}\n`);
}

function finish(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}
