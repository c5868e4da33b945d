import type { Database } from 'better-sqlite3';
import type { Lesson } from '../../core/lesson';
import type { Session } from '../../core/session';
import type { Decision } from '../../core/decision';
import type { Ticket } from '../../core/ticket';
import type { ConversationRow, Store } from '../port';
import { personOf } from '../person';
import { mergeThread, type OrderedRow, SAME_TIME_ROWS } from '../thread';
import { toInput } from './inputs';
import { type OutboxRecord, toOutboxRow } from './outbox';

type Reads = Pick<
  Store,
  | 'conversation'
  | 'session'
  | 'conversations'
  | 'thread'
  | 'personOf'
  | 'ticket'
  | 'ticketsOf'
  | 'ticketsOfHash'
  | 'tickets'
  | 'lessons'
  | 'decisions'
  | 'deadLetters'
  | 'stats'
>;

const COLUMNS = `id, version, channel, account, to_id AS "to", name, lang, holder_id AS holderId, holder_name AS holderName,
  waiting_since AS waitingSince, waiting_reason AS waitingReason, department, updated_at AS updatedAt`;

const VIEWS = {
  waiting: 'waiting_since IS NOT NULL AND holder_id IS NULL ORDER BY waiting_since',
  mine: 'holder_id = @agentId ORDER BY updated_at DESC',
  held: 'holder_id IS NOT NULL ORDER BY updated_at DESC',
  recent: 'true ORDER BY updated_at DESC',
};

export function readsOf(db: Database): Reads {
  const conversation = db.prepare(`SELECT ${COLUMNS} FROM conversations WHERE id = ?`);
  const session = db.prepare('SELECT session, version FROM conversations WHERE id = ?');
  const views = Object.fromEntries(
    Object.entries(VIEWS).map(([name, where]) => [
      name,
      db.prepare(`SELECT ${COLUMNS} FROM conversations WHERE ${where} LIMIT @limit`),
    ]),
  );
  const linked = db
    .prepare(
      'SELECT b FROM person_links WHERE a = @id AND ended_at IS NULL UNION SELECT a FROM person_links WHERE b = @id AND ended_at IS NULL',
    )
    .pluck();
  const ticket = db.prepare('SELECT body FROM tickets WHERE number = ?').pluck();
  const ticketsOf = db
    .prepare('SELECT body FROM tickets WHERE conversation_id = ? ORDER BY created_at DESC, number DESC LIMIT ?')
    .pluck();
  const tickets = db
    .prepare(
      `SELECT body FROM tickets WHERE (@status IS NULL OR status = @status) AND (@department IS NULL OR department = @department)
         AND (@intent IS NULL OR intent = @intent)
       ORDER BY created_at DESC, number DESC LIMIT @limit`,
    )
    .pluck();
  const ofHash = db
    .prepare('SELECT number FROM ticket_hashes WHERE hash = ? ORDER BY created_at DESC, number DESC LIMIT ?')
    .pluck();
  const lessons = db.prepare(
    'SELECT id, conversation_id AS conversationId, at, text, was, intent, by FROM lessons ORDER BY at, id LIMIT @limit OFFSET @skip',
  );
  const decisions = db
    .prepare(
      `SELECT body FROM decisions WHERE (@programme IS NULL OR programme = @programme)
       AND (@conversationId IS NULL OR conversation_id = @conversationId) ORDER BY at DESC, id DESC LIMIT @limit`,
    )
    .pluck();
  const deadLetters = db.prepare(
    'SELECT id, conversation_id AS conversationId, at, reason FROM dead_letters ORDER BY at DESC LIMIT ?',
  );
  const stats =
    db.prepare(`SELECT (SELECT count(*) FROM inputs) AS inputs, (SELECT count(*) FROM inputs WHERE turn IS NULL) AS unconsumed,
    (SELECT count(*) FROM turns) AS turns, (SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending', 'uncertain')) AS outboxOpen,
    (SELECT count(*) FROM tickets) AS tickets, (SELECT count(*) FROM conversations) AS conversations`);
  const parse = (bodies: unknown[]): Ticket[] => (bodies as string[]).map((body) => JSON.parse(body) as Ticket);
  return {
    conversation: async (id) => (conversation.get(id) as ConversationRow | undefined) ?? null,
    async session(id) {
      const row = session.get(id) as { session: string; version: number } | undefined;
      return row ? { session: JSON.parse(row.session) as Session, version: row.version } : null;
    },
    conversations: async (view, { agentId, limit }) =>
      views[view]!.all(view === 'mine' ? { agentId, limit } : { limit }) as ConversationRow[],
    thread: threadOf(db),
    personOf: (conversationId) => personOf(conversationId, async (id) => linked.all({ id }) as string[]),
    async ticket(number) {
      const body = ticket.get(number) as string | undefined;
      return body === undefined ? null : (JSON.parse(body) as Ticket);
    },
    ticketsOf: async (conversationId, limit) => parse(ticketsOf.all(conversationId, limit)),
    ticketsOfHash: async (hash, limit) => ofHash.all(hash, limit) as string[],
    lessons: async (page) => lessons.all(page) as Lesson[],
    tickets: async ({ status, department, intent, limit }: Parameters<Store['tickets']>[0]) =>
      parse(tickets.all({ status: status ?? null, department: department ?? null, intent: intent ?? null, limit })),
    decisions: async ({ programme, conversationId, limit }) =>
      (decisions.all({ programme: programme ?? null, conversationId: conversationId ?? null, limit }) as string[]).map(
        (body) => JSON.parse(body) as Decision,
      ),
    deadLetters: async (limit) => deadLetters.all(limit) as Awaited<ReturnType<Store['deadLetters']>>,
    stats: async () => stats.get() as Awaited<ReturnType<Store['stats']>>,
  };
}

/**
 * Outbox ids are conversation:version:index, and ';' follows ':' in ASCII: the range is one conversation's rows.
 * A thread is three tables merged by time: the newest `limit` rows, or those after a known one.
 */
function threadOf(db: Database): Store['thread'] {
  const sources = (condition: string, order: string) => ({
    inputs: db.prepare(
      `SELECT * FROM inputs WHERE conversation_id = @id AND kind = 'message' AND accepted_at ${condition} ORDER BY accepted_at ${order}, id ${order} LIMIT @limit`,
    ),
    outbox: db.prepare(
      `SELECT * FROM outbox WHERE id > @id || ':' AND id < @id || ';' AND created_at ${condition} ORDER BY created_at ${order}, seq ${order} LIMIT @limit`,
    ),
    notes: db.prepare(
      `SELECT * FROM notes WHERE conversation_id = @id AND at ${condition} ORDER BY at ${order}, id ${order} LIMIT @limit`,
    ),
  });
  const newest = sources('>= @from', 'DESC');
  const onwards = sources('>= @from', 'ASC');
  const timeOf = db
    .prepare(
      `SELECT coalesce((SELECT accepted_at FROM inputs WHERE id = @row AND conversation_id = @id),
        (SELECT created_at FROM outbox WHERE id = @row AND conversation_id = @id), (SELECT at FROM notes WHERE id = @row AND conversation_id = @id))`,
    )
    .pluck();

  return async (id, { after, limit }) => {
    const from = after === undefined ? null : (timeOf.get({ row: after, id }) as number | null);
    const source = from === null ? newest : onwards;
    const bind = { id, from: from ?? 0, limit: from === null ? limit : limit + SAME_TIME_ROWS };
    const rows: OrderedRow[] = [];
    for (const row of source.inputs.all(bind) as (Parameters<typeof toInput>[0] & { reading: string | null })[])
      rows.push({
        id: row.id,
        at: row.accepted_at,
        kind: 'message',
        order: row.id,
        input: toInput(row),
        ...(row.reading === null ? {} : { reading: JSON.parse(row.reading) }),
      });
    for (const row of source.outbox.all(bind) as (OutboxRecord & { created_at: number; seq: number })[])
      rows.push({ id: row.id, at: row.created_at, kind: 'outbound', order: row.seq, outbound: toOutboxRow(row) });
    for (const row of source.notes.all(bind) as { id: string; at: number; agent_id: string; agent_name: string; text: string }[])
      rows.push({
        id: row.id,
        at: row.at,
        kind: 'note',
        order: row.id,
        note: { agentId: row.agent_id, agentName: row.agent_name, text: row.text },
      });
    return mergeThread(rows, { after: from === null ? undefined : after, limit });
  };
}
