/** What the console and the server say to each other. Types only: the console is built from this file too. */
import type { ApplicationRow, Figures } from '../../core/application';
import type { ReservationRow } from '../../core/reservation';
import type { DeliveryState, MediaKind, OutPart, Part } from '../../core/items';
import type { PersonalKind } from '../../core/mask';
import type { Reading } from '../../core/reading';
import type { Ticket, TicketStatus } from '../../core/ticket';

export const API_PATH = '/api';
export const SOCKET_PATH = '/console/live';
/** Every request that changes something carries it: a form on another site cannot. */
export const CSRF_HEADER = 'x-kapi-console';

export type Role = 'admin' | 'agent';

export interface AgentInfo {
  id: string;
  login: string;
  name: string;
  role: Role;
  /** Whose sealed numbers the agent may see. */
  departments: string[];
}

/** The first thing a console asks for. */
export interface ConsoleState {
  city: string;
  me: AgentInfo | null;
  /** No agent exists yet: the one-time link of the first start creates the administrator. */
  first: boolean;
  passwordMinChars: number;
}

/** Names that people read, by key, in the console's language. */
export interface Labels {
  intents: Record<string, string>;
  departments: Record<string, string>;
  /** Why a conversation waits, why an action was refused. */
  desk: Record<string, string>;
}

/** How an account of a channel stands. */
export interface ChannelState {
  channel: string;
  account: string;
  ok: boolean;
  /** One line for an operator: what is wrong and the mend. */
  detail: string;
  /** A code to scan, as SVG, and what is at stake. */
  signIn: { svg: string; notice: { tr: string; en: string } } | null;
}

/** Why no times are told to citizens, or an older feed's; `date` is YYYY-MM-DD, the calendar's end or beginning. */
export interface TimetableNotice {
  key: 'feed_expired' | 'feed_not_started' | 'feed_broken';
  date: string;
}

/** An application that waits, as the department and its field team see it. */
export type ApplicationCard = ApplicationRow;
export type ProgrammeFigures = Figures;

export type ReservationCard = ReservationRow;

export interface Applications {
  programmes: { id: string; name: string }[];
  programme: string;
  /** Where it can be picked up, by id. */
  points: Record<string, string>;
  rows: ApplicationCard[];
  figures: ProgrammeFigures[];
}

export type View = 'waiting' | 'mine' | 'held' | 'recent';
export const VIEWS: View[] = ['waiting', 'mine', 'held', 'recent'];

export interface ConversationCard {
  id: string;
  channel: string;
  /** The citizen's name as the channel gives it; null where it gives none. */
  name: string | null;
  /** The last characters of the channel's id, to tell two nameless citizens apart. */
  tail: string;
  lang: string;
  holder: { id: string; name: string } | null;
  waitingSince: number | null;
  /** A key of `Labels.desk`. */
  waitingReason: string | null;
  department: string | null;
  updatedAt: number;
}

export interface ConversationList {
  rows: ConversationCard[];
  /** How many wait for a person, whatever the view. */
  waiting: number;
}

export interface MediaInfo {
  kind: MediaKind;
  state: 'waiting' | 'stored' | 'refused' | 'failed';
  /** Address of the bytes when they are stored. */
  href: string | null;
  mimeType: string | null;
  fileName: string | null;
}

/** What the inbox starred leaves the server without its hash and seal. */
export type CitizenPart =
  | Exclude<Part, { kind: 'media' | 'text' }>
  | Omit<Extract<Part, { kind: 'text' }>, 'personal'>
  | { kind: 'media'; media: MediaInfo; caption?: string };

export type ThreadEntry =
  | {
      id: string;
      at: number;
      channel: string;
      from: 'citizen';
      /** The conversation that it was written in: one of the linked ones, or the open one. */
      conversationId: string;
      parts: CitizenPart[];
      reading: Reading | null;
    }
  | {
      id: string;
      at: number;
      channel: string;
      from: 'bot' | 'agent';
      name: string | null;
      part: OutPart;
      state: 'pending' | 'sending' | 'uncertain' | 'expired' | 'cancelled' | DeliveryState;
      error: string | null;
      resent: boolean;
    }
  | { id: string; at: number; channel: string; from: 'note'; name: string; text: string };

export interface Thread {
  conversation: ConversationCard;
  /** Other channels that the citizen proved to be theirs; their entries stand among this one's. */
  linked: ConversationCard[];
  entries: ThreadEntry[];
  tickets: TicketView[];
}

export interface TicketView extends Omit<Ticket, 'media' | 'sealed'> {
  media: MediaInfo[];
  sealed: SealedView[];
}

/** A sealed number of a record: `mayOpen` for agents of its department. */
export interface SealedView {
  kind: PersonalKind;
  masked: string;
  department: string;
  mayOpen: boolean;
  /** Other records of the same person, newest first; only for those who may open it. */
  others: string[];
}

/** Why a message was read as it was. */
export interface Why {
  /** The words that were classified, without courtesies. */
  classified: string;
  /** Best first. Positive weights speak for the intent, negative ones against it. */
  intents: { intent: string; margin: number; features: { name: string; weight: number }[] }[];
  /** Cosine, 0 to 1. */
  nearest: { text: string; intent: string; similarity: number }[];
}

/** What an agent does. `actionId` is made once a click: sent twice, it is done once. */
export type ActionRequest = { actionId: string } & (
  | { do: 'take' }
  | { do: 'reply'; text: string }
  | { do: 'note'; text: string }
  | { do: 'return' }
  | { do: 'unlink' }
  | { do: 'ticket.status'; number: string; status: TicketStatus; text: string }
);

/** The number in clear; the record keeps who looked. */
export interface UnsealResponse {
  value: string;
}

export interface ActionResponse {
  done: boolean;
  /** A key of `Labels.desk` without its "desk." when it was not done, or `queued` when it is stored and will be. */
  reason?: string;
}

export interface Problem {
  code: string;
  message: string;
  field?: string;
}

/** A hint that something changed; the console reads it anew. */
export interface Hint {
  conversationId: string;
  what: 'turn' | 'outbox' | 'inbound' | 'ring';
}

export interface ServerEvents {
  queue(hint: Hint): void;
  conversation(hint: Hint): void;
  /** The session ended: log in again. */
  ended(): void;
}

export interface ClientEvents {
  /** Watches one conversation instead of the one before; null: none. */
  watch(conversationId: string | null): void;
}
