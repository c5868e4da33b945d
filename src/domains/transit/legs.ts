import { type City, headsign, lineRef, stopRef } from './city';
import type { Clock } from './clock';
import { walkMetres, walkSeconds } from './geo';
import type { Plan, Planner } from './journeys';
import type { Spot } from './places';
import type { Ride } from './raptor';
import type { FoundPlace, Journey, RideLeg, WalkLeg } from './types';

/** What turns seconds of a searched day into a journey as callers read it. */
interface Frame {
  city: City;
  planner: Planner;
  clock: Clock;
  day: number;
}

const asPlace = (city: City, stop: number): FoundPlace => {
  const { group, name, lat, lon } = stopRef(city, stop);
  return { id: group, name, lat, lon };
};

function rideLeg({ city, planner, clock, day }: Frame, ride: Ride): RideLeg {
  const { table, feed, lines, lineOfPattern } = city;
  const line = lineRef(lines[lineOfPattern[ride.pattern]!]!);
  return {
    kind: 'ride',
    lineId: line.id,
    line: line.code,
    mode: line.mode,
    headsign: headsign(city, ride.pattern, ride.trip),
    tripId: feed.trips[table.trips[table.tripStart[ride.pattern]! + ride.trip]!]!.id,
    from: stopRef(city, planner.stopOf(ride, ride.board)),
    to: stopRef(city, planner.stopOf(ride, ride.alight)),
    departure: clock.moment(day, planner.time(ride, ride.board, 'departure')),
    arrival: clock.moment(day, planner.time(ride, ride.alight, 'arrival')),
    stops: ride.alight - ride.board,
  };
}

/** The stop of a spot from which `stop` is nearest on foot; the spot's own point where it has no stops. */
function nearEnd(city: City, spot: Spot, stop: number): FoundPlace {
  const { settings, feed } = city;
  if (spot.stops.length === 0) return spot.place;
  const metres = (s: number) => walkMetres(feed.stops[s]!, feed.stops[stop]!, settings);
  return asPlace(
    city,
    spot.stops.reduce((best, s) => (metres(s) < metres(best) ? s : best)),
  );
}

/** A walk from one place to another that begins at `departure` and takes until `arrival`. */
function walkLeg(city: City, from: FoundPlace, to: FoundPlace, departure: number, arrival: number): WalkLeg {
  return { kind: 'walk', from, to, departure, arrival, metres: Math.round(walkMetres(from, to, city.settings)) };
}

/** Walk and ride legs of a plan, with the walks between them. A first walk starts as late as the first ride allows. */
export function journeyOf(frame: Frame, plan: Plan, from: Spot, to: Spot): Journey {
  const { city, planner, clock, day } = frame;
  const [departure, arrival] = [clock.moment(day, plan.departure), clock.moment(day, plan.arrival)];
  const legs: (WalkLeg | RideLeg)[] = [];
  if (plan.rides.length === 0 && arrival > departure) legs.push(walkLeg(city, ...walkEnds(city, from, to), departure, arrival));
  plan.rides.forEach((ride, i) => {
    const board = planner.stopOf(ride, ride.board);
    const next = rideLeg(frame, ride);
    const before = plan.rides[i - 1];
    const last = legs.at(-1);
    if (!before && !from.stops.includes(board))
      legs.push(walkLeg(city, nearEnd(city, from, board), asPlace(city, board), departure, next.departure));
    if (before && last && planner.stopOf(before, before.alight) !== board) {
      const alight = planner.stopOf(before, before.alight);
      const [start, end] = [asPlace(city, alight), asPlace(city, board)];
      const seconds = walkSeconds(walkMetres(start, end, city.settings), city.settings);
      legs.push(walkLeg(city, start, end, last.arrival, last.arrival + seconds * 1000));
    }
    legs.push(next);
  });
  const end = plan.rides.at(-1);
  const alight = end && planner.stopOf(end, end.alight);
  if (alight !== undefined && !to.stops.includes(alight))
    legs.push(walkLeg(city, asPlace(city, alight), nearEnd(city, to, alight), legs.at(-1)!.arrival, arrival));
  const walked = legs.reduce((sum, leg) => sum + (leg.kind === 'walk' ? leg.metres : 0), 0);
  return { departure, arrival, transfers: Math.max(0, plan.rides.length - 1), walkMetres: walked, legs };
}

/** The two points between which a journey on foot is walked: the nearest two of both places. */
function walkEnds(city: City, from: Spot, to: Spot): [FoundPlace, FoundPlace] {
  const ends = (spot: Spot) => (spot.stops.length > 0 ? spot.stops.map((stop) => asPlace(city, stop)) : [spot.place]);
  let best: [FoundPlace, FoundPlace] = [from.place, to.place];
  let metres = Number.POSITIVE_INFINITY;
  for (const a of ends(from))
    for (const b of ends(to)) {
      const walk = walkMetres(a, b, city.settings);
      if (walk < metres) [metres, best] = [walk, [a, b]];
    }
  return best;
}
