/** A citizen's record: what they call "başvuru" or "kayıt". */
import type { MediaRef } from './items';

export const TICKET_STATUSES = ['open', 'in_progress', 'resolved', 'closed', 'cancelled'] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];
export type Priority = 'normal' | 'high';

export interface TicketStep {
  /** turn id and event index: writing it twice changes nothing. */
  id: string;
  at: number;
  kind: 'opened' | 'added' | 'status';
  status?: TicketStatus;
  /** Shown to the citizen. */
  text?: string;
  by?: string;
  media?: MediaRef[];
}

export interface Ticket {
  /** "PB-26-000123": prefix of the city, year, number without repeats. */
  number: string;
  conversationId: string;
  intent: string;
  department: string | null;
  priority: Priority;
  status: TicketStatus;
  description: string;
  place: string | null;
  neighbourhood: string | null;
  lat: number | null;
  lon: number | null;
  media: MediaRef[];
  contact: { name: string | null; phone: string | null; channel: string };
  createdAt: number;
  updatedAt: number;
  steps: TicketStep[];
}
