import type { Queue } from './port';

/** The in-process queue: conversations side by side up to `concurrency`, each by itself one run at a time, first come first served. */
export function createMemoryQueue(concurrency: number, onError: (error: unknown, conversationId: string) => void): Queue {
  const waiting = new Set<string>();
  const running = new Set<string>();
  const again = new Set<string>();
  const later = new Set<NodeJS.Timeout>();
  let work: ((conversationId: string) => Promise<void>) | null = null;
  let stopped = false;
  let idle: (() => void) | null = null;

  function next(): void {
    if (!work || stopped) return;
    for (const id of waiting) {
      if (running.size >= concurrency) return;
      waiting.delete(id);
      running.add(id);
      void run(id, work);
    }
  }

  async function run(id: string, job: (conversationId: string) => Promise<void>): Promise<void> {
    try {
      await job(id);
    } catch (error) {
      onError(error, id);
    }
    running.delete(id);
    if (again.delete(id)) waiting.add(id);
    if (stopped && running.size === 0) idle?.();
    next();
  }

  function push(id: string): void {
    if (running.has(id)) again.add(id);
    else {
      waiting.add(id);
      next();
    }
  }

  return {
    push,
    pushLater(id, delayMs) {
      if (stopped) return;
      const timer = setTimeout(() => {
        later.delete(timer);
        push(id);
      }, delayMs);
      later.add(timer);
    },
    start(job) {
      work = job;
      next();
    },
    async stop() {
      stopped = true;
      for (const timer of later) clearTimeout(timer);
      if (running.size > 0) await new Promise<void>((resolve) => (idle = resolve));
    },
    size: () => waiting.size + running.size,
  };
}
