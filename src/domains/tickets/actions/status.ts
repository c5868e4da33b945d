import { z } from 'zod';
import type { JsonObject } from '../../../core/json';
import type { Ticket } from '../../../core/ticket';
import type { Action, ActionResult } from '../../action';
import type { TicketBook } from '../port';

const LISTED = 5;

/**
 * ticket.status: what became of a record, by number or of the citizen's own newest ones.
 *
 * example: { number: 'PB-26-000123' } -> { status: 'own', number: 'PB-26-000123', step: 'open', opened: 1774420200000, ... }
 *
 * own: the citizen's · other: somebody else's, step and date only · none: the citizen has no record · unknown: no such number
 */
export function statusAction(book: TicketBook, prefix: () => string): Action {
  return {
    name: 'ticket.status',
    about: 'What became of a record',
    args: z.object({ number: z.string().optional() }),
    async run(args, { conversationId }): Promise<ActionResult> {
      const own = await ownTickets(book, conversationId);
      if (typeof args.number !== 'string' || args.number === '') {
        const [newest, ...older] = own;
        return newest ? { status: 'own', ...shown(newest), older: older.map(shown), more: older.length } : { status: 'none' };
      }
      const number = normalNumber(args.number, prefix());
      const ticket = own.find((mine) => sameNumber(mine.number, number)) ?? (await book.ticket(number));
      if (!ticket) return { status: 'unknown', number };
      if (!(await book.personOf(conversationId)).includes(ticket.conversationId))
        return { status: 'other', number: ticket.number, step: ticket.status, date: day(ticket.updatedAt) };
      return { status: 'own', ...shown(ticket), older: [], more: 0 };
    },
  };
}

/** The newest records of all the citizen's channels. */
async function ownTickets(book: TicketBook, conversationId: string): Promise<Ticket[]> {
  const channels = await book.personOf(conversationId);
  const found = await Promise.all(channels.map((id) => book.ticketsOf(id, LISTED)));
  const newestFirst = found.flat().sort((a, b) => b.createdAt - a.createdAt);
  return newestFirst.slice(0, LISTED);
}

function shown(ticket: Ticket): JsonObject {
  const answer = ticket.steps.filter((step) => step.kind === 'status' && step.text && step.by !== 'citizen').at(-1)?.text ?? null;
  return {
    number: ticket.number,
    intent: ticket.intent,
    department: ticket.department,
    step: ticket.status,
    opened: day(ticket.createdAt),
    updated: day(ticket.updatedAt),
    place: ticket.place,
    answer,
    closed: ['resolved', 'closed', 'cancelled', 'referred'].includes(ticket.status),
    id: ticket.number,
    label: ticket.number,
  };
}

/** "pb 26 123", "26-000123" and "123" typed in a hurry all mean the record they can mean. */
export function normalNumber(text: string, prefix: string): string {
  const digits = text.match(/\d+/g) ?? [];
  const last = digits.at(-1);
  if (last === undefined) return text;
  const year = digits.length > 1 ? digits.at(-2)! : null;
  return year === null ? `${last}` : `${prefix}-${year.slice(-2)}-${last.padStart(6, '0')}`;
}

function sameNumber(full: string, typed: string): boolean {
  return full === typed || Number(full.split('-').at(-1)) === Number(typed);
}

const DAY = new Intl.DateTimeFormat('tr-TR', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'Europe/Istanbul' });
const day = (at: number): string => DAY.format(at);
