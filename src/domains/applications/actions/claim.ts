import { z } from 'zod';
import { foldedWords } from '../../../core/fold';
import type { Lang } from '../../../core/items';
import type { Json } from '../../../core/json';
import type { Ticket } from '../../../core/ticket';
import type { Action, ActionResult } from '../../action';
import { inLang, type Pack } from '../../pack';
import type { DrawNumber } from '../../tickets';
import type { ApplicationBook } from '../port';

/** How long a child is held for an application that was not yet stored: a turn is stored within seconds. */
const HOLD_MS = 600_000;
const LOOKED_AT = 50;

/**
 * application.claim: draws the number of an application and takes the child for it, so that nobody applies for it twice: not the
 * same citizen later, not the other parent from another telephone at the same moment. With `look` nothing is taken yet.
 *
 * ok: `number`, `slots` for the record, and `point` where it is picked up · own: this citizen's earlier application · other: somebody else's
 *
 * example: {"programme": "hosgeldin-bebek", "birthDate": "2026-03-01", "name": "Ali Yılmaz"} -> {"status": "ok"}
 */
export function claimAction({ pack, book, draw }: { pack: Pack; book: ApplicationBook; draw: DrawNumber }): Action {
  return {
    name: 'application.claim',
    about: 'Takes a child for one application',
    args: z.object({
      programme: z.string(),
      birthDate: z.string(),
      name: z.unknown().optional(),
      delivery: z.string().optional(),
      look: z.boolean().optional(),
    }),
    async run(args, { now, lang, conversationId }): Promise<ActionResult> {
      const { programme, birthDate } = args as { programme: string; birthDate: string };
      const own = (await book.ticketsOf(conversationId, LOOKED_AT)).find((ticket) => isFor(ticket, programme, birthDate));
      if (own) return { status: 'own', number: own.number, step: own.status };
      if (args.look === true) return { status: 'ok' };
      const slots = [`application|${programme}|${birthDate}|${nameKey(args.name ?? null)}`];
      const { number } = await book.slotsClaim({ slots, number: await draw(now), conversationId, now, until: now + HOLD_MS });
      if (number === null) return { status: 'other' };
      return { status: 'ok', number, slots, point: pointOf(pack, programme, args.delivery, lang) };
    },
  };
}

function isFor({ status, details }: Ticket, programme: string, birthDate: string): boolean {
  return status !== 'cancelled' && details?.programme === programme && details.birth === birthDate;
}

/** "Yılmaz, ALİ" and "ali yilmaz" are one child of that day. */
function nameKey(name: Json): string {
  const said = name !== null && typeof name === 'object' && !Array.isArray(name) ? (name.name ?? name.text ?? '') : name;
  return foldedWords(String(said ?? ''))
    .sort()
    .join(' ');
}

/** Where it is picked up, with its hours; null when it is delivered. */
function pointOf(pack: Pack, programme: string, delivery: Json | undefined, lang: Lang): string | null {
  const found = pack.programmes.find(({ id }) => id === programme)?.application?.points.find(({ id }) => id === delivery);
  return found ? `${inLang(found.name, lang)}, ${inLang(found.address, lang)} (${inLang(found.hours, lang)})` : null;
}
