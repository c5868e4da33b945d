import type { Journey, RideLeg, TransitPlanner, WalkLeg } from '../../domains/transit';
import { answerLines, badInput, LocalTime, secondsOf, stopIdOf, withPlanner } from './feed';

interface Options {
  feed: string;
  slack?: string;
}

/** The best journey between two stops of a feed, a line a question; the calendar is judged at the question's own time. */
export async function run(options: Options): Promise<number> {
  const slackSeconds = secondsOf(options.slack);
  return withPlanner(options.feed, async (planner) => {
    const clock = new LocalTime(planner);
    await answerLines((query) => plan(planner, clock, query, slackSeconds));
  });
}

async function plan(
  planner: TransitPlanner,
  clock: LocalTime,
  query: Record<string, unknown>,
  slackSeconds: number | undefined,
): Promise<object> {
  const [from, to] = [stopIdOf(query.from), stopIdOf(query.to)];
  if (from === undefined || to === undefined) return badInput('from and to: give stop ids');
  const backwards = query.arriveBy !== undefined && query.arriveBy !== null;
  const at = clock.read(backwards ? query.arriveBy : query.at);
  if (Number.isNaN(at)) return badInput(`${backwards ? 'arriveBy' : 'at'}: give a local time such as 2026-03-25T08:30`);
  for (const stop of [from, to])
    if ((await planner.locate(`platform:${stop}`)).status === 'unknown') return { none: 'unknown_stop', stop };
  const state = planner.state(at);
  if (state !== 'ok') return { none: state };
  const [best] = await planner.journeys(`platform:${from}`, `platform:${to}`, backwards ? { arrive: at } : { depart: at }, {
    limit: 1,
    maxRides: Number.POSITIVE_INFINITY,
    ...(slackSeconds === undefined ? {} : { slackSeconds }),
  });
  return best ? shown(best, clock, from, to) : { none: 'no_journey' };
}

function shown(journey: Journey, clock: LocalTime, from: string, to: string): object {
  const { legs } = journey;
  return {
    departure: clock.text(journey.departure),
    arrival: clock.text(journey.arrival),
    transfers: journey.transfers,
    legs: legs.map((leg, index) => {
      const times = { departure: clock.text(leg.departure), arrival: clock.text(leg.arrival) };
      return leg.kind === 'ride' ? ride(leg, times) : walk(leg, times, legs[index - 1], legs[index + 1], from, to);
    }),
  };
}

function ride(leg: RideLeg, times: object): object {
  return {
    mode: leg.mode,
    line: leg.line,
    headsign: leg.headsign,
    trip: leg.tripId,
    from: leg.from.id,
    fromName: leg.from.name,
    to: leg.to.id,
    toName: leg.to.name,
    stops: leg.stops,
    ...times,
  };
}

type Leg = WalkLeg | RideLeg | undefined;

/** A walk stands between stop ids: its ends are those of the rides beside it, or the question's own. */
function walk(leg: WalkLeg, times: object, before: Leg, after: Leg, from: string, to: string): object {
  return {
    mode: 'walk',
    from: before?.kind === 'ride' ? before.to.id : from,
    fromName: leg.from.name,
    to: after?.kind === 'ride' ? after.from.id : to,
    toName: leg.to.name,
    metres: leg.metres,
    ...times,
  };
}
