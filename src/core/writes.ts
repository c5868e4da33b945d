/**
 * What a turn changes outside itself, as data. Commit handlers turn events into writes; a store applies them: SQLite in the
 * turn's transaction, MongoDB as projections that may be applied twice.
 */
import type { Decision } from './decision';
import type { Outbound } from './items';
import type { Lesson } from './lesson';
import type { Reading } from './reading';
import type { Ticket, TicketStatus, TicketStep } from './ticket';

/** The desk's row of a conversation. */
export interface ConversationSummary {
  channel: string;
  account: string;
  to: string;
  name: string | null;
  lang: string;
  holderId: string | null;
  holderName: string | null;
  waitingSince: number | null;
  waitingReason: string | null;
  department: string | null;
  /** Time of the last turn. */
  updatedAt: number;
}

export type Write =
  | { op: 'conversation'; summary: ConversationSummary }
  | { op: 'reading'; inputId: string; reading: Reading }
  /** Of a message that an earlier turn consumed. */
  | { op: 'reading.change'; inputId: string; reading: Reading }
  | { op: 'lesson'; lesson: Lesson }
  | { op: 'outbound'; row: Outbound }
  | { op: 'outbound.cancel' }
  | { op: 'ticket.open'; ticket: Ticket }
  | { op: 'ticket.step'; number: string; step: TicketStep; status?: TicketStatus; lat?: number; lon?: number; place?: string }
  | { op: 'decision'; decision: Decision }
  /** What was held while the citizen was asked is theirs now. */
  | { op: 'slots.keep'; number: string }
  | { op: 'slots.free'; number: string }
  | { op: 'timer'; key: string; at: number | null }
  | { op: 'person.link'; id: string; at: number; other: string }
  /** Ends all links of the conversation. */
  | { op: 'person.unlink'; at: number }
  | { op: 'note'; id: string; at: number; agentId: string; agentName: string; text: string }
  | { op: 'dead_letter'; id: string; at: number; reason: string };
