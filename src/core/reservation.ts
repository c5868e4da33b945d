/** Reservations as the desk's page shows them. */
import type { TicketStatus } from './ticket';

export interface ReservationRow {
  number: string;
  conversationId: string;
  facility: string;
  unit: string;
  /** YYYY-MM-DD of the session or the first night. */
  date: string;
  /** "18:00-19:00" or "night". */
  session: string;
  nights: number;
  /** open: a person has to confirm it · resolved: confirmed · cancelled: withdrawn or refused */
  status: TicketStatus;
  requested: number;
  name: string | null;
  phone: string | null;
}
