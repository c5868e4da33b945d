/** Holds an account's sending at the platform's rate, so that the limit is met before the platform has to refuse. */
export interface Rate {
  /** Messages of one account in a second. */
  perSecond: number;
  /** Least time between two messages to one person, in milliseconds; 0 where there is no such rule. */
  perChatMs?: number;
}

export interface Pace {
  /** Takes the next free slot of an account and a person; gives how long to wait for it, in milliseconds. */
  slot(account: string, chat: string, rate: Rate, now: number): number;
  /** The platform asked the whole account to wait. */
  pause(account: string, until: number): void;
  /** Until when the account waits, epoch milliseconds; 0 when it does not. */
  pausedUntil(account: string): number;
}

/** People whose last slot is remembered; older ones are free again long since. */
const CHATS_MAX = 10_000;

export function createPace(): Pace {
  const accounts = new Map<string, number>();
  const paused = new Map<string, number>();
  const chats = new Map<string, number>();
  return {
    slot(account, chat, { perSecond, perChatMs = 0 }, now) {
      const key = `${account}|${chat}`;
      const free = Math.max(now, accounts.get(account) ?? 0, paused.get(account) ?? 0);
      const at = Math.max(free, perChatMs > 0 ? (chats.get(key) ?? 0) : 0);
      // One person's pause takes no slot from the others: the account moves on from its own next free moment.
      accounts.set(account, free + 1_000 / perSecond);
      if (perChatMs > 0) {
        chats.delete(key);
        chats.set(key, at + perChatMs);
        if (chats.size > CHATS_MAX) chats.delete(chats.keys().next().value!);
      }
      return at - now;
    },
    pause(account, until) {
      paused.set(account, Math.max(until, paused.get(account) ?? 0));
    },
    pausedUntil: (account) => paused.get(account) ?? 0,
  };
}
