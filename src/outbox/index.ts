/**
 * Last stage: sends what turns decided to say, in order within a conversation, conversations side by side. Here is which row
 * goes when; `hand.ts` gives it to the platform, `marks.ts` writes what became of it.
 *
 * A row goes pending -> sent where the other side drops what it saw under our id (sending again is harmless there), and
 * pending -> sending -> sent elsewhere, so that a crash in between is seen as unclear rather than repeated blindly.
 */
import { KapiError, KINDS } from '../core/errors';
import type { Outbound, StatusItem } from '../core/items';
import type { Log } from '../core/log';
import { type OutboxMark, type OutboxRow, type Store, WINDOW_CLOSED } from '../store/port';
import { backoffMs } from './backoff';
import { accountOf, type Channel, createHand, type Handed, type Receipt } from './hand';
import { createMarker, MARK_EVERY_MS } from './marks';

export type { Channel } from './hand';

export interface OutboxDeps {
  store: Store;
  /** The running channel of that name and account, if any. */
  channel(name: string, account: string): Channel | undefined;
  /** Stores that a row reached nobody, before it is marked so. */
  onFailed(row: Outbound, reason: string): Promise<void>;
  now(): number;
  log: Log;
  /** Called after a row reached its end. */
  onSettled(row: Outbound, state: 'sent' | 'failed' | 'expired', tookMs: number): void;
  giveUpMs: number;
  holdMs: number;
  uncertainMs: number;
}

interface Entry extends Handed {
  state: 'pending' | 'uncertain';
  tries: number;
  nextAt: number;
  resent: boolean;
}

export interface Outbox {
  /** Rows just committed, in order. */
  enqueue(rows: Outbound[]): void;
  /** The bot's waiting rows of a conversation were cancelled in the store. */
  cancelBot(conversationId: string): void;
  /** Takes up what an earlier process left. */
  recover(): Promise<void>;
  /** Takes up rows that are in the store and not here: of a commit whose acknowledgement was lost. To be called now and then. */
  sweep(): Promise<void>;
  /** `again`: rows that a status opened once more. */
  onStatus(items: StatusItem[], again: string[]): void;
  /** Resolves when nothing is on its way, or after `ms`. */
  drain(ms: number): Promise<void>;
  size(): number;
}

const RECOVER_PAGE = 2_000;

export function createOutbox(deps: OutboxDeps): Outbox {
  const lines = new Map<string, Entry[]>();
  const busy = new Set<string>();
  const ready: string[] = [];
  const inFlight = new Map<string, number>();
  let count = 0;
  let stopped = false;
  /** Rows that the last sweep did not know. */
  let strangers = new Set<string>();
  /** Rows that a status opened again, until they are taken up. */
  const reopened = new Set<string>();
  const marks = createMarker(deps);
  const hand = createHand((name, account) => deps.channel(name, account), deps.now);

  function add(entry: Entry): void {
    const line = lines.get(entry.row.conversationId);
    count++;
    if (line) line.push(entry);
    else {
      lines.set(entry.row.conversationId, [entry]);
      ready.push(entry.row.conversationId);
    }
  }

  /** Starts as many conversations as their channels allow. */
  function pump(): void {
    if (stopped) return;
    const held: string[] = [];
    for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
      if (busy.has(id)) continue;
      const entry = lines.get(id)?.[0];
      if (!entry) {
        lines.delete(id);
        continue;
      }
      const account = accountOf(entry.row);
      const on = inFlight.get(account) ?? 0;
      if (on >= (deps.channel(entry.row.channel, entry.row.account)?.capabilities.concurrency ?? 1)) {
        held.push(id);
        continue;
      }
      inFlight.set(account, on + 1);
      busy.add(id);
      void work(id, account);
    }
    ready.push(...held);
  }

  async function work(id: string, account: string): Promise<void> {
    let waitMs = 0;
    for (let entry = lines.get(id)?.[0]; entry && !stopped; entry = lines.get(id)?.[0]) {
      waitMs = Math.max(entry.nextAt - deps.now(), 0);
      if (waitMs > 0) break;
      waitMs = await attempt(entry).catch((error) => {
        deps.log.error({ error: String(error), outbox: entry!.row.id }, 'sending stopped by an unexpected error');
        return backoffMs(entry!.tries++);
      });
      if (waitMs > 0) break;
    }
    inFlight.set(account, inFlight.get(account)! - 1);
    busy.delete(id);
    if (lines.get(id)?.length === 0) lines.delete(id);
    else if (waitMs > 0) wakeLater(id, waitMs);
    pump();
  }

  function wakeLater(id: string, waitMs: number): void {
    setTimeout(() => {
      ready.push(id);
      pump();
    }, waitMs).unref();
  }

  function finish(entry: Entry, state: 'sent' | 'failed' | 'expired'): void {
    const line = lines.get(entry.row.conversationId);
    if (line?.[0] === entry) {
      line.shift();
      count--;
    }
    deps.onSettled(entry.row, state, deps.now() - entry.row.createdAt);
  }

  /** Tries the first row of a conversation; gives how long to wait before going on, 0 when the row is done. */
  async function attempt(entry: Entry): Promise<number> {
    const { row } = entry;
    const now = deps.now();
    if (row.expiresAt !== undefined && now > row.expiresAt) {
      await marks.now({ id: row.id, state: 'expired' });
      finish(entry, 'expired');
      return 0;
    }
    const channel = deps.channel(row.channel, row.account);
    if (!channel) return retry(entry, new KapiError(KINDS.sendLater, 'no_channel'));
    if (!(await hand.turn(row, channel))) return deps.giveUpMs;
    const doubted = entry.state === 'uncertain';
    if (!channel.capabilities.idempotent) {
      const marked = await marks.now({ id: row.id, state: 'sending', ...(doubted ? { resent: true } : {}) });
      if (!marked) {
        finish(entry, 'failed'); // cancelled, or settled by a status meanwhile
        return 0;
      }
      entry.resent ||= doubted;
    }
    let receipt: Receipt;
    try {
      receipt = await hand.over(entry, channel);
    } catch (error) {
      return retry(entry, error);
    }
    // A status may have been faster than this: a row that it opened again stays open.
    const from: OutboxMark['from'] = [
      'sending',
      'uncertain',
      'cancelled',
      ...(channel.capabilities.idempotent ? (['pending'] as const) : []),
    ];
    const mark: OutboxMark = { id: row.id, state: 'sent', from };
    if (receipt.platformId !== undefined) mark.platformId = receipt.platformId;
    if (receipt.note !== undefined) mark.error = receipt.note;
    marks.soon(mark);
    finish(entry, 'sent');
    if (reopened.has(row.id)) lookAgain();
    return 0;
  }

  async function retry(entry: Entry, error: unknown): Promise<number> {
    const { row } = entry;
    const age = deps.now() - row.createdAt;
    const final = error instanceof KapiError && !error.kind.retryable;
    const reason = error instanceof KapiError ? error.message : 'could not be sent';
    if (error instanceof KapiError && error.kind === KINDS.sendSlower)
      hand.pause(row, deps.now() + (error.retryAfterMs ?? backoffMs(entry.tries)));
    const blocks = lines.get(row.conversationId)!.length > 1 && age > deps.holdMs;
    if (final || blocks || age > deps.giveUpMs) {
      // Who blocked us does not want to be written to: no person need look.
      if (reason !== 'blocked') await deps.onFailed(row, reason);
      await marks.now({ id: row.id, state: 'failed', error: reason, countTry: true });
      finish(entry, 'failed');
      return 0;
    }
    const waitMs = Math.max(backoffMs(entry.tries), error instanceof KapiError ? (error.retryAfterMs ?? 0) : 0);
    entry.tries++;
    entry.nextAt = deps.now() + waitMs;
    entry.state = 'pending';
    await marks.now({
      id: row.id,
      state: 'pending',
      nextAt: entry.nextAt,
      countTry: true,
      error: entry.windowClosed ? WINDOW_CLOSED : reason,
    });
    return waitMs;
  }

  /** Takes up soon what a status opened again. */
  function lookAgain(): void {
    // After the marks that are on their way.
    setTimeout(() => {
      sweep().catch((error) => deps.log.warn({ error: String(error) }, 'the outbox waits for the store'));
    }, 3 * MARK_EVERY_MS).unref();
  }

  async function sweep(): Promise<void> {
    const before = strangers;
    strangers = new Set();
    const known = (row: Outbound): boolean =>
      lines.get(row.conversationId)?.some((entry) => entry.row.id === row.id) === true || marks.waits(row.id);
    // A row may be settled while the page is on its way: only one that is unknown twice running is nobody's.
    for (const found of await deps.store.outboxOpen(RECOVER_PAGE)) {
      const { id } = found.outbound;
      if (known(found.outbound)) continue;
      if (before.has(id) || reopened.delete(id)) adopt(found);
      else strangers.add(id);
    }
    pump();
  }

  function adopt(found: OutboxRow): void {
    const channel = deps.channel(found.outbound.channel, found.outbound.account);
    const unclear = found.state !== 'pending' && !channel?.capabilities.idempotent;
    const waits = unclear && channel?.capabilities.statusesCarryId ? deps.uncertainMs : 0;
    const nextAt = Math.max(found.nextAt, deps.now() + waits);
    if (unclear) marks.soon({ id: found.outbound.id, state: 'uncertain', nextAt });
    add({
      row: found.outbound,
      state: unclear ? 'uncertain' : 'pending',
      tries: found.tries,
      nextAt,
      resent: found.resent,
      done: 0,
      windowClosed: found.error === WINDOW_CLOSED,
    });
  }

  return {
    enqueue(rows) {
      for (const row of rows) add({ row, state: 'pending', tries: 0, nextAt: 0, resent: false, done: 0, windowClosed: false });
      pump();
    },
    cancelBot(conversationId) {
      const line = lines.get(conversationId);
      if (!line) return;
      const first = busy.has(conversationId) ? line[0] : undefined;
      const kept = line.filter((entry) => entry === first || entry.row.author === 'agent');
      count -= line.length - kept.length;
      line.splice(0, line.length, ...kept);
      if (kept.length === 0) lines.delete(conversationId);
    },
    async recover() {
      let after: string | undefined;
      for (;;) {
        const page = await deps.store.outboxOpen(RECOVER_PAGE, after);
        for (const row of page) adopt(row);
        if (page.length < RECOVER_PAGE) break;
        after = page.at(-1)!.outbound.id;
      }
      pump();
    },
    sweep,
    onStatus(items, again) {
      for (const id of again) reopened.add(id);
      if (again.length > 0) lookAgain();
      for (const item of items) {
        if (item.outboundId === undefined) continue;
        const entry = lines.get(item.outboundId.slice(0, item.outboundId.indexOf(':')))?.[0];
        // The platform has it: an unclear row is clear now, and what waited behind it may go.
        if (entry?.row.id === item.outboundId && entry.state === 'uncertain' && !busy.has(entry.row.conversationId)) {
          finish(entry, item.state === 'failed' ? 'failed' : 'sent');
          ready.push(entry.row.conversationId);
        }
      }
      pump();
    },
    async drain(ms) {
      const end = Date.now() + ms;
      while (busy.size > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
      stopped = true;
      hand.stop();
      await marks.flush();
    },
    size: () => count,
  };
}
