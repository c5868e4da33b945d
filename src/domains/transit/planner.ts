import { dayDepartures, lineInfo, linesAt, nextDepartures } from './board';
import { buildCity, type City, findLine, lineRef, linesOf, stopRef } from './city';
import { Clock, dayOf, isoDay } from './clock';
import { gazetteersOf } from './gazetteer';
import { walkSeconds } from './geo';
import type { Feed } from './gtfs/feed';
import { type Prepared, prepare } from './prepared';
import { endsOf, Planner } from './journeys';
import { journeyOf } from './legs';
import { nearStops, resolve, type Spot } from './places';
import { Rides } from './rides';
import type { NamedPlace, TransitSettings } from './settings';
import type { ShapeSource } from './shapes';
import { stateOf } from './state';
import type { FeedInfo, Journey, JourneyOptions, NearStop, PlaceRef, Span, TransitPlanner, When } from './types';

/** What a planner is made of. `places` that the feed cannot locate are left out of its gazetteers. */
export interface PlannerParts {
  feed: Feed | Prepared;
  settings: TransitSettings;
  places: NamedPlace[];
  /** Ways on the map; without them rides are drawn from stop to stop. */
  shapes?: ShapeSource;
}

/** The planner in this thread: see TransitPlanner for what it answers. */
export function createPlanner({ feed: given, settings, places, shapes }: PlannerParts): TransitPlanner {
  const city = buildCity('table' in given ? given : prepare(given), settings, places);
  const { feed } = city;
  const clock = new Clock(settings.utc_offset_minutes);
  const planner = new Planner(city);
  const rides = new Rides(city, clock, shapes);
  const spot = (ref: PlaceRef): Spot | undefined => {
    const resolved = resolve(city, ref);
    return 'spot' in resolved ? resolved.spot : undefined;
  };
  const named = gazetteersOf(city);
  const info = infoOf(city);
  return {
    feed: () => info,
    settings: () => settings,
    state: (at) => stateOf(info, settings, at),
    gazetteers: () => named,
    locate: async (ref) => resolve(city, ref).located,
    journeys: async (from, to, when, options = {}) => {
      const ends = [spot(from), spot(to)];
      return ends[0] && ends[1] ? journeys({ city, clock, planner }, ends[0], ends[1], when, options) : [];
    },
    range: async (from, to, span, options = {}) => {
      const ends = [spot(from), spot(to)];
      return ends[0] && ends[1] ? range({ city, clock, planner }, ends[0], ends[1], span, options) : [];
    },
    async departures({ at, line, after, limit, per }) {
      const found = spot(at);
      const wanted = line === undefined ? undefined : findLine(city, line);
      if (!found || (line !== undefined && !wanted)) return [];
      return nextDepartures(city, clock, {
        stops: boardedAt(found),
        line: wanted,
        after,
        limit,
        perDirection: per === 'direction',
      });
    },
    async serviceDay({ at, line, day }) {
      const found = spot(at);
      const wanted = line === undefined ? undefined : findLine(city, line);
      if (!found || (line !== undefined && !wanted) || Number.isNaN(dayOf(day))) return [];
      return dayDepartures(city, clock, boardedAt(found), wanted, dayOf(day));
    },
    line: async (id, around) => lineInfo(city, id, around === undefined ? feed.firstDay : clock.day(around)),
    async linesAt(at) {
      const found = spot(at);
      return found ? linesAt(city, found.around) : [];
    },
    nearest: async (lat, lon, limit) => nearest(city, lat, lon, limit),
    ride: async (query) => rides.find(query),
    trip: async (id) => rides.stopsOf(id),
    close: async () => {},
  };
}

const infoOf = ({ feed, served, lines, table }: City): FeedInfo => ({
  name: feed.name,
  from: isoDay(feed.firstDay),
  to: isoDay(feed.lastDay),
  stops: served.reduce((sum, used) => sum + used, 0),
  lines: lines.length,
  trips: table.trips.length,
  stopTimes: table.arrival.length,
});

/** The stops at which one waits for a vehicle at a place: its own, or for a pin those around it. */
const boardedAt = (spot: Spot): number[] => (spot.stops.length > 0 ? spot.stops : spot.around);

interface Tools {
  city: City;
  clock: Clock;
  planner: Planner;
}

function journeys(tools: Tools, from: Spot, to: Spot, when: When, options: JourneyOptions): Journey[] {
  const { city, clock, planner } = tools;
  const { settings } = city;
  const at = when.depart ?? when.arrive;
  const day = clock.day(at);
  const ends = endsOf(city, from, to);
  const wanted = {
    limit: options.limit ?? settings.journey_options,
    maxRides: options.maxRides ?? settings.max_rides,
    slack: options.slackSeconds ?? settings.change_slack_seconds,
  };
  // A departure counts from the next whole second on, an arrival up to the last whole one.
  const start = clock.seconds(at) + (at % 1000 === 0 ? 0 : 1);
  const plans =
    when.depart !== undefined
      ? planner.departing(day, ends, start, wanted)
      : planner.arriving(day, ends, clock.seconds(at), wanted);
  return plans.map((plan) => journeyOf({ city, planner, clock, day }, plan, from, to));
}

function range(tools: Tools, from: Spot, to: Spot, span: Span, options: JourneyOptions): Journey[] {
  const { city, clock, planner } = tools;
  const { settings } = city;
  const day = clock.day(span.depart);
  const start = clock.seconds(span.depart) + (span.depart % 1000 === 0 ? 0 : 1);
  const plans = planner.between(
    { day, ends: endsOf(city, from, to), slack: options.slackSeconds ?? settings.change_slack_seconds },
    start,
    start + (span.minutes ?? settings.range_minutes) * 60,
    options.maxRides ?? settings.max_rides,
  );
  return plans.map((plan) => journeyOf({ city, planner, clock, day }, plan, from, to));
}

function nearest(city: City, lat: number, lon: number, limit: number): NearStop[] {
  const { settings } = city;
  const found: NearStop[] = [];
  const seen = new Set<string>();
  for (const { stop, walk } of nearStops(city, { lat, lon }, settings.nearest_search_m * settings.walk_detour_factor)) {
    if (found.length === limit) break;
    const ref = stopRef(city, stop);
    if (seen.has(ref.group)) continue;
    seen.add(ref.group);
    const group = city.groups.list[city.groups.ofStop[stop]!]!;
    const lines = linesOf(city, group.stops).map(lineRef);
    found.push({ stop: ref, metres: Math.round(walk), seconds: walkSeconds(walk, settings), lines });
  }
  return found;
}
