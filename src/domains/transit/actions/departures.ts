import { z } from 'zod';
import type { Lang } from '../../../core/items';
import type { JsonObject } from '../../../core/json';
import type { Action, ActionResult } from '../../action';
import { dayOf, isoDay } from '../clock';
import type { Lookup } from '../lookup';
import { withLive } from '../realtime/board';
import { vehicleOf } from '../realtime/delays';
import type { LiveView } from '../realtime/live';
import type { Departure, LineInfo, PlaceRef, StopRef, TransitPlanner } from '../types';
import { latenessOf, type TransitExtras } from '../extras';
import { choicesOf, Local, minutesBetween, nameOf, outsideFeed, REF, WHEN } from './shared';

/**
 * transit.departures: the next, first or last departures of a line at a stop, or of all lines there; of a line alone what
 * leaves its ends.
 *
 * example: {"stop": "stop:otogar", "line": "line:28a"} ->
 *   {"status": "ok", "stop": "Otogar", "line": "28A", "which": "next", "note": null, "timing": "planned",
 *    "departures": [{"time": "08:36", "minutes": 6, "line": "28A", "headsign": "Kartal Son Durak"}]}
 *
 * lines: several at once · shift: "later" than the `window` of an answer before
 * need_stop: a line without a stop; `terminals` leave its ends, `choices` are likely stops; neither line nor stop: both
 * empty · unknown_line · unknown_stop · ambiguous · none (note "line_not_here": the line does not stop there, `lines` do) ·
 * feed_expired. note: "tomorrow", "other_day" (see `date`) for the first departure, "passed" for a first or last one that
 * has left. A departure after midnight of the asked day bears the note "after_midnight".
 */
export function departuresAction(lookup: Lookup, extras: TransitExtras): Action {
  const local = new Local(lookup.planner.settings());
  return {
    name: 'transit.departures',
    about: 'Next, first or last departures of a line or a stop',
    args: z.object({
      line: z.string().optional(),
      lines: z.array(z.any()).optional(),
      stop: REF.optional(),
      which: z.enum(['next', 'first', 'last']).optional(),
      shift: z.enum(['later', 'earlier']).optional(),
      window: z.number().optional(),
      ...WHEN,
    }),
    async run(args, { now, lang }): Promise<ActionResult> {
      const live = extras.live(now);
      const planner = live ? withLive(lookup.planner, live) : lookup.planner;
      const which = args.which === 'first' || args.which === 'last' ? args.which : 'next';
      const at = args.shift === 'later' && typeof args.window === 'number' ? args.window + MINUTE_MS : after(local, now, args);
      const expired = outsideFeed(planner, at);
      if (expired) return expired;
      const { lines, unknown } = await linesOf(planner, args, at);
      if (lines.length === 0 && unknown !== undefined) return { status: 'unknown_line', line: unknown };
      const about = { at, lang, lines: lines.map(({ id }) => id) };
      const day = serviceDay(local, now, args, which);
      if (args.stop === undefined) {
        const needed = await needStop(planner, local, lines, { at, which, day, now, lang });
        const more = await extras.of({ ...about, stops: [], live: needed.live === true && live ? live : undefined });
        return { ...needed, which, unknown: unknown ?? null, ...more };
      }
      const { located, ref } = await lookup.find(args.stop);
      if (located.status === 'ambiguous') return { status: 'ambiguous', choices: choicesOf(located.choices) };
      if (located.status !== 'ok') return { status: 'unknown_stop' };
      const found = await ofLines(planner, { at, which, day, stop: ref }, lines);
      const facts = {
        stop: located.place.name === '' && found.length > 0 ? namesOf(found) : nameOf(located.place, planner.settings(), lang),
        line: lines.length > 0 ? lines.map(({ code }) => code).join(', ') : null,
        which,
        unknown: unknown ?? null,
      };
      if (found.length === 0) return { status: 'none', ...facts, ...(await whyNone(planner, ref, lines)) };
      return {
        status: 'ok',
        ...facts,
        ...dayNote(local, { now, which, day, lang }, found[0]!),
        departures: found.map((one) => shown(local, { now, lang, which }, one)),
        window: found.at(-1)!.departure,
        absent: await absentOf(planner, ref, lines, found),
        vehicle: live ? await nearOf(planner, live, found) : null,
        ...(await extras.of({ ...about, stops: found.map(({ stop }) => stop), live: usedBy(found, live) })),
      };
    },
  };
}

const MINUTE_MS = 60_000;

/** The lines that are asked about; `unknown` names one that the feed does not have. */
async function linesOf(planner: TransitPlanner, args: JsonObject, at: number): Promise<{ lines: LineInfo[]; unknown?: string }> {
  const asked = new Map<string, string>();
  if (typeof args.line === 'string') asked.set(args.line, args.line);
  for (const one of (args.lines ?? []) as unknown as { value: string; name: string }[]) asked.set(one.value, one.name);
  const lines: LineInfo[] = [];
  let unknown: string | undefined;
  for (const [id, name] of [...asked].slice(0, planner.settings().lines_at_once)) {
    const line = await planner.line(id, at);
    if (line) lines.push(line);
    else unknown ??= name.replace(/^line:/, '');
  }
  return unknown === undefined ? { lines } : { lines, unknown };
}

interface BoardQuestion {
  at: number;
  which: 'next' | 'first' | 'last';
  /** The service day of the first or last departure. */
  day: number;
  stop: PlaceRef;
}

async function ofLines(planner: TransitPlanner, question: BoardQuestion, lines: LineInfo[]): Promise<Departure[]> {
  const { at, which, day, stop } = question;
  const one = (line: LineInfo | undefined) =>
    which === 'next' ? next(planner, stop, line, at, lines.length > 1) : edges(planner, stop, line, day, which);
  if (lines.length <= 1) return one(lines[0]);
  const all = (await Promise.all(lines.map(one))).flat();
  return all.sort((a, b) => a.departure - b.departure).slice(0, planner.settings().board_limit);
}

/** From when on: a date without a time means that day from its start, unless it is today. */
function after(local: Local, now: number, { date, time }: JsonObject): number {
  const day = typeof date === 'string' ? dayOf(date) : Number.NaN;
  const other = !Number.isNaN(day) && day !== local.clock.day(now) && typeof time !== 'string';
  return other ? local.dayStart(day) : local.moment(now, date, time);
}

/** The day whose first or last departure is asked. In the small hours "the last" is tonight's, "the first" this morning's. */
function serviceDay(local: Local, now: number, { date }: JsonObject, which: string): number {
  const day = typeof date === 'string' ? dayOf(date) : Number.NaN;
  if (!Number.isNaN(day)) return day;
  return which === 'last' ? local.serviceDay(now) : local.clock.day(now);
}

/** The next ones of all lines together; of one line, some in each direction. */
async function next(
  planner: TransitPlanner,
  at: PlaceRef,
  line: LineInfo | undefined,
  moment: number,
  crowded: boolean,
): Promise<Departure[]> {
  const { departures_limit, departures_per_direction: each, board_limit } = planner.settings();
  const limit = !line ? board_limit : crowded ? 2 : departures_limit;
  if (!line) return withinADay(await planner.departures({ at, after: moment, limit }));
  const found = await planner.departures({ at, line: line.id, after: moment, limit: Math.max(limit, each), per: 'direction' });
  const ways = new Map<number, number>();
  const directions = new Set(found.map(({ direction }) => direction)).size;
  return found.filter(({ direction }) => {
    const count = (ways.get(direction) ?? 0) + 1;
    ways.set(direction, count);
    return count <= (directions > 1 ? each : limit);
  });
}

const DAY_MS = 86_400_000;

/** A board tells what leaves within a day of the first: what leaves on Friday is no answer to "ne zaman gelir". */
const withinADay = (list: Departure[]): Departure[] => list.filter(({ departure }) => departure < list[0]!.departure + DAY_MS);

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

interface Ends {
  at: number;
  which: 'next' | 'first' | 'last';
  day: number;
  now: number;
  lang: Lang;
}

/** Lines alone: what leaves their two ends, and where their riders board most. */
async function needStop(planner: TransitPlanner, local: Local, lines: LineInfo[], asked: Ends): Promise<ActionResult> {
  if (lines.length === 0) return { status: 'need_stop', line: null, choices: [], terminals: [] };
  const terminals: JsonObject[] = [];
  let first: Departure | undefined;
  let last: Departure | undefined;
  let live = false;
  for (const line of lines)
    for (const { headsign, stops, direction } of line.directions) {
      const found = (await fromEnd(planner, stops[0]!, line, asked)).filter((one) => one.direction === direction);
      if (found.length === 0) continue;
      if (!first || found[0]!.departure < first.departure) first = found[0]!;
      if (!last || found.at(-1)!.departure > last.departure) last = found.at(-1)!;
      const times = found.map((one) => ({ hour: local.hhmm(one.departure), ...dayOfOne(local, asked, one) }));
      live ||= found.some(({ delaySeconds }) => delaySeconds !== undefined);
      terminals.push({ line: line.code, headsign: local.sign(headsign), stop: stops[0]!.name, times });
    }
  const likely = lines.length === 1 ? await likelyStops(planner, lines[0]!, planner.settings().choices_limit) : [];
  return {
    status: terminals.length > 0 ? 'need_stop' : 'none',
    line: lines.map(({ code }) => code).join(', '),
    choices: likely.map(({ group, name }) => ({ id: group, label: name })),
    terminals,
    ...(first ? dayNote(local, asked, asked.which === 'last' ? last! : first) : { note: null }),
    window: last?.departure ?? null,
    live,
  };
}

async function fromEnd(planner: TransitPlanner, stop: StopRef, line: LineInfo, { at, which, day }: Ends): Promise<Departure[]> {
  const { departures_per_direction: limit } = planner.settings();
  if (which === 'next') return planner.departures({ at: stop.group, line: line.id, after: at, limit, per: 'direction' });
  return edges(planner, stop.group, line, day, which);
}

/** A departure of the night after its service day is said to be so. */
const night = (local: Local, { serviceDay: of, departure }: Departure, now: number): string | null =>
  of < isoDay(local.clock.day(departure)) && departure > now ? 'after_midnight' : null;

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

async function whyNone(planner: TransitPlanner, at: PlaceRef, asked: LineInfo[]): Promise<JsonObject> {
  const lines = await planner.linesAt(at);
  const here = asked.length === 0 || lines.some(({ id }) => asked.some((line) => line.id === id));
  return { note: here ? null : 'line_not_here', lines: lines.map(({ code }) => code) };
}

/** The day of a next departure is the calendar's; of a first or last one it is the day of service that was asked about. */
function dayNote(local: Local, { now, which, day, lang }: Omit<Ends, 'at'>, first: Departure): JsonObject {
  if (which === 'next') return local.dayNote(now, first.departure, lang);
  const note = local.dayAhead(which === 'last' ? local.serviceDay(now) : local.clock.day(now), day, lang);
  return first.departure < now ? { ...note, note: 'passed' } : note;
}

function shown(local: Local, { now, lang, which }: Pick<Ends, 'now' | 'lang' | 'which'>, one: Departure): JsonObject {
  return {
    time: local.hhmm(one.departure),
    minutes: minutesBetween(now, one.departure),
    line: one.line,
    headsign: local.sign(one.headsign),
    ...local.dayNote(now, one.departure, lang),
    ...dayOfOne(local, { now, lang, which }, one),
    ...latenessOf(one.delaySeconds),
  };
}

/** A pin is told by the stops around it that are boarded at. */
const namesOf = (list: Departure[]): string => [...new Set(list.map(({ stop }) => stop.name))].join(', ');

/** Of several lines that were asked about, those that do not stop there; null where all do. */
async function absentOf(planner: TransitPlanner, at: PlaceRef, lines: LineInfo[], found: Departure[]): Promise<string | null> {
  const missing = lines.filter(({ id }) => !found.some(({ lineId }) => lineId === id));
  if (missing.length === 0) return null;
  const here = new Set((await planner.linesAt(at)).map(({ id }) => id));
  const absent = missing.filter(({ id }) => !here.has(id));
  return absent.length > 0 ? absent.map(({ code }) => code).join(', ') : null;
}

/** Live data where a departure that is told rests on them. */
const usedBy = (list: Departure[], live: LiveView | null): LiveView | undefined =>
  live && list.some(({ delaySeconds }) => delaySeconds !== undefined) ? live : undefined;

/** Where the first vehicle that is told and seen is now: the stop nearest to it. */
async function nearOf(planner: TransitPlanner, live: LiveView, list: Departure[]): Promise<JsonObject | null> {
  for (const { tripId, line, stop, serviceDay, departure, delaySeconds = 0 } of list) {
    const call = { tripId, serviceDay, stopId: stop.id, at: departure - delaySeconds * 1_000 };
    const seen = await vehicleOf(planner, live, call);
    const [near] = seen ? await planner.nearest(seen.lat, seen.lon, 1) : [];
    if (near) return { line, stop: near.stop.name };
  }
  return null;
}

/** How the day of one departure is said (`as`); of a first or last one only that it is after midnight. */
function dayOfOne(local: Local, { now, lang, which }: Pick<Ends, 'now' | 'lang' | 'which'>, one: Departure): JsonObject {
  const { note, on } = local.dayNote(now, one.departure, lang);
  return { as: night(local, one, now) ?? (which === 'next' ? note! : null), on: on! };
}
