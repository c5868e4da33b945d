/** The desk's way into the pipeline: what an agent does is an input like a message. */
import type { DeskAction } from '../core/turn';

export interface Desk {
  /**
   * Stores the action as an input of the conversation and waits for its turn.
   *
   * @param actionId made by the client once per click: sent twice, done once
   * @returns refused: the action did not apply any more (another agent holds the conversation; the ticket is closed); `reason` is a locale key under `desk.`
   */
  act(conversationId: string, actionId: string, action: DeskAction): Promise<{ done: boolean; reason?: string }>;
}
