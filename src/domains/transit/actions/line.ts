import { z } from 'zod';
import type { Action, ActionResult } from '../../action';
import { dayOf } from '../clock';
import { weekdayOf } from '../gtfs/services';
import type { LineInfo, TransitPlanner } from '../types';
import { linesOfPlace } from './lines-at';
import { Local, outsideFeed, REF } from './shared';

/**
 * transit.line: where a line goes and whether it runs on a day, or which lines go past a place (as transit.lines_at).
 *
 * example: {"line": "line:28a"} ->
 *   {"status": "line", "line": "28A", "name": "Otogar - Kartal Son Durak", "count": 17, "runs": true, "trips": 178}
 *
 * runs, trips: on `date`, today where absent; null outside the feed's calendar · need_line · unknown
 */
export function lineAction(planner: TransitPlanner): Action {
  const local = new Local(planner.settings());
  return {
    name: 'transit.line',
    about: 'The stops of a line, or the lines of a place',
    args: z.object({ line: z.string().optional(), place: REF.optional(), date: z.string().optional() }),
    async run(args, { now, lang }): Promise<ActionResult> {
      if (typeof args.line !== 'string')
        return args.place === undefined ? { status: 'need_line' } : linesOfPlace(planner, args.place, lang);
      const asked = typeof args.date === 'string' ? dayOf(args.date) : Number.NaN;
      const day = Number.isNaN(asked) ? local.clock.day(now) : asked;
      const at = local.dayStart(day);
      const line = await planner.line(args.line, at);
      if (!line) return { status: 'unknown' };
      const known = outsideFeed(planner, at) === undefined;
      const trips = line.directions.reduce((sum, way) => sum + way.tripsByWeekday[weekdayOf(day)]!, 0);
      return { ...summary(planner, line), runs: known ? trips > 0 : null, trips: known ? trips : null };
    },
  };
}

/** The stops of the line's first direction, evenly picked where there are many; both directions in `directions`. */
function summary(planner: TransitPlanner, line: LineInfo): ActionResult {
  const names = (line.directions[0]?.stops ?? []).map(({ name }) => name);
  const step = Math.max(1, Math.ceil(names.length / planner.settings().line_stops_shown));
  const shown = names.filter((_, index) => index % step === 0 || index === names.length - 1);
  const directions = line.directions.map(({ headsign, stops }) => ({ headsign, stops: stops.map(({ name }) => name) }));
  return { status: 'line', line: line.code, name: line.name, stops: shown.join(' – '), count: names.length, directions };
}
