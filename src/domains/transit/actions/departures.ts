import { z } from 'zod';
import type { Action, ActionResult } from '../../action';
import type { TransitPlanner } from '../types';
import { hhmm, minutesBetween, REF, refOf } from './shared';

const SHOWN = 4;
const LIKELY_STOPS = 5;

/**
 * transit.departures: the next departures of a line at a stop, or of all lines there.
 *
 * example: {"stop": "Otogar", "line": "28A"} -> {"status": "ok", "departures": [{"time": "08:41", "minutes": 4, "line": "28A", "headsign": "Kartal"}]}
 *
 * need_stop: a line without a stop, `choices` are likely ones · unknown_line · unknown_stop · ambiguous · none · feed_expired
 */
export function departuresAction(planner: TransitPlanner): Action {
  return {
    name: 'transit.departures',
    about: 'Next departures of a line or a stop',
    args: z.object({ line: z.string().optional(), stop: REF.optional() }),
    async run(args, { now }): Promise<ActionResult> {
      const state = planner.state(now);
      if (state !== 'ok') return { status: 'feed_expired' };
      const line = typeof args.line === 'string' ? await planner.line(args.line) : undefined;
      if (typeof args.line === 'string' && !line) return { status: 'unknown_line', line: args.line };
      if (args.stop === undefined) {
        if (!line) return { status: 'need_stop', line: null, choices: [] };
        const stops = line.directions[0]?.stops ?? [];
        const likely = [stops[0], stops[stops.length >> 1], stops.at(-1)]
          .filter((stop) => stop !== undefined)
          .slice(0, LIKELY_STOPS);
        return { status: 'need_stop', line: line.code, choices: likely.map(({ group, name }) => ({ id: group, label: name })) };
      }
      const at = refOf(args.stop);
      const located = await planner.locate(at);
      if (located.status === 'ambiguous')
        return { status: 'ambiguous', choices: located.choices.map(({ id, label }) => ({ id, label })) };
      if (located.status !== 'ok') return { status: 'unknown_stop' };
      const found = await planner.departures({ at, after: now, limit: SHOWN, ...(line ? { line: line.id } : {}) });
      if (found.length === 0) return { status: 'none', stop: located.place.name, line: line?.code ?? null };
      return {
        status: 'ok',
        stop: located.place.name,
        line: line?.code ?? null,
        departures: found.map((one) => ({
          time: hhmm(one.departure),
          minutes: minutesBetween(now, one.departure),
          line: one.line,
          headsign: one.headsign,
        })),
      };
    },
  };
}
