import type { JsonObject } from '../../core/json';

/** What the actions about a citizen's channels need of the house. */
export interface PeopleBook {
  /** The conversation that a telephone number belongs to, where a channel vouches for numbers; null where nobody wrote from it. */
  conversationOfPhone(digits: string): Promise<string | null>;
  /** All conversations of the person whose one this is, itself first. */
  personOf(conversationId: string): Promise<string[]>;
  /** Has another conversation tell its citizen a text, once for each `eventId`. */
  tell(conversationId: string, eventId: string, text: string, values: JsonObject): Promise<void>;
}

/** A house without other conversations: for checks and tests of a single one. */
export const NOBODY: PeopleBook = {
  conversationOfPhone: async () => null,
  personOf: async (conversationId) => [conversationId],
  tell: async () => {},
};
