/**
 * The store port. Two implementations: SQLite (embedded) and MongoDB (large city). One contract suite runs over both.
 *
 * Everything the line must not lose goes through `accept` (before the platform gets its 200) and `commit` (a turn, whole or
 * not at all). What a turn changes elsewhere is derived from it by `project`, given at creation.
 */
import type { Decision } from '../core/decision';
import type { DeliveryState, Outbound, StatusItem } from '../core/items';
import type { Lesson } from '../core/lesson';
import type { SlotBook } from '../core/slots';
import type { Reading } from '../core/reading';
import type { Session } from '../core/session';
import type { Ticket, TicketStatus } from '../core/ticket';
import type { StoredInput, Turn } from '../core/turn';
import type { ConversationSummary, Write } from '../core/writes';

/** Pure: a turn's effects, in order. */
export type Project = (turn: Turn) => Write[];

/** An input before the store has found its conversation. `senderIds`: most stable first; empty when conversationId is known. */
export interface NewInput extends Omit<StoredInput, 'conversationId' | 'tries'> {
  senderIds: string[];
  conversationId?: string;
}

export interface AcceptedInput {
  id: string;
  conversationId: string;
  /** false: this eventId was stored before; `id` is then the stored one's. */
  fresh: boolean;
}

export interface Work {
  conversationId: string;
  /** Version of the newest turn, 0 before the first. */
  version: number;
  session: Session | null;
  /** Not yet consumed, oldest first. */
  inputs: StoredInput[];
}

/** consumed: an input belongs to another turn already · stale: a newer turn exists; take again and decide again. */
export type CommitOutcome = 'committed' | 'consumed' | 'stale';

export type OutboxState =
  | 'pending'
  | 'sending'
  | 'uncertain'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'failed'
  | 'expired'
  | 'cancelled';

export interface OutboxRow {
  outbound: Outbound;
  state: OutboxState;
  tries: number;
  /** Not before, epoch milliseconds. */
  nextAt: number;
  platformId: string | null;
  error: string | null;
  /** Sent once more after an unclear end: the only place where a reply can double. */
  resent: boolean;
}

export interface OutboxMark {
  id: string;
  state: OutboxState;
  /** The states from which the mark may be made; left out: any that is not final. */
  from?: OutboxState[];
  nextAt?: number;
  countTry?: boolean;
  platformId?: string;
  error?: string;
  resent?: boolean;
}

export interface DueTimer {
  conversationId: string;
  key: string;
  at: number;
}

export interface ConversationRow extends ConversationSummary {
  id: string;
  version: number;
}

/** One line of a thread at the desk. */
export interface ThreadRow {
  id: string;
  at: number;
  kind: 'message' | 'outbound' | 'note';
  input?: StoredInput;
  reading?: Reading;
  outbound?: OutboxRow;
  note?: { agentId: string; agentName: string; text: string };
}

export type MediaState = 'waiting' | 'stored' | 'refused' | 'failed';

export interface MediaRow {
  /** inputId:index of the part */
  id: string;
  conversationId: string;
  channel: string;
  account: string;
  ref: import('../core/items').MediaRef;
  state: MediaState;
  tries: number;
  nextAt: number;
  hash: string | null;
  mimeType: string | null;
  size: number | null;
  error: string | null;
}

export interface Agent {
  id: string;
  login: string;
  name: string;
  role: 'admin' | 'agent';
  /** Keys of the departments whose sealed numbers the agent may see. */
  departments: string[];
  passwordHash: string;
  createdAt: number;
}

export interface AgentSession {
  /** SHA-256 of the cookie's token: the store never holds what opens a session. */
  id: string;
  agentId: string;
  createdAt: number;
  expiresAt: number;
}

export interface DeadLetter {
  id: string;
  conversationId: string;
  at: number;
  reason: string;
}

export interface Store extends SlotBook {
  readonly kind: 'sqlite' | 'mongodb';

  /** Stores all or none. A sender's first known id decides the conversation; the others are added to it. */
  accept(inputs: NewInput[]): Promise<AcceptedInput[]>;
  /** Conversations that have inputs without a turn, the longest waiting first. */
  backlog(limit: number): Promise<string[]>;
  /** Leases a conversation to `owner` and gives what is to do; null when another holds it or nothing waits. */
  take(conversationId: string, owner: string, leaseMs: number, now: number): Promise<Work | null>;
  release(conversationId: string, owner: string): Promise<void>;
  commit(turn: Turn): Promise<CommitOutcome>;
  /** Counts one more try before it is made, so that a try that kills the process is counted. Gives the new count. */
  countTry(inputId: string): Promise<number>;

  dueTimers(now: number, limit: number): Promise<DueTimer[]>;
  /** Time of the earliest timer, or null. */
  nextTimerAt(): Promise<number | null>;

  /** Rows that are pending, sending or uncertain, in order of creation per conversation. */
  outboxOpen(limit: number, after?: string): Promise<OutboxRow[]>;
  /** Rows by id that do not exist or are not in a `from` state are left alone; gives the ids that were marked. */
  outboxMark(marks: OutboxMark[]): Promise<string[]>;
  /**
   * A status that precedes its receipt is kept and applied when the platform's id becomes known. A row that failed because the
   * platform's window was closed is pending again, once, with that error: it may be sent in another form.
   *
   * @returns `failed`: rows that have failed for good, now or before · `again`: rows that are pending again
   */
  status(items: StatusItem[]): Promise<{ failed: string[]; again: string[] }>;

  conversation(id: string): Promise<ConversationRow | null>;
  session(conversationId: string): Promise<{ session: Session; version: number } | null>;
  conversationOf(channel: string, account: string, senderId: string): Promise<string | null>;
  /** waiting: nobody holds it, oldest first · mine: held by the agent · held: by anyone · recent: newest first. */
  conversations(
    view: 'waiting' | 'mine' | 'held' | 'recent',
    options: { agentId?: string; limit: number },
  ): Promise<ConversationRow[]>;
  /** Oldest first; `after` is the id of a ThreadRow. The newest `limit` rows when `after` is left out. */
  thread(conversationId: string, options: { after?: string; limit: number }): Promise<ThreadRow[]>;

  /** All conversations of the person whose one this is, itself first: the citizen has proved that they are theirs. */
  personOf(conversationId: string): Promise<string[]>;

  ticket(number: string): Promise<Ticket | null>;
  /** Newest first. */
  ticketsOf(conversationId: string, limit: number): Promise<Ticket[]>;
  tickets(options: { status?: TicketStatus; department?: string; intent?: string; limit: number }): Promise<Ticket[]>;
  /** Kept decisions of eligibility, newest first. */
  decisions(options: { programme?: string; conversationId?: string; limit: number }): Promise<Decision[]>;
  /** Numbers of the records that hold one of these keyed hashes, newest first: the same person's, whoever wrote. */
  ticketsOfHash(hash: string, limit: number): Promise<string[]>;
  /** A block of `count` numbers of a series, never given twice; the first of them. */
  nextNumbers(series: string, count: number): Promise<number>;

  mediaAdd(rows: MediaRow[]): Promise<void>;
  mediaDue(now: number, limit: number): Promise<MediaRow[]>;
  mediaMark(id: string, change: Partial<Omit<MediaRow, 'id'>>): Promise<void>;
  /** The attachments of a conversation, whatever their state. */
  mediaOf(conversationId: string): Promise<MediaRow[]>;
  /** True when the conversation sent or was sent the bytes of this hash. */
  mediaBelongs(conversationId: string, hash: string): Promise<{ mimeType: string } | null>;

  agents(): Promise<Agent[]>;
  agentByLogin(login: string): Promise<Agent | null>;
  agent(id: string): Promise<Agent | null>;
  /** Throws KapiError conflict when the login is taken. */
  agentAdd(agent: Agent): Promise<void>;
  agentDepartments(id: string, departments: string[]): Promise<void>;
  /** Changes the password and ends all of the agent's sessions. */
  agentPassword(id: string, passwordHash: string): Promise<void>;
  agentSessionAdd(session: AgentSession): Promise<void>;
  agentSession(id: string, now: number): Promise<AgentSession | null>;
  agentSessionEnd(id: string): Promise<void>;

  /** Small facts of the installation (first-start link, generated secrets). */
  kvGet(key: string): Promise<string | null>;
  /** Sets only when absent; gives the value that stands. */
  kvInit(key: string, value: string): Promise<string>;
  kvSet(key: string, value: string): Promise<void>;
  /** Removes; true for the one caller that found it: a one-time link opens once. */
  kvTake(key: string, value: string): Promise<boolean>;

  /** Oldest first, the first `skip` left out. */
  lessons(options: { skip: number; limit: number }): Promise<Lesson[]>;
  deadLetters(limit: number): Promise<DeadLetter[]>;
  stats(): Promise<{
    inputs: number;
    unconsumed: number;
    turns: number;
    outboxOpen: number;
    tickets: number;
    conversations: number;
  }>;
  /** Resolves when a write and a read work; rejects with KapiError storeDown. */
  check(): Promise<void>;
  /** A consistent copy while running; KapiError badInput when the implementation leaves it to the server's own tools. */
  backup(path: string): Promise<void>;
  close(): Promise<void>;
}

/** What can be read of a store that another process writes. */
export type Reader = Pick<Store, 'ticket' | 'ticketsOf' | 'tickets' | 'decisions' | 'kvGet' | 'close'>;

/** States from which nothing follows by our own doing. */
export const FINAL_STATES: OutboxState[] = ['sent', 'delivered', 'read', 'failed', 'expired', 'cancelled'];

/** A failure after which a message may be sent in another form (items.SEND_FAILURES). */
export const WINDOW_CLOSED = 'window_closed';

/** Order of a delivery: a late "sent" never undoes "read"; `failed` may follow `sent` (WhatsApp 131047). */
export const DELIVERY_RANK: Record<DeliveryState, number> = { sent: 1, delivered: 2, read: 3, failed: 4 };
