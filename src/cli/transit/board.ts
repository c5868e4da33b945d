import type { TransitPlanner } from '../../domains/transit';
import { answerLines, LocalTime, plannerOf } from './feed';

interface Options {
  feed: string;
}

const LIMIT = 10;
const LIMIT_MAX = 200;

/** The next departures at a stop, a line a question: {"stop", "at", "line"?, "limit"?}. */
export async function run(options: Options): Promise<number> {
  const planner = plannerOf(options.feed);
  const clock = new LocalTime(planner);
  await answerLines((query) => board(planner, clock, query));
  await planner.close();
  return 0;
}

async function board(planner: TransitPlanner, clock: LocalTime, query: Record<string, unknown>): Promise<object> {
  const { stop, line } = query;
  const after = clock.read(query.at);
  const limit = query.limit ?? LIMIT;
  if (typeof stop !== 'string' || Number.isNaN(after) || (line !== undefined && typeof line !== 'string'))
    return { none: 'bad_input' };
  if (!Number.isInteger(limit) || (limit as number) < 1 || (limit as number) > LIMIT_MAX) return { none: 'bad_input' };
  const at = `platform:${stop}`;
  if ((await planner.locate(at)).status === 'unknown') return { none: 'unknown_stop', stop };
  const state = planner.state(after);
  if (state !== 'ok') return { none: state };
  if (line !== undefined && !(await planner.line(line))) return { none: 'unknown_line', line };
  const found = await planner.departures({ at, after, limit: limit as number, ...(line === undefined ? {} : { line }) });
  return {
    departures: found.map((departure) => ({
      line: departure.line,
      headsign: departure.headsign,
      direction: departure.direction,
      departure: clock.text(departure.departure),
      trip: departure.tripId,
      stop: departure.stop.id,
    })),
  };
}
