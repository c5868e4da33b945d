import { BAD_TIME, NO_TIME, type Table } from './csv';
import type { FeedTimes } from './feed';
import type { Issues } from './issues';

const FIRST_ROWS = 1 << 16;
const NO_BOARDING = 1;
const NO_ALIGHTING = 2;

/** The rows as they stand in the file, in columns that grow. */
class Rows {
  count = 0;
  trip = new Int32Array(FIRST_ROWS);
  sequence = new Int32Array(FIRST_ROWS);
  stop = new Int32Array(FIRST_ROWS);
  arrival = new Int32Array(FIRST_ROWS);
  departure = new Int32Array(FIRST_ROWS);
  closed = new Uint8Array(FIRST_ROWS);
  line = new Int32Array(FIRST_ROWS);

  add(trip: number, sequence: number, stop: number, arrival: number, departure: number, closed: number, line: number): void {
    const i = this.count++;
    if (i === this.trip.length) this.grow();
    this.trip[i] = trip;
    this.sequence[i] = sequence;
    this.stop[i] = stop;
    this.arrival[i] = arrival;
    this.departure[i] = departure;
    this.closed[i] = closed;
    this.line[i] = line;
  }

  private grow(): void {
    const wider = (old: Int32Array) => {
      const made = new Int32Array(old.length * 2);
      made.set(old);
      return made;
    };
    this.trip = wider(this.trip);
    this.sequence = wider(this.sequence);
    this.stop = wider(this.stop);
    this.arrival = wider(this.arrival);
    this.departure = wider(this.departure);
    this.line = wider(this.line);
    const closed = new Uint8Array(this.closed.length * 2);
    closed.set(this.closed);
    this.closed = closed;
  }
}

function readRows(table: Table, issues: Issues, trips: Map<string, number>, stops: Map<string, number>): Rows {
  const names = ['trip_id', 'stop_id', 'stop_sequence', 'arrival_time', 'departure_time', 'pickup_type', 'drop_off_type'];
  const [tripColumn, stopColumn, sequenceColumn, arrivalColumn, departureColumn, pickup, dropOff] = names.map((name) =>
    table.column(name),
  ) as [number, number, number, number, number, number, number];
  const rows = new Rows();
  const mark = { start: 0, end: 0 };
  let trip: number | undefined;
  while (table.next()) {
    if (!table.same(tripColumn, mark)) {
      trip = trips.get(table.text(tripColumn));
      table.mark(tripColumn, mark);
    }
    if (trip === undefined) {
      issues.add(table, 'unknown_trip');
      continue;
    }
    const stop = stops.get(table.text(stopColumn));
    const sequence = table.digits(sequenceColumn);
    if (stop === undefined) issues.add(table, 'unknown_stop');
    else if (sequence < 0) issues.add(table, 'bad_number');
    else {
      const closed = (table.text(pickup) === '1' ? NO_BOARDING : 0) | (table.text(dropOff) === '1' ? NO_ALIGHTING : 0);
      rows.add(
        trip,
        sequence,
        stop,
        time(table, arrivalColumn, issues),
        time(table, departureColumn, issues),
        closed,
        table.line,
      );
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
export function readTimes(table: Table, issues: Issues, trips: Map<string, number>, stops: Map<string, number>): FeedTimes {
  const rows = readRows(table, issues, trips, stops);
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
  const cut = <T extends Int32Array | Uint8Array>(column: T): T => column.slice(0, end) as T;
  return {
    offset: out.offset,
    stop: cut(out.stop),
    arrival: cut(out.arrival),
    departure: cut(out.departure),
    closed: cut(out.closed),
  };
}
