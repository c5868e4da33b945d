import type { Database } from 'better-sqlite3';
import type { Store } from '../port';
import type { Writer } from './writer';

type Slots = Pick<Store, 'slotsClaim' | 'slotsTaken'>;

interface Row {
  number: string;
  conversation_id: string;
  until: number | null;
}

/** One writer at a time: what is looked at and what is written are one step. */
export function slotsOf(db: Database, writer: Writer): Slots {
  const held = db.prepare('SELECT number, conversation_id, until FROM slots WHERE id = ?');
  const drop = db.prepare('DELETE FROM slots WHERE id = ?');
  const insert = db.prepare('INSERT INTO slots (id, number, conversation_id, until) VALUES (?, ?, ?, ?)');
  const taken = db.prepare('SELECT id FROM slots WHERE id >= ? AND id < ? AND (until IS NULL OR until > ?) ORDER BY id').pluck();

  return {
    slotsClaim: ({ slots, number, conversationId, now, until }) =>
      writer.write(() => {
        const rows = slots.map((id) => {
          const row = held.get(id) as Row | undefined;
          return row && (row.until === null || row.until > now) ? row : undefined;
        });
        const first = rows[0];
        if (first && rows.every((row) => row?.number === first.number && row.conversation_id === conversationId))
          return { number: first.number, taken: [] };
        const others = slots.filter((_, index) => rows[index] !== undefined);
        if (others.length > 0) return { number: null, taken: others };
        for (const id of slots) {
          drop.run(id);
          insert.run(id, number, conversationId, until);
        }
        return { number, taken: [] };
      }),
    // The character after the last that an id may hold ends the range.
    slotsTaken: async (prefix, now) => taken.all(prefix, `${prefix}\uffff`, now) as string[],
  };
}
