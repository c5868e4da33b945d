/**
 * The queue port: which conversations have something to do. It carries ids of stored things and never the only copy of
 * anything: a lost entry is found again by the store's backlog.
 */
export interface Queue {
  /** Asks for a run of the conversation. Asked during a run, it runs once more after it; runs of one never overlap. */
  push(conversationId: string): void;
  /** Asks for a run after a while. */
  pushLater(conversationId: string, delayMs: number): void;
  start(work: (conversationId: string) => Promise<void>): void;
  /** Takes no more and resolves when the runs in progress have ended. */
  stop(): Promise<void>;
  /** Conversations that wait or run. */
  size(): number;
}
