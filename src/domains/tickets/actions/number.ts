import { z } from 'zod';
import type { Action } from '../../action';
import type { TicketBook } from '../port';

/** Numbers drawn from the store at a time: one write serves many records. What a stop leaves over is a gap, never a repeat. */
const BLOCK = 20;
const DIGITS = 6;

/**
 * ticket.number: draws the number of a new record.
 *
 * example: {} -> { status: 'ok', number: 'PB-26-000123' }
 */
export function numberAction(book: TicketBook, prefix: () => string): Action {
  const blocks = new Map<string, { next: number; end: number }>();
  const drawing = new Map<string, Promise<void>>();

  async function draw(series: string): Promise<number> {
    for (;;) {
      const block = blocks.get(series);
      if (block && block.next < block.end) return block.next++;
      let refill = drawing.get(series);
      if (!refill) {
        refill = book.nextNumbers(series, BLOCK).then((first) => {
          blocks.set(series, { next: first, end: first + BLOCK });
        });
        drawing.set(series, refill);
        void refill.finally(() => drawing.delete(series)).catch(() => {});
      }
      await refill;
    }
  }

  return {
    name: 'ticket.number',
    about: 'Draws the number of a new record',
    args: z.object({}),
    async run(_args, { now }) {
      // The year of the record in the city's time, UTC+3 all year since 2016.
      const year = new Date(now + 3 * 3_600_000).getUTCFullYear() % 100;
      const series = `ticket-${year}`;
      const number = await draw(series);
      return { status: 'ok', number: `${prefix()}-${String(year).padStart(2, '0')}-${String(number).padStart(DIGITS, '0')}` };
    },
  };
}
