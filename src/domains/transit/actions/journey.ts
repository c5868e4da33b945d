import { z } from 'zod';
import type { Lang } from '../../../core/items';
import type { JsonObject } from '../../../core/json';
import type { Action, ActionResult } from '../../action';
import { straightMetres } from '../geo';
import type { Lookup, Sought } from '../lookup';
import { expectedOf } from '../realtime/delays';
import type { LiveView } from '../realtime/live';
import type { TransitSettings } from '../settings';
import type { FoundPlace, Journey, Located, RideLeg, TransitPlanner, When } from '../types';
import { isoDay } from '../clock';
import { latenessOf, type TransitExtras } from '../extras';
import { choicesOf, Local, minutesBetween, nameOf, outsideFeed, REF, WHEN } from './shared';

/**
 * transit.journey: how to get from one place to another, leaving or arriving at a time. `journeys` are the best two or
 * three; `first` is the best of them in steps, `others` the rest in a line each.
 *
 * example: {"from": "stop:otogar", "to": "stop:kartal"} ->
 *   {"status": "ok", "from": "Otogar", "to": "Kartal", "note": null, "timing": "planned",
 *    "journeys": [{"departs": "08:30", "arrives": "09:10", "minutes": 40, "transfers": 1, "lines": "T1, 28B", "legs": [
 *      {"kind": "ride", "line": "T1", "from": "Otogar", "to": "Hürriyet", "departs": "08:30", "stops": 11},
 *      {"kind": "ride", "line": "28B", "from": "Hürriyet", "to": "Kartal", "departs": "09:02", "stops": 2}]}]}
 *
 * by: "arrive" to be there at `time` · direct: without a change · shift: "earlier" or "later" than the `window` of an
 * answer before · unknown_from, unknown_to · ambiguous_from, ambiguous_to with `choices` · same · feed_expired ·
 * none (note "far_from", "far_to": no stop within walking distance; "no_direct": only with a change; "earlier", "later").
 */
export function journeyAction(lookup: Lookup, extras: TransitExtras): Action {
  const { planner } = lookup;
  const local = new Local(planner.settings());
  return {
    name: 'transit.journey',
    about: 'A journey from one place to another',
    args: z.object({
      from: REF,
      to: REF,
      by: z.enum(['depart', 'arrive']).optional(),
      direct: z.union([z.boolean(), z.string()]).optional(),
      shift: z.enum(['earlier', 'later']).optional(),
      window: z.object({ departs: z.number(), arrives: z.number() }).optional(),
      ...WHEN,
    }),
    async run(args, { now, lang }): Promise<ActionResult> {
      const when = whenOf(args, local, now);
      const at = when.depart ?? when.arrive;
      const expired = outsideFeed(planner, at);
      if (expired) return expired;
      const [from, to] = [await lookup.find(args.from), await lookup.find(args.to)];
      const wrong = fault(from.located, 'from') ?? fault(to.located, 'to');
      if (wrong) return wrong;
      const names = { from: placeName(from.located, planner, lang), to: placeName(to.located, planner, lang) };
      if (from.located.status !== 'ok') return { status: 'none', ...names, note: 'far_from' };
      if (to.located.status !== 'ok') return { status: 'none', ...names, note: 'far_to' };
      if (samePlace(from.located.place, to.located.place, planner.settings().same_place_m)) return { status: 'same', ...names };
      const direct = args.direct !== undefined && args.direct !== false;
      let open = await search(planner, { from, to, when, direct, now });
      // Whoever cannot be there in time any more is told what is the soonest.
      const tooLate = open.length === 0 && when.arrive !== undefined && !args.shift;
      if (tooLate) open = await search(planner, { from, to, when: { depart: now }, direct, now });
      if (open.length === 0) {
        const note = direct && (await search(planner, { from, to, when, direct: false, now })).length > 0 ? 'no_direct' : null;
        return { status: 'none', ...names, note: note ?? (args.shift ? String(args.shift) : null) };
      }
      const live = extras.live(now);
      const delays = live ? await delaysOf(planner, live, open[0]!, local) : [];
      const used = live && delays.some((delay) => delay !== undefined) ? live : undefined;
      const journeys = open.map((journey, i) =>
        shown(journey, local, planner.settings().short_walk_m, names.to, i === 0 ? delays : []),
      );
      return {
        status: 'ok',
        ...names,
        ...local.dayNote(now, open[0]!.departure, lang),
        too_late: tooLate ? local.hhmm(at) : null,
        journeys,
        first: journeys[0]!,
        at_risk: used ? missesChange(open[0]!, delays) : false,
        others: journeys.slice(1),
        window: {
          departs: Math.max(...open.map(({ departure }) => departure)),
          arrives: Math.min(...open.map(({ arrival }) => arrival)),
        },
        ...(await extras.of({ at: open[0]!.departure, lang, rides: open[0]!.legs.filter(isRide), stops: [], live: used })),
        link: extras.link?.(open[0]!, from.ref, to.ref, lang) ?? null,
      };
    },
  };
}

const MINUTE_MS = 60_000;
const isRide = (leg: Journey['legs'][number]): leg is RideLeg => leg.kind === 'ride';

/** From when, or until when. "Earlier" is there before what was shown, "later" leaves after it. */
function whenOf({ by, shift, window, date, time }: JsonObject, local: Local, now: number): When {
  const shownBefore = window as { departs: number; arrives: number } | undefined;
  if (shift === 'earlier' && shownBefore) return { arrive: shownBefore.arrives - MINUTE_MS };
  if (shift === 'later' && shownBefore) return { depart: shownBefore.departs + MINUTE_MS };
  const at = local.moment(now, date, time);
  return by === 'arrive' && typeof time === 'string' ? { arrive: at } : { depart: at };
}

interface Search {
  from: Sought;
  to: Sought;
  when: When;
  direct: boolean;
  now: number;
}

/** A way that was to be reached by a time and would have to be left for in the past is no way. */
async function search(planner: TransitPlanner, { from, to, when, direct, now }: Search): Promise<Journey[]> {
  const found = await planner.journeys(from.ref, to.ref, when, direct ? { maxRides: 1 } : {});
  const open = found.filter((journey) => journey.departure >= now);
  if (open.length === 0 || when.depart === undefined || direct) return open;
  const others = await planner.range(from.ref, to.ref, { depart: when.depart });
  return options(open, others, planner.settings());
}

/** Metres on foot less from which another way is worth telling. */
const LESS_WALK_M = 150;

/** The best, then what spares changes, what spares walking, and what leaves later; none arrives much after the best. */
function options([best, ...later]: Journey[], others: Journey[], settings: TransitSettings): Journey[] {
  const latest = best!.arrival + settings.option_extra_minutes * MINUTE_MS;
  const near = others.filter(({ arrival }) => arrival <= latest);
  const least = (of: (journey: Journey) => number) => [...near].sort((a, b) => of(a) - of(b) || a.arrival - b.arrival)[0];
  const [direct, short] = [least(({ transfers }) => transfers), least(({ walkMetres }) => walkMetres)];
  const picked = [
    best!,
    ...(direct && direct.transfers < best!.transfers ? [direct] : []),
    ...(short && short.walkMetres < best!.walkMetres - LESS_WALK_M ? [short] : []),
    ...later,
  ];
  const seen = new Set<string>();
  return picked
    .filter(({ departure, arrival }) => {
      const key = `${departure} ${arrival}`;
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, settings.journey_options + 1);
}

/** The live delay of each ride in seconds; undefined where nothing is known. A ride that falls out counts as never. */
async function delaysOf(
  planner: TransitPlanner,
  live: LiveView,
  { legs }: Journey,
  local: Local,
): Promise<(number | undefined)[]> {
  return Promise.all(
    legs.filter(isRide).map(async ({ tripId, from, departure }) => {
      for (const serviceDay of [local.clock.day(departure), local.clock.day(departure) - 1].map(isoDay)) {
        const found = await expectedOf(planner, live, { tripId, serviceDay, stopId: from.id, at: departure });
        if (found.status === 'expected') return found.delaySeconds;
        if (found.status === 'cancelled') return Number.POSITIVE_INFINITY;
      }
      return undefined;
    }),
  );
}

/** Would a ride that is late, or falls out, make one miss the next, or be missed itself? */
function missesChange({ legs }: Journey, delays: (number | undefined)[]): boolean {
  const rides = legs.filter(isRide);
  return rides.some((ride, i) => {
    const own = delays[i] ?? 0;
    if (own === Number.POSITIVE_INFINITY) return true;
    const next = rides[i + 1];
    return next !== undefined && ride.arrival + own * 1_000 > next.departure + (delays[i + 1] ?? 0) * 1_000;
  });
}

/** What is answered where a place is not one place. */
function fault(located: Located, which: 'from' | 'to'): ActionResult | undefined {
  if (located.status === 'ambiguous') return { status: `ambiguous_${which}`, choices: choicesOf(located.choices) };
  return located.status === 'unknown' ? { status: `unknown_${which}` } : undefined;
}

const placeName = (located: Located, planner: TransitPlanner, lang: Lang): string =>
  'place' in located ? nameOf(located.place, planner.settings(), lang) : '';

const samePlace = (from: FoundPlace, to: FoundPlace, limit: number): boolean =>
  (from.id !== undefined && from.id === to.id) || straightMetres(from, to) <= limit;

/** A journey in local times; walks that belong to the stop are left out, a walk to the goal bears the goal's name. */
function shown(journey: Journey, local: Local, shortWalk: number, goal: string, delays: (number | undefined)[]): JsonObject {
  const rides = journey.legs.filter(isRide);
  const late = new Map(rides.map((ride, i) => [ride, Number.isFinite(delays[i] ?? 0) ? delays[i] : undefined]));
  return {
    departs: local.hhmm(journey.departure),
    arrives: local.hhmm(journey.arrival),
    minutes: minutesBetween(journey.departure, journey.arrival),
    transfers: journey.transfers,
    changes: rides.length === 0 ? 'walk' : journey.transfers === 0 ? 'none' : 'some',
    walk: Math.round(journey.walkMetres / 10) * 10,
    lines: rides.map(({ line }) => line).join(', '),
    legs: journey.legs.flatMap((leg): JsonObject[] => {
      const times = { departs: local.hhmm(leg.departure), arrives: local.hhmm(leg.arrival) };
      if (leg.kind === 'ride') {
        const { line, headsign, from, to, stops } = leg;
        return [
          {
            kind: 'ride',
            line,
            headsign: local.sign(headsign),
            from: from.name,
            to: to.name,
            ...times,
            stops,
            ...latenessOf(late.get(leg)),
          },
        ];
      }
      if (leg.metres < shortWalk && journey.legs.length > 1) return [];
      const minutes = Math.max(1, minutesBetween(leg.departure, leg.arrival));
      return [{ kind: 'walk', to: leg.to.name || goal, metres: Math.round(leg.metres / 10) * 10, minutes }];
    }),
  };
}
