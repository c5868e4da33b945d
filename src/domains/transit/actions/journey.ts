import { z } from 'zod';
import type { JsonObject } from '../../../core/json';
import type { Action, ActionResult } from '../../action';
import type { Journey, TransitPlanner } from '../types';
import { hhmm, minutesBetween, REF, refOf } from './shared';

const SHOWN = 2;
/** Walks shorter than this are part of the stop, not worth a line. */
const SHORT_WALK_METRES = 60;

/**
 * transit.journey: how to get from one place to another now.
 *
 * example: {"from": "Otogar", "to": "Kartal"} -> {"status": "ok", "journeys": [{"departs": "08:41", "arrives": "09:12", "minutes": 31, "transfers": 0}]}
 *
 * unknown_from, unknown_to · ambiguous_from, ambiguous_to with `choices` · same · none · feed_expired
 */
export function journeyAction(planner: TransitPlanner): Action {
  return {
    name: 'transit.journey',
    about: 'A journey from one place to another',
    args: z.object({ from: REF, to: REF }),
    async run(args, { now }): Promise<ActionResult> {
      if (planner.state(now) !== 'ok') return { status: 'feed_expired' };
      const from = await planner.locate(refOf(args.from));
      const to = await planner.locate(refOf(args.to));
      for (const [located, which] of [
        [from, 'from'],
        [to, 'to'],
      ] as const) {
        if (located.status === 'ambiguous')
          return { status: `ambiguous_${which}`, choices: located.choices.map(({ id, label }) => ({ id, label })) };
        if (located.status !== 'ok') return { status: `unknown_${which}` };
      }
      if (from.status !== 'ok' || to.status !== 'ok') return { status: 'none' };
      if (from.place.id !== undefined && from.place.id === to.place.id) return { status: 'same', to: to.place.name };
      const found = await planner.journeys(refOf(args.from), refOf(args.to), { depart: now }, { limit: SHOWN });
      if (found.length === 0) return { status: 'none', from: from.place.name, to: to.place.name };
      return { status: 'ok', from: from.place.name, to: to.place.name, journeys: found.slice(0, SHOWN).map(shown) };
    },
  };
}

function shown(journey: Journey): JsonObject {
  return {
    departs: hhmm(journey.departure),
    arrives: hhmm(journey.arrival),
    minutes: minutesBetween(journey.departure, journey.arrival),
    transfers: journey.transfers,
    legs: journey.legs.flatMap((leg): JsonObject[] => {
      if (leg.kind === 'ride')
        return [
          {
            kind: 'ride',
            line: leg.line,
            headsign: leg.headsign,
            from: leg.from.name,
            to: leg.to.name,
            departs: hhmm(leg.departure),
            arrives: hhmm(leg.arrival),
            stops: leg.stops,
          },
        ];
      if (leg.metres < SHORT_WALK_METRES) return [];
      return [
        {
          kind: 'walk',
          to: leg.to.name,
          metres: Math.round(leg.metres / 10) * 10,
          minutes: Math.max(1, minutesBetween(leg.departure, leg.arrival)),
        },
      ];
    }),
  };
}
