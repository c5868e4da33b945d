import type { Handler } from './index';

export const personLinked: Handler<'person.linked'> = (event, turn, id) => [
  { op: 'person.link', id, at: turn.at, other: event.other },
];

export const personUnlinked: Handler<'person.unlinked'> = (_event, turn) => [{ op: 'person.unlink', at: turn.at }];
