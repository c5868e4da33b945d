import { turned as turnedChanges } from './changes';
import type { City } from './city';
import { DAY_SECONDS } from './clock';
import { walkMetres, walkSeconds } from './geo';
import { access, type Spot } from './places';
import { type Access, type Answer, type Day, NEVER, NOWHERE, type Ride, Search } from './raptor';
import { RangeSearch } from './range';
import { mirror } from './timetable';

/** A journey in seconds from the asked day's midnight. No rides: on foot all the way. */
export interface Plan {
  departure: number;
  arrival: number;
  rides: Ride[];
}

/** What is searched between: the walks at both ends, and the walk that needs no vehicle (NEVER: too far). */
export interface Ends {
  from: Access;
  to: Access;
  walk: number;
}

export interface PlanOptions {
  limit: number;
  maxRides: number;
  slack: number;
}

/** What stays the same in all searches for one question. */
export interface Asked {
  day: number;
  ends: Ends;
  slack: number;
}

/** Works out the walks at both ends of a journey. */
export function endsOf(city: City, from: Spot, to: Spot): Ends {
  const [start, end] = [access(city, from), access(city, to)];
  let walk = NEVER;
  if (from.stops.length === 0 && to.stops.length === 0) {
    const metres = walkMetres(from.place, to.place, city.settings);
    if (metres <= city.settings.walk_only_m) walk = walkSeconds(metres, city.settings);
  } else {
    const [reach, goals] = to.stops.length > 0 ? [start, to.stops] : [end, from.stops];
    const own = new Set(goals);
    reach.stops.forEach((stop, i) => {
      if (own.has(stop)) walk = Math.min(walk, reach.seconds[i]!);
    });
  }
  return { from: start, to: end, walk };
}

const secondsAt = ({ stops, seconds }: Access, stop: number): number => seconds[stops.indexOf(stop)]!;

/** Days searched, counted from the asked one; a ride's `day` is an index into them. */
const DAYS = [-1, 0, 1];

/** Searches journeys in one city. Not to be used by two callers at once (it is synchronous, so nobody can). */
export class Planner {
  private readonly forward: Search;
  private readonly backward: Search;
  private readonly ranges: RangeSearch;
  private readonly runs = new Map<number, Uint8Array>();

  constructor(private readonly city: City) {
    const { table, changes, feed } = city;
    this.forward = new Search({ table, changes });
    this.ranges = new RangeSearch({ table, changes });
    // Walks are as long both ways; what transfers.txt says holds for its own way only.
    const back = feed.transfers.length > 0 ? turnedChanges(changes) : changes;
    this.backward = new Search({ table: mirror(table), changes: back });
  }

  /** Who runs on a day, by service class. */
  private runsOn(day: number): Uint8Array {
    let runs = this.runs.get(day);
    if (!runs) {
      if (this.runs.size > 64) this.runs.clear();
      runs = Uint8Array.from(this.city.feed.classes, (service) => (service.runs(day) ? 1 : 0));
      this.runs.set(day, runs);
    }
    return runs;
  }

  /** The service days that a search sees: the one before the asked day, the day, and the next. */
  private days(day: number, sign: 1 | -1): Day[] {
    return DAYS.map((d) => ({ offset: sign * d * DAY_SECONDS, runs: this.runsOn(day + d) }));
  }

  /** `within`: what the search backwards reached; see Question. */
  private earliest({ day, ends, slack }: Asked, start: number, maxRides: number, bound: number, within?: Int32Array): Plan[] {
    const question = { days: this.days(day, 1), from: ends.from, to: ends.to, start, maxRides, slack, bound, within };
    return this.forward.run(question).map((answer) => this.plan(answer, ends));
  }

  private latest({ day, ends, slack }: Asked, end: number, maxRides: number, bound: number, within?: Int32Array): Plan[] {
    const question = { days: this.days(day, -1), from: ends.to, to: ends.from, start: -end, maxRides, slack, bound, within };
    return this.backward.run(question).map((answer) => this.plan({ ...answer, rides: this.turned(answer.rides) }, ends));
  }

  /**
   * Runs a search that looks no further than a few hours first: the best that it finds is the best there is, and the
   * network of the whole day need not be gone over; with fewer rides and hours longer nobody wants to go. `after` tells how many seconds from the
   * start a plan ends.
   */
  private near(search: (bound: number) => Plan[], start: number, bound: number, after: (plan: Plan) => number): Plan[] {
    const first = this.city.settings.first_look_hours * 3600;
    if (start + first >= bound) return search(bound);
    const found = search(start + first);
    return found.length > 0 && Math.min(...found.map(after)) < first ? found : search(bound);
  }

  /** Rides found in the mirrored timetable, in terms of the timetable itself. */
  private turned(rides: Ride[]): Ride[] {
    const { stopStart, tripStart } = this.city.table;
    return rides.toReversed().map(({ pattern, trip, day, board, alight }) => {
      const last = stopStart[pattern + 1]! - stopStart[pattern]! - 1;
      return {
        pattern,
        trip: tripStart[pattern + 1]! - tripStart[pattern]! - 1 - trip,
        day,
        board: last - alight,
        alight: last - board,
      };
    });
  }

  private plan({ rides }: Pick<Answer, 'rides'>, { from, to }: Ends): Plan {
    const [first, last] = [rides[0]!, rides.at(-1)!];
    return {
      departure: this.time(first, first.board, 'departure') - secondsAt(from, this.stopOf(first, first.board)),
      arrival: this.time(last, last.alight, 'arrival') + secondsAt(to, this.stopOf(last, last.alight)),
      rides,
    };
  }

  /** The stop at a position of a ride's pattern. */
  stopOf(ride: Ride, at: number): number {
    return this.city.table.stops[this.city.table.stopStart[ride.pattern]! + at]!;
  }

  /** When a ride's trip is at a position, in seconds from the asked day's midnight. */
  time(ride: Ride, at: number, which: 'arrival' | 'departure'): number {
    const { stopStart, timeStart } = this.city.table;
    const length = stopStart[ride.pattern + 1]! - stopStart[ride.pattern]!;
    return this.city.table[which][timeStart[ride.pattern]! + ride.trip * length + at]! + DAYS[ride.day]! * DAY_SECONDS;
  }

  /**
   * Journeys that leave at `start` or later: the first arrives earliest of all. Each is tightened to leave as late as
   * its arrival and its number of rides allow (a single one: its arrival alone); after them those that leave later
   * still, while they arrive soon enough to be of use.
   */
  departing(day: number, ends: Ends, start: number, { limit, maxRides, slack }: PlanOptions): Plan[] {
    const asked = { day, ends, slack };
    const options: Plan[] = ends.walk < NEVER ? [{ departure: start, arrival: start + ends.walk, rides: [] }] : [];
    const extra = this.city.settings.option_extra_minutes * 60;
    let bound = ends.walk < NEVER ? start + ends.walk : NEVER;
    let from = start;
    for (let turn = 0; turn < limit; turn++) {
      const all = this.near(
        (until) => this.earliest(asked, from, maxRides, until),
        from,
        bound,
        (plan) => plan.arrival - from,
      );
      const found = limit === 1 ? all.slice(-1) : all;
      const tight = found.map((plan) => {
        const rides = limit === 1 ? maxRides : plan.rides.length;
        return this.latest(asked, plan.arrival, rides, 1 - plan.departure, this.forward.bestReady).at(-1) ?? plan;
      });
      options.push(...tight);
      if (tight.length === 0 || limit === 1) break;
      from = Math.min(...tight.map((plan) => plan.departure)) + 1;
      bound = Math.min(...options.map((plan) => plan.arrival)) + extra + 1;
    }
    const best = Math.min(...options.map((plan) => plan.arrival));
    return undominated(options)
      .filter((plan) => plan.arrival <= best + extra)
      .sort((a, b) => a.arrival - b.arrival || b.departure - a.departure)
      .slice(0, limit);
  }

  /** All worthwhile journeys that leave between two moments; see RangeSearch. On foot one can leave at once. */
  between(asked: Asked, start: number, end: number, maxRides: number): Plan[] {
    const { day, ends, slack } = asked;
    const extra = this.city.settings.range_extra_minutes * 60;
    const onFoot = ends.walk < NEVER ? [{ departure: start, arrival: start + ends.walk, rides: [] }] : [];
    const last = this.near(
      (until) => this.earliest(asked, end, maxRides, until),
      end,
      NEVER,
      (plan) => plan.arrival - end,
    );
    const firstArrival = Math.min(end + ends.walk, ...last.map((plan) => plan.arrival), NEVER);
    // Where nothing leaves that late, whatever leaves in the span may arrive whenever it does.
    const limit = firstArrival < NEVER ? firstArrival + extra : end + DAY_SECONDS;
    const found = this.ranges.run({
      days: this.days(day, 1),
      from: ends.from,
      to: ends.to,
      start,
      end,
      maxRides,
      slack,
      extra,
      firstArrival: limit - extra,
      corridor: (until) => {
        this.latest({ ...asked, ends: { ...ends, from: NOWHERE } }, until, maxRides, 1 - start);
        return { alight: this.backward.bestReady, board: this.backward.bestRide };
      },
    });
    // Who leaves to wait for a vehicle after the span is not of the span.
    const better = found
      .filter(({ departure, arrival, walk }) => arrival - departure < ends.walk || walk < ends.walk)
      .map((option) => this.plan(option, ends))
      .filter(({ departure }) => departure <= end);
    return [...onFoot, ...better].sort((a, b) => a.arrival - b.arrival || b.departure - a.departure);
  }

  /** Journeys that arrive at `end` or before: the first leaves latest of all, and arrives as early as that allows. */
  arriving(day: number, ends: Ends, end: number, { limit, maxRides, slack }: PlanOptions): Plan[] {
    const asked = { day, ends, slack };
    const options: Plan[] = ends.walk < NEVER ? [{ departure: end - ends.walk, arrival: end, rides: [] }] : [];
    const extra = this.city.settings.option_extra_minutes * 60;
    let bound = ends.walk < NEVER ? ends.walk - end : NEVER;
    let until = end;
    for (let turn = 0; turn < limit; turn++) {
      const all = this.near(
        (from) => this.latest(asked, until, maxRides, from),
        -until,
        bound,
        (plan) => until - plan.departure,
      );
      const found = limit === 1 ? all.slice(-1) : all;
      const tight = found.map((plan) => {
        const rides = limit === 1 ? maxRides : plan.rides.length;
        return this.earliest(asked, plan.departure, rides, plan.arrival + 1, this.backward.bestReady).at(-1) ?? plan;
      });
      options.push(...tight);
      if (tight.length === 0 || limit === 1) break;
      until = Math.max(...tight.map((plan) => plan.arrival)) - 1;
      bound = extra + 1 - Math.max(...options.map((plan) => plan.departure));
    }
    const best = Math.max(...options.map((plan) => plan.departure));
    return undominated(options)
      .filter((plan) => plan.departure >= best - extra)
      .sort((a, b) => b.departure - a.departure || a.arrival - b.arrival)
      .slice(0, limit);
  }
}

/** Leaves out a plan that another one beats or equals in departure, arrival and rides. */
function undominated(plans: Plan[]): Plan[] {
  const beats = (a: Plan, b: Plan) => a.departure >= b.departure && a.arrival <= b.arrival && a.rides.length <= b.rides.length;
  return plans.filter((plan, i) => !plans.some((other, j) => j !== i && beats(other, plan) && (j < i || !beats(plan, other))));
}
