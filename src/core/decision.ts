/** A decision about someone's entitlement, kept so that it can be explained and made again. */
import type { JsonObject } from './json';

export interface Decision {
  /** turn id and event index: written twice, it is still one. */
  id: string;
  conversationId: string;
  at: number;
  programme: string;
  /** Since when the conditions hold, YYYY-MM-DD; null when none held. */
  ruleFrom: string | null;
  /** Mark of the very set of conditions. */
  rule: string | null;
  answers: JsonObject;
  status: string;
  /** Ids of the conditions that failed, and of those that hold it up. */
  failing: string[];
  waiting: string[];
  missingDocuments: string[];
}
