import { z } from 'zod';
import type { Action, ActionResult } from '../../action';
import type { TransitPlanner } from '../types';
import { REF, refOf } from './shared';

const STOPS_SHOWN = 8;

/**
 * transit.line: where a line goes, or which lines go past a place.
 *
 * example: {"line": "28A"} -> {"status": "line", "line": "28A"}
 */
export function lineAction(planner: TransitPlanner): Action {
  return {
    name: 'transit.line',
    about: 'The stops of a line, or the lines of a place',
    args: z.object({ line: z.string().optional(), place: REF.optional() }),
    async run(args): Promise<ActionResult> {
      if (typeof args.line === 'string') {
        const line = await planner.line(args.line);
        if (!line) return { status: 'unknown' };
        const stops = (line.directions[0]?.stops ?? []).map(({ name }) => name);
        const step = Math.max(1, Math.ceil(stops.length / STOPS_SHOWN));
        const shown = stops.filter((_, index) => index % step === 0 || index === stops.length - 1);
        return { status: 'line', line: line.code, name: line.name, stops: shown.join(' – '), count: stops.length };
      }
      if (args.place === undefined) return { status: 'need_line' };
      const place = await planner.locate(refOf(args.place));
      const lines = await planner.linesAt(refOf(args.place));
      if (place.status !== 'ok' || lines.length === 0) return { status: 'unknown' };
      return {
        status: 'place',
        place: place.place.name,
        lines: lines.map(({ code, headsigns }) => ({ line: code, headsigns: headsigns.join(', ') })),
      };
    },
  };
}
