import type { Changes } from './changes';
import type { Timetable } from './timetable';

/** No moment: later than any. */
export const NEVER = 0x3fff_ffff;
/** Bits of a timetable's `closed`. */
export const NO_ALIGHTING = 2;
export const NO_BOARDING = 1;

/** One service day of three as the search sees it: its midnight in seconds from the asked day's, and who runs. */
export interface Day {
  offset: number;
  /** By service class: 1 runs. */
  runs: Uint8Array;
}

/** What the search goes over. `days` belong to the direction: mirrored, their offsets are negated. */
export interface Network {
  table: Timetable;
  changes: Changes;
}

/** A ride as positions in a pattern; `day` is an index into the days searched. */
export interface Ride {
  pattern: number;
  trip: number;
  day: number;
  board: number;
  alight: number;
}

/** Walking seconds from (or to) a place by stop: stops and seconds run side by side. */
export interface Access {
  stops: Int32Array;
  seconds: Int32Array;
}

/** A destination for a search that is to reach all stops before the bound: see `bestReady`. */
export const NOWHERE: Access = { stops: new Int32Array(0), seconds: new Int32Array(0) };

export interface Question {
  days: Day[];
  from: Access;
  to: Access;
  /** Seconds from the asked day's midnight. */
  start: number;
  maxRides: number;
  slack: number;
  /** Arrivals not before this are of no interest: that of the walk alone, or NEVER. */
  bound: number;
  /**
   * When each stop can be boarded at by a search the other way: what that one did not reach in time is of no use to this
   * one. Its times are negated ones of this search's.
   */
  within?: Int32Array;
}

/** The earliest arrival with this many rides, earlier than with any fewer. */
export interface Answer {
  arrival: number;
  rides: Ride[];
}

/** What one round (one more ride) found: how each stop was reached by a ride, and when it can be boarded from. */
class Round {
  readonly pattern: Int32Array;
  readonly trip: Int32Array;
  readonly day: Int8Array;
  readonly boardAt: Int32Array;
  readonly alightAt: Int32Array;
  /** When the next vehicle may be boarded at a stop, NEVER where this round brought nothing better. */
  readonly ready: Int32Array;
  /** The stop where the ride before ended: the stop itself, or where the walk began. */
  readonly origin: Int32Array;

  constructor(stops: number) {
    this.pattern = new Int32Array(stops);
    this.trip = new Int32Array(stops);
    this.day = new Int8Array(stops);
    this.boardAt = new Int32Array(stops);
    this.alightAt = new Int32Array(stops);
    this.ready = new Int32Array(stops);
    this.origin = new Int32Array(stops);
  }

  /** Notes how a stop was reached. */
  ride(stop: number, pattern: number, trip: number, day: number, boardAt: number, alightAt: number): void {
    this.pattern[stop] = pattern;
    this.trip[stop] = trip;
    this.day[stop] = day;
    this.boardAt[stop] = boardAt;
    this.alightAt[stop] = alightAt;
  }
}

/**
 * Round-based search (RAPTOR): round k finds where k rides lead at the earliest. A stop has two labels, because walks
 * are never chained: when a ride reached it (from which one may walk on), and when one may board there (after a walk
 * too). Pruning a ride's arrival by a walk's would lose the walk that could have followed it.
 *
 * One object serves one search at a time and keeps its arrays for the next.
 */
export class Search {
  private readonly rounds: Round[] = [];
  /** When a ride can be at each stop, by any number of them. */
  readonly bestRide: Int32Array;
  /** When each stop can be boarded at, by any number of rides: of use as another search's `within`. */
  readonly bestReady: Int32Array;
  private readonly egress: Int32Array;
  private readonly firstAt: Int32Array;
  private readonly isMarked: Uint8Array;
  private readonly isRidden: Uint8Array;
  private marked: number[] = [];
  private ridden: number[] = [];
  private readonly anywhere: Int32Array;
  private within: Int32Array;
  private arrival = NEVER;
  private arrivalStop = -1;

  constructor(private readonly net: Network) {
    const { stopCount, patternCount } = net.table;
    this.bestRide = new Int32Array(stopCount);
    this.bestReady = new Int32Array(stopCount);
    this.egress = new Int32Array(stopCount).fill(-1);
    this.firstAt = new Int32Array(patternCount).fill(-1);
    this.isMarked = new Uint8Array(stopCount);
    this.isRidden = new Uint8Array(stopCount);
    this.anywhere = new Int32Array(stopCount).fill(-NEVER);
    this.within = this.anywhere;
  }

  /** Answers in order of rides, each with an earlier arrival than the one before. */
  run(question: Question): Answer[] {
    const answers: Answer[] = [];
    if (question.to !== NOWHERE && !this.served(question.to)) return answers;
    this.begin(question);
    for (let k = 1; k <= question.maxRides && this.marked.length > 0; k++) {
      this.arrivalStop = -1;
      const round = this.round(k);
      round.ready.fill(NEVER);
      this.scanPatterns(question, this.round(k - 1), round);
      if (this.arrivalStop >= 0) answers.push({ arrival: this.arrival, rides: this.trace(k, this.arrivalStop) });
      this.walkOn(question, round);
    }
    for (let i = 0; i < question.to.stops.length; i++) this.egress[question.to.stops[i]!] = -1;
    return answers;
  }

  /** Whether any vehicle calls at a place: one need not look all over the network to see that none does. */
  private served({ stops }: Access): boolean {
    const { visitStart } = this.net.table;
    return stops.some((stop) => visitStart[stop + 1]! > visitStart[stop]!);
  }

  private round(k: number): Round {
    return (this.rounds[k] ??= new Round(this.net.table.stopCount));
  }

  private begin({ from, to, start, bound, within }: Question): void {
    this.within = within ?? this.anywhere;
    this.bestRide.fill(NEVER);
    this.bestReady.fill(NEVER);
    for (const stop of this.marked) this.isMarked[stop] = 0;
    this.marked = [];
    this.arrival = bound;
    for (let i = 0; i < to.stops.length; i++) this.egress[to.stops[i]!] = to.seconds[i]!;
    const round = this.round(0);
    round.ready.fill(NEVER);
    for (let i = 0; i < from.stops.length; i++) this.reach(round, from.stops[i]!, start + from.seconds[i]!, -1);
  }

  /** One may board at `stop` from `ready` on, having come from `origin`. */
  private reach(round: Round, stop: number, ready: number, origin: number): void {
    if (ready >= this.bestReady[stop]!) return;
    this.bestReady[stop] = ready;
    round.ready[stop] = ready;
    round.origin[stop] = origin;
    if (this.isMarked[stop]) return;
    this.isMarked[stop] = 1;
    this.marked.push(stop);
  }

  /** Rides every pattern that calls at a stop reached in the round before, from the first such stop on. */
  private scanPatterns(question: Question, before: Round, round: Round): void {
    const { visitStart, visitPattern, visitAt, serviceClass, firstDeparture, lastDeparture } = this.net.table;
    const queue: number[] = [];
    for (const stop of this.marked) {
      this.isMarked[stop] = 0;
      for (let v = visitStart[stop]!; v < visitStart[stop + 1]!; v++) {
        const pattern = visitPattern[v]!;
        const at = this.firstAt[pattern]!;
        if (at < 0) queue.push(pattern);
        if (at < 0 || visitAt[v]! < at) this.firstAt[pattern] = visitAt[v]!;
      }
    }
    this.marked = [];
    for (const pattern of queue) {
      for (let day = 0; day < question.days.length; day++) {
        const { runs, offset } = question.days[day]!;
        if (runs[serviceClass[pattern]!] === 0) continue;
        // Nothing of this day leaves after the start, or nothing before the arrival that is known.
        if (lastDeparture[pattern]! + offset < question.start || firstDeparture[pattern]! + offset > this.arrival) continue;
        this.scan(pattern, day, offset, before.ready, round);
      }
      this.firstAt[pattern] = -1;
    }
  }

  /** The inner loop of it all: names are kept in locals for the sake of speed. */
  private scan(pattern: number, day: number, offset: number, before: Int32Array, round: Round): void {
    const { stops, closed, arrival, departure, stopStart, tripStart, timeStart } = this.net.table;
    const { bestRide, within } = this;
    const begin = stopStart[pattern]!;
    const last = stopStart[pattern + 1]! - begin - 1;
    const length = last + 1;
    const times = timeStart[pattern]!;
    let trip = tripStart[pattern + 1]! - tripStart[pattern]!;
    /** Where the times of the trip that is ridden stand; -1 before one is boarded. */
    let row = -1;
    let boardAt = -1;
    for (let i = this.firstAt[pattern]!; i <= last; i++) {
      const stop = stops[begin + i]!;
      if (row >= 0) {
        const at = arrival[row + i]! + offset;
        if (at < bestRide[stop]! && at <= this.arrival && at <= -within[stop]! && (closed[begin + i]! & NO_ALIGHTING) === 0) {
          round.ride(stop, pattern, trip, day, boardAt, i);
          this.alight(stop, at);
        }
      }
      const ready = before[stop]!;
      if (ready > this.arrival || i === last || trip === 0) continue;
      const column = times + i;
      if (departure[column + (trip - 1) * length]! + offset < ready || (closed[begin + i]! & NO_BOARDING) !== 0) continue;
      trip = firstTrip(departure, column, length, trip, ready - offset);
      row = times + trip * length;
      boardAt = i;
    }
  }

  /** A ride reached a stop earlier than any before. */
  private alight(stop: number, at: number): void {
    this.bestRide[stop] = at;
    if (this.isRidden[stop] === 0) {
      this.isRidden[stop] = 1;
      this.ridden.push(stop);
    }
    const walk = this.egress[stop]!;
    if (walk < 0 || at + walk >= this.arrival) return;
    this.arrival = at + walk;
    this.arrivalStop = stop;
  }

  /** From every stop that a ride of this round reached: change there, or after one walk. */
  private walkOn({ slack }: Question, round: Round): void {
    const { start, to, walk, least, timed } = this.net.changes;
    for (const stop of this.ridden) {
      this.isRidden[stop] = 0;
      const at = this.bestRide[stop]!;
      if (at > this.arrival) continue;
      for (let c = start[stop]!; c < start[stop + 1]!; c++) {
        const ready = at + Math.max(least[c]!, walk[c]! + (timed[c] === 1 ? 0 : slack));
        if (ready <= this.arrival) this.reach(round, to[c]!, ready, stop);
      }
    }
    this.ridden = [];
  }

  private trace(k: number, last: number): Ride[] {
    const rides: Ride[] = [];
    let stop = last;
    for (let r = k; r > 0; r--) {
      const round = this.rounds[r]!;
      const pattern = round.pattern[stop]!;
      const board = round.boardAt[stop]!;
      rides.unshift({ pattern, trip: round.trip[stop]!, day: round.day[stop]!, board, alight: round.alightAt[stop]! });
      stop = this.rounds[r - 1]!.origin[this.net.table.stops[this.net.table.stopStart[pattern]! + board]!]!;
    }
    return rides;
  }
}

/** The first of `count` trips that leaves at `ready` or later, known to be one of them; times stand `length` apart. */
export function firstTrip(departure: Int32Array, column: number, length: number, count: number, ready: number): number {
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (departure[column + middle * length]! >= ready) high = middle;
    else low = middle + 1;
  }
  return low;
}
