import { KapiError, KINDS } from '../../../core/errors';
import { BAD_TIME, newMark, NO_TIME, type Table } from './csv';
import type { FeedTimes } from './feed';
import type { Issues } from './issues';
import { needed, type Reading } from './reading';
import type { Stops } from './stops';

const NO_BOARDING = 1;
const NO_ALIGHTING = 2;
/** Rows of common feeds have 35 to 60 bytes; the columns grow where a feed's are shorter. */
const ROW_BYTES = 36;
const FIRST_ROWS_MIN = 1024;
const FIRST_ROWS_MAX = 4_000_000;
const GROWTH = 1.5;
const PROGRESS_ROWS = 100_000;
const SEQUENCE_MAX = 0x7fff_ffff;

type Column = Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** The rows as they stand in the file, in columns that grow. */
class Rows {
  count = 0;
  trip: Int32Array<ArrayBuffer>;
  sequence: Int32Array<ArrayBuffer>;
  stop: Int32Array<ArrayBuffer>;
  arrival: Int32Array<ArrayBuffer>;
  departure: Int32Array<ArrayBuffer>;
  closed: Uint8Array<ArrayBuffer>;
  line: Int32Array<ArrayBuffer>;

  constructor(rows: number) {
    this.trip = new Int32Array(rows);
    this.sequence = new Int32Array(rows);
    this.stop = new Int32Array(rows);
    this.arrival = new Int32Array(rows);
    this.departure = new Int32Array(rows);
    this.closed = new Uint8Array(rows);
    this.line = new Int32Array(rows);
  }

  add(trip: number, sequence: number, stop: number, arrival: number, departure: number, closed: number, line: number): void {
    const i = this.count++;
    if (i === this.trip.length) this.grow(Math.ceil(i * GROWTH));
    this.trip[i] = trip;
    this.sequence[i] = sequence;
    this.stop[i] = stop;
    this.arrival[i] = arrival;
    this.departure[i] = departure;
    this.closed[i] = closed;
    this.line[i] = line;
  }

  private grow(rows: number): void {
    const wider = <T extends Column>(old: T, made: T): T => {
      made.set(old);
      return made;
    };
    this.trip = wider(this.trip, new Int32Array(rows));
    this.sequence = wider(this.sequence, new Int32Array(rows));
    this.stop = wider(this.stop, new Int32Array(rows));
    this.arrival = wider(this.arrival, new Int32Array(rows));
    this.departure = wider(this.departure, new Int32Array(rows));
    this.closed = wider(this.closed, new Uint8Array(rows));
    this.line = wider(this.line, new Int32Array(rows));
  }
}

/** Opens stop_times.txt; of its two columns of times one is enough. */
function open(reading: Reading): Table {
  const table = needed(reading, 'stop_times.txt', ['trip_id', 'stop_id', 'stop_sequence'], ['arrival_time', 'departure_time']);
  if (table.column('arrival_time') < 0 && table.column('departure_time') < 0)
    throw new KapiError(KINDS.config, `${table.file}:1: the columns arrival_time and departure_time are missing`, {
      field: table.file,
    });
  return table;
}

function readRows(reading: Reading, table: Table, trips: Map<string, number>, stops: Stops): Rows {
  const { issues, source } = reading;
  const names = ['trip_id', 'stop_id', 'stop_sequence', 'arrival_time', 'departure_time', 'pickup_type', 'drop_off_type'];
  const [tripColumn, stopColumn, sequenceColumn, arrivalColumn, departureColumn, pickup, dropOff] = names.map((name) =>
    table.column(name),
  ) as [number, number, number, number, number, number, number];
  const expected = Math.ceil(source.size(table.file) / ROW_BYTES);
  const rows = new Rows(Math.min(FIRST_ROWS_MAX, Math.max(FIRST_ROWS_MIN, expected)));
  const mark = newMark();
  let trip: number | undefined;
  for (let read = 1; table.next(); read++) {
    if (read % PROGRESS_ROWS === 0) reading.progress?.(table.file, read, table.read / Math.max(1, source.size(table.file)));
    if (!table.same(tripColumn, mark)) {
      trip = trips.get(table.text(tripColumn));
      table.mark(tripColumn, mark);
    }
    if (trip === undefined) {
      issues.add(table, 'unknown_trip');
      continue;
    }
    const stop = stops.find(table.text(stopColumn), table);
    const sequence = table.digits(sequenceColumn);
    if (stop === undefined) issues.add(table, 'unknown_stop');
    else if (sequence < 0 || sequence > SEQUENCE_MAX) issues.add(table, 'bad_number');
    else {
      if (rows.count === source.limits.stopTimesMax)
        throw new KapiError(KINDS.config, `${table.file}:${table.line}: more than ${rows.count} stop times`, {
          field: table.file,
        });
      const closed = (table.text(pickup) === '1' ? NO_BOARDING : 0) | (table.text(dropOff) === '1' ? NO_ALIGHTING : 0);
      const [arrival, departure] = [time(table, arrivalColumn, issues), time(table, departureColumn, issues)];
      rows.add(trip, sequence, stop, arrival, departure, closed, table.line);
    }
  }
  return rows;
}

/** A time that is none counts as blank: the stop is served, when is not known. */
function time(table: Table, column: number, issues: Issues): number {
  const value = table.time(column);
  if (value !== BAD_TIME) return value;
  issues.add(table, 'bad_time');
  return NO_TIME;
}

/** Row numbers in order of trip, then sequence, then place in the file. */
function order(rows: Rows, tripCount: number): { sorted: Int32Array; offset: Int32Array } {
  const offset = new Int32Array(tripCount + 1);
  for (let i = 0; i < rows.count; i++) offset[rows.trip[i]! + 1]!++;
  for (let t = 0; t < tripCount; t++) offset[t + 1]! += offset[t]!;
  const next = offset.slice();
  const sorted = new Int32Array(rows.count);
  for (let i = 0; i < rows.count; i++) sorted[next[rows.trip[i]!]!++] = i;
  for (let t = 0; t < tripCount; t++) {
    const part = sorted.subarray(offset[t]!, offset[t + 1]!);
    if (part.some((row, i) => i > 0 && rows.sequence[row]! < rows.sequence[part[i - 1]!]!))
      part.sort((a, b) => rows.sequence[a]! - rows.sequence[b]! || a - b);
  }
  return { sorted, offset };
}

/** Raises every known time that lies before the preceding departure. Each trip that needed it counts once. */
function raise(out: FeedTimes, from: number, to: number): boolean {
  let raised = false;
  let floor = 0;
  for (let i = from; i < to; i++) {
    if (out.arrival[i] === NO_TIME) out.arrival[i] = out.departure[i]!;
    if (out.departure[i] === NO_TIME) out.departure[i] = out.arrival[i]!;
    if (out.arrival[i] === NO_TIME) continue;
    if (out.arrival[i]! < floor) {
      out.arrival[i] = floor;
      raised = true;
    }
    if (out.departure[i]! < out.arrival[i]!) {
      out.departure[i] = out.arrival[i]!;
      raised = true;
    }
    floor = out.departure[i]!;
  }
  return raised;
}

/** Spreads blank times evenly between the known ones around them; a blank end takes the nearest known time. */
function interpolate(out: FeedTimes, from: number, to: number): boolean {
  let mended = false;
  for (let i = from; i < to; i++) {
    if (out.arrival[i] !== NO_TIME) continue;
    let next = i;
    while (next < to && out.arrival[next] === NO_TIME) next++;
    const before = i > from ? out.departure[i - 1]! : out.arrival[next]!;
    const after = next < to ? out.arrival[next]! : before;
    const gaps = next - i + 1;
    for (let blank = i; blank < next; blank++) {
      const value = Math.round(before + ((after - before) * (blank - i + 1)) / gaps);
      out.arrival[blank] = value;
      out.departure[blank] = value;
    }
    mended = true;
    i = next;
  }
  return mended;
}

/**
 * Reads stop_times.txt: rows by trip and sequence, of rows with the same (trip, sequence) the first, blank times
 * interpolated, decreasing times raised. A trip without any time or with fewer than two stops ends up without rows.
 */
export function readTimes(reading: Reading, trips: Map<string, number>, stops: Stops): FeedTimes {
  const { issues } = reading;
  const table = open(reading);
  const rows = readRows(reading, table, trips, stops);
  const { sorted, offset } = order(rows, trips.size);
  const out: FeedTimes = {
    offset: new Int32Array(trips.size + 1),
    stop: new Int32Array(rows.count),
    arrival: new Int32Array(rows.count),
    departure: new Int32Array(rows.count),
    closed: new Uint8Array(rows.count),
  };
  let end = 0;
  for (let t = 0; t < trips.size; t++) {
    const start = end;
    let known = false;
    let last = -1;
    for (let i = offset[t]!; i < offset[t + 1]!; i++) {
      const row = sorted[i]!;
      if (rows.sequence[row] === last) {
        issues.add({ file: table.file, line: rows.line[row]! }, 'duplicate_sequence');
        continue;
      }
      last = rows.sequence[row]!;
      out.stop[end] = rows.stop[row]!;
      out.arrival[end] = rows.arrival[row]!;
      out.departure[end] = rows.departure[row]!;
      out.closed[end] = rows.closed[row]!;
      known ||= out.arrival[end] !== NO_TIME || out.departure[end] !== NO_TIME;
      end++;
    }
    const at = { file: table.file, line: end > start ? rows.line[sorted[offset[t]!]!]! : 0 };
    if (end - start < 2 || !known) {
      issues.add(at, end - start < 2 ? 'empty_trip' : 'no_time');
      end = start;
    } else {
      if (raise(out, start, end)) issues.add(at, 'decreasing_time');
      if (interpolate(out, start, end)) issues.add(at, 'interpolated_time');
    }
    out.offset[t + 1] = end;
  }
  const cut = <T extends Int32Array | Uint8Array>(column: T): T => column.subarray(0, end) as T;
  return {
    offset: out.offset,
    stop: cut(out.stop),
    arrival: cut(out.arrival),
    departure: cut(out.departure),
    closed: cut(out.closed),
  };
}
