/**
 * The transit port: what actions ask of a journey planner. Whatever stands behind it (in this thread or in a worker)
 * answers in these shapes. All moments are epoch milliseconds; all walking distances are metres on foot, that is the
 * straight line times the detour factor of the settings.
 */
import type { Gazetteer } from '../../core/reading';
import type { TransitSettings } from './settings';

/** WGS 84 degrees. `name` is what a reply calls the point ("konumunuz" where it is absent). */
export interface Point {
  lat: number;
  lon: number;
  name?: string;
}

/**
 * A place as a caller names it: a gazetteer id (a stop group, a place, a neighbourhood), `platform:<stop_id>` for one
 * GTFS stop alone (or a station's platforms), or a coordinate. An id that no gazetteer holds is tried as a name.
 */
export type PlaceRef = string | Point;

/** One of several places that a name may mean. */
export interface PlaceChoice {
  id: string;
  label: string;
}

/** A place that was found: how a reply calls it and where it is. `id` is absent for a bare coordinate. */
export interface FoundPlace {
  id?: string;
  name: string;
  lat: number;
  lon: number;
}

/**
 * ok · ambiguous: stops of that name lie far apart · unknown: no such id or name · far: a coordinate, or a place without
 * stops, that no stop is within walking distance of.
 */
export type Located =
  | { status: 'ok'; place: FoundPlace }
  | { status: 'ambiguous'; choices: PlaceChoice[] }
  | { status: 'unknown' }
  | { status: 'far'; place: FoundPlace };

/** A GTFS stop as a reply names it. `group` is the gazetteer id of the stops that bear the same name there. */
export interface StopRef {
  id: string;
  group: string;
  name: string;
  lat: number;
  lon: number;
}

export interface WalkLeg {
  kind: 'walk';
  from: FoundPlace;
  to: FoundPlace;
  departure: number;
  arrival: number;
  metres: number;
}

export interface RideLeg {
  kind: 'ride';
  lineId: string;
  /** The line's code as it stands on the vehicle: "28A". */
  line: string;
  mode: LineMode;
  headsign: string;
  tripId: string;
  from: StopRef;
  to: StopRef;
  departure: number;
  arrival: number;
  /** Stops ridden, the last one counted, the first not. */
  stops: number;
}

export interface Journey {
  departure: number;
  arrival: number;
  /** Rides less one; 0 for a walk alone. */
  transfers: number;
  walkMetres: number;
  legs: (WalkLeg | RideLeg)[];
}

/** Exactly one is set: leave no earlier than `depart`, or be there no later than `arrive` (epoch ms). */
export type When = { depart: number; arrive?: undefined } | { arrive: number; depart?: undefined };

export interface JourneyOptions {
  /** Journeys wanted at most; the settings' `journey_options` where absent. */
  limit?: number;
  /** Rides at most: 1 asks for no change, Infinity lifts the cap; the settings' `max_rides` where absent. */
  maxRides?: number;
  /** Seconds kept free at every change besides the walk; the settings' `change_slack_seconds` where absent. */
  slackSeconds?: number;
}

/** Leave between `depart` and so many minutes later; the settings' `range_minutes` where absent. */
export interface Span {
  depart: number;
  minutes?: number;
}

export interface Departure {
  lineId: string;
  line: string;
  mode: LineMode;
  headsign: string;
  /** GTFS direction, or 0 where the feed has none. */
  direction: number;
  stop: StopRef;
  departure: number;
  tripId: string;
  /** Local date of the service day the trip belongs to, YYYY-MM-DD: yesterday's for a trip after midnight. */
  serviceDay: string;
  /** By live data, and then counted in `departure`; absent where there are none. Positive is late. */
  delaySeconds?: number;
}

export interface DepartureQuery {
  at: PlaceRef;
  /** Gazetteer id (or code) of a line; all lines where absent. */
  line?: string;
  /** The first moment of interest, epoch ms. */
  after: number;
  limit: number;
  /** `direction`: `limit` counts for each direction of each line apart. */
  per?: 'board' | 'direction';
}

export interface ServiceDayQuery {
  at: PlaceRef;
  line?: string;
  /** YYYY-MM-DD. */
  day: string;
}

export type LineMode = 'bus' | 'tram' | 'metro' | 'rail' | 'ferry' | 'cable';

export interface LineRef {
  id: string;
  code: string;
  name: string;
  mode: LineMode;
}

/** One way of a line: its commonest sequence of stops. */
export interface LineDirection {
  direction: number;
  headsign: string;
  stops: StopRef[];
  /** Trips on each day of the week around the asked date, Monday first. */
  tripsByWeekday: number[];
}

export interface LineInfo extends LineRef {
  directions: LineDirection[];
}

/** A line at a place, with where it goes from there. */
export interface LineAt extends LineRef {
  headsigns: string[];
}

export interface NearStop {
  stop: StopRef;
  metres: number;
  /** Walking time in seconds. */
  seconds: number;
  lines: LineRef[];
}

/** One ride of a trip, as a leg of a journey tells it. */
export interface RideQuery {
  tripId: string;
  /** GTFS stop ids. */
  from: string;
  to: string;
  /** The moment (epoch ms) at which it leaves `from` by the timetable. */
  departure: number;
}

export interface RideStop extends StopRef {
  arrival: number;
  departure: number;
}

/** A stop of a trip; seconds from the midnight of its service day. */
export interface TripStop {
  id: string;
  arrival: number;
  departure: number;
}

/** A trip's stops in order; of one that repeats (frequencies), those of its first run. */
export interface TripStops {
  repeats: boolean;
  stops: TripStop[];
}

/** A ride stop by stop. */
export interface Ride {
  line: LineRef;
  headsign: string;
  /** Local date of the service day, YYYY-MM-DD. */
  serviceDay: string;
  /** Both ends and what lies between. */
  stops: RideStop[];
  /** Its way on the map; null where the feed draws none. */
  path: [lat: number, lon: number][] | null;
}

/** What is known of the feed itself. Dates are YYYY-MM-DD, both inclusive. */
export interface FeedInfo {
  name: string;
  from: string;
  to: string;
  stops: number;
  lines: number;
  trips: number;
  stopTimes: number;
}

/** 'ok', or why no time may be quoted at that moment. */
export type FeedState = 'ok' | 'feed_expired' | 'feed_not_started';

/**
 * The port. Methods that search return promises, so that a planner may live in a worker; what is fixed once the feed is
 * loaded is answered at once. An unknown place or line gives an empty list or undefined, never a throw: ask `locate` to
 * tell the reasons apart. Times are quoted only inside the feed's calendar (`state`).
 */
export interface TransitPlanner {
  feed(): FeedInfo;
  /** The numbers of settings.yaml, which answers share with the search. */
  settings(): TransitSettings;
  state(at: number): FeedState;
  /** Names for the understanding: lines, stop groups, places and neighbourhoods. */
  gazetteers(): Gazetteer[];
  locate(ref: PlaceRef): Promise<Located>;
  /** Best first: by arrival for `depart`, by latest departure for `arrive`. The first is exact, not a guess. */
  journeys(from: PlaceRef, to: PlaceRef, when: When, options?: JourneyOptions): Promise<Journey[]>;
  /**
   * Every journey of the span that is worth a look, by arrival: none of the others leaves as late, arrives as early, and
   * needs as few changes and as little walking (to the minute).
   */
  range(from: PlaceRef, to: PlaceRef, span: Span, options?: Omit<JourneyOptions, 'limit'>): Promise<Journey[]>;
  /** In order of time, as far as the settings' `search_days_ahead`. */
  departures(query: DepartureQuery): Promise<Departure[]>;
  /** All departures of one service day, those after midnight last. */
  serviceDay(query: ServiceDayQuery): Promise<Departure[]>;
  /** `lineId`: a gazetteer id, a code as typed, or `route:<route_id>` of the feed. `around`: the day (epoch ms) whose week `tripsByWeekday` counts; the feed's first where absent. */
  line(lineId: string, around?: number): Promise<LineInfo | undefined>;
  linesAt(at: PlaceRef): Promise<LineAt[]>;
  /** The nearest stop of each name, nearest first. */
  nearest(lat: number, lon: number, limit: number): Promise<NearStop[]>;
  /** A ride of the timetable that is loaded now; undefined where it has none such at that very second. */
  ride(query: RideQuery): Promise<Ride | undefined>;
  trip(tripId: string): Promise<TripStops | undefined>;
  close(): Promise<void>;
}
