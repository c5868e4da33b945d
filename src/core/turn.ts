/** Inputs, events and turns: what goes into the engine, what comes out of it, and what is committed. */
import type { Lesson } from './lesson';
import type { PersonalKind } from './mask';
import type { Decision } from './decision';
import type { MessageItem, OutPart, Part, Purpose } from './items';
import type { Json, JsonObject } from './json';
import type { Reading } from './reading';
import type { Session } from './session';
import type { Ticket, TicketStatus, TicketStep } from './ticket';

/** What an agent does at the desk. Enters as an input and ends in a turn like a message. */
export type DeskAction =
  | { do: 'take'; agentId: string; agentName: string }
  | { do: 'reply'; agentId: string; agentName: string; text: string }
  | { do: 'note'; agentId: string; agentName: string; text: string }
  | { do: 'return'; agentId: string; agentName: string }
  | { do: 'unlink'; agentId: string; agentName: string }
  | { do: 'ticket.status'; agentId: string; agentName: string; number: string; status: TicketStatus; text: string }
  /** Looks at a sealed number of a record: leaves its trace in the thread. */
  /** Says what a message meant. `text` and `reading` are as they stand in the thread. */
  | { do: 'intent'; agentId: string; agentName: string; inputId: string; text: string; reading: Reading; intent: string }
  | { do: 'ticket.unseal'; agentId: string; agentName: string; number: string; kind: PersonalKind };

export type InputKind = 'message' | 'action' | 'timer' | 'failure' | 'notice';

/** One stored input. Unique by (channel, account, eventId); consumed by exactly one turn. */
export interface StoredInput {
  /** Ordered as accepted. */
  id: string;
  conversationId: string;
  channel: string;
  account: string;
  eventId: string;
  kind: InputKind;
  /** Platform's time of a message, due time of a timer; epoch milliseconds. */
  at: number;
  acceptedAt: number;
  tries: number;
  body: InputBody;
}

export type InputBody =
  | { kind: 'message'; item: MessageItem }
  | { kind: 'action'; action: DeskAction }
  | { kind: 'timer'; key: string }
  /** One of our own messages reached nobody. */
  | { kind: 'failure'; outboundId: string; reason: string }
  /** Another conversation has something to tell here: a text of locales/ and its values. */
  | { kind: 'notice'; text: string; with: JsonObject };

/** What `advance` is given. */
export type EngineInput =
  | { type: 'message'; eventId: string; parts: Part[]; reading: Reading | null; lang?: Session['lang'] }
  | { type: 'timer'; key: string; at: number }
  | { type: 'result'; callId: string; result: ActionResult };

/** Whatever an action found: `status` steers the flow, the rest fills its texts. */
export type ActionResult = { status: string } & JsonObject;

export interface Call {
  id: string;
  action: string;
  args: JsonObject;
}

export type Event =
  | { type: 'read'; inputId: string; reading: Reading }
  | { type: 'reply'; part: OutPart; inReplyTo: string[]; purpose: Purpose; author: 'bot' | 'agent'; authorName?: string }
  | { type: 'ignored'; eventId: string; reason: string }
  | { type: 'flow.started'; flow: string; intent: string }
  | {
      type: 'ticket.opened';
      ticket: Omit<Ticket, 'conversationId' | 'createdAt' | 'updatedAt' | 'steps' | 'status'>;
      /** open where it is left out. */
      status?: 'referred';
    }
  /** The citizen was sent to another institution; `number` is the reference that they may come back with. */
  | { type: 'referred'; intent: string; institution: string; number: string | null }
  | {
      type: 'ticket.added';
      number: string;
      text?: string;
      media?: Ticket['media'];
      lat?: number;
      lon?: number;
      place?: string;
      joins?: TicketStep['joins'];
    }
  | { type: 'ticket.status'; number: string; status: TicketStatus; text: string; by: string }
  | { type: 'decision'; decision: Omit<Decision, 'id' | 'conversationId' | 'at'> }
  | { type: 'timer.set'; key: string; at: number }
  | { type: 'timer.clear'; key: string }
  | { type: 'handoff.requested'; reason: string; department: string | null }
  | { type: 'handoff.taken'; agentId: string; agentName: string }
  | { type: 'handoff.returned'; agentId: string | null; why: 'agent' | 'idle' }
  | { type: 'note'; agentId: string; agentName: string; text: string }
  | { type: 'corrected'; inputId: string; reading: Reading }
  | ({ type: 'learnt' } & Omit<Lesson, 'id' | 'conversationId' | 'at'>)
  | { type: 'ticket.unsealed'; agentId: string; agentName: string; number: string; kind: PersonalKind }
  /** The conversations of one person, as they proved: this one and `other`, with all that are linked to either. */
  | { type: 'person.linked'; other: string }
  | { type: 'person.unlinked' }
  | { type: 'ring'; reason: string }
  | { type: 'dead_letter'; reason: string };

/** Where `advance` stopped: at rest, or waiting for a call's result within the same turn. */
export interface Step {
  session: Session;
  events: Event[];
  call: Call | null;
}

/** The unit of commitment. Stored whole or not at all. */
export interface Turn {
  /** conversationId:version */
  id: string;
  conversationId: string;
  /** 1 for the first turn; the fence against a second writer. */
  version: number;
  /** Ids of the stored inputs it consumes. */
  inputs: string[];
  at: number;
  session: Session;
  events: Event[];
  calls: { action: string; args: JsonObject; result: Json }[];
}

export const turnId = (conversationId: string, version: number): string => `${conversationId}:${version}`;

/** The channel name under which agents' actions and due timers are stored as inputs. */
export const DESK_CHANNEL = 'desk';
export const TIMER_CHANNEL = 'timer';
/** The same for what could not be delivered. */
export const OUTBOX_CHANNEL = 'outbox';
/** The same for what one conversation tells another. */
export const NOTICE_CHANNEL = 'notice';
