import { z } from 'zod';
import type { Lang } from '../../../core/items';
import type { JsonObject } from '../../../core/json';
import type { Action, ActionResult } from '../../action';
import { straightMetres } from '../geo';
import type { FoundPlace, Journey, Located, TransitPlanner, When } from '../types';
import { choicesOf, Local, minutesBetween, nameOf, outsideFeed, REF, refOf, WHEN } from './shared';

/**
 * transit.journey: how to get from one place to another, leaving or arriving at a time.
 *
 * example: {"from": "stop:otogar", "to": "stop:kartal"} ->
 *   {"status": "ok", "from": "Otogar", "to": "Kartal", "note": null,
 *    "journeys": [{"departs": "08:30", "arrives": "09:10", "minutes": 40, "transfers": 1, "legs": [
 *      {"kind": "ride", "line": "T1", "from": "Otogar", "to": "Hürriyet", "departs": "08:30", "stops": 11},
 *      {"kind": "ride", "line": "28B", "from": "Hürriyet", "to": "Kartal", "departs": "09:02", "stops": 2}]}]}
 *
 * by: "arrive" to be there at `time` · direct: without a change.
 * unknown_from, unknown_to · ambiguous_from, ambiguous_to with `choices` · same · feed_expired ·
 * none (note "far_from", "far_to": no stop within walking distance; "no_direct": only with a change).
 */
export function journeyAction(planner: TransitPlanner): Action {
  const local = new Local(planner.settings());
  return {
    name: 'transit.journey',
    about: 'A journey from one place to another',
    args: z.object({ from: REF, to: REF, by: z.enum(['depart', 'arrive']).optional(), direct: z.boolean().optional(), ...WHEN }),
    async run(args, { now, lang }): Promise<ActionResult> {
      const at = local.moment(now, args.date, args.time);
      const expired = outsideFeed(planner, at);
      if (expired) return expired;
      const [from, to] = [await planner.locate(refOf(args.from)), await planner.locate(refOf(args.to))];
      const wrong = fault(from, 'from') ?? fault(to, 'to');
      if (wrong) return wrong;
      const names = { from: placeName(from, planner, lang), to: placeName(to, planner, lang) };
      if (from.status !== 'ok') return { status: 'none', ...names, note: 'far_from' };
      if (to.status !== 'ok') return { status: 'none', ...names, note: 'far_to' };
      if (samePlace(from.place, to.place, planner.settings().same_place_m)) return { status: 'same', ...names };
      const when: When = args.by === 'arrive' ? { arrive: at } : { depart: at };
      const ask = (maxRides?: number) =>
        planner.journeys(refOf(args.from), refOf(args.to), when, maxRides === undefined ? {} : { maxRides });
      const found = await ask(args.direct === true ? 1 : undefined);
      // A way that was to be reached by a time and would have to be left for in the past is no way.
      const open = found.filter((journey) => journey.departure >= now);
      if (open.length === 0) {
        const note = args.direct === true && (await ask()).some((journey) => journey.departure >= now) ? 'no_direct' : null;
        return { status: 'none', ...names, note };
      }
      const journeys = open.map((journey) => shown(journey, local, planner.settings().short_walk_m, names.to));
      return { status: 'ok', ...names, ...local.dayNote(now, open[0]!.departure), journeys };
    },
  };
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
function shown(journey: Journey, local: Local, shortWalk: number, goal: string): JsonObject {
  return {
    departs: local.hhmm(journey.departure),
    arrives: local.hhmm(journey.arrival),
    minutes: minutesBetween(journey.departure, journey.arrival),
    transfers: journey.transfers,
    legs: journey.legs.flatMap((leg): JsonObject[] => {
      const times = { departs: local.hhmm(leg.departure), arrives: local.hhmm(leg.arrival) };
      if (leg.kind === 'ride')
        return [
          {
            kind: 'ride',
            line: leg.line,
            headsign: leg.headsign,
            from: leg.from.name,
            to: leg.to.name,
            ...times,
            stops: leg.stops,
          },
        ];
      if (leg.metres < shortWalk && journey.legs.length > 1) return [];
      const minutes = Math.max(1, minutesBetween(leg.departure, leg.arrival));
      return [{ kind: 'walk', to: leg.to.name || goal, metres: Math.round(leg.metres / 10) * 10, minutes }];
    }),
  };
}
