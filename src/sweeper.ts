/** Looks now and then for what fell between two chairs: a lease that outlived its process, a commit whose answer was lost. */
import type { Log } from './core/log';
import type { Outbox } from './outbox';
import type { Queue } from './queue/port';
import type { Store } from './store/port';

const EVERY_MS = 10_000;
/** The longest waiting first: more come with the next round. */
const CONVERSATIONS = 1_000;

export interface Sweeper {
  start(): void;
  stop(): void;
}

export function createSweeper(deps: { store: Store; queue: Queue; outbox: Outbox; log: Log }): Sweeper {
  let timer: NodeJS.Timeout | null = null;
  let busy = false;

  async function sweep(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      for (const conversationId of await deps.store.backlog(CONVERSATIONS)) deps.queue.push(conversationId);
      await deps.outbox.sweep();
    } catch (error) {
      deps.log.warn({ error: String(error) }, 'what waits could not be looked through');
    }
    busy = false;
  }

  return {
    start() {
      timer = setInterval(() => void sweep(), EVERY_MS).unref();
    },
    stop() {
      if (timer) clearInterval(timer);
    },
  };
}
