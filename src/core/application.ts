/** Applications to a programme as lists and pages show them. */
import type { TicketStatus } from './ticket';

export interface ApplicationRow {
  number: string;
  conversationId: string;
  programme: string;
  status: TicketStatus;
  applied: string;
  /** Days since the application. */
  waits: number;
  /** "home", or the id of the point where it is picked up. */
  delivery: string | null;
  name: string | null;
  birth: string | null;
  count: number;
  applicant: string | null;
  address: string | null;
  neighbourhood: string | null;
  lat: number | null;
  lon: number | null;
  phone: string | null;
  contact: string | null;
  photo: boolean;
}

export interface Figures {
  programme: string;
  /** YYYY, of the day of application. */
  year: string;
  applications: number;
  /** Reached: the set was handed over. */
  families: number;
  /** Sets handed over: twins get two. */
  sets: number;
  home: number;
  point: number;
  waiting: number;
  withdrawn: number;
}
