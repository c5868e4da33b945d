import type { Ticket, TicketStatus } from '../../core/ticket';

/** What the actions about records need of a store. */
export interface TicketBook {
  ticket(number: string): Promise<Ticket | null>;
  /** All conversations of the person whose one this is. */
  personOf(conversationId: string): Promise<string[]>;
  /** Newest first. */
  ticketsOf(conversationId: string, limit: number): Promise<Ticket[]>;
  tickets(options: { status?: TicketStatus; department?: string; limit: number }): Promise<Ticket[]>;
  nextNumbers(series: string, count: number): Promise<number>;
}
