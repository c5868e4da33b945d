import type { Journey, TransitPlanner } from '../../domains/transit';
import { answerLines, LocalTime, plannerOf, secondsOf } from './feed';

interface Options {
  feed: string;
  slack?: string;
}

/** The best journey between two stops of a feed, a line a question; the calendar is judged at the question's own time. */
export async function run(options: Options): Promise<number> {
  const planner = plannerOf(options.feed);
  const clock = new LocalTime(planner);
  const slackSeconds = secondsOf(options.slack);
  await answerLines((query) => plan(planner, clock, query, slackSeconds));
  await planner.close();
  return 0;
}

async function plan(
  planner: TransitPlanner,
  clock: LocalTime,
  query: Record<string, unknown>,
  slackSeconds: number | undefined,
): Promise<object> {
  const { from, to } = query;
  const backwards = query.arriveBy !== undefined;
  const at = clock.read(backwards ? query.arriveBy : query.at);
  if (typeof from !== 'string' || typeof to !== 'string' || Number.isNaN(at)) return { none: 'bad_input' };
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

/** Walks stand between stop ids: their ends are those of the rides beside them, or the question's own. */
function shown(journey: Journey, clock: LocalTime, from: string, to: string): object {
  const { legs } = journey;
  return {
    departure: clock.text(journey.departure),
    arrival: clock.text(journey.arrival),
    transfers: journey.transfers,
    legs: legs.map((leg, index) => {
      const times = { departure: clock.text(leg.departure), arrival: clock.text(leg.arrival) };
      if (leg.kind === 'ride')
        return {
          mode: leg.mode,
          line: leg.line,
          headsign: leg.headsign,
          trip: leg.tripId,
          from: leg.from.id,
          to: leg.to.id,
          stops: leg.stops,
          ...times,
        };
      const [before, after] = [legs[index - 1], legs[index + 1]];
      return {
        mode: 'walk',
        from: before?.kind === 'ride' ? before.to.id : from,
        to: after?.kind === 'ride' ? after.from.id : to,
        metres: leg.metres,
        ...times,
      };
    }),
  };
}
