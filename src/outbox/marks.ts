/** What became of rows, written to the store: marks that nobody waits for share a transaction every few milliseconds. */
import type { Log } from '../core/log';
import type { OutboxMark, Store } from '../store/port';

/** "sent" marks of this many milliseconds share a transaction. */
export const MARK_EVERY_MS = 15;

export function createMarker(deps: { store: Pick<Store, 'outboxMark'>; log: Log }) {
  let waiting: OutboxMark[] = [];
  let storing: OutboxMark[] = [];
  let timer: NodeJS.Timeout | null = null;

  async function flush(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    const batch = waiting;
    if (batch.length === 0) return;
    waiting = [];
    storing = batch;
    try {
      await deps.store.outboxMark(batch);
    } catch (error) {
      // Nothing is lost by a mark that comes late: keep them and try again with the next.
      deps.log.warn({ error: String(error), marks: batch.length }, 'outbox marks wait for the store');
      waiting = [...batch, ...waiting];
      timer ??= setTimeout(() => void flush(), 20 * MARK_EVERY_MS);
    } finally {
      if (storing === batch) storing = [];
    }
  }

  return {
    soon(mark: OutboxMark): void {
      waiting.push(mark);
      timer ??= setTimeout(() => void flush(), MARK_EVERY_MS);
    },
    async now(mark: OutboxMark): Promise<boolean> {
      return (await deps.store.outboxMark([mark])).length === 1;
    },
    waits: (id: string): boolean => [...waiting, ...storing].some((mark) => mark.id === id),
    flush,
  };
}
