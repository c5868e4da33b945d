import type { TicketStep } from '../core/ticket';
import type { Handler } from './index';

/** A new record, with its first step. */
export const ticketOpened: Handler<'ticket.opened'> = (event, turn, id) => [
  {
    op: 'ticket.open',
    ticket: {
      ...event.ticket,
      conversationId: turn.conversationId,
      status: event.status ?? 'open',
      createdAt: turn.at,
      updatedAt: turn.at,
      steps: [{ id, at: turn.at, kind: 'opened', status: event.status ?? 'open' }],
    },
  },
  ...(event.ticket.details?.slots === undefined ? [] : [{ op: 'slots.keep' as const, number: event.ticket.number }]),
];

/** A part that came later joins the record. */
export const ticketAdded: Handler<'ticket.added'> = (event, turn, id) => {
  const step: TicketStep = { id, at: turn.at, kind: 'added' };
  if (event.text !== undefined) step.text = event.text;
  if (event.media !== undefined) step.media = event.media;
  if (event.joins !== undefined) step.joins = event.joins;
  return [{ op: 'ticket.step', number: event.number, step, ...located(event) }];
};

export const ticketStatus: Handler<'ticket.status'> = (event, turn, id) => [
  {
    op: 'ticket.step',
    number: event.number,
    status: event.status,
    step: { id, at: turn.at, kind: 'status', status: event.status, text: event.text, by: event.by },
  },
  // Whoever withdraws or is refused leaves the place to others.
  ...(event.status === 'cancelled' ? [{ op: 'slots.free' as const, number: event.number }] : []),
];

/** Who looked at a sealed number stands in the record for good. */
export const ticketUnsealed: Handler<'ticket.unsealed'> = (event, turn, id) => [
  { op: 'ticket.step', number: event.number, step: { id, at: turn.at, kind: 'unsealed', by: event.agentName, text: event.kind } },
];

function located(event: { lat?: number; lon?: number; place?: string }): { lat?: number; lon?: number; place?: string } {
  return {
    ...(event.lat === undefined ? {} : { lat: event.lat }),
    ...(event.lon === undefined ? {} : { lon: event.lon }),
    ...(event.place === undefined ? {} : { place: event.place }),
  };
}
