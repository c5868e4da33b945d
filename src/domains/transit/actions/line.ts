import { z } from 'zod';
import type { JsonObject } from '../../../core/json';
import type { Action, ActionResult } from '../../action';
import { dayOf, isoDay } from '../clock';
import { weekdayOf } from '../gtfs/services';
import type { Lookup } from '../lookup';
import type { Departure, LineInfo, TransitPlanner } from '../types';
import type { TransitExtras } from '../extras';
import { linesOfPlace } from './lines-at';
import { dayInWords, Local, outsideFeed, REF } from './shared';

/**
 * transit.line: where a line goes, whether it runs on a day and when, and its kinds of days; or which lines go past a place
 * (as transit.lines_at).
 *
 * example: {"line": "line:28a"} ->
 *   {"status": "line", "line": "28A", "name": "Otogar – Kartal Son Durak", "count": 17, "runs": true, "trips": 178}
 *
 * runs, trips, first, last: on `date`, today where absent; null outside the feed's calendar · days: of the week around it,
 * days that are alike together · need_line · unknown
 */
export function lineAction(lookup: Lookup, extras: TransitExtras): Action {
  const { planner } = lookup;
  const local = new Local(planner.settings());
  return {
    name: 'transit.line',
    about: 'The stops of a line, or the lines of a place',
    args: z.object({ line: z.string().optional(), place: REF.optional(), date: z.string().optional() }),
    async run(args, { now, lang }): Promise<ActionResult> {
      if (typeof args.line !== 'string')
        return args.place === undefined ? { status: 'need_line' } : linesOfPlace(lookup, extras, args.place, { now, lang });
      const asked = typeof args.date === 'string' ? dayOf(args.date) : Number.NaN;
      const day = Number.isNaN(asked) ? local.clock.day(now) : asked;
      const at = local.dayStart(day);
      const line = await planner.line(args.line, at);
      if (!line) return { status: 'unknown' };
      const known = outsideFeed(planner, at) === undefined;
      const weekday = weekdayOf(day);
      const trips = tripsOn(line, weekday);
      return {
        ...summary(planner, local, line),
        weekday,
        date: isoDay(day),
        on: dayInWords(day, lang),
        runs: known ? trips > 0 : null,
        trips: known ? trips : null,
        running: !known ? 'unknown' : trips > 0 ? 'yes' : 'no',
        ...(known ? await span(planner, local, line, day) : {}),
        days: known ? await daysOf(planner, local, line, day) : [],
        ...(await extras.of({ at: Math.max(at, now), lang, lines: [line.id], stops: [] })),
      };
    },
  };
}

const DAYS_A_WEEK = 7;
const tripsOn = (line: LineInfo, weekday: number): number =>
  line.directions.reduce((sum, way) => sum + way.tripsByWeekday[weekday]!, 0);

/** The stops of the line's first direction, evenly picked where there are many; both directions in `directions`. */
function summary(planner: TransitPlanner, local: Local, line: LineInfo): JsonObject & { status: string } {
  const back = way(planner, line, 1);
  const directions = line.directions.map(({ headsign, stops }) => ({
    headsign: local.sign(headsign),
    stops: stops.map(({ name }) => name),
  }));
  return { status: 'line', line: line.code, ...way(planner, line, 0), back, directions };
}

function way(planner: TransitPlanner, line: LineInfo, which: number): JsonObject {
  const names = (line.directions[which]?.stops ?? []).map(({ name }) => name);
  const step = Math.max(1, Math.ceil(names.length / planner.settings().line_stops_shown));
  const shown = names.filter((_, index) => index % step === 0 || index === names.length - 1);
  return { name: `${names[0] ?? ''} – ${names.at(-1) ?? ''}`, stops: shown.join(' – '), count: names.length };
}

/** The first and the last time a vehicle of the line leaves one of its ends on a service day. */
async function span(planner: TransitPlanner, local: Local, line: LineInfo, day: number): Promise<JsonObject> {
  const leaving: Departure[] = [];
  for (const { stops } of line.directions)
    leaving.push(...(await planner.serviceDay({ at: stops[0]!.group, line: line.id, day: isoDay(day) })));
  if (leaving.length === 0) return { first: null, last: null, night: null };
  leaving.sort((a, b) => a.departure - b.departure);
  const last = leaving.at(-1)!.departure;
  return {
    first: local.hhmm(leaving[0]!.departure),
    last: local.hhmm(last),
    night: local.clock.day(last) > day ? 'after_midnight' : null,
  };
}

/** Days of the week with as many trips each way are told together: "Pazartesi – Cuma". */
async function daysOf(planner: TransitPlanner, local: Local, line: LineInfo, day: number): Promise<JsonObject[]> {
  const monday = day - weekdayOf(day);
  const alike = new Map<string, number[]>();
  for (let weekday = 0; weekday < DAYS_A_WEEK; weekday++) {
    const key = line.directions.map((way) => way.tripsByWeekday[weekday]).join();
    alike.set(key, [...(alike.get(key) ?? []), weekday]);
  }
  const rows: JsonObject[] = [];
  for (const weekdays of alike.values()) {
    const trips = tripsOn(line, weekdays[0]!);
    const run = weekdays.length > 2 && weekdays.at(-1)! - weekdays[0]! === weekdays.length - 1;
    const kind = weekdays.length === DAYS_A_WEEK ? 'all' : run ? 'run' : weekdays.length === 2 ? 'two' : 'list';
    const times = trips > 0 ? await span(planner, local, line, monday + weekdays[0]!) : {};
    rows.push({ kind, weekdays, from: weekdays[0]!, to: weekdays.at(-1)!, trips, running: trips > 0 ? 'yes' : 'no', ...times });
  }
  return rows;
}
