/** Eligibility: programmes as dated data, verdicts that name their reasons. */
import type { Action } from '../action';
import type { Pack } from '../pack';
import { checkAction } from './actions/check';
import { documentsAction } from './actions/documents';
import { findAction } from './actions/find';

export { evaluate, type Reason, type Verdict, versionOn } from './evaluate';

export function createEligibilityActions({ pack }: { pack: Pack }): Action[] {
  return [checkAction(pack), documentsAction(pack), findAction(pack)];
}
