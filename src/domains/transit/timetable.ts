import type { Feed } from './gtfs/feed';

/**
 * A feed as the search reads it: trips of one line, direction, sequence of stops and class of days, none overtaking
 * another, are one pattern, so that within a pattern the first trip that can be caught is also the first to arrive.
 * Everything is in typed arrays; times are seconds of the service day.
 */
export interface Timetable {
  stopCount: number;
  patternCount: number;
  /** Stops of pattern p are stops[stopStart[p] … stopStart[p + 1]). */
  stopStart: Int32Array;
  stops: Int32Array;
  /** Beside `stops`: 1 nobody boards, 2 nobody alights. */
  closed: Uint8Array;
  /** Trips of pattern p, in order of time, are trips[tripStart[p] … tripStart[p + 1]). */
  tripStart: Int32Array;
  /** Index into the feed's trips. */
  trips: Int32Array;
  /** Time of pattern p's trip t at position i: arrival[timeStart[p] + t * length + i]. */
  timeStart: Int32Array;
  arrival: Int32Array;
  departure: Int32Array;
  serviceClass: Int32Array;
  /** Visits of stop s: visitPattern and visitAt[visitStart[s] … visitStart[s + 1]). */
  visitStart: Int32Array;
  visitPattern: Int32Array;
  visitAt: Int32Array;
  /** When the first trip of each pattern leaves its first stop, and when the last one leaves its last but one. */
  firstDeparture: Int32Array;
  lastDeparture: Int32Array;
  /** Latest time of any trip. */
  lastTime: number;
}

/** A trip with its times moved by `shift` seconds: a repetition of frequencies.txt, or the trip itself. */
interface Run {
  trip: number;
  shift: number;
}

/** All runs of the feed: each trip once, or as often as frequencies.txt says. */
function runsOf(feed: Feed): Run[] {
  const repeated = new Map<number, Run[]>();
  for (const { trip, start, end, headway } of feed.frequencies) {
    const first = feed.times.offset[trip]!;
    if (first === feed.times.offset[trip + 1]) continue;
    const runs = repeated.get(trip) ?? [];
    for (let at = start; at < end; at += headway) runs.push({ trip, shift: at - feed.times.departure[first]! });
    repeated.set(trip, runs);
  }
  const runs: Run[] = [];
  for (let trip = 0; trip < feed.trips.length; trip++)
    if (feed.times.offset[trip] !== feed.times.offset[trip + 1]) runs.push(...(repeated.get(trip) ?? [{ trip, shift: 0 }]));
  return runs;
}

/** Whether two trips call at the same stops in the same way, on the same line and days. */
function alike(feed: Feed, a: number, b: number): boolean {
  const { times, trips } = feed;
  const length = times.offset[a + 1]! - times.offset[a]!;
  const [left, right] = [trips[a]!, trips[b]!];
  if (length !== times.offset[b + 1]! - times.offset[b]!) return false;
  if (left.line !== right.line || left.direction !== right.direction || left.serviceClass !== right.serviceClass) return false;
  for (let i = 0; i < length; i++) {
    const [x, y] = [times.offset[a]! + i, times.offset[b]! + i];
    if (times.stop[x] !== times.stop[y] || times.closed[x] !== times.closed[y]) return false;
  }
  return true;
}

/** Runs by what `alike` compares. */
function sequences(feed: Feed): Run[][] {
  const { times, trips } = feed;
  const groups: Run[][] = [];
  const byHash = new Map<number, number[]>();
  const groupOfTrip = new Map<number, number>();
  for (const run of runsOf(feed)) {
    const known = groupOfTrip.get(run.trip);
    if (known !== undefined) {
      groups[known]!.push(run);
      continue;
    }
    const { line, direction, serviceClass } = trips[run.trip]!;
    let hash = (line * 31 + direction) * 31 + serviceClass;
    for (let i = times.offset[run.trip]!; i < times.offset[run.trip + 1]!; i++)
      hash = (Math.imul(hash, 16_777_619) ^ times.stop[i]!) >>> 0;
    const bucket = byHash.get(hash) ?? [];
    let group = bucket.find((candidate) => alike(feed, groups[candidate]![0]!.trip, run.trip));
    if (group === undefined) {
      group = groups.push([]) - 1;
      bucket.push(group);
      byHash.set(hash, bucket);
    }
    groups[group]!.push(run);
    groupOfTrip.set(run.trip, group);
  }
  return groups;
}

/** Splits runs of one sequence into patterns within which none overtakes another. */
function withoutOvertaking(feed: Feed, runs: Run[]): Run[][] {
  const { offset, arrival, departure } = feed.times;
  const first = (run: Run) => departure[offset[run.trip]!]! + run.shift;
  const last = (run: Run) => arrival[offset[run.trip + 1]! - 1]! + run.shift;
  runs.sort((a, b) => first(a) - first(b) || last(a) - last(b));
  const follows = (before: Run, after: Run): boolean => {
    const length = offset[before.trip + 1]! - offset[before.trip]!;
    const shift = after.shift - before.shift;
    for (let i = 0; i < length; i++) {
      const [a, b] = [offset[before.trip]! + i, offset[after.trip]! + i];
      if (departure[b]! + shift < departure[a]! || arrival[b]! + shift < arrival[a]!) return false;
    }
    return true;
  };
  const patterns: Run[][] = [];
  for (const run of runs) {
    const fitting = patterns.find((pattern) => follows(pattern.at(-1)!, run));
    if (fitting) fitting.push(run);
    else patterns.push([run]);
  }
  return patterns;
}

/** The times between which trips of each pattern can be boarded. */
function departures(
  table: Pick<Timetable, 'patternCount' | 'stopStart' | 'timeStart' | 'departure'>,
): Pick<Timetable, 'firstDeparture' | 'lastDeparture'> {
  const { patternCount, stopStart, timeStart, departure } = table;
  const firstDeparture = new Int32Array(patternCount);
  const lastDeparture = new Int32Array(patternCount);
  for (let p = 0; p < patternCount; p++) {
    firstDeparture[p] = departure[timeStart[p]!]!;
    lastDeparture[p] = departure[timeStart[p + 1]! - Math.min(2, stopStart[p + 1]! - stopStart[p]!)]!;
  }
  return { firstDeparture, lastDeparture };
}

/** Builds the index from stops to where patterns call at them. */
function visits(
  table: Pick<Timetable, 'stopCount' | 'patternCount' | 'stops' | 'stopStart'>,
): Pick<Timetable, 'visitStart' | 'visitPattern' | 'visitAt'> {
  const visitStart = new Int32Array(table.stopCount + 1);
  for (const stop of table.stops) visitStart[stop + 1]!++;
  for (let s = 0; s < table.stopCount; s++) visitStart[s + 1]! += visitStart[s]!;
  const next = visitStart.slice();
  const visitPattern = new Int32Array(table.stops.length);
  const visitAt = new Int32Array(table.stops.length);
  for (let p = 0; p < table.patternCount; p++)
    for (let i = table.stopStart[p]!; i < table.stopStart[p + 1]!; i++) {
      const slot = next[table.stops[i]!]!++;
      visitPattern[slot] = p;
      visitAt[slot] = i - table.stopStart[p]!;
    }
  return { visitStart, visitPattern, visitAt };
}

/** Makes the timetable of a feed. */
export function buildTimetable(feed: Feed): Timetable {
  const { offset, stop, closed, arrival, departure } = feed.times;
  const patterns = sequences(feed).flatMap((runs) => withoutOvertaking(feed, runs));
  const sizes = patterns.map((runs) => offset[runs[0]!.trip + 1]! - offset[runs[0]!.trip]!);
  const sum = (counts: number[]) => {
    const starts = new Int32Array(counts.length + 1);
    counts.forEach((count, i) => {
      starts[i + 1] = starts[i]! + count;
    });
    return starts;
  };
  const stopStart = sum(sizes);
  const tripStart = sum(patterns.map((runs) => runs.length));
  const timeStart = sum(patterns.map((runs, p) => runs.length * sizes[p]!));
  const table = {
    stopCount: feed.stops.length,
    patternCount: patterns.length,
    stopStart,
    stops: new Int32Array(stopStart[patterns.length]!),
    closed: new Uint8Array(stopStart[patterns.length]!),
    tripStart,
    trips: new Int32Array(tripStart[patterns.length]!),
    timeStart,
    arrival: new Int32Array(timeStart[patterns.length]!),
    departure: new Int32Array(timeStart[patterns.length]!),
    serviceClass: new Int32Array(patterns.length),
    lastTime: 0,
  };
  patterns.forEach((runs, p) => {
    const size = sizes[p]!;
    const model = offset[runs[0]!.trip]!;
    table.stops.set(stop.subarray(model, model + size), stopStart[p]!);
    table.closed.set(closed.subarray(model, model + size), stopStart[p]!);
    table.serviceClass[p] = feed.trips[runs[0]!.trip]!.serviceClass;
    runs.forEach((run, t) => {
      table.trips[tripStart[p]! + t] = run.trip;
      const to = timeStart[p]! + t * size;
      for (let i = 0; i < size; i++) {
        table.arrival[to + i] = arrival[offset[run.trip]! + i]! + run.shift;
        table.departure[to + i] = departure[offset[run.trip]! + i]! + run.shift;
      }
      table.lastTime = Math.max(table.lastTime, table.arrival[to + size - 1]!);
    });
  });
  return { ...table, ...departures(table), ...visits(table) };
}

/**
 * The timetable with time turned round: stops and trips in reverse order, times negated, boarding and alighting
 * exchanged. Searching it from the destination finds the latest departure by the very code that finds the earliest
 * arrival. Trip t of a pattern is trip count - 1 - t here, position i is length - 1 - i.
 */
export function mirror(table: Timetable): Timetable {
  const mirrored = {
    ...table,
    stops: new Int32Array(table.stops.length),
    closed: new Uint8Array(table.closed.length),
    trips: new Int32Array(table.trips.length),
    arrival: new Int32Array(table.arrival.length),
    departure: new Int32Array(table.departure.length),
  };
  for (let p = 0; p < table.patternCount; p++) {
    const [from, to] = [table.stopStart[p]!, table.stopStart[p + 1]!];
    for (let i = from; i < to; i++) {
      const other = from + to - 1 - i;
      mirrored.stops[i] = table.stops[other]!;
      const flags = table.closed[other]!;
      mirrored.closed[i] = ((flags & 1) << 1) | (flags >> 1);
    }
    const [first, end] = [table.tripStart[p]!, table.tripStart[p + 1]!];
    for (let t = first; t < end; t++) mirrored.trips[t] = table.trips[first + end - 1 - t]!;
    const [begin, stop] = [table.timeStart[p]!, table.timeStart[p + 1]!];
    for (let i = begin; i < stop; i++) {
      mirrored.arrival[i] = -table.departure[begin + stop - 1 - i]!;
      mirrored.departure[i] = -table.arrival[begin + stop - 1 - i]!;
    }
  }
  return { ...mirrored, ...departures(mirrored), ...visits(mirrored) };
}
