import { z } from 'zod';
import type { Action, ActionResult } from '../../action';
import type { TransitPlanner } from '../types';
import { REF, refOf } from './shared';

const SHOWN = 3;

/**
 * transit.nearest: the stops nearest to a place or a pin, with their lines.
 *
 * example: {"place": "Kartal"} -> {"status": "ok", "stops": [{"name": "Kartal", "metres": 120, "lines": "28A, 5A"}]}
 */
export function nearestAction(planner: TransitPlanner): Action {
  return {
    name: 'transit.nearest',
    about: 'Stops near a place',
    args: z.object({ place: REF }),
    async run(args): Promise<ActionResult> {
      const located = await planner.locate(refOf(args.place));
      if (located.status !== 'ok' && located.status !== 'far') return { status: 'unknown' };
      const stops = await planner.nearest(located.place.lat, located.place.lon, SHOWN);
      if (stops.length === 0) return { status: 'none' };
      return {
        status: 'ok',
        place: located.place.name,
        stops: stops.map(({ stop, metres, lines }) => ({
          name: stop.name,
          metres: Math.round(metres / 10) * 10,
          lines: lines.map(({ code }) => code).join(', '),
        })),
      };
    },
  };
}
