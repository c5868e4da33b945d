import type { mongo } from 'mongoose';
import type { ConversationRow, Store } from '../port';
import { personOf } from '../person';
import { mergeThread, type OrderedRow, SAME_TIME_ROWS } from '../thread';
import type { Collections, Documents } from './documents';
import { toInput } from './inputs';
import { toOutboxRow } from './outbox';

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

const conversationRow = ({ _id, ...rest }: Documents['conversations']): ConversationRow => ({ id: _id, ...rest });
const ticketOf = ({ _id, ...ticket }: Documents['tickets']) => ticket;

export function readsOf(db: Collections): Reads {
  const views = (
    agentId: string | undefined,
  ): Record<Parameters<Store['conversations']>[0], [mongo.Filter<Documents['conversations']>, mongo.Sort]> => ({
    waiting: [{ waitingSince: { $ne: null }, holderId: null }, { waitingSince: 1 }],
    mine: [{ holderId: agentId ?? '' }, { updatedAt: -1 }],
    held: [{ holderId: { $ne: null } }, { updatedAt: -1 }],
    recent: [{}, { updatedAt: -1 }],
  });
  return {
    async conversation(id) {
      const doc = await db.conversations.findOne({ _id: id });
      return doc ? conversationRow(doc) : null;
    },
    async session(conversationId) {
      const newest = await db.turns.find({ conversationId }).sort({ version: -1 }).limit(1).next();
      return newest?.session ? { session: newest.session, version: newest.version } : null;
    },
    async conversations(view, { agentId, limit }) {
      const [filter, sort] = views(agentId)[view];
      return (await db.conversations.find(filter).sort(sort).limit(limit).toArray()).map(conversationRow);
    },
    thread: threadOf(db),
    personOf: (conversationId) =>
      personOf(conversationId, async (id) => {
        const rows = await db.person_links.find({ $or: [{ a: id }, { b: id }], endedAt: null }).toArray();
        return rows.map(({ a, b }) => (a === id ? b : a));
      }),
    async ticket(number) {
      const doc = await db.tickets.findOne({ _id: number });
      return doc ? ticketOf(doc) : null;
    },
    ticketsOf: async (conversationId, limit) =>
      (await db.tickets.find({ conversationId }).sort({ createdAt: -1, _id: -1 }).limit(limit).toArray()).map(ticketOf),
    async tickets({ status, department, intent, limit }) {
      const filter = {
        ...(status === undefined ? {} : { status }),
        ...(department === undefined ? {} : { department }),
        ...(intent === undefined ? {} : { intent }),
      };
      return (await db.tickets.find(filter).sort({ createdAt: -1, _id: -1 }).limit(limit).toArray()).map(ticketOf);
    },
    ticketsOfHash: async (hash, limit) =>
      (await db.tickets.find({ 'sealed.hash': hash }).sort({ createdAt: -1, _id: -1 }).limit(limit).toArray()).map(
        ({ _id }) => _id,
      ),
    lessons: async ({ skip, limit }) =>
      (await db.lessons.find().sort({ at: 1, _id: 1 }).skip(skip).limit(limit).toArray()).map(({ _id, ...rest }) => ({
        id: _id,
        ...rest,
      })),
    async decisions({ programme, conversationId, limit }) {
      const filter = {
        ...(programme === undefined ? {} : { programme }),
        ...(conversationId === undefined ? {} : { conversationId }),
      };
      const rows = await db.decisions.find(filter).sort({ at: -1, _id: -1 }).limit(limit).toArray();
      return rows.map(({ _id, ...rest }) => ({ id: _id, ...rest }));
    },
    deadLetters: async (limit) =>
      (await db.dead_letters.find().sort({ at: -1 }).limit(limit).toArray()).map(({ _id, ...rest }) => ({ id: _id, ...rest })),
    async stats() {
      const [inputs, unconsumed, turns, outboxOpen, tickets, conversations] = await Promise.all([
        db.inputs.countDocuments({}),
        db.inputs.countDocuments({ waiting: true }),
        db.turns.countDocuments({}),
        db.outbox.countDocuments({ open: true }),
        db.tickets.countDocuments({}),
        db.conversations.countDocuments({}),
      ]);
      return { inputs, unconsumed, turns, outboxOpen, tickets, conversations };
    },
  };
}

function threadOf(db: Collections): Store['thread'] {
  async function timeOf(id: string, row: string): Promise<number | null> {
    const [input, outbound, note] = await Promise.all([
      db.inputs.findOne({ _id: row, conversationId: id }),
      db.outbox.findOne({ _id: row, conversationId: id }),
      db.notes.findOne({ _id: row, conversationId: id }),
    ]);
    return input?.acceptedAt ?? outbound?.createdAt ?? note?.at ?? null;
  }

  return async (id, { after, limit }) => {
    const from = after === undefined ? null : await timeOf(id, after);
    const since = { $gte: from ?? 0 };
    const way = from === null ? -1 : 1;
    const most = from === null ? limit : limit + SAME_TIME_ROWS;
    const [inputs, outbox, notes] = await Promise.all([
      db.inputs
        .find({ conversationId: id, kind: 'message', acceptedAt: since })
        .sort({ acceptedAt: way, _id: way })
        .limit(most)
        .toArray(),
      db.outbox.find({ conversationId: id, createdAt: since }).sort({ createdAt: way, order: way }).limit(most).toArray(),
      db.notes.find({ conversationId: id, at: since }).sort({ at: way, _id: way }).limit(most).toArray(),
    ]);
    const rows: OrderedRow[] = [
      ...inputs.map((doc) => ({
        id: doc._id,
        at: doc.acceptedAt,
        kind: 'message' as const,
        order: doc._id,
        input: toInput(doc),
        ...(doc.reading === undefined ? {} : { reading: doc.reading }),
      })),
      ...outbox.map((doc) => ({
        id: doc._id,
        at: doc.createdAt,
        kind: 'outbound' as const,
        order: doc.order,
        outbound: toOutboxRow(doc),
      })),
      ...notes.map(({ _id, at, agentId, agentName, text }) => ({
        id: _id,
        at,
        kind: 'note' as const,
        order: _id,
        note: { agentId, agentName, text },
      })),
    ];
    return mergeThread(rows, { after: from === null ? undefined : after, limit });
  };
}
