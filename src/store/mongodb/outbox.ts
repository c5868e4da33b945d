import type { StatusItem } from '../../core/items';
import {
  DELIVERY_RANK,
  FINAL_STATES,
  type OutboxMark,
  type OutboxRow,
  type OutboxState,
  type Store,
  WINDOW_CLOSED,
} from '../port';
import type { Collections, OutboxDoc } from './documents';
import { insertOnce } from './errors';
import { isFinal } from './project';

export function toOutboxRow(doc: OutboxDoc): OutboxRow {
  return {
    outbound: doc.outbound,
    state: doc.state,
    tries: doc.tries,
    nextAt: doc.nextAt,
    platformId: doc.platformKey === undefined ? null : doc.platformKey.slice(`${doc.channel}|${doc.account}|`.length),
    error: doc.error,
    resent: doc.resent,
  };
}

type Outbox = Pick<Store, 'outboxOpen' | 'outboxMark' | 'status'>;

/** @param project brings the conversation's committed turns into the other collections */
export function outboxOf(db: Collections, project: (conversationId: string) => Promise<void>): Outbox {
  const early = db.early_statuses;

  async function markOne(mark: OutboxMark): Promise<boolean> {
    let doc = await db.outbox.findOne({ _id: mark.id });
    if (!doc) {
      // Its turn is committed and not projected yet.
      await project(mark.id.slice(0, mark.id.indexOf(':')));
      doc = await db.outbox.findOne({ _id: mark.id });
      if (!doc) return false;
    }
    const platformKey = mark.platformId === undefined ? undefined : `${doc.channel}|${doc.account}|${mark.platformId}`;
    const { matchedCount } = await db.outbox.updateOne(
      { _id: mark.id, state: mark.from ? { $in: mark.from } : { $nin: FINAL_STATES } },
      {
        $set: {
          state: mark.state,
          error: mark.error ?? null,
          ...(mark.nextAt === undefined ? {} : { nextAt: mark.nextAt }),
          ...(platformKey === undefined ? {} : { platformKey }),
          ...(mark.resent ? { resent: true } : {}),
          ...(isFinal(mark.state) ? {} : { open: true }),
        },
        $inc: { tries: mark.countTry ? 1 : 0 },
        ...(isFinal(mark.state) ? { $unset: { open: 1 } } : {}),
      },
    );
    if (matchedCount === 0) return false;
    if (platformKey !== undefined) await applyEarly(doc, platformKey);
    return true;
  }

  /** A status that came before its receipt. */
  async function applyEarly(row: OutboxDoc, platformKey: string): Promise<void> {
    const before = await early.findOne({ _id: platformKey });
    if (!before) return;
    await raise(row._id, before.state as StatusItem['state'], before.error);
    await early.deleteOne({ _id: platformKey });
  }

  /** A late "sent" never undoes "read". */
  async function raise(id: string, state: StatusItem['state'], error: string | null, platformKey?: string): Promise<void> {
    const rank = DELIVERY_RANK[state];
    const notFrom = Object.entries(DELIVERY_RANK).flatMap(([name, other]) => (other >= rank ? [name as OutboxState] : []));
    await db.outbox.updateOne(
      { _id: id, state: { $nin: [...notFrom, 'cancelled', 'expired'] } },
      { $set: { state, error, ...(platformKey === undefined ? {} : { platformKey }) }, $unset: { open: 1 } },
    );
  }

  async function statusOne(item: StatusItem): Promise<{ id: string; outcome: 'failed' | 'again' } | null> {
    const platformKey = item.platformId === undefined ? undefined : `${item.channel}|${item.account}|${item.platformId}`;
    const find = async (): Promise<OutboxDoc | null> => {
      if (item.outboundId !== undefined) return db.outbox.findOne({ _id: item.outboundId });
      return platformKey === undefined ? null : db.outbox.findOne({ platformKey });
    };
    const error = item.error ?? null;
    let row = await find();
    if (!row) {
      if (platformKey === undefined) return null;
      const rank = DELIVERY_RANK[item.state];
      const raised = await early.updateOne(
        { _id: platformKey, rank: { $lt: rank } },
        { $set: { state: item.state, rank, error } },
      );
      if (raised.matchedCount === 0)
        await insertOnce(() => early.insertOne({ _id: platformKey, state: item.state, rank, error }));
      // The receipt may have come between: one of the two sees the other.
      row = await find();
      if (row) await applyEarly(row, platformKey);
      return null;
    }
    if (row.channel !== item.channel || row.account !== item.account) return null;
    if (row.state === 'cancelled' || row.state === 'expired') return null;
    const failed = item.state === 'failed';
    if (failed && error === WINDOW_CLOSED) {
      const { matchedCount } = await db.outbox.updateOne(
        { _id: row._id, state: { $nin: ['failed', 'cancelled', 'expired'] }, error: { $ne: WINDOW_CLOSED } },
        { $set: { state: 'pending', error: WINDOW_CLOSED, nextAt: item.at, open: true } },
      );
      if (matchedCount === 1) return { id: row._id, outcome: 'again' };
    }
    await raise(row._id, item.state, error ?? row.error, platformKey);
    return failed ? { id: row._id, outcome: 'failed' } : null;
  }

  return {
    async outboxOpen(limit, after) {
      const last = after === undefined ? null : await db.outbox.findOne({ _id: after });
      const onwards = last
        ? {
            $or: [
              { conversationId: { $gt: last.conversationId } },
              { conversationId: last.conversationId, order: { $gt: last.order } },
            ],
          }
        : {};
      const found = await db.outbox
        .find({ open: true, ...onwards })
        .sort({ conversationId: 1, order: 1 })
        .limit(limit)
        .toArray();
      return found.map(toOutboxRow);
    },
    async outboxMark(marks) {
      const done = await Promise.all(marks.map(markOne));
      return marks.filter((_, index) => done[index]).map(({ id }) => id);
    },
    async status(items) {
      const failed: string[] = [];
      const again: string[] = [];
      for (const item of items) {
        const known = await statusOne(item);
        if (known) (known.outcome === 'failed' ? failed : again).push(known.id);
      }
      return { failed, again };
    },
  };
}
