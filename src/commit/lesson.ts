import type { Handler } from './index';

/** An agent's word on a message stands beside it at the desk. */
export const corrected: Handler<'corrected'> = ({ inputId, reading }) => [{ op: 'reading.change', inputId, reading }];

/** What was shown is kept until it is reviewed: `kapi learn export`. */
export const learnt: Handler<'learnt'> = ({ text, was, intent, by }, turn, id) => [
  { op: 'lesson', lesson: { id, conversationId: turn.conversationId, at: turn.at, text, was, intent, by } },
];
