import { z } from 'zod';
import type { Action, ActionResult } from '../../action';
import { inLang, type Pack } from '../../pack';
import { dayText, localClock } from '../../pack/time';
import type { ApplicationBook } from '../port';

const LOOKED_AT = 50;

/**
 * application.status: what became of the citizen's application to a programme. none: there is none in this conversation.
 *
 * example: {"programme": "hosgeldin-bebek"} -> {"status": "none"}
 */
export function statusAction({ pack, book }: { pack: Pack; book: ApplicationBook }): Action {
  return {
    name: 'application.status',
    about: "What became of the citizen's own application",
    args: z.object({ programme: z.string() }),
    async run(args, { conversationId, lang }): Promise<ActionResult> {
      const tickets = await book.ticketsOf(conversationId, LOOKED_AT);
      const ticket = tickets.find(({ details }) => details?.programme === args.programme);
      const programme = pack.programmes.find(({ id }) => id === args.programme);
      if (!ticket || !programme) return { status: 'none' };
      const point = programme.application?.points.find(({ id }) => id === ticket.details?.delivery);
      const answer = ticket.steps.filter((step) => step.kind === 'status' && step.text).at(-1)?.text ?? null;
      return {
        status: 'ok',
        number: ticket.number,
        step: ticket.status,
        opened: dayText(localClock(ticket.createdAt, pack.profile.timezone).day, lang),
        delivery: point ? 'point' : 'home',
        days: programme.application?.home?.days ?? null,
        point: point ? `${inLang(point.name, lang)}, ${inLang(point.address, lang)} (${inLang(point.hours, lang)})` : null,
        open: ticket.status === 'open' || ticket.status === 'in_progress',
        answer,
      };
    },
  };
}
