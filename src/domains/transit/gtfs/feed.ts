import type { LineMode } from '../types';
import type { Issue } from './issues';
import type { ServiceClass } from './services';
import type { Transfer } from './transfers';

/** A platform: where vehicles stop. Stations are not in the list; their platforms share `station` and bear its name. */
export interface FeedStop {
  id: string;
  name: string;
  lat: number;
  lon: number;
  /** stop_id of the parent station, or undefined. */
  station?: string;
}

export interface FeedLine {
  id: string;
  code: string;
  name: string;
  mode: LineMode;
}

export interface FeedTrip {
  id: string;
  /** Index into `lines`. */
  line: number;
  /** Index into `classes`: trips of services that run on the same days share one. */
  serviceClass: number;
  headsign: string;
  direction: number;
}

/** Rows of stop_times in order of trip and sequence, repaired: times never decrease and none is missing. */
export interface FeedTimes {
  /** Rows of trip t are [offset[t], offset[t + 1]). */
  offset: Int32Array;
  stop: Int32Array;
  /** Seconds of the service day, beyond 24 h for the night. */
  arrival: Int32Array;
  departure: Int32Array;
  /** 1: nobody boards · 2: nobody alights. */
  closed: Uint8Array;
}

/** Departures of trip `trip` every `headway` seconds from `start` to before `end`, instead of its own time. */
export interface Frequency {
  trip: number;
  start: number;
  end: number;
  headway: number;
}

export interface Feed {
  name: string;
  stops: FeedStop[];
  lines: FeedLine[];
  trips: FeedTrip[];
  classes: ServiceClass[];
  times: FeedTimes;
  frequencies: Frequency[];
  transfers: Transfer[];
  /** First and last day with service, days since 1970-01-01. */
  firstDay: number;
  lastDay: number;
  issues: Issue[];
}
