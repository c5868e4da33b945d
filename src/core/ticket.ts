/** A citizen's record: what they call "başvuru" or "kayıt". */
import type { MediaRef } from './items';
import type { PersonalKind } from './mask';
import type { JsonObject } from './json';

export const TICKET_STATUSES = ['open', 'in_progress', 'resolved', 'closed', 'cancelled', 'referred'] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];
export type Priority = 'normal' | 'high';

/** What a record is a part of: an announcement of the pack, or the record that told of it first. */
export interface Joins {
  id: string;
  /** As agents read it. */
  name: string;
}

export interface TicketStep {
  /** turn id and event index: writing it twice changes nothing. */
  id: string;
  at: number;
  kind: 'opened' | 'added' | 'status' | 'unsealed';
  status?: TicketStatus;
  /** Shown to the citizen. */
  text?: string;
  by?: string;
  media?: MediaRef[];
  /** The newest step that says it holds; null: a matter of its own after all. */
  joins?: Joins | null;
}

/** A number that names a person, encrypted; only agents of the department may see it. */
export interface SealedField {
  kind: PersonalKind;
  department: string;
  /** Stars and the last two digits. */
  masked: string;
  /** Tells the same person's records. */
  hash: string;
  sealed: string;
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
  /** What a flow asked under seal. */
  sealed?: SealedField[];
  /** What a flow asked beyond the common fields, by name: an application's answers, a reservation's slot. */
  details?: JsonObject;
  contact: { name: string | null; phone: string | null; channel: string };
  createdAt: number;
  updatedAt: number;
  steps: TicketStep[];
}
