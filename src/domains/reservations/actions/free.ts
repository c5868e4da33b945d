import { z } from 'zod';
import type { Lang } from '../../../core/items';
import type { JsonObject } from '../../../core/json';
import type { SlotBook } from '../../../core/slots';
import type { Action, ActionResult } from '../../action';
import { type Facility, inLang, type Pack } from '../../pack';
import { addDays, amountText, dayText, localClock } from '../../pack/time';
import { dayOf, freeUnits, NIGHT, nightsOf, priceOf } from '../calendar';

/** How far the next free day is looked for. */
const AHEAD_DAYS = 60;
/** Buttons that fit a list. */
const SHOWN = 9;

/**
 * facility.free: what is free on a day. ok: `choices` are the free sessions, or for a camp `nights` is true; `wanted` is the
 * free one that begins at `time`, `hourFull` that time where the session is taken · full: `next` is the
 * next free day · too_long, unread: of the `nights` · closed, no_season, past: the day cannot be booked, `reason` where there is one.
 *
 * example at 2026-03-25T08:30:00+03:00: {"facility": "hali-saha", "date": "2026-03-26"} -> {"status": "ok"}
 * example at 2026-03-25T08:30:00+03:00: {"facility": "hali-saha", "date": "2026-03-24"} -> {"status": "past"}
 * example at 2026-03-25T08:30:00+03:00: {"facility": "camlik-kampi", "date": "2026-04-01"} -> {"status": "no_season"}
 * example at 2026-03-01T08:30:00+03:00: {"facility": "dugun-salonu", "date": "2026-03-15"} -> {"status": "closed"}
 * example: {"facility": "yok", "date": "2026-03-26"} -> {"status": "none"}
 */
export function freeAction(pack: Pack, book: SlotBook): Action {
  return {
    name: 'facility.free',
    about: 'What is free at a facility on a day',
    args: z.object({ facility: z.string(), date: z.string(), time: z.string().optional(), nights: z.unknown().optional() }),
    async run(args, { now, lang }): Promise<ActionResult> {
      const facility = pack.facilities.find(({ id }) => id === args.facility);
      if (!facility) return { status: 'none' };
      const date = String(args.date);
      const about = { facility: facility.id, name: inLang(facility.name, lang), date, day: dayText(date, lang) };
      const day = dayOf(facility, date, now, pack);
      if (day.is !== 'open') {
        const reason = day.is === 'closed' && day.reason ? inLang(day.reason, lang) : null;
        return { status: day.is, ...about, reason, ...seasonOf(facility, lang) };
      }
      const nights = nightsOf(args.nights);
      if (nights === undefined) return { status: 'unread', ...about };
      const max = facility.nights?.max ?? 1;
      if (nights > max) return { status: 'too_long', ...about, max };
      const taken = new Set(await book.slotsTaken(`${facility.id}|`, now));
      const free = day.sessions.filter(({ id }) => freeUnits(facility, taken, date, id, nights).length > 0);
      if (free.length === 0) return { status: 'full', ...about, ...nextFree(facility, taken, date, now, pack, lang) };
      const price = priceOf(facility, date, localClock(now, pack.profile.timezone).day);
      const time = typeof args.time === 'string' ? args.time : null;
      const wanted = near(free, time);
      const begins = (sessions: readonly { id: string }[]): string | null =>
        (time !== null && sessions.find(({ id }) => id.startsWith(time))?.id) || null;
      return {
        status: 'ok',
        ...about,
        nights: facility.nights !== undefined,
        nightsMax: max,
        session: facility.nights === undefined ? null : NIGHT,
        wanted: begins(free),
        hourFull: begins(free) === null && begins(day.sessions) !== null ? time : null,
        choices: wanted.map(({ id }) => ({ id, label: id })),
        price: price === null ? null : amountText(price, lang),
      };
    },
  };
}

function seasonOf({ season }: Facility, lang: Lang): JsonObject {
  return { from: dayText(season.from, lang), until: dayText(season.until, lang) };
}

function nextFree(facility: Facility, taken: ReadonlySet<string>, date: string, now: number, pack: Pack, lang: Lang): JsonObject {
  for (let ahead = 1; ahead <= AHEAD_DAYS; ahead++) {
    const other = addDays(date, ahead);
    const day = dayOf(facility, other, now, pack);
    if (day.is === 'open' && day.sessions.some(({ id }) => freeUnits(facility, taken, other, id).length > 0))
      return { next: dayText(other, lang) };
  }
  return { next: null };
}

/** The sessions around the wished hour, in order of time; all of them where they fit. */
function near<S extends { id: string }>(sessions: S[], time: string | null): S[] {
  if (sessions.length <= SHOWN) return sessions;
  const at =
    time === null ? sessions.length - SHOWN : sessions.findIndex(({ id }) => id.slice(0, 5) >= time) - Math.floor(SHOWN / 2);
  const start = Math.max(0, Math.min(at, sessions.length - SHOWN));
  return sessions.slice(start, start + SHOWN);
}
