import type { Action } from '../action';
import type { Pack } from '../pack';
import { findAction } from './actions/find';
import type { Finder } from './finder';

export { createFinder, type Finder, type Found, type Hit } from './finder';
export { type FindingSettings, readFindingSettings } from './settings';

/** Actions that find the page of a question. */
export function createFindingActions({ pack, finder }: { pack: Pack; finder: Finder }): Action[] {
  return [findAction(pack, finder)];
}
