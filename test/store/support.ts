/** Inputs and turns for store tests. */
import { newId } from '../../src/core/ids';
import { newSession, type Session } from '../../src/core/session';
import { type Event, type Turn, turnId } from '../../src/core/turn';
import type { NewInput } from '../../src/store/port';

export const NOW = 1_774_416_600_000;

export function message(eventId: string, sender: string | string[] = 'ayse', text = 'merhaba', at = NOW): NewInput {
  const ids = typeof sender === 'string' ? [sender] : sender;
  const item = {
    type: 'message' as const,
    channel: 'http',
    account: 'default',
    eventId,
    sender: { ids },
    at,
    parts: [{ kind: 'text' as const, text }],
  };
  return {
    id: newId(),
    senderIds: ids,
    channel: 'http',
    account: 'default',
    eventId,
    kind: 'message',
    at,
    acceptedAt: at,
    body: { kind: 'message', item },
  };
}

export function turnOf(
  conversationId: string,
  version: number,
  inputs: string[],
  events: Event[] = [],
  change: Partial<Session> = {},
): Turn {
  const session = { ...newSession({ channel: 'http', account: 'default', to: 'ayse' }, 'tr'), ...change };
  return { id: turnId(conversationId, version), conversationId, version, inputs, at: NOW + version, session, events, calls: [] };
}

export const reply = (text: string, to: string, author: 'bot' | 'agent' = 'bot'): Event => ({
  type: 'reply',
  part: { kind: 'text', text },
  inReplyTo: [to],
  purpose: 'reply',
  author,
});

export const ticketOpened = (number: string): Event => ({
  type: 'ticket.opened',
  ticket: {
    number,
    intent: 'road.pothole',
    department: 'fen',
    priority: 'normal',
    description: 'çukur',
    place: null,
    neighbourhood: null,
    lat: null,
    lon: null,
    media: [],
    contact: { name: null, phone: null, channel: 'http' },
  },
});

/** A record that owns slots. */
export const bookingOpened = (number: string, slots: string[]): Event => {
  const event = ticketOpened(number) as Extract<Event, { type: 'ticket.opened' }>;
  return { ...event, ticket: { ...event.ticket, intent: 'facility.booking', details: { slots } } };
};
