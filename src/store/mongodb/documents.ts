/** The documents of each collection, their indexes, and how to reach them. */
import type { Connection, mongo } from 'mongoose';
import type { Decision } from '../../core/decision';
import type { MediaRef, Outbound } from '../../core/items';
import type { Lesson } from '../../core/lesson';
import type { Reading } from '../../core/reading';
import type { Session } from '../../core/session';
import type { Ticket } from '../../core/ticket';
import type { StoredInput, Turn } from '../../core/turn';
import type { ConversationSummary } from '../../core/writes';
import type { Agent, AgentSession, DeadLetter, MediaRow, OutboxState } from '../port';

export type InputDoc = Omit<StoredInput, 'id'> & {
  _id: string;
  /** channel|account|eventId */
  eventKey: string;
  /** Present until a turn consumed it, so that what waits is a small sparse index. */
  waiting?: true;
  turn?: string;
  reading?: Reading;
  /** Version of the turn that wrote the reading: an older one, projected late, changes nothing. */
  readVersion?: number;
};

/** The commit. `session` stands in the newest turn of a conversation only. */
export type TurnDoc = Omit<Turn, 'id' | 'session'> & {
  _id: string;
  session?: Session;
  /** Present until its effects are in the other collections. */
  unprojected?: true;
};

export interface OutboxDoc {
  _id: string;
  conversationId: string;
  /** Order of sending within the conversation. */
  order: number;
  /** Present until the state is final. */
  open?: true;
  author: Outbound['author'];
  state: OutboxState;
  tries: number;
  nextAt: number;
  createdAt: number;
  channel: string;
  account: string;
  platformKey?: string;
  error: string | null;
  resent: boolean;
  outbound: Outbound;
}

export interface Documents {
  inputs: InputDoc;
  turns: TurnDoc;
  identities: { _id: string; conversationId: string };
  conversations: ConversationSummary & { _id: string; version: number };
  leases: { _id: string; owner: string; until: number };
  outbox: OutboxDoc;
  early_statuses: { _id: string; state: string; rank: number; error: string | null };
  tickets: Ticket & { _id: string };
  decisions: Omit<Decision, 'id'> & { _id: string };
  /** Inserting one takes it; without `until` it is taken for good. */
  slots: { _id: string; number: string; conversationId: string; until?: number };
  /** A cleared timer keeps its rank and loses its time: what set it earlier cannot set it again. */
  timers: { _id: string; conversationId: string; key: string; rank: number; at?: number };
  notes: { _id: string; conversationId: string; at: number; agentId: string; agentName: string; text: string };
  person_links: { _id: string; a: string; b: string; at: number; endedAt: number | null };
  lessons: Omit<Lesson, 'id'> & { _id: string };
  dead_letters: Omit<DeadLetter, 'id'> & { _id: string };
  counters: { _id: string; next: number };
  media: Omit<MediaRow, 'id' | 'ref'> & { _id: string; ref: MediaRef };
  agents: Omit<Agent, 'id'> & { _id: string };
  agent_sessions: Omit<AgentSession, 'id'> & { _id: string };
  kv: { _id: string; value: string };
}

export type Collections = { [N in keyof Documents]: mongo.Collection<Documents[N]> };

type Index = [keys: Record<string, 1 | -1>, options?: { unique?: boolean; sparse?: boolean }];

const INDEXES: { [N in keyof Documents]: Index[] } = {
  inputs: [
    [{ eventKey: 1 }, { unique: true }],
    [{ waiting: 1, conversationId: 1 }, { sparse: true }],
    [{ conversationId: 1, acceptedAt: 1 }],
  ],
  // An input belongs to one turn, whatever else goes wrong.
  turns: [[{ inputs: 1 }, { unique: true }], [{ conversationId: 1, version: -1 }], [{ unprojected: 1 }, { sparse: true }]],
  identities: [],
  conversations: [[{ waitingSince: 1 }], [{ holderId: 1, updatedAt: -1 }], [{ updatedAt: -1 }]],
  leases: [],
  outbox: [
    [{ open: 1, conversationId: 1, order: 1 }, { sparse: true }],
    [{ conversationId: 1, createdAt: 1 }],
    [{ platformKey: 1 }, { sparse: true }],
  ],
  early_statuses: [],
  tickets: [
    [{ conversationId: 1, createdAt: -1 }],
    [{ status: 1, createdAt: -1 }],
    [{ intent: 1, createdAt: -1 }],
    [{ 'sealed.hash': 1 }, { sparse: true }],
  ],
  decisions: [[{ programme: 1, at: -1 }], [{ conversationId: 1, at: -1 }]],
  slots: [[{ number: 1 }]],
  timers: [[{ at: 1 }, { sparse: true }]],
  notes: [[{ conversationId: 1, at: 1 }]],
  person_links: [[{ a: 1 }], [{ b: 1 }]],
  lessons: [[{ at: 1 }], [{ conversationId: 1 }]],
  dead_letters: [[{ at: -1 }]],
  counters: [],
  media: [[{ state: 1, nextAt: 1 }], [{ conversationId: 1, hash: 1 }]],
  agents: [[{ login: 1 }, { unique: true }]],
  agent_sessions: [[{ agentId: 1 }]],
  kv: [],
};

export function collectionsOf(connection: Connection): Collections {
  const db = connection.getClient().db(connection.name);
  return Object.fromEntries(Object.keys(INDEXES).map((name) => [name, db.collection(name)])) as unknown as Collections;
}

/** Creates what is missing; an index that is there is left as it is. */
export async function ensureIndexes(collections: Collections): Promise<void> {
  for (const [name, indexes] of Object.entries(INDEXES) as [keyof Documents, Index[]][])
    for (const [keys, options] of indexes)
      await (collections[name] as unknown as mongo.Collection).createIndex(keys, options ?? {});
}
