import { z } from 'zod';
import type { Action, ActionResult } from '../../action';
import type { Lookup } from '../lookup';
import { choicesOf, nameOf, REF } from './shared';

/**
 * transit.nearest: the stops nearest to a pin or a place, with metres on foot and their lines.
 *
 * example: {"place": {"lat": 40.2, "lon": 36.1}} ->
 *   {"status": "ok", "place": "Konumunuz", "stops": [{"id": "stop:cumhuriyet-meydani", "name": "Cumhuriyet Meydanı", "metres": 20}]}
 *
 * unknown · ambiguous · none: no stop within `nearest_search_m`
 */
export function nearestAction(lookup: Lookup): Action {
  const { planner } = lookup;
  return {
    name: 'transit.nearest',
    about: 'Stops near a place',
    args: z.object({ place: REF }),
    async run(args, { lang }): Promise<ActionResult> {
      const { located } = await lookup.find(args.place);
      if (located.status === 'ambiguous') return { status: 'ambiguous', choices: choicesOf(located.choices) };
      if (located.status === 'unknown') return { status: 'unknown' };
      const stops = await planner.nearest(located.place.lat, located.place.lon, planner.settings().nearest_limit);
      const place = nameOf(located.place, planner.settings(), lang);
      if (stops.length === 0) return { status: 'none', place };
      return {
        status: 'ok',
        place,
        stops: stops.map(({ stop, metres, seconds, lines }) => ({
          id: stop.group,
          name: stop.name,
          metres: Math.round(metres / 10) * 10,
          minutes: Math.max(1, Math.round(seconds / 60)),
          lines: lines.map(({ code }) => code).join(', '),
        })),
      };
    },
  };
}
