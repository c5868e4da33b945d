/** Reservations of halls, pitches and camps: availability by the pack's calendar, requests that never double. */
import type { SlotBook } from '../../core/slots';
import type { Action } from '../action';
import type { Pack } from '../pack';
import type { DrawNumber } from '../tickets';
import { findAction } from './actions/find';
import { freeAction } from './actions/free';
import { requestAction } from './actions/request';

export { reservationList } from './list';

export function createReservationActions({ pack, book, draw }: { pack: Pack; book: SlotBook; draw: DrawNumber }): Action[] {
  return [findAction(pack), freeAction(pack, book), requestAction(pack, book, draw)];
}
