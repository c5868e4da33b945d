import type { Action } from '../action';
import { numberAction } from './actions/number';
import { statusAction } from './actions/status';
import type { TicketBook } from './port';

/** Actions about citizens' records. `prefix` is the city's, such as "PB". */
export function createTicketActions(book: TicketBook, prefix: string): Action[] {
  return [numberAction(book, prefix), statusAction(book, prefix)];
}
