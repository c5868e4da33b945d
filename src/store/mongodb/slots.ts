import type { Store } from '../port';
import type { Collections } from './documents';
import { insertOnce } from './errors';

type Slots = Pick<Store, 'slotsClaim' | 'slotsTaken'>;

/** The `_id` is the lock: of racing inserts one wins. Several slots are taken in order, and given back when one is lost. */
export function slotsOf(db: Collections): Slots {
  return {
    async slotsClaim({ slots, number, conversationId, now, until }) {
      const mine: string[] = [];
      for (const _id of [...slots].sort()) {
        // What was held and never confirmed is anybody's again.
        await db.slots.deleteOne({ _id, until: { $lte: now } });
        if (await insertOnce(() => db.slots.insertOne({ _id, number, conversationId, until }))) {
          mine.push(_id);
          continue;
        }
        const rows = await db.slots.find({ _id: { $in: slots } }).toArray();
        const own = rows.find((row) => row._id === _id)?.number;
        const all =
          rows.length === slots.length && rows.every((row) => row.number === own && row.conversationId === conversationId);
        if (mine.length === 0 && own !== undefined && all) return { number: own, taken: [] };
        if (mine.length > 0) await db.slots.deleteMany({ _id: { $in: mine }, number });
        const taken = rows.filter((row) => !mine.includes(row._id)).map((row) => row._id);
        return { number: null, taken: taken.length > 0 ? taken.sort() : [_id] };
      }
      return { number, taken: [] };
    },
    async slotsTaken(prefix, now) {
      const rows = await db.slots.find({ _id: { $gte: prefix, $lt: `${prefix}\uffff` } }).toArray();
      return rows
        .filter(({ until }) => until === undefined || until > now)
        .map(({ _id }) => _id)
        .sort();
    },
  };
}
