/**
 * Brings a committed turn into the other collections. Every write here may be made twice, or late beside a newer turn's, and
 * changes nothing then: rows are named by turn and event, and what is overwritten is guarded by version.
 */
import type { mongo } from 'mongoose';
import type { Turn } from '../../core/turn';
import { turnId } from '../../core/turn';
import type { Write } from '../../core/writes';
import { FINAL_STATES, type Project } from '../port';
import type { Collections, TurnDoc } from './documents';
import { insertOnce } from './errors';

/** More events than one turn can have. */
const EVENTS_MAX = 10_000;

type WriteOf<O extends Write['op']> = Extract<Write, { op: O }>;

/** Projects one turn. All that precede it in its conversation must be projected. */
export async function projectTurn(db: Collections, project: Project, doc: TurnDoc): Promise<void> {
  const { _id, unprojected: _, session, ...rest } = doc;
  if (!session) return; // a newer turn is projected, so this one is too
  const turn: Turn = { id: _id, session, ...rest };
  const writes = project(turn);
  const of = <O extends Write['op']>(op: O): WriteOf<O>[] => writes.filter((write): write is WriteOf<O> => write.op === op);
  await Promise.all([
    consume(db, turn, of('reading')),
    conversation(db, turn, of('conversation')),
    outbox(db, turn, of('outbound'), of('outbound.cancel').length > 0),
    tickets(db, turn, writes),
    timers(db, turn, writes),
    links(db, turn, of('person.link'), of('person.unlink')),
    ...of('note').map(({ op: _, id, ...note }) =>
      insertOnce(() => db.notes.insertOne({ _id: id, conversationId: turn.conversationId, ...note })),
    ),
    ...of('reading.change').map((write) => changeReading(db, turn, write)),
    ...of('lesson').map(({ lesson: { id, ...lesson } }) => insertOnce(() => db.lessons.insertOne({ _id: id, ...lesson }))),
    ...of('decision').map(({ decision: { id, ...rest } }) => insertOnce(() => db.decisions.insertOne({ _id: id, ...rest }))),
    slots(db, turn, writes),
    ...of('dead_letter').map(({ op: _, id, ...letter }) =>
      insertOnce(() => db.dead_letters.insertOne({ _id: id, conversationId: turn.conversationId, ...letter })),
    ),
  ]);
  // Only the newest turn keeps the session.
  if (turn.version > 1)
    await db.turns.updateOne({ _id: turnId(turn.conversationId, turn.version - 1) }, { $unset: { session: 1 } });
  await db.turns.updateOne({ _id }, { $unset: { unprojected: 1 } });
}

/** The reading of an earlier message; one projected late does not undo a newer one. */
async function changeReading(db: Collections, turn: Turn, { inputId, reading }: WriteOf<'reading.change'>): Promise<void> {
  const own = { _id: inputId, conversationId: turn.conversationId };
  const change = { $set: { reading, readVersion: turn.version } };
  const newer = await db.inputs.updateOne({ ...own, readVersion: { $lt: turn.version } }, change);
  if (newer.matchedCount === 0) await db.inputs.updateOne({ ...own, readVersion: { $exists: false } }, change);
}

async function consume(db: Collections, turn: Turn, readings: WriteOf<'reading'>[]): Promise<void> {
  for (const id of turn.inputs) {
    const reading = readings.find(({ inputId }) => inputId === id)?.reading;
    await db.inputs.updateOne({ _id: id }, { $set: { turn: turn.id, ...(reading ? { reading } : {}) }, $unset: { waiting: 1 } });
  }
}

async function conversation(db: Collections, turn: Turn, [write]: WriteOf<'conversation'>[]): Promise<void> {
  const row = { ...write!.summary, version: turn.version };
  const newer = (): Promise<mongo.UpdateResult> =>
    db.conversations.updateOne({ _id: turn.conversationId, version: { $lt: turn.version } }, { $set: row });
  if ((await newer()).matchedCount > 0) return;
  // Absent, or as new already; absent a moment ago and older now is a race that the second update ends.
  if (!(await insertOnce(() => db.conversations.insertOne({ _id: turn.conversationId, ...row })))) await newer();
}

async function outbox(db: Collections, turn: Turn, rows: WriteOf<'outbound'>[], cancel: boolean): Promise<void> {
  const order = turn.version * EVENTS_MAX;
  if (cancel)
    await db.outbox.updateMany(
      { conversationId: turn.conversationId, author: 'bot', state: 'pending', order: { $lt: order } },
      { $set: { state: 'cancelled' }, $unset: { open: 1 } },
    );
  for (const [index, { row }] of rows.entries())
    await insertOnce(() =>
      db.outbox.insertOne({
        _id: row.id,
        conversationId: turn.conversationId,
        order: order + index,
        open: true,
        author: row.author,
        state: 'pending',
        tries: 0,
        nextAt: row.createdAt,
        createdAt: row.createdAt,
        channel: row.channel,
        account: row.account,
        error: null,
        resent: false,
        outbound: row,
      }),
    );
}

/** A link that was ended stays so when its turn is projected again: it is inserted once. */
async function links(
  db: Collections,
  turn: Turn,
  made: WriteOf<'person.link'>[],
  ended: WriteOf<'person.unlink'>[],
): Promise<void> {
  const own = turn.conversationId;
  for (const { id, at, other } of made)
    await insertOnce(() => db.person_links.insertOne({ _id: id, a: own, b: other, at, endedAt: null }));
  // What was linked later is not ended by a turn projected late.
  for (const { at } of ended)
    await db.person_links.updateMany(
      { $or: [{ a: own }, { b: own }], endedAt: null, at: { $lte: at } },
      { $set: { endedAt: at } },
    );
}

async function tickets(db: Collections, turn: Turn, writes: Write[]): Promise<void> {
  for (const write of writes)
    if (write.op === 'ticket.open') await insertOnce(() => db.tickets.insertOne({ _id: write.ticket.number, ...write.ticket }));
    else if (write.op === 'ticket.step') await ticketStep(db, turn, write);
}

/** Attachments and a later pin of the step become the ticket's own. */
async function ticketStep(db: Collections, turn: Turn, { number, step, ...change }: WriteOf<'ticket.step'>): Promise<void> {
  const set: Record<string, unknown> = { updatedAt: step.at };
  for (const name of ['status', 'lat', 'lon', 'place'] as const) if (change[name] !== undefined) set[name] = change[name];
  await db.tickets.updateOne(
    { _id: number, conversationId: turn.conversationId, 'steps.id': { $ne: step.id } },
    { $set: set, $push: { steps: step, ...(step.media ? { media: { $each: step.media } } : {}) } },
  );
}

/** In order: a record that is opened and withdrawn in one turn leaves its slots free. */
async function slots(db: Collections, { conversationId }: Turn, writes: Write[]): Promise<void> {
  for (const write of writes)
    if (write.op === 'slots.keep') await db.slots.updateMany({ number: write.number, conversationId }, { $unset: { until: 1 } });
    else if (write.op === 'slots.free') await db.slots.deleteMany({ number: write.number, conversationId });
}

async function timers(db: Collections, turn: Turn, writes: Write[]): Promise<void> {
  for (const [index, write] of writes.entries()) {
    if (write.op !== 'timer') continue;
    const _id = `${turn.conversationId}:${write.key}`;
    const rank = turn.version * EVENTS_MAX + index;
    const change = write.at === null ? { $set: { rank }, $unset: { at: 1 as const } } : { $set: { rank, at: write.at } };
    const known = { conversationId: turn.conversationId, key: write.key };
    const newer = (): Promise<mongo.UpdateResult> => db.timers.updateOne({ _id, rank: { $lt: rank } }, change);
    if ((await newer()).matchedCount > 0) continue;
    const made = { _id, ...known, rank, ...(write.at === null ? {} : { at: write.at }) };
    if (!(await insertOnce(() => db.timers.insertOne(made)))) await newer();
  }
}

export const isFinal = (state: string): boolean => (FINAL_STATES as string[]).includes(state);
