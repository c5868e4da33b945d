import { type City, findLine, headsign, type Line, lineRef, linesOf, stopRef } from './city';
import { type Clock, DAY_SECONDS, isoDay } from './clock';
import { weekdayOf } from './gtfs/services';
import type { Departure, LineAt, LineDirection, LineInfo } from './types';

const NO_BOARDING = 1;
const DAYS_A_WEEK = 7;

/** A trip that leaves a stop, before it is put in words. */
interface Leaving {
  day: number;
  pattern: number;
  trip: number;
  at: number;
  /** Seconds from the midnight of `day`. */
  seconds: number;
}

/** Where vehicles of a line (or any) can be boarded at some stops: the last stop of a trip is none. */
function boardings(city: City, stops: number[], line: Line | undefined): { pattern: number; at: number }[] {
  const { table, lineOfPattern, lines } = city;
  const found: { pattern: number; at: number }[] = [];
  for (const stop of stops)
    for (let v = table.visitStart[stop]!; v < table.visitStart[stop + 1]!; v++) {
      const [pattern, at] = [table.visitPattern[v]!, table.visitAt[v]!];
      const last = table.stopStart[pattern + 1]! - table.stopStart[pattern]! - 1;
      if (line && lines[lineOfPattern[pattern]!] !== line) continue;
      if (at < last && (table.closed[table.stopStart[pattern]! + at]! & NO_BOARDING) === 0) found.push({ pattern, at });
    }
  return found;
}

function departureOf(city: City, clock: Clock, { day, pattern, trip, at, seconds }: Leaving): Departure {
  const { table, feed } = city;
  const { id, direction } = feed.trips[table.trips[table.tripStart[pattern]! + trip]!]!;
  const line = lineRef(city.lines[city.lineOfPattern[pattern]!]!);
  return {
    lineId: line.id,
    line: line.code,
    mode: line.mode,
    headsign: headsign(city, pattern, trip),
    direction,
    stop: stopRef(city, table.stops[table.stopStart[pattern]! + at]!),
    departure: clock.moment(day, seconds),
    tripId: id,
    serviceDay: isoDay(day),
  };
}

/** Trips of one service day that leave at `from` seconds or later, at most `limit` of each boarding. */
function leaving(city: City, places: { pattern: number; at: number }[], day: number, from: number, limit: number): Leaving[] {
  const { table, feed } = city;
  const runs = feed.classes.map((service) => service.runs(day));
  const found: Leaving[] = [];
  for (const { pattern, at } of places) {
    if (!runs[table.serviceClass[pattern]!]) continue;
    const length = table.stopStart[pattern + 1]! - table.stopStart[pattern]!;
    const count = table.tripStart[pattern + 1]! - table.tripStart[pattern]!;
    const seconds = (trip: number) => table.departure[table.timeStart[pattern]! + trip * length + at]!;
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (seconds(middle) >= from) high = middle;
      else low = middle + 1;
    }
    for (let trip = low; trip < Math.min(count, low + limit); trip++)
      found.push({ day, pattern, trip, at, seconds: seconds(trip) });
  }
  return found;
}

/** In order of time; a vehicle that passes two platforms of a place counts once, at the first. */
function inOrder(list: Leaving[]): Leaving[] {
  const time = ({ day, seconds }: Leaving) => day * DAY_SECONDS + seconds;
  const seen = new Set<string>();
  return list
    .sort((a, b) => time(a) - time(b))
    .filter(({ day, pattern, trip }) => {
      const key = `${day} ${pattern} ${trip}`;
      return !seen.has(key) && seen.add(key);
    });
}

interface BoardQuery {
  stops: number[];
  line: Line | undefined;
  after: number;
  limit: number;
  perDirection: boolean;
}

/** The next departures after a moment, looking day by day until there are enough. */
export function nextDepartures(city: City, clock: Clock, { stops, line, after, limit, perDirection }: BoardQuery): Departure[] {
  const places = boardings(city, stops, line);
  const today = clock.day(after);
  const seconds = clock.seconds(after) + (after % 1000 === 0 ? 0 : 1);
  const daysBack = Math.floor(city.table.lastTime / DAY_SECONDS);
  const list: Leaving[] = [];
  const enough = () => (perDirection ? fullDirections(city, list, limit) : list.length >= limit);
  for (let day = today - daysBack; day <= today + city.settings.search_days_ahead; day++) {
    // Yesterday's trips past midnight and tomorrow's first ones mix with today's: those days are always looked at.
    if (day > today + 1 && enough()) break;
    list.push(...leaving(city, places, day, Math.max(0, seconds - (day - today) * DAY_SECONDS), limit));
  }
  const taken = new Map<string, number>();
  const picked = inOrder(list).filter((item) => {
    const key = perDirection ? directionKey(city, item) : '';
    const count = taken.get(key) ?? 0;
    taken.set(key, count + 1);
    return count < limit;
  });
  return picked.map((item) => departureOf(city, clock, item));
}

/** Whether every direction of every line that was found has its `limit` of departures. */
function fullDirections(city: City, list: Leaving[], limit: number): boolean {
  const counts = new Map<string, number>();
  for (const item of list) {
    const key = directionKey(city, item);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts.size > 0 && [...counts.values()].every((count) => count >= limit);
}

/** The two ways of a line are told apart by GTFS direction. */
function directionKey(city: City, { pattern, trip }: Leaving): string {
  const { direction } = city.feed.trips[city.table.trips[city.table.tripStart[pattern]! + trip]!]!;
  return `${city.lineOfPattern[pattern]} ${direction}`;
}

/** All departures of one service day at some stops. */
export function dayDepartures(city: City, clock: Clock, stops: number[], line: Line | undefined, day: number): Departure[] {
  const list = leaving(city, boardings(city, stops, line), day, 0, Number.POSITIVE_INFINITY);
  return inOrder(list).map((item) => departureOf(city, clock, item));
}

/** The ways of a line: of each direction the sequence of stops that most trips of the week drive. */
export function lineInfo(city: City, id: string, day: number): LineInfo | undefined {
  const { table, feed } = city;
  const line = findLine(city, id);
  if (!line) return undefined;
  const monday = day - weekdayOf(day);
  const week = Array.from({ length: DAYS_A_WEEK }, (_, d) => feed.classes.map((service) => service.runs(monday + d)));
  const ways = new Map<string, { direction: number; trips: number[]; best: number; bestTrips: number }>();
  const bySequence = new Map<string, number>();
  for (const pattern of line.patterns) {
    const count = table.tripStart[pattern + 1]! - table.tripStart[pattern]!;
    const { direction, line: route } = feed.trips[table.trips[table.tripStart[pattern]!]!]!;
    const key = `${route} ${direction}`;
    const way = ways.get(key) ?? { direction, trips: new Array<number>(DAYS_A_WEEK).fill(0), best: pattern, bestTrips: -1 };
    week.forEach((runs, d) => {
      if (runs[table.serviceClass[pattern]!]) way.trips[d]! += count;
    });
    const sequence = `${key} ${table.stops.subarray(table.stopStart[pattern], table.stopStart[pattern + 1]).join()}`;
    const total = (bySequence.get(sequence) ?? 0) + count;
    bySequence.set(sequence, total);
    if (total > way.bestTrips) Object.assign(way, { best: pattern, bestTrips: total });
    ways.set(key, way);
  }
  const directions = [...ways.values()].map(
    ({ direction, trips, best }): LineDirection => ({
      direction,
      headsign: headsign(city, best, 0),
      stops: [...table.stops.subarray(table.stopStart[best], table.stopStart[best + 1])].map((stop) => stopRef(city, stop)),
      tripsByWeekday: trips,
    }),
  );
  return { ...lineRef(line), directions: directions.sort((a, b) => a.direction - b.direction) };
}

/** The lines at some stops with where they go from there, the commonest headsign first. */
export function linesAt(city: City, stops: number[]): LineAt[] {
  const { table, lineOfPattern, lines } = city;
  return linesOf(city, stops).map((line) => {
    const counts = new Map<string, number>();
    for (const { pattern } of boardings(city, stops, line)) {
      if (lines[lineOfPattern[pattern]!] !== line) continue;
      const sign = headsign(city, pattern, 0);
      counts.set(sign, (counts.get(sign) ?? 0) + table.tripStart[pattern + 1]! - table.tripStart[pattern]!);
    }
    return { ...lineRef(line), headsigns: [...counts].sort(([, a], [, b]) => b - a).map(([sign]) => sign) };
  });
}
