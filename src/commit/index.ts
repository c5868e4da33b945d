/**
 * What a turn changes elsewhere, as data. One handler a kind of event: `project` is pure, so a store may run it inside its
 * transaction (SQLite) or again after a crash (MongoDB) and get the same writes with the same ids.
 */
import type { Event, Turn } from '../core/turn';
import type { ConversationSummary, Write } from '../core/writes';
import { deadLetter } from './dead-letter';
import { decision } from './decision';
import { handoffTaken } from './handoff';
import { corrected, learnt } from './lesson';
import { note } from './note';
import { personLinked, personUnlinked } from './person';
import { read } from './read';
import { reply } from './reply';
import { ticketAdded, ticketOpened, ticketStatus, ticketUnsealed } from './ticket';
import { timerClear, timerSet } from './timer';

/** Gives the writes of one event. `id` names the event for ever: turn id and index. */
export type Handler<T extends Event['type']> = (event: Extract<Event, { type: T }>, turn: Turn, id: string) => Write[];

const nothing = (): Write[] => [];

const HANDLERS: { [T in Event['type']]: Handler<T> } = {
  read,
  reply,
  ignored: nothing, // the turn itself tells it
  'flow.started': nothing,
  referred: nothing, // counted; the turn itself and the record tell it
  'ticket.opened': ticketOpened,
  'ticket.added': ticketAdded,
  'ticket.status': ticketStatus,
  'ticket.unsealed': ticketUnsealed,
  corrected,
  learnt,
  decision,
  'timer.set': timerSet,
  'timer.clear': timerClear,
  'handoff.requested': nothing, // the session carries it into the conversation's row
  'handoff.taken': handoffTaken,
  'handoff.returned': nothing,
  'person.linked': personLinked,
  'person.unlinked': personUnlinked,
  note,
  ring: nothing, // a live hint, nothing to keep
  dead_letter: deadLetter,
};

const projected = new WeakMap<Turn, Write[]>();

/**
 * All writes of a turn: its conversation's row first, then each event's in order. The store and the outbox ask for the same
 * turn: it is worked out once.
 */
export function project(turn: Turn): Write[] {
  let writes = projected.get(turn);
  if (!writes) {
    writes = writesOf(turn);
    projected.set(turn, writes);
  }
  return writes;
}

function writesOf(turn: Turn): Write[] {
  const writes: Write[] = [{ op: 'conversation', summary: summaryOf(turn) }];
  turn.events.forEach((event, index) => {
    const handler = HANDLERS[event.type] as Handler<Event['type']>;
    writes.push(...handler(event as never, turn, `${turn.id}:${index}`));
  });
  return writes;
}

function summaryOf({ session, at }: Turn): ConversationSummary {
  return {
    channel: session.peer.channel,
    account: session.peer.account,
    to: session.peer.to,
    name: session.peer.name ?? null,
    lang: session.lang,
    holderId: session.holder?.agentId ?? null,
    holderName: session.holder?.name ?? null,
    waitingSince: session.waiting?.since ?? null,
    waitingReason: session.waiting?.reason ?? null,
    department: session.waiting?.department ?? null,
    updatedAt: at,
  };
}
