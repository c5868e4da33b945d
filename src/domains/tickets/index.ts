import type { Action } from '../action';
import { numberAction } from './actions/number';
import { statusAction } from './actions/status';
import type { DrawNumber } from './numbers';
import type { TicketBook } from './port';

export { createNumbers, type DrawNumber } from './numbers';

/** Actions about citizens' records. `prefix` gives the city's, such as "PB": it may change while the line runs. */
export function createTicketActions(book: TicketBook, prefix: () => string, draw: DrawNumber): Action[] {
  return [numberAction(draw), statusAction(book, prefix)];
}
