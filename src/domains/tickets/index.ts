import type { Action } from '../action';
import { numberAction } from './actions/number';
import { statusAction } from './actions/status';
import type { TicketBook } from './port';

/** Actions about citizens' records. `prefix` gives the city's, such as "PB": it may change while the line runs. */
export function createTicketActions(book: TicketBook, prefix: () => string): Action[] {
  return [numberAction(book, prefix), statusAction(book, prefix)];
}
