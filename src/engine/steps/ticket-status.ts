import { resolve, scopeOf } from '../values';
import { NEXT, type StepHandler } from './index';

/** ticket_status: the citizen withdraws or reopens a record. */
export const ticketStatus: StepHandler<'ticket_status'> = (step, frame, run) => {
  const { number, status, text } = step.ticket_status;
  const named = resolve(number, scopeOf(run.session, frame));
  if (typeof named === 'string') run.emit({ type: 'ticket.status', number: named, status, text: run.t(text), by: 'citizen' });
  return NEXT;
};
