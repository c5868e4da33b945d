import { straightMetres, walkMetres, walkSeconds } from './geo';
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
  const walk = (a: FoundPlace | undefined, b: FoundPlace | undefined): number => {
    const metres = a && b ? walkMetres(a, b, settings) : 0;
    if (a && b && metres < settings.short_walk_m) return 0;
    const seconds = a && b ? walkSeconds(metres, settings) : 0;
    legs.push({ kind: 'walk', from: a, to: b, metres, minutes: Math.max(1, Math.round(seconds / 60)) });
    return seconds;
  };
  const [first, last] = [rides[0]!.stops[0]!, rides.at(-1)!.stops.at(-1)!];
  const before = link.from === '' || (from && !isStop(from, first)) ? walk(from, asPlace(first)) : 0;
  rides.forEach((ride, i) => {
    const previous = rides[i - 1]?.stops.at(-1);
    if (previous && previous.id !== ride.stops[0]!.id) walk(asPlace(previous), asPlace(ride.stops[0]!));
    legs.push({ kind: 'ride', ...ride });
  });
  const after = link.to === '' || (to && !isStop(to, last)) ? walk(asPlace(last), to) : 0;
  return { from, to, legs, departure: first.departure - before * 1000, arrival: last.arrival + after * 1000 };
}

const asPlace = ({ name, lat, lon }: RideStop): FoundPlace => ({ name, lat, lon });

/** Is the stop one of those that the place is? Stops of a group lie around its middle. */
const isStop = (place: FoundPlace, stop: RideStop): boolean =>
  place.id === stop.group || (place.id?.startsWith('stop:') === true && straightMetres(place, stop) < GROUP_M);
const GROUP_M = 150;
