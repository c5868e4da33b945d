import type { SlotBook } from '../../core/slots';
import type { Ticket } from '../../core/ticket';

/** What applications need of a store. */
export interface ApplicationBook extends Pick<SlotBook, 'slotsClaim'> {
  /** Newest first. */
  ticketsOf(conversationId: string, limit: number): Promise<Ticket[]>;
}
