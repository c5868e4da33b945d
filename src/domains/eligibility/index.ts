/** Eligibility: programmes as dated data, verdicts that name their reasons. */
import type { Action } from '../action';
import type { Pack } from '../pack';
import { checkAction } from './actions/check';
import { documentsAction } from './actions/documents';
import { findAction } from './actions/find';
import type { RuleBook } from './port';

export { evaluate, type Reason, type Verdict, versionOn } from './evaluate';
export type { RuleBook } from './port';
export { type Replayed, replayDecision } from './replay';
export { markOf, type RuleLine, type RuleTexts, rulesOf } from './rules';

export function createEligibilityActions({ pack, rules }: { pack: Pack; rules?: RuleBook }): Action[] {
  return [checkAction(pack, rules), documentsAction(pack), findAction(pack)];
}
