/** Wakes when the earliest timer is due and hands the due ones to the inbox. */
import type { Log } from '../core/log';
import type { DueTimer, Store } from '../store/port';

/** Longest sleep: a clock that jumps, or another process's timer, is noticed after it at the latest. */
const LONGEST_SLEEP_MS = 60_000;
const BATCH = 500;
const RETRY_MS = 1_000;

export interface Timekeeper {
  start(): void;
  /** A timer was set for this time. */
  expect(at: number): void;
  stop(): void;
}

export function createTimekeeper(deps: {
  store: Store;
  now(): number;
  log: Log;
  fire(due: DueTimer[]): Promise<void>;
}): Timekeeper {
  let timer: NodeJS.Timeout | null = null;
  let wakeAt = Number.POSITIVE_INFINITY;
  let stopped = true;
  let busy = false;

  function sleepUntil(at: number): void {
    if (stopped || at >= wakeAt) return;
    wakeAt = at;
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => void wake(), Math.min(Math.max(at - deps.now(), 0), LONGEST_SLEEP_MS));
  }

  async function wake(): Promise<void> {
    if (busy) return;
    busy = true;
    wakeAt = Number.POSITIVE_INFINITY;
    let next = deps.now() + LONGEST_SLEEP_MS;
    try {
      const due = await deps.store.dueTimers(deps.now(), BATCH);
      const fresh = due.filter((entry) => !fired.has(keyOf(entry)));
      if (fresh.length > 0) {
        await deps.fire(fresh);
        for (const entry of fresh) remember(keyOf(entry));
      }
      const at = fresh.length > 0 ? await deps.store.nextTimerAt() : null;
      // A fired timer stays until its turn clears it: look again soon, but do not spin on it.
      if (due.length > 0) next = deps.now() + RETRY_MS;
      else next = Math.min(next, at ?? (await deps.store.nextTimerAt()) ?? next);
    } catch (error) {
      deps.log.error({ error: String(error) }, 'timers could not be read');
      next = deps.now() + RETRY_MS;
    }
    busy = false;
    sleepUntil(next);
  }

  const fired = new Set<string>();
  const keyOf = (entry: DueTimer): string => `${entry.conversationId}:${entry.key}:${entry.at}`;
  function remember(key: string): void {
    fired.add(key);
    if (fired.size > 10 * BATCH) fired.delete(fired.values().next().value!);
  }

  return {
    start() {
      stopped = false;
      sleepUntil(deps.now());
    },
    expect: (at) => sleepUntil(at),
    stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
    },
  };
}
