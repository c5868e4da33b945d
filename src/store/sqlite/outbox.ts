import type { Database } from 'better-sqlite3';
import type { DeliveryState, StatusItem } from '../../core/items';
import {
  DELIVERY_RANK,
  FINAL_STATES,
  type OutboxMark,
  type OutboxRow,
  type OutboxState,
  type Store,
  WINDOW_CLOSED,
} from '../port';
import type { Writer } from './writer';

export interface OutboxRecord {
  id: string;
  conversation_id: string;
  state: OutboxState;
  tries: number;
  next_at: number;
  channel: string;
  account: string;
  platform_key: string | null;
  error: string | null;
  resent: number;
  body: string;
}

export function toOutboxRow(row: OutboxRecord): OutboxRow {
  return {
    outbound: JSON.parse(row.body),
    state: row.state,
    tries: row.tries,
    nextAt: row.next_at,
    platformId: row.platform_key === null ? null : row.platform_key.slice(`${row.channel}|${row.account}|`.length),
    error: row.error,
    resent: row.resent === 1,
  };
}

type Outbox = Pick<Store, 'outboxOpen' | 'outboxMark' | 'status'>;

export function outboxOf(db: Database, writer: Writer): Outbox {
  const open = db.prepare(
    `SELECT * FROM outbox WHERE state IN ('pending', 'sending', 'uncertain')
       AND seq > coalesce((SELECT seq FROM outbox WHERE id = ?), 0) ORDER BY seq LIMIT ?`,
  );
  const one = db.prepare('SELECT * FROM outbox WHERE id = ?');
  const stateOf = db.prepare('SELECT state FROM outbox WHERE id = ?').pluck();
  const settle = db.prepare('UPDATE outbox SET state = ? WHERE id = ?');
  const update = db.prepare(
    'UPDATE outbox SET state = ?, tries = tries + ?, next_at = coalesce(?, next_at), platform_key = coalesce(?, platform_key), error = ?, resent = max(resent, ?) WHERE id = ?',
  );
  const byPlatform = db.prepare('SELECT * FROM outbox WHERE platform_key = ?');
  const early = db.prepare(
    'INSERT INTO early_statuses (platform_key, state, at, error) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state, at = excluded.at, error = excluded.error',
  );
  const earlyOf = db.prepare('SELECT state, error FROM early_statuses WHERE platform_key = ?');
  const dropEarly = db.prepare('DELETE FROM early_statuses WHERE platform_key = ?');

  function markOne(mark: OutboxMark): boolean {
    const state = stateOf.get(mark.id) as OutboxState | undefined;
    if (state === undefined || (mark.from ? !mark.from.includes(state) : FINAL_STATES.includes(state))) return false;
    // The common case, "sent" with nothing to tell, touches one column.
    if (mark.state === 'sent' && mark.platformId === undefined && mark.error === undefined && !mark.resent && !mark.countTry) {
      settle.run('sent', mark.id);
      return true;
    }
    let platformKey: string | null = null;
    let nextState = mark.state;
    let error = mark.error ?? null;
    if (mark.platformId !== undefined) {
      const row = one.get(mark.id) as OutboxRecord;
      platformKey = `${row.channel}|${row.account}|${mark.platformId}`;
      const before = earlyOf.get(platformKey) as { state: DeliveryState; error: string | null } | undefined;
      if (before && mark.state === 'sent') {
        nextState = before.state;
        error = before.error;
        dropEarly.run(platformKey);
      }
    }
    update.run(nextState, mark.countTry ? 1 : 0, mark.nextAt ?? null, platformKey, error, mark.resent ? 1 : 0, mark.id);
    return true;
  }

  function statusOne(item: StatusItem): { id: string; outcome: 'failed' | 'again' } | null {
    const platformKey = item.platformId === undefined ? null : `${item.channel}|${item.account}|${item.platformId}`;
    const row = (item.outboundId !== undefined ? one.get(item.outboundId) : platformKey && byPlatform.get(platformKey)) as
      | OutboxRecord
      | undefined;
    if (!row) {
      if (platformKey === null) return null;
      const before = earlyOf.get(platformKey) as { state: DeliveryState } | undefined;
      if (!before || DELIVERY_RANK[item.state] > DELIVERY_RANK[before.state])
        early.run(platformKey, item.state, item.at, item.error ?? null);
      return null;
    }
    if (row.channel !== item.channel || row.account !== item.account) return null;
    if (row.state === 'cancelled' || row.state === 'expired') return null;
    const failed = item.state === 'failed';
    if (failed && item.error === WINDOW_CLOSED && row.error !== WINDOW_CLOSED && row.state !== 'failed') {
      update.run('pending', 0, item.at, platformKey, WINDOW_CLOSED, 0, row.id);
      return { id: row.id, outcome: 'again' };
    }
    const rank = DELIVERY_RANK[row.state as DeliveryState] ?? 0;
    if (DELIVERY_RANK[item.state] > rank) update.run(item.state, 0, null, platformKey, item.error ?? row.error, 0, row.id);
    return failed ? { id: row.id, outcome: 'failed' } : null;
  }

  return {
    outboxOpen: async (limit, after) => (open.all(after ?? null, limit) as OutboxRecord[]).map(toOutboxRow),
    outboxMark: (marks) => writer.write(() => marks.filter(markOne).map((mark) => mark.id)),
    status: (items) =>
      writer.write(() => {
        const known = items.flatMap((item) => statusOne(item) ?? []);
        const of = (wanted: string): string[] => known.filter(({ outcome }) => outcome === wanted).map(({ id }) => id);
        return { failed: of('failed'), again: of('again') };
      }),
  };
}
