import { z } from 'zod';
import type { Lang } from '../../../core/items';
import type { Json } from '../../../core/json';
import type { Action, ActionResult } from '../../action';
import type { TransitPlanner } from '../types';
import { choicesOf, nameOf, REF, refOf } from './shared';

/**
 * transit.lines_at: the lines that pass a stop, a place, a neighbourhood or a pin, each with where it goes.
 *
 * example: {"place": "stop:kartal"} ->
 *   {"status": "place", "place": "Kartal", "lines": [{"line": "28A", "headsigns": "Kartal Son Durak, Otogar"}]}
 *
 * unknown: no such place, or no line near it · ambiguous
 */
export function linesAtAction(planner: TransitPlanner): Action {
  return {
    name: 'transit.lines_at',
    about: 'The lines of a stop, a place or a neighbourhood',
    args: z.object({ place: REF }),
    run: (args, { lang }) => linesOfPlace(planner, args.place, lang),
  };
}

/** See linesAtAction. */
export async function linesOfPlace(planner: TransitPlanner, place: Json | undefined, lang: Lang): Promise<ActionResult> {
  const located = await planner.locate(refOf(place));
  if (located.status === 'ambiguous') return { status: 'ambiguous', choices: choicesOf(located.choices) };
  const lines = await planner.linesAt(refOf(place));
  if (located.status !== 'ok' || lines.length === 0) return { status: 'unknown' };
  return {
    status: 'place',
    place: nameOf(located.place, planner.settings(), lang),
    lines: lines.map(({ code, headsigns }) => ({ line: code, headsigns: headsigns.join(', ') })),
  };
}
