/**
 * What a conversation remembers between two turns. Plain JSON: it is stored with every turn, and a turn replayed from the
 * same session and input gives the same events.
 */
import type { Choice, Lang, MediaRef } from './items';
import type { Json } from './json';
import type { Entity, EntityType } from './reading';

/** The person at the other end, as the channel names them. `to` is where replies go. */
export interface Peer {
  channel: string;
  account: string;
  to: string;
  name?: string;
  phone?: string;
}

/** A flow in progress. The top of the stack runs; those below wait for it to end. */
export interface Frame {
  flow: string;
  /** Id of the step that runs next or waits for an answer. */
  step: string;
  /** Answers and results by name. */
  slots: Record<string, Json>;
  /** The request that opened it. */
  intent: string;
  department: string | null;
  text: string;
  entities: Entity[];
  media: MediaRef[];
  location: { lat: number; lon: number; label?: string } | null;
  /** eventIds of the messages that this flow still owes an answer to. */
  owes: string[];
  /** Order in which slots were answered, for "no, I meant …". */
  answered: string[];
  /** What was written about the same matter before: a record about it tells all. */
  before?: string;
  /** Its one reminder was sent. */
  reminded?: true;
}

export type SystemQuestion = 'did_you_mean' | 'resume' | 'attachment' | 'next';

/** The one open question. Only a choice that carries its id, or a typed answer, is applied to it. */
export interface Question {
  id: string;
  /** A flow's own question (its step is the frame's step) or one that the engine asks by itself. */
  by: 'flow' | SystemQuestion;
  slot: string;
  /** What fits as an answer. */
  accepts: AskType[];
  choices: Choice[];
  /** The words it was asked with, to ask it again after a digression. */
  text: string;
  askedAt: number;
  misses: number;
  optional: boolean;
  /** The department that the answer is kept encrypted for; only numbers that name a person are. */
  sealedFor?: string;
  /** A name is awaited: whatever is written is the answer. */
  verbatim?: true;
  /** Buttons under an answer: any other message passes them by. */
  offer?: boolean;
  /** They only help: a channel without buttons names them in one line, without the line that asks (`bare`) where that adds nothing. */
  aside?: 'bare' | 'asked';
  /** What a system question is about. */
  data?: Json;
}

/** `name`: a few words that may name something which no list holds as typed; an action looks for it. */
export type AskType = EntityType | 'name' | 'text' | 'yes_no' | 'choice' | 'location' | 'photo';

/** Parts that wait for their companions (photo, pin, text), see architecture "Bursts". */
export interface Burst {
  since: number;
  texts: string[];
  intent: string | null;
  department: string | null;
  entities: Entity[];
  media: MediaRef[];
  location: { lat: number; lon: number; label?: string } | null;
  owes: string[];
}

/** A further request of the same message, answered after the first. */
export interface AgendaItem {
  intent: string;
  department: string | null;
  text: string;
  entities: Entity[];
}

export interface Holder {
  agentId: string;
  name: string;
  since: number;
}

/** Why and since when the conversation waits for a person. */
export interface Waiting {
  since: number;
  reason: string;
  department: string | null;
}

/** What was answered last, for a short message that goes on from it ("peki yarın?"). */
export interface Answered {
  flow: string;
  intent: string;
  department: string | null;
  slots: Record<string, Json>;
  /** What was asked; absent in sessions stored before buttons stood under answers. */
  text?: string;
  at: number;
}

/** The record that later parts join. */
export interface LastTicket {
  number: string;
  at: number;
}

export interface Session {
  peer: Peer;
  lang: Lang;
  /** Counts turns: names questions and calls. */
  seq: number;
  holder: Holder | null;
  waiting: Waiting | null;
  frames: Frame[];
  question: Question | null;
  burst: Burst | null;
  agenda: AgendaItem[];
  /** Messages not understood in a row. */
  misses: number;
  /** The last thing said, for "tekrar eder misiniz". */
  lastText: string;
  lastTicket: LastTicket | null;
  /** Absent in sessions stored before follow-ups were known. */
  lastAnswered?: Answered | null;
  /** What was told once and serves later: stop, neighbourhood, photo without a request. */
  memory: Record<string, Json>;
  /** Timers that are set: a due one that is not here (any more) was overtaken. */
  timers: Record<string, number>;
  /** Time of the citizen's last message, epoch milliseconds; 0 before the first. */
  lastAt: number;
  greeted: boolean;
  /** What the engine had in hand when it stopped for a call; null at the end of every turn. */
  suspended: Json;
}

export function newSession(peer: Peer, lang: Lang): Session {
  return {
    peer,
    lang,
    seq: 0,
    holder: null,
    waiting: null,
    frames: [],
    question: null,
    burst: null,
    agenda: [],
    misses: 0,
    lastText: '',
    lastTicket: null,
    memory: {},
    timers: {},
    lastAt: 0,
    greeted: false,
    suspended: null,
  };
}
