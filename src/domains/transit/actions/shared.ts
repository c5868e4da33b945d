import { z } from 'zod';
import type { Lang } from '../../../core/items';
import type { Json, JsonObject } from '../../../core/json';
import { Clock, dayOf, isoDay } from '../clock';
import { readable } from '../names';
import type { TransitSettings } from '../settings';
import type { FoundPlace, PlaceChoice, TransitPlanner } from '../types';

/** A place in arguments: a gazetteer id or name, or a pin. */
export const REF = z.union([z.string(), z.object({ lat: z.number(), lon: z.number() })]);
/** The day and the time of day asked about, as the understanding reads them. */
export const WHEN = {
  date: z.string().optional(),
  time: z.string().optional(),
};

export const minutesBetween = (from: number, to: number): number => Math.max(0, Math.round((to - from) / 60_000));
export const choicesOf = (choices: PlaceChoice[]): Json => choices.map(({ id, label }) => ({ id, label }));

/** Where a vehicle is bound for, as a reply writes it: feeds like capitals. */
export const signOf = (headsign: string, settings: TransitSettings): string => readable(headsign, new Set(settings.keep_upper));

/** What a reply calls a place: a pin has no name of its own. */
export const nameOf = (place: FoundPlace, settings: TransitSettings, lang: Lang): string => place.name || settings.pin_name[lang];

const DAY_FORMATS = Object.fromEntries(
  Object.entries({ tr: 'tr-TR', en: 'en-GB', ar: 'ar-EG-u-nu-latn' }).map(([lang, tag]) => [
    lang,
    new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', weekday: 'long', timeZone: 'UTC' }),
  ]),
) as Record<Lang, Intl.DateTimeFormat>;

/** "29 Mart Pazar" of a day counted from 1970-01-01. */
export const dayInWords = (day: number, lang: Lang): string => DAY_FORMATS[lang].format(day * 24 * HOUR_MS);

const CLOCK_TIME = /^([01]?\d|2[0-3]):([0-5]\d)$/;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Local time of a planner's city, with what a citizen's words for a moment mean there. */
export class Local {
  readonly clock: Clock;

  constructor(private readonly settings: TransitSettings) {
    this.clock = new Clock(settings.utc_offset_minutes);
  }

  /** See signOf. */
  sign(headsign: string): string {
    return signOf(headsign, this.settings);
  }

  /** "08:41" of a moment. */
  hhmm(at: number): string {
    return this.clock.hhmm(at);
  }

  /** Today or tomorrow or neither, as seen from `now`: how a reply names the day of a moment. */
  dayNote(now: number, at: number, lang: Lang): JsonObject {
    return this.dayAhead(this.clock.day(now), this.clock.day(at), lang);
  }

  /** The same of a day, seen from another; `on` is the day as people say it ("29 Mart Pazar"). */
  dayAhead(today: number, day: number, lang: Lang): JsonObject {
    const ahead = day - today;
    return { note: ahead === 0 ? null : ahead === 1 ? 'tomorrow' : 'other_day', date: isoDay(day), on: dayInWords(day, lang) };
  }

  /** The service day that people mean by "today": before the small hours end it is still yesterday's. */
  serviceDay(now: number): number {
    return this.clock.day(now - this.settings.service_day_starts_hour * HOUR_MS);
  }

  /** When the service of a day begins. */
  dayStart(day: number): number {
    return this.clock.moment(day, 0) + this.settings.service_day_starts_hour * HOUR_MS;
  }

  /**
   * The moment that a date and a time mean. A time alone that has passed is tomorrow's, save within the grace, where it
   * is now. A date alone keeps the present time of day; what is no date or time counts as not given.
   */
  moment(now: number, date: Json | undefined, time: Json | undefined): number {
    const day = typeof date === 'string' ? dayOf(date) : Number.NaN;
    const parts = typeof time === 'string' ? CLOCK_TIME.exec(time) : null;
    const dayMs = this.clock.moment(Number.isNaN(day) ? this.clock.day(now) : day, 0);
    if (!parts) return Number.isNaN(day) ? now : dayMs + now - this.clock.moment(this.clock.day(now), 0);
    const at = dayMs + Number(parts[1]) * HOUR_MS + Number(parts[2]) * MINUTE_MS;
    if (!Number.isNaN(day) || at >= now) return at;
    return now - at <= this.settings.past_time_grace_minutes * MINUTE_MS ? now : at + 24 * HOUR_MS;
  }
}

/** The answer where no time may be quoted at a moment, or undefined: the feed is past its last day or before its first. */
export function outsideFeed(
  planner: TransitPlanner,
  at: number,
): { status: string; note: string; from: string; to: string } | undefined {
  const note = planner.state(at);
  if (note === 'ok') return undefined;
  const { from, to } = planner.feed();
  return { status: 'feed_expired', note, from, to };
}
