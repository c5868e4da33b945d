import type { Handler } from './index';

/** An agent's note: seen at the desk, never by the citizen. */
export const note: Handler<'note'> = (event, turn, id) => [
  { op: 'note', id, at: turn.at, agentId: event.agentId, agentName: event.agentName, text: event.text },
];
