import { type Access, type Day, firstTrip, NEVER, type Network, NO_ALIGHTING, NO_BOARDING, type Ride } from './raptor';

export interface RangeQuestion {
  days: Day[];
  from: Access;
  to: Access;
  /** Departures from the place lie between these, in seconds from the asked day's midnight. */
  start: number;
  end: number;
  maxRides: number;
  slack: number;
  /** An option that arrives later than one that leaves no earlier by more than this is of no interest. */
  extra: number;
  /** The earliest arrival of those that leave at `end` or later: with it the first search has a limit too. */
  firstArrival: number;
  /**
   * What a search back from the destination reached, to be there by `limit`: by stop and negated, until when a ride must
   * end there and until when one must be there to board, for it to be of use.
   */
  corridor(limit: number): { alight: Int32Array; board: Int32Array };
}

/** A journey of the range. `walk` counts all seconds on foot. */
export interface Option {
  departure: number;
  arrival: number;
  walk: number;
  rides: Ride[];
}

/** The corridor is worked out anew when the time to be there has come so much nearer. */
const CORRIDOR_SECONDS = 600;
/** Less walking counts from this many seconds on: options that differ by a few steps are one. */
const WALK_STEP_SECONDS = 60;

/** How a stop was reached, or may be boarded at, or (at the destination) a whole journey. */
interface Label {
  at: number;
  walk: number;
  /** `walk` in steps: what labels are compared by. */
  steps: number;
  rides: number;
  departure: number;
  /** The ride that ended here; undefined for a label of the start. */
  ride: Ride | undefined;
  before: Label | undefined;
}

/** A trip that is ridden while a pattern is scanned. */
interface Riding {
  trip: number;
  boardAt: number;
  from: Label;
}

/** Whether one of the labels of a place is as good in time, rides and walking. */
function beaten(bag: Label[], at: number, steps: number, rides: number): boolean {
  for (let i = bag.length - 1; i >= 0; i--) {
    const other = bag[i]!;
    if (other.at <= at && other.steps <= steps && other.rides <= rides) return true;
  }
  return false;
}

/** Adds a label that is not beaten to those of one place; those that it beats are of no use to what leaves earlier. */
function put(bag: Label[], label: Label): void {
  let kept = 0;
  for (const other of bag) if (label.at > other.at || label.steps > other.steps || label.rides > other.rides) bag[kept++] = other;
  bag.length = kept;
  bag.push(label);
}

const stepsOf = (walk: number): number => Math.floor(walk / WALK_STEP_SECONDS);

/**
 * All worthwhile journeys that leave within a span of time: no other leaves as late, arrives as early, and needs as few
 * rides and as little walking. Departures are gone through from the last to the first (rRAPTOR) with several labels a
 * stop (McRAPTOR), which stay: what a later departure reached as well need not be looked at again.
 */
export class RangeSearch {
  /** By stop: how rides reached it, and when it can be boarded at. */
  private readonly ridden: Label[][];
  private readonly boardable: Label[][];
  private touched: number[] = [];
  private readonly egress: Int32Array;
  private readonly firstAt: Int32Array;
  /** Labels by stop that the round before made; `freshStops` are those that have some. */
  private readonly fresh: Label[][];
  private freshStops: number[] = [];
  private reached: Label[] = [];
  private reachedAt: number[] = [];
  /** Journeys found, and of them those that earlier departures are compared with. */
  private found: Label[] = [];
  private best: Label[] = [];
  private limit = NEVER;
  private alightBy: Int32Array;
  private boardBy: Int32Array;
  private question!: RangeQuestion;

  constructor(private readonly net: Network) {
    const { stopCount, patternCount } = net.table;
    this.ridden = Array.from({ length: stopCount }, () => []);
    this.boardable = Array.from({ length: stopCount }, () => []);
    this.fresh = Array.from({ length: stopCount }, () => []);
    this.alightBy = new Int32Array(stopCount);
    this.boardBy = this.alightBy;
    this.egress = new Int32Array(stopCount).fill(-1);
    this.firstAt = new Int32Array(patternCount).fill(-1);
  }

  /** In order of departure, the last first. */
  run(question: RangeQuestion): Option[] {
    this.question = question;
    this.limit = Math.min(NEVER, question.firstArrival + question.extra);
    const { from, to } = question;
    for (let i = 0; i < to.stops.length; i++) this.egress[to.stops[i]!] = to.seconds[i]!;
    this.found = [];
    this.best = [];
    let corridor = Number.POSITIVE_INFINITY;
    for (const [departure, starts] of this.departures(from)) {
      if (corridor - this.limit >= CORRIDOR_SECONDS) {
        corridor = this.limit;
        const { alight, board } = question.corridor(corridor);
        this.alightBy = alight;
        this.boardBy = board;
      }
      for (const i of starts) this.board(from.stops[i]!, departure + from.seconds[i]!, from.seconds[i]!, departure, undefined);
      for (let rides = 1; rides <= question.maxRides && this.freshStops.length > 0; rides++) this.round(rides);
      this.forgetFresh();
    }
    for (const stop of this.touched) {
      this.ridden[stop]!.length = 0;
      this.boardable[stop]!.length = 0;
    }
    this.touched = [];
    for (const stop of to.stops) this.egress[stop] = -1;
    return this.found.map(({ departure, at, walk, before }) => ({ departure, arrival: at, walk, rides: ridesOf(before) }));
  }

  /** Moments at which one leaves to catch a vehicle, the last first, with the places in `from` where it is caught. */
  private departures({ stops, seconds }: Access): [number, number[]][] {
    const { table } = this.net;
    const { days, start, end } = this.question;
    const moments = new Map<number, Set<number>>();
    stops.forEach((stop, i) => {
      for (let v = table.visitStart[stop]!; v < table.visitStart[stop + 1]!; v++) {
        const [pattern, at] = [table.visitPattern[v]!, table.visitAt[v]!];
        const length = table.stopStart[pattern + 1]! - table.stopStart[pattern]!;
        if (at === length - 1 || (table.closed[table.stopStart[pattern]! + at]! & NO_BOARDING) !== 0) continue;
        const column = table.timeStart[pattern]! + at;
        const trips = table.tripStart[pattern + 1]! - table.tripStart[pattern]!;
        for (const { runs, offset } of days) {
          if (runs[table.serviceClass[pattern]!] === 0) continue;
          const [earliest, latest] = [start + seconds[i]! - offset, end + seconds[i]! - offset];
          if (table.departure[column + (trips - 1) * length]! < earliest) continue;
          for (let trip = firstTrip(table.departure, column, length, trips, earliest); trip < trips; trip++) {
            const time = table.departure[column + trip * length]!;
            if (time > latest) break;
            const departure = time + offset - seconds[i]!;
            const known = moments.get(departure);
            if (known) known.add(i);
            else moments.set(departure, new Set([i]));
          }
        }
      }
    });
    return [...moments].sort(([a], [b]) => b - a).map(([departure, places]) => [departure, [...places]]);
  }

  /** One may board at a stop, having left at the start or by the ride `before`. */
  private board(stop: number, at: number, walk: number, departure: number, before: Label | undefined): void {
    if (at > -this.boardBy[stop]!) return;
    const [steps, rides] = [stepsOf(walk), before?.rides ?? 0];
    if (beaten(this.boardable[stop]!, at, steps, rides)) return;
    const label = { at, walk, steps, rides, departure, ride: undefined, before };
    put(this.boardable[stop]!, label);
    this.touched.push(stop);
    if (this.fresh[stop]!.push(label) === 1) this.freshStops.push(stop);
  }

  private forgetFresh(): void {
    for (const stop of this.freshStops) this.fresh[stop]!.length = 0;
    this.freshStops = [];
  }

  /** One more ride from every stop that the round before made boardable. */
  private round(rides: number): void {
    const { table } = this.net;
    const queue: number[] = [];
    for (const stop of this.freshStops)
      for (let v = table.visitStart[stop]!; v < table.visitStart[stop + 1]!; v++) {
        const pattern = table.visitPattern[v]!;
        const at = this.firstAt[pattern]!;
        if (at < 0) queue.push(pattern);
        if (at < 0 || table.visitAt[v]! < at) this.firstAt[pattern] = table.visitAt[v]!;
      }
    this.reached = [];
    this.reachedAt = [];
    for (const pattern of queue) {
      for (let day = 0; day < this.question.days.length; day++) {
        const { runs, offset } = this.question.days[day]!;
        if (runs[table.serviceClass[pattern]!] === 0) continue;
        if (table.lastDeparture[pattern]! + offset < this.question.start || table.firstDeparture[pattern]! + offset > this.limit)
          continue;
        this.scan(pattern, day, offset, rides);
      }
      this.firstAt[pattern] = -1;
    }
    this.forgetFresh();
    this.arrive();
    if (rides < this.question.maxRides) this.walkOn();
  }

  private scan(pattern: number, day: number, offset: number, rides: number): void {
    const { table } = this.net;
    const begin = table.stopStart[pattern]!;
    const length = table.stopStart[pattern + 1]! - begin;
    const times = table.timeStart[pattern]!;
    const trips = table.tripStart[pattern + 1]! - table.tripStart[pattern]!;
    const riding: Riding[] = [];
    for (let i = this.firstAt[pattern]!; i < length; i++) {
      const stop = table.stops[begin + i]!;
      const closed = table.closed[begin + i]!;
      if (riding.length > 0 && (closed & NO_ALIGHTING) === 0)
        for (const { trip, boardAt, from } of riding) {
          const at = table.arrival[times + trip * length + i]! + offset;
          if (at > this.limit || at > -this.alightBy[stop]!) continue;
          if (beaten(this.ridden[stop]!, at, from.steps, rides) || beaten(this.best, at, from.steps, rides)) continue;
          const ride = { pattern, trip, day, board: boardAt, alight: i };
          this.alight(stop, { at, walk: from.walk, steps: from.steps, rides, departure: from.departure, ride, before: from });
        }
      if (i === length - 1 || (closed & NO_BOARDING) !== 0) continue;
      for (const from of this.fresh[stop]!) {
        if (table.departure[times + (trips - 1) * length + i]! + offset < from.at) continue;
        const trip = firstTrip(table.departure, times + i, length, trips, from.at - offset);
        if (riding.some((other) => other.trip <= trip && other.from.steps <= from.steps)) continue;
        for (let r = riding.length - 1; r >= 0; r--)
          if (trip <= riding[r]!.trip && from.steps <= riding[r]!.from.steps) riding.splice(r, 1);
        riding.push({ trip, boardAt: i, from });
      }
    }
  }

  private alight(stop: number, label: Label): void {
    put(this.ridden[stop]!, label);
    this.touched.push(stop);
    this.reached.push(label);
    this.reachedAt.push(stop);
  }

  /** Takes up the journeys that this round completed. */
  private arrive(): void {
    this.reached.forEach((before, i) => {
      const egress = this.egress[this.reachedAt[i]!]!;
      if (egress < 0) return;
      const [at, walk] = [before.at + egress, before.walk + egress];
      const { rides, departure } = before;
      const steps = stepsOf(walk);
      if (at > this.limit || beaten(this.best, at, steps, rides)) return;
      // Of those that leave together the better one alone counts.
      this.found = this.found.filter((one) => one.departure > departure || one.at < at || one.steps < steps || one.rides < rides);
      const label = { at, walk, steps, rides, departure, ride: undefined, before };
      this.found.push(label);
      put(this.best, label);
      this.limit = Math.min(this.limit, at + this.question.extra);
    });
  }

  /** From every stop that a ride of this round reached: change there, or after one walk. */
  private walkOn(): void {
    const { start, to, walk, least, timed } = this.net.changes;
    this.reached.forEach((label, i) => {
      const stop = this.reachedAt[i]!;
      for (let c = start[stop]!; c < start[stop + 1]!; c++) {
        const at = label.at + Math.max(least[c]!, walk[c]! + (timed[c] === 1 ? 0 : this.question.slack));
        if (at <= this.limit) this.board(to[c]!, at, label.walk + walk[c]!, label.departure, label);
      }
    });
  }
}

function ridesOf(last: Label | undefined): Ride[] {
  const rides: Ride[] = [];
  for (let label = last; label; label = label.before) if (label.ride) rides.unshift(label.ride);
  return rides;
}
