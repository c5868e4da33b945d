/** Applications to a programme: the same child is not applied for twice, an address is looked at, deliveries are listed. */
import type { Action } from '../action';
import type { Pack } from '../pack';
import type { DrawNumber } from '../tickets';
import { addressAction } from './actions/address';
import { claimAction } from './actions/claim';
import { statusAction } from './actions/status';
import type { ApplicationBook } from './port';

export { deliveryList, figuresOf } from './list';
export type { ApplicationBook } from './port';

export function createApplicationActions(deps: { pack: Pack; book: ApplicationBook; draw: DrawNumber }): Action[] {
  return [addressAction(deps.pack), claimAction(deps), statusAction(deps)];
}
