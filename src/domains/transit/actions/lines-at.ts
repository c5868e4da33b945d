import { z } from 'zod';
import type { Lang } from '../../../core/items';
import type { Json } from '../../../core/json';
import type { Action, ActionResult } from '../../action';
import type { Lookup } from '../lookup';
import type { TransitExtras } from '../extras';
import { choicesOf, nameOf, REF, signOf } from './shared';

/**
 * transit.lines_at: the lines that pass a stop, a place, a neighbourhood or a pin, each with where it goes.
 *
 * example: {"place": "stop:kartal"} ->
 *   {"status": "place", "place": "Kartal", "lines": [{"line": "28A", "headsigns": "Kartal Son Durak, Otogar"}]}
 *
 * unknown: no such place, or no line near it · ambiguous
 */
export function linesAtAction(lookup: Lookup, extras: TransitExtras): Action {
  return {
    name: 'transit.lines_at',
    about: 'The lines of a stop, a place or a neighbourhood',
    args: z.object({ place: REF }),
    run: (args, { lang, now }) => linesOfPlace(lookup, extras, args.place, { lang, now }),
  };
}

/** See linesAtAction. */
export async function linesOfPlace(
  lookup: Lookup,
  extras: TransitExtras,
  place: Json | undefined,
  { lang, now }: { lang: Lang; now: number },
): Promise<ActionResult> {
  const { located, ref } = await lookup.find(place);
  if (located.status === 'ambiguous') return { status: 'ambiguous', choices: choicesOf(located.choices) };
  const settings = lookup.planner.settings();
  if (located.status !== 'ok') return { status: 'unknown' };
  const lines = await lookup.planner.linesAt(ref);
  if (lines.length === 0) return { status: 'unknown' };
  const shown = lines.slice(0, settings.lines_shown);
  return {
    status: 'place',
    place: nameOf(located.place, settings, lang),
    lines: shown.map(({ code, headsigns }) => ({
      line: code,
      headsigns: headsigns
        .slice(0, HEADSIGNS)
        .map((sign) => signOf(sign, settings))
        .join(', '),
    })),
    more:
      lines.length > shown.length
        ? lines
            .slice(shown.length)
            .map(({ code }) => code)
            .join(', ')
        : null,
    ...(await extras.of({ at: now, lang, lines: lines.map(({ id }) => id), stops: [] })),
  };
}

/** Where a line goes from there: a line has two ends, variants more. */
const HEADSIGNS = 2;
