import type { Database } from 'better-sqlite3';
import type { Ticket } from '../../core/ticket';
import type { Turn } from '../../core/turn';
import type { ConversationSummary, Write } from '../../core/writes';
import type { CommitOutcome, Project, Store } from '../port';
import type { Writer } from './writer';

/** Leaves the savepoint without a trace: the turn lost its race. */
class Lost extends Error {
  constructor(readonly outcome: CommitOutcome) {
    super(outcome);
  }
}

type Turns = Pick<Store, 'commit' | 'dueTimers' | 'nextTimerAt' | 'nextNumbers'>;

export function turnsOf(db: Database, writer: Writer, project: Project): Turns {
  const consume = db.prepare('UPDATE inputs SET turn = ?, reading = ? WHERE id = ? AND turn IS NULL');
  const create = db.prepare(
    `INSERT INTO conversations (id, version, session, channel, account, to_id, name, lang, holder_id, holder_name, waiting_since,
       waiting_reason, department, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const advance = db.prepare(
    `UPDATE conversations SET version = ?, session = ?, to_id = ?, name = ?, lang = ?, holder_id = ?, holder_name = ?,
       waiting_since = ?, waiting_reason = ?, department = ?, updated_at = ? WHERE id = ? AND version = ?`,
  );
  const insertTurn = db.prepare(
    'INSERT INTO turns (conversation_id, version, at, inputs, events, calls) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const apply = applier(db);
  const due = db.prepare('SELECT conversation_id AS conversationId, key, at FROM timers WHERE at <= ? ORDER BY at LIMIT ?');
  const next = db.prepare('SELECT min(at) FROM timers').pluck();
  const numbers = db
    .prepare(
      'INSERT INTO counters (series, next) VALUES (?, ? + 1) ON CONFLICT (series) DO UPDATE SET next = next + ? RETURNING next',
    )
    .pluck();

  function fence(turn: Turn, summary: ConversationSummary): boolean {
    const session = JSON.stringify(turn.session);
    const s = summary;
    if (turn.version === 1)
      return (
        create.run(
          turn.conversationId,
          1,
          session,
          s.channel,
          s.account,
          s.to,
          s.name,
          s.lang,
          s.holderId,
          s.holderName,
          s.waitingSince,
          s.waitingReason,
          s.department,
          s.updatedAt,
        ).changes === 1
      );
    return (
      advance.run(
        turn.version,
        session,
        s.to,
        s.name,
        s.lang,
        s.holderId,
        s.holderName,
        s.waitingSince,
        s.waitingReason,
        s.department,
        s.updatedAt,
        turn.conversationId,
        turn.version - 1,
      ).changes === 1
    );
  }

  function commit(turn: Turn): CommitOutcome {
    const writes = project(turn);
    const summary = writes.find((write) => write.op === 'conversation');
    if (!summary) throw new Error('a turn always writes its conversation');
    for (const input of turn.inputs) {
      const read = writes.find((write) => write.op === 'reading' && write.inputId === input);
      const reading = read?.op === 'reading' ? JSON.stringify(read.reading) : null;
      if (consume.run(turn.id, reading, input).changes === 0) throw new Lost('consumed');
    }
    if (!fence(turn, summary.summary)) throw new Lost('stale');
    insertTurn.run(
      turn.conversationId,
      turn.version,
      turn.at,
      JSON.stringify(turn.inputs),
      JSON.stringify(turn.events),
      JSON.stringify(turn.calls),
    );
    for (const write of writes) apply(turn, write);
    return 'committed';
  }

  return {
    async commit(turn) {
      try {
        return await writer.write(() => commit(turn));
      } catch (error) {
        if (error instanceof Lost) return error.outcome;
        throw error;
      }
    },
    dueTimers: async (now, limit) => due.all(now, limit) as { conversationId: string; key: string; at: number }[],
    nextTimerAt: async () => next.get() as number | null,
    nextNumbers: (series, count) => writer.write(() => (numbers.get(series, count, count) as number) - count),
  };
}

/** One prepared statement a kind of write; all run inside the turn's savepoint. */
function applier(db: Database): (turn: Turn, write: Write) => void {
  const outbound = db.prepare(
    `INSERT INTO outbox (id, conversation_id, author, state, next_at, created_at, channel, account, body)
     VALUES (?, ?, ?, 'pending', ?, ?, ?, ?, ?)`,
  );
  const cancel = db.prepare(
    "UPDATE outbox SET state = 'cancelled' WHERE id > ? || ':' AND id < ? || ';' AND state = 'pending' AND author = 'bot'",
  );
  const openTicket = db.prepare(
    'INSERT INTO tickets (number, conversation_id, status, department, created_at, body) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const ticketHash = db.prepare('INSERT INTO ticket_hashes (hash, number, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const ticket = db.prepare('SELECT body FROM tickets WHERE number = ? AND conversation_id = ?').pluck();
  const setTicket = db.prepare('UPDATE tickets SET status = ?, body = ? WHERE number = ?');
  const setTimer = db.prepare(
    'INSERT INTO timers (conversation_id, key, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at',
  );
  const clearTimer = db.prepare('DELETE FROM timers WHERE conversation_id = ? AND key = ?');
  const note = db.prepare('INSERT INTO notes (id, conversation_id, at, agent_id, agent_name, text) VALUES (?, ?, ?, ?, ?, ?)');
  const link = db.prepare('INSERT INTO person_links (id, a, b, at) VALUES (?, ?, ?, ?)');
  const unlink = db.prepare('UPDATE person_links SET ended_at = ? WHERE (a = ? OR b = ?) AND ended_at IS NULL');
  const changeReading = db.prepare('UPDATE inputs SET reading = ? WHERE id = ? AND conversation_id = ?');
  const lesson = db.prepare('INSERT INTO lessons (id, conversation_id, at, text, was, intent, by) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const deadLetter = db.prepare('INSERT INTO dead_letters (id, conversation_id, at, reason) VALUES (?, ?, ?, ?)');

  const decision = db.prepare('INSERT INTO decisions (id, conversation_id, programme, at, body) VALUES (?, ?, ?, ?, ?)');
  const keepSlots = db.prepare('UPDATE slots SET until = NULL WHERE number = ? AND conversation_id = ?');
  const freeSlots = db.prepare('DELETE FROM slots WHERE number = ? AND conversation_id = ?');

  return (turn, write) => {
    const conversationId = turn.conversationId;
    switch (write.op) {
      case 'conversation':
      case 'reading':
        return; // written together with the fence and with the inputs' consumption
      case 'reading.change':
        changeReading.run(JSON.stringify(write.reading), write.inputId, conversationId);
        return;
      case 'lesson': {
        const { id, at, text, was, intent, by } = write.lesson;
        lesson.run(id, conversationId, at, text, was, intent, by);
        return;
      }
      case 'outbound': {
        const row = write.row;
        outbound.run(
          row.id,
          conversationId,
          row.author,
          row.createdAt,
          row.createdAt,
          row.channel,
          row.account,
          JSON.stringify(row),
        );
        return;
      }
      case 'outbound.cancel':
        cancel.run(conversationId, conversationId);
        return;
      case 'ticket.open': {
        const t = write.ticket;
        openTicket.run(t.number, conversationId, t.status, t.department, t.createdAt, JSON.stringify(t));
        for (const { hash } of t.sealed ?? []) ticketHash.run(hash, t.number, t.createdAt);
        return;
      }
      case 'ticket.step': {
        const body = ticket.get(write.number, conversationId) as string | undefined;
        if (body === undefined) return;
        const next = withStep(JSON.parse(body) as Ticket, write);
        setTicket.run(next.status, JSON.stringify(next), write.number);
        return;
      }
      case 'decision': {
        const { id, programme, at } = write.decision;
        decision.run(id, conversationId, programme, at, JSON.stringify(write.decision));
        return;
      }
      case 'slots.keep':
        keepSlots.run(write.number, conversationId);
        return;
      case 'slots.free':
        freeSlots.run(write.number, conversationId);
        return;
      case 'timer':
        if (write.at === null) clearTimer.run(conversationId, write.key);
        else setTimer.run(conversationId, write.key, write.at);
        return;
      case 'person.link':
        link.run(write.id, conversationId, write.other, write.at);
        return;
      case 'person.unlink':
        unlink.run(write.at, conversationId, conversationId);
        return;
      case 'note':
        note.run(write.id, conversationId, write.at, write.agentId, write.agentName, write.text);
        return;
      case 'dead_letter':
        deadLetter.run(write.id, conversationId, write.at, write.reason);
        return;
    }
  };
}

/** A ticket with one more step; attachments and a later pin of the step become the ticket's own. */
function withStep(ticket: Ticket, write: Extract<Write, { op: 'ticket.step' }>): Ticket {
  return {
    ...ticket,
    status: write.status ?? ticket.status,
    lat: write.lat ?? ticket.lat,
    lon: write.lon ?? ticket.lon,
    place: write.place ?? ticket.place,
    media: write.step.media ? [...ticket.media, ...write.step.media] : ticket.media,
    updatedAt: write.step.at,
    steps: [...ticket.steps, write.step],
  };
}
