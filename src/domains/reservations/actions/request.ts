import { z } from 'zod';
import type { Json } from '../../../core/json';
import type { SlotBook } from '../../../core/slots';
import type { Action, ActionResult } from '../../action';
import { inLang, type Pack } from '../../pack';
import { addDays, amountText, dayText, localClock } from '../../pack/time';
import type { DrawNumber } from '../../tickets';
import { dayOf, freeUnits, NIGHT, nightsOf, priceOf, sessionOf, slotsOf } from '../calendar';

/** How long a place is held for a request that was not yet stored: a turn is stored within seconds. */
const HOLD_MS = 600_000;

/**
 * facility.request: draws the number of a reservation and takes its place, so that nobody else can: of requests at the same moment
 * one wins. A staff member confirms it later. ok: `number`, `slots` for the record, `when` and `total` to be told · taken: somebody
 * was faster, or a night of the stay is not free · closed: a night of the stay is outside the calendar · too_long: `max` nights ·
 * unread: the number of nights cannot be understood · no_session: nothing begins at that hour.
 *
 * example at 2026-03-25T08:30:00+03:00: {"facility": "hali-saha", "date": "2026-03-26", "session": "18:00-19:00"} -> {"status": "ok"}
 * example at 2026-03-25T08:30:00+03:00: {"facility": "hali-saha", "date": "2026-03-26", "session": "8 buçuk"} -> {"status": "no_session"}
 * example at 2026-03-25T08:30:00+03:00: {"facility": "hali-saha", "date": "2026-03-26", "session": "saat 3te"} -> {"status": "ok", "session": "15:00-16:00"}
 * example at 2026-03-25T08:30:00+03:00: {"facility": "hali-saha", "date": "2026-03-26", "session": "saat 11 olsun"} -> {"status": "ok", "session": "11:00-12:00"}
 */
export function requestAction(pack: Pack, book: SlotBook, draw: DrawNumber): Action {
  return {
    name: 'facility.request',
    about: 'Takes a place of a facility for one reservation',
    args: z.object({
      facility: z.string(),
      date: z.string(),
      session: z.unknown(),
      nights: z.unknown().optional(),
    }),
    async run(args, { now, lang, conversationId }): Promise<ActionResult> {
      const facility = pack.facilities.find(({ id }) => id === args.facility);
      if (!facility) return { status: 'none' };
      const date = String(args.date);
      const nights = nightsOf(args.nights);
      const max = facility.nights?.max ?? 1;
      if (nights === undefined) return { status: 'unread' };
      if (nights > max) return { status: 'too_long', max };
      const first = dayOf(facility, date, now, pack);
      const session = first.is === 'open' ? sessionOf(first.sessions, args.session as Json) : undefined;
      if (session === undefined) return { status: first.is === 'open' ? 'no_session' : 'closed' };
      const days = Array.from({ length: session === NIGHT ? nights : 1 }, (_, index) => addDays(date, index));
      if (!days.every((day) => dayOf(facility, day, now, pack).is === 'open')) return { status: 'closed' };
      const taken = new Set(await book.slotsTaken(`${facility.id}|`, now));
      let number: string | null = null;
      for (const unit of freeUnits(facility, taken, date, session, nights)) {
        number ??= await draw(now);
        const slots = slotsOf(facility, unit, date, session, nights);
        const claim = await book.slotsClaim({ slots, number, conversationId, now, until: now + HOLD_MS });
        if (claim.number === null) continue;
        const price = priceOf(facility, date, localClock(now, pack.profile.timezone).day);
        return {
          status: 'ok',
          number: claim.number,
          nights,
          session,
          slots,
          unit,
          unitName: inLang(facility.units.find(({ id }) => id === unit)!.name, lang),
          name: inLang(facility.name, lang),
          when:
            session === NIGHT
              ? `${dayText(date, lang)} - ${dayText(addDays(date, nights), lang)}`
              : `${dayText(date, lang)} ${session}`,
          total: price === null ? null : amountText(price * days.length, lang),
          feesDay: facility.fees_as_of === undefined ? null : dayText(facility.fees_as_of, lang),
          rules: facility.rules === undefined ? null : inLang(facility.rules, lang),
          department: facility.department,
        };
      }
      return { status: 'taken' };
    },
  };
}
