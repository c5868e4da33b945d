/** The agents' way in: an action is stored as an input, and its turn tells whether it was done. */
import type { StoredInput, Turn } from '../core/turn';
import type { Inbox } from '../inbox';
import type { Desk } from './port';

type Result = { done: boolean; reason?: string };

/** Longest wait for an action's turn; it is stored and will be done, only later. */
const WAIT_MS = 10_000;

export function createDesk(inbox: Pick<Inbox, 'act'>): Desk & { onTurn(turn: Turn, input: StoredInput): void } {
  const waiting = new Map<string, (result: Result) => void>();
  const early = new Map<string, Result>();

  return {
    async act(conversationId, actionId, action) {
      const key = `${action.agentId}|${actionId}`;
      const result = new Promise<Result>((resolve) => {
        const timer = setTimeout(() => resolve({ done: true, reason: 'queued' }), WAIT_MS);
        waiting.set(key, (outcome) => {
          clearTimeout(timer);
          resolve(outcome);
        });
      });
      try {
        const { fresh } = await inbox.act(conversationId, actionId, action);
        // Sent twice: it was done, or is being done, by the first.
        if (!fresh) return early.get(key) ?? { done: true };
        return await result;
      } finally {
        waiting.delete(key);
      }
    },
    onTurn(turn, input) {
      if (input.kind !== 'action') return;
      const refused = turn.events.find((event) => event.type === 'ignored');
      const result: Result = refused?.type === 'ignored' ? { done: false, reason: refused.reason } : { done: true };
      const key = `${input.account}|${input.eventId}`;
      early.set(key, result);
      if (early.size > 1_000) early.delete(early.keys().next().value!);
      waiting.get(key)?.(result);
    },
  };
}
