import type { Handler } from './index';

/** A decision is kept with its answers and the mark of its conditions. */
export const decision: Handler<'decision'> = (event, turn, id) => [
  { op: 'decision', decision: { ...event.decision, id, conversationId: turn.conversationId, at: turn.at } },
];
