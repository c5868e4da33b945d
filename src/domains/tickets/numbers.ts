/** Draws the numbers of records: the city's prefix, the year, a number that never comes again. */
import type { TicketBook } from './port';

/** Numbers drawn from the store at a time: one write serves many records. What a stop leaves over is a gap, never a repeat. */
const BLOCK = 20;
const DIGITS = 6;

export type DrawNumber = (now: number) => Promise<string>;

/** @param prefix gives the city's prefix: it may change while the line runs */
export function createNumbers(book: Pick<TicketBook, 'nextNumbers'>, prefix: () => string): DrawNumber {
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

  return async (now) => {
    // The year of the record in the city's time, UTC+3 all year since 2016.
    const year = new Date(now + 3 * 3_600_000).getUTCFullYear() % 100;
    const number = await draw(`ticket-${year}`);
    return `${prefix()}-${String(year).padStart(2, '0')}-${String(number).padStart(DIGITS, '0')}`;
  };
}
