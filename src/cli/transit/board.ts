import type { Departure, TransitPlanner } from '../../domains/transit';
import { answerLines, badInput, LocalTime, stopIdOf, withPlanner } from './feed';

interface Options {
  feed: string;
}

const LIMIT = 10;
const LIMIT_MAX = 200;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * A stop's board, a line a question: the next departures ({"stop", "at", "line"?, "limit"?}), or first and last service
 * of a day ({"stop", "day", "line"?}).
 */
export async function run(options: Options): Promise<number> {
  return withPlanner(options.feed, async (planner) => {
    const clock = new LocalTime(planner);
    await answerLines((query) => board(planner, clock, query));
  });
}

async function board(planner: TransitPlanner, clock: LocalTime, query: Record<string, unknown>): Promise<object> {
  const stop = stopIdOf(query.stop);
  if (stop === undefined) return badInput('stop: give a stop id');
  const line = query.line === undefined || query.line === null ? undefined : stopIdOf(query.line);
  if (line === undefined && query.line) return badInput('line: give the code of a line');
  const wholeDay = query.day !== undefined && query.day !== null;
  const after = clock.read(wholeDay ? `${query.day}T12:00` : query.at);
  if (Number.isNaN(after) || (wholeDay && !DAY.test(String(query.day))))
    return badInput(wholeDay ? 'day: give a date such as 2026-03-25' : 'at: give a local time such as 2026-03-25T08:30');
  const limit = query.limit ?? LIMIT;
  if (!Number.isInteger(limit) || (limit as number) < 1 || (limit as number) > LIMIT_MAX)
    return badInput(`limit: give 1 to ${LIMIT_MAX}`);
  const at = `platform:${stop}`;
  if ((await planner.locate(at)).status === 'unknown') return { none: 'unknown_stop', stop };
  const state = planner.state(after);
  if (state !== 'ok') return { none: state };
  if (line !== undefined && !(await planner.line(line))) return { none: 'unknown_line', line };
  const asked = { at, ...(line === undefined ? {} : { line }) };
  if (wholeDay) return firstAndLast(await planner.serviceDay({ ...asked, day: query.day as string }), clock);
  const found = await planner.departures({ ...asked, after, limit: limit as number });
  return { departures: found.map((departure) => shown(departure, clock)) };
}

const shown = (departure: Departure, clock: LocalTime): object => ({
  line: departure.line,
  headsign: departure.headsign,
  direction: departure.direction,
  departure: clock.text(departure.departure),
  trip: departure.tripId,
  stop: departure.stop.id,
  serviceDay: departure.serviceDay,
});

/** Of each line and direction the first and the last departure of the day; those after midnight belong to it. */
function firstAndLast(day: Departure[], clock: LocalTime): object {
  const ways = Map.groupBy(day, ({ lineId, direction }) => `${lineId} ${direction}`);
  return {
    lines: [...ways.values()].map((departures) => ({
      line: departures[0]!.line,
      headsign: departures[0]!.headsign,
      direction: departures[0]!.direction,
      first: clock.text(departures[0]!.departure),
      last: clock.text(departures.at(-1)!.departure),
      departures: departures.length,
    })),
  };
}
