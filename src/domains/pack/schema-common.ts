/** Pieces that several files of the pack share. */
import { z } from 'zod';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** True for a day of the calendar written YYYY-MM-DD; 2026-02-30 is none. */
export function isDay(text: string): boolean {
  const at = DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // Some engines read 30 February as 2 March.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** A calendar day, YYYY-MM-DD. YAML's own unquoted days are kept as text by the reader. */
export const day = z.string().refine(isDay, 'is no day of the calendar (YYYY-MM-DD)');

/** A wall-clock time, HH:MM. */
export const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time (HH:MM, in quotes)');

/** A stretch of a day, "09:00-13:00"; one that ends no later than it starts runs past midnight. */
export const clockRange = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'is no stretch of a day ("09:00-13:00")');

/** A local moment, "2026-03-25 09:00". */
export const moment = z
  .string()
  .refine(
    (text) => isDay(text.slice(0, 10)) && /^.{10}[ T]([01]\d|2[0-3]):[0-5]\d$/.test(text),
    'is no moment (2026-03-25 09:00)',
  );

/** A telephone as a citizen dials it. */
export const phone = z.string().regex(/^[+\d][\d ()]{2,19}$/, 'is no telephone (digits and spaces, in quotes)');

export const web = z.url({ protocol: /^https$/, error: 'is no https address' });

export const key = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'is no key (small letters without accents, digits, -)');

/** The id of one kind of place: `ilce` for districts, `mahalle` for neighbourhoods, `place` for the rest. */
export const idOf = (prefix: 'ilce' | 'mahalle' | 'place') =>
  z
    .string()
    .regex(new RegExp(`^${prefix}:[a-z0-9-]+$`), `is no id of this list; write ${prefix}: and small letters without accents`);

export const gazetteerId = z
  .string()
  .regex(/^(mahalle|ilce|place):[a-z0-9-]+$/, 'is no id (mahalle:…, ilce:… or place:…, small letters without accents)');

export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export const weekday = z.enum(WEEKDAYS);
export type Weekday = z.infer<typeof weekday>;

/** WGS 84 degrees, within Turkey and its seas: a swapped pair is caught. */
export const lat = z.number().min(35).max(43);
export const lon = z.number().min(25).max(45.5);
