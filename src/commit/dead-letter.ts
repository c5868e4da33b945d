import type { Handler } from './index';

/** A message that failed again and again is set aside where people see it. */
export const deadLetter: Handler<'dead_letter'> = (event, turn, id) => [
  { op: 'dead_letter', id, at: turn.at, reason: event.reason },
];
