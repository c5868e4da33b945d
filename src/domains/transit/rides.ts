import { type City, headsign, lineRef, stopRef } from './city';
import { type Clock, isoDay } from './clock';
import type { ShapeSource } from './shapes';
import type { Ride, RideQuery, TripStops } from './types';

/** Rides of trips stop by stop, as a page shows them. The index by trip is made when the first is asked for. */
export class Rides {
  /** Places in `table.trips` by trip id: a trip of frequencies has one for each repetition. */
  private index: Map<string, number[]> | null = null;

  constructor(
    private readonly city: City,
    private readonly clock: Clock,
    private readonly shapes: ShapeSource | undefined,
  ) {}

  /** Undefined where the timetable that is loaded now has no such ride at that very second. */
  find({ tripId, from, to, departure }: RideQuery): Ride | undefined {
    for (const place of this.placesOf(tripId)) {
      const found = this.at(place, from, to, departure);
      if (found) return { ...found, path: this.shapes?.between(tripId, found.stops[0]!, found.stops.at(-1)!) ?? null };
    }
    return undefined;
  }

  /** The stops of a trip's first run. */
  stopsOf(tripId: string): TripStops | undefined {
    const [place, ...more] = this.placesOf(tripId);
    if (place === undefined) return undefined;
    const { table, feed } = this.city;
    const pattern = patternOf(table.tripStart, place);
    const stops = table.stops.subarray(table.stopStart[pattern], table.stopStart[pattern + 1]);
    const times = table.timeStart[pattern]! + (place - table.tripStart[pattern]!) * stops.length;
    return {
      repeats: more.length > 0,
      stops: Array.from(stops, (stop, i) => ({
        id: feed.stops[stop]!.id,
        arrival: table.arrival[times + i]!,
        departure: table.departure[times + i]!,
      })),
    };
  }

  private placesOf(tripId: string): number[] {
    if (!this.index) {
      this.index = new Map();
      const { feed, table } = this.city;
      table.trips.forEach((trip, place) => {
        const { id } = feed.trips[trip]!;
        const known = this.index!.get(id);
        if (known) known.push(place);
        else this.index!.set(id, [place]);
      });
    }
    return this.index.get(tripId) ?? [];
  }

  private at(place: number, from: string, to: string, departure: number): Omit<Ride, 'path'> | undefined {
    const { table, feed, lines, lineOfPattern } = this.city;
    const pattern = patternOf(table.tripStart, place);
    const trip = place - table.tripStart[pattern]!;
    const stops = table.stops.subarray(table.stopStart[pattern], table.stopStart[pattern + 1]);
    const times = table.timeStart[pattern]! + trip * stops.length;
    const board = stops.findIndex(
      (stop, i) => feed.stops[stop]!.id === from && this.dayOf(departure, table.departure[times + i]!) !== undefined,
    );
    const alight = stops.findIndex((stop, i) => i > board && feed.stops[stop]!.id === to);
    if (board < 0 || alight < 0) return undefined;
    const day = this.dayOf(departure, table.departure[times + board]!)!;
    if (!feed.classes[table.serviceClass[pattern]!]!.runs(day)) return undefined;
    return {
      line: lineRef(lines[lineOfPattern[pattern]!]!),
      headsign: headsign(this.city, pattern, trip),
      serviceDay: isoDay(day),
      stops: Array.from(stops.subarray(board, alight + 1), (stop, i) => ({
        ...stopRef(this.city, stop),
        arrival: this.clock.moment(day, table.arrival[times + board + i]!),
        departure: this.clock.moment(day, table.departure[times + board + i]!),
      })),
    };
  }

  /** The service day on which so many seconds after midnight are a moment; undefined where they are not. */
  private dayOf(moment: number, seconds: number): number | undefined {
    const day = this.clock.day(moment - seconds * 1000);
    return this.clock.moment(day, seconds) === moment ? day : undefined;
  }
}

/** The pattern whose trips hold a place: the last that starts at or before it. */
function patternOf(tripStart: Int32Array, place: number): number {
  let [low, high] = [0, tripStart.length - 1];
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (tripStart[middle]! <= place) low = middle;
    else high = middle;
  }
  return low;
}
