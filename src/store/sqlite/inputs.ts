import type { Database } from 'better-sqlite3';
import { derivedId } from '../../core/ids';
import type { Session } from '../../core/session';
import type { StoredInput } from '../../core/turn';
import type { AcceptedInput, NewInput, Store, Work } from '../port';
import type { Writer } from './writer';

interface InputRow {
  id: string;
  conversation_id: string;
  channel: string;
  account: string;
  event_id: string;
  kind: StoredInput['kind'];
  at: number;
  accepted_at: number;
  tries: number;
  body: string;
}

export function toInput(row: InputRow): StoredInput {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    channel: row.channel,
    account: row.account,
    eventId: row.event_id,
    kind: row.kind,
    at: row.at,
    acceptedAt: row.accepted_at,
    tries: row.tries,
    body: JSON.parse(row.body),
  };
}

const key = (channel: string, account: string, id: string): string => `${channel}|${account}|${id}`;

type Inputs = Pick<Store, 'accept' | 'backlog' | 'take' | 'release' | 'countTry' | 'conversationOf'>;

export function inputsOf(db: Database, writer: Writer): Inputs {
  const identity = db.prepare('SELECT conversation_id FROM identities WHERE id = ?').pluck();
  const learn = db.prepare('INSERT INTO identities (id, conversation_id) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const insert = db.prepare(
    `INSERT INTO inputs (id, conversation_id, event_key, channel, account, event_id, kind, at, accepted_at, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (event_key) DO NOTHING`,
  );
  const stored = db.prepare('SELECT id, conversation_id FROM inputs WHERE event_key = ?');
  const waiting = db.prepare('SELECT * FROM inputs WHERE conversation_id = ? AND turn IS NULL ORDER BY id');
  const state = db.prepare('SELECT version, session FROM conversations WHERE id = ?');
  const backlog = db
    .prepare(
      'SELECT conversation_id FROM inputs INDEXED BY inputs_waiting WHERE turn IS NULL GROUP BY conversation_id ORDER BY min(id) LIMIT ?',
    )
    .pluck();
  const countTry = db.prepare('UPDATE inputs SET tries = tries + 1 WHERE id = ? RETURNING tries').pluck();
  // One process owns the file (see lock in index.ts): leases need not outlive it.
  const leases = new Map<string, { owner: string; until: number }>();

  function conversationFor(input: NewInput): string {
    if (input.conversationId !== undefined) return input.conversationId;
    const ids = input.senderIds.map((id) => key(input.channel, input.account, id));
    let found: string | undefined;
    const unknown: string[] = [];
    for (const id of ids) {
      const known = identity.get(id) as string | undefined;
      if (known === undefined) unknown.push(id);
      else found ??= known;
    }
    const conversationId = found ?? derivedId('c', ids[0]!);
    for (const id of unknown) learn.run(id, conversationId);
    return conversationId;
  }

  function acceptOne(input: NewInput): AcceptedInput {
    const conversationId = conversationFor(input);
    const eventKey = key(input.channel, input.account, input.eventId);
    const { changes } = insert.run(
      input.id,
      conversationId,
      eventKey,
      input.channel,
      input.account,
      input.eventId,
      input.kind,
      input.at,
      input.acceptedAt,
      JSON.stringify(input.body),
    );
    if (changes === 1) return { id: input.id, conversationId, fresh: true };
    const first = stored.get(eventKey) as { id: string; conversation_id: string };
    return { id: first.id, conversationId: first.conversation_id, fresh: false };
  }

  return {
    accept: (inputs) => writer.write(() => inputs.map(acceptOne)),
    backlog: async (limit) => backlog.all(limit) as string[],
    async take(conversationId, owner, leaseMs, now): Promise<Work | null> {
      const lease = leases.get(conversationId);
      if (lease && lease.owner !== owner && lease.until > now) return null;
      const inputs = (waiting.all(conversationId) as InputRow[]).map(toInput);
      if (inputs.length === 0) return null;
      leases.set(conversationId, { owner, until: now + leaseMs });
      const row = state.get(conversationId) as { version: number; session: string } | undefined;
      return {
        conversationId,
        version: row?.version ?? 0,
        session: row ? (JSON.parse(row.session) as Session) : null,
        inputs,
      };
    },
    async release(conversationId, owner) {
      if (leases.get(conversationId)?.owner === owner) leases.delete(conversationId);
    },
    countTry: (inputId) => writer.write(() => (countTry.get(inputId) as number | undefined) ?? 0),
    async conversationOf(channel, account, senderId) {
      return (identity.get(key(channel, account, senderId)) as string | undefined) ?? null;
    },
  };
}
