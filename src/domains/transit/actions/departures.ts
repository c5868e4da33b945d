import { z } from 'zod';
import type { Json, JsonObject } from '../../../core/json';
import type { Action, ActionContext, ActionResult } from '../../action';
import { dayOf, isoDay } from '../clock';
import type { Departure, LineInfo, PlaceRef, StopRef, TransitPlanner } from '../types';
import { choicesOf, Local, minutesBetween, nameOf, outsideFeed, REF, refOf, WHEN } from './shared';

/**
 * transit.departures: the next, first or last departures of a line at a stop, or of all lines there.
 *
 * example: {"stop": "stop:otogar", "line": "line:28a"} ->
 *   {"status": "ok", "stop": "Otogar", "line": "28A", "which": "next", "note": null,
 *    "departures": [{"time": "08:36", "minutes": 6, "line": "28A", "headsign": "Kartal Son Durak"}]}
 *
 * need_stop: a line without a stop, `choices` are likely ones, `terminals` what leaves its ends · unknown_line ·
 * unknown_stop · ambiguous · none (note "line_not_here": the line does not stop there, `lines` do) · feed_expired.
 * note: "tomorrow", "other_day" (see `date`) for the first departure, "passed" for a first or last one that has left.
 */
export function departuresAction(planner: TransitPlanner): Action {
  const local = new Local(planner.settings());
  return {
    name: 'transit.departures',
    about: 'Next, first or last departures of a line or a stop',
    args: z.object({
      line: z.string().optional(),
      stop: REF.optional(),
      which: z.enum(['next', 'first', 'last']).optional(),
      ...WHEN,
    }),
    async run(args, { now, lang }): Promise<ActionResult> {
      const which = args.which === 'first' || args.which === 'last' ? args.which : 'next';
      const at = after(local, now, args);
      const expired = outsideFeed(planner, at);
      if (expired) return expired;
      const line = typeof args.line === 'string' ? await planner.line(args.line, at) : undefined;
      if (typeof args.line === 'string' && !line) return { status: 'unknown_line', line: args.line };
      if (args.stop === undefined) return needStop(planner, local, line, at);
      const stop = refOf(args.stop);
      const located = await planner.locate(stop);
      if (located.status === 'ambiguous') return { status: 'ambiguous', choices: choicesOf(located.choices) };
      if (located.status !== 'ok') return { status: 'unknown_stop' };
      const found =
        which === 'next'
          ? await next(planner, stop, line, at)
          : await edges(planner, stop, line, serviceDay(local, now, args, which), which);
      const facts = { stop: nameOf(located.place, planner.settings(), lang), line: line?.code ?? null, which };
      if (found.length === 0) return { status: 'none', ...facts, ...(await whyNone(planner, stop, line)) };
      return {
        status: 'ok',
        ...facts,
        ...dayNote(local, now, which, found[0]!),
        departures: found.map((one) => shown(local, now, one)),
      };
    },
  };
}

/** From when on: a date without a time means that day from its start, unless it is today. */
function after(local: Local, now: number, { date, time }: JsonObject): number {
  const day = typeof date === 'string' ? dayOf(date) : Number.NaN;
  const other = !Number.isNaN(day) && day !== local.clock.day(now) && typeof time !== 'string';
  return other ? local.dayStart(day) : local.moment(now, date, time);
}

/** The day whose first or last departure is asked. In the small hours "the last" is tonight's, "the first" this morning's. */
function serviceDay(local: Local, now: number, { date }: JsonObject, which: 'first' | 'last'): number {
  const day = typeof date === 'string' ? dayOf(date) : Number.NaN;
  if (!Number.isNaN(day)) return day;
  return which === 'last' ? local.serviceDay(now) : local.clock.day(now);
}

/** The next ones of all lines together; of one line, some in each direction. */
async function next(planner: TransitPlanner, at: PlaceRef, line: LineInfo | undefined, moment: number): Promise<Departure[]> {
  const { departures_limit: limit, departures_per_direction: each } = planner.settings();
  if (!line) return planner.departures({ at, after: moment, limit });
  const found = await planner.departures({ at, line: line.id, after: moment, limit: Math.max(limit, each), per: 'direction' });
  const ways = new Map<number, number>();
  const directions = new Set(found.map(({ direction }) => direction)).size;
  return found.filter(({ direction }) => {
    const count = (ways.get(direction) ?? 0) + 1;
    ways.set(direction, count);
    return count <= (directions > 1 ? each : limit);
  });
}

/** The first or last departure of a service day, one for each direction of each line. */
async function edges(
  planner: TransitPlanner,
  at: PlaceRef,
  line: LineInfo | undefined,
  day: number,
  which: 'first' | 'last',
): Promise<Departure[]> {
  const all = await planner.serviceDay({ at, day: isoDay(day), ...(line ? { line: line.id } : {}) });
  const picked = new Map<string, Departure>();
  for (const one of all) {
    const key = `${one.lineId} ${one.direction}`;
    if (which === 'last' || !picked.has(key)) picked.set(key, one);
  }
  const list = [...picked.values()].sort((a, b) => a.departure - b.departure);
  const { departures_limit: limit } = planner.settings();
  return which === 'first' ? list.slice(0, limit) : list.slice(-limit);
}

/** A line alone: where its riders board most, and what leaves its two ends. */
async function needStop(planner: TransitPlanner, local: Local, line: LineInfo | undefined, at: number): Promise<ActionResult> {
  if (!line) return { status: 'need_stop', line: null, choices: [], terminals: [] };
  const { choices_limit: limit, departures_per_direction: each } = planner.settings();
  const terminals: Json = [];
  for (const { headsign, stops, direction } of line.directions) {
    const found = await planner.departures({ at: stops[0]!.group, line: line.id, after: at, limit: each, per: 'direction' });
    const departures = found.filter((one) => one.direction === direction).map((one) => local.hhmm(one.departure));
    terminals.push({ headsign, stop: stops[0]!.name, times: departures });
  }
  const likely = await likelyStops(planner, line, limit);
  return {
    status: 'need_stop',
    line: line.code,
    choices: likely.map(({ group, name }) => ({ id: group, label: name })),
    terminals,
  };
}

/** Both ends of a line, then the stops on its way where most lines meet, in the order they are passed. */
async function likelyStops(planner: TransitPlanner, line: LineInfo, limit: number): Promise<StopRef[]> {
  const stops = [...new Map(line.directions.flatMap((way) => way.stops).map((stop) => [stop.group, stop])).values()];
  const first = line.directions[0]!.stops;
  const ends = new Set([first[0]!.group, first.at(-1)!.group]);
  const ranked = await Promise.all(stops.map(async (stop) => ({ stop, lines: (await planner.linesAt(stop.group)).length })));
  ranked.sort((a, b) => Number(ends.has(b.stop.group)) - Number(ends.has(a.stop.group)) || b.lines - a.lines);
  const picked = new Set(ranked.slice(0, limit).map(({ stop }) => stop.group));
  return stops.filter(({ group }) => picked.has(group));
}

async function whyNone(planner: TransitPlanner, at: PlaceRef, line: LineInfo | undefined): Promise<JsonObject> {
  const lines = await planner.linesAt(at);
  const here = !line || lines.some(({ id }) => id === line.id);
  return { note: here ? null : 'line_not_here', lines: lines.map(({ code }) => code) };
}

function dayNote(local: Local, now: number, which: string, first: Departure): JsonObject {
  const note = local.dayNote(now, first.departure);
  return which !== 'next' && first.departure < now ? { ...note, note: 'passed' } : note;
}

function shown(local: Local, now: ActionContext['now'], one: Departure): JsonObject {
  const minutes = minutesBetween(now, one.departure);
  return {
    time: local.hhmm(one.departure),
    minutes,
    line: one.line,
    headsign: one.headsign,
    ...local.dayNote(now, one.departure),
  };
}
