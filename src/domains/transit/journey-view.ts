import { walkMetres, walkSeconds } from './geo';
import type { JourneyLink } from './journey-link';
import type { FoundPlace, Ride, RideStop, TransitPlanner } from './types';

export interface ViewWalk {
  kind: 'walk';
  /** Undefined where one starts at, or goes to, a place without a name here: the citizen's own. */
  from: FoundPlace | undefined;
  to: FoundPlace | undefined;
  metres: number;
  minutes: number;
}

export interface ViewRide extends Ride {
  kind: 'ride';
}

/** A journey as its page shows it. */
export interface JourneyView {
  from: FoundPlace | undefined;
  to: FoundPlace | undefined;
  legs: (ViewWalk | ViewRide)[];
  departure: number;
  arrival: number;
}

/** Looks up what an address tells; undefined where the timetable that is loaded now has no such journey. */
export async function viewOf(planner: TransitPlanner, link: JourneyLink): Promise<JourneyView | undefined> {
  const rides: Ride[] = [];
  for (const query of link.rides) {
    const ride = await planner.ride(query);
    if (!ride) return undefined;
    rides.push(ride);
  }
  const settings = planner.settings();
  const place = async (id: string): Promise<FoundPlace | undefined> => {
    const located = id === '' ? undefined : await planner.locate(id);
    return located?.status === 'ok' ? located.place : undefined;
  };
  const [from, to] = [await place(link.from), await place(link.to)];
  const legs: JourneyView['legs'] = [];
  /** Adds a walk unless it is part of the stop; gives its seconds. */
  const walk = (a: FoundPlace | undefined, b: FoundPlace | undefined, metres: number): number => {
    if (metres === 0) return 0;
    const seconds = walkSeconds(metres, settings);
    if (metres >= settings.short_walk_m)
      legs.push({ kind: 'walk', from: a, to: b, metres, minutes: Math.max(1, Math.round(seconds / 60)) });
    return seconds;
  };
  const [first, last] = [rides[0]!.stops[0]!, rides.at(-1)!.stops.at(-1)!];
  const before = walk(from, asPlace(first), link.walkBefore);
  rides.forEach((ride, i) => {
    const previous = rides[i - 1]?.stops.at(-1);
    const [a, b] = [previous && asPlace(previous), asPlace(ride.stops[0]!)];
    if (a && previous!.id !== ride.stops[0]!.id) walk(a, b, walkMetres(a, b, settings));
    legs.push({ kind: 'ride', ...ride });
  });
  const after = walk(asPlace(last), to, link.walkAfter);
  return { from, to, legs, departure: first.departure - before * 1000, arrival: last.arrival + after * 1000 };
}

const asPlace = ({ name, lat, lon }: RideStop): FoundPlace => ({ name, lat, lon });
