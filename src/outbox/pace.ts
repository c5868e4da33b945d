/** Holds an account's sending at the platform's rate, so that the limit is met before the platform has to refuse. */
export interface Rate {
  /** Messages of one account in a second. */
  perSecond: number;
  /** Least time between two messages to one person, in milliseconds; left out where there is no such rule. */
  perChatMs?: number;
}

export interface Pace {
  /** Resolves when it is this person's and the account's turn: true, or false when the line stopped meanwhile. */
  turn(account: string, chat: string, rate: Rate | undefined): Promise<boolean>;
  /** The platform asked the whole account to wait. */
  pause(account: string, until: number): void;
  stop(): void;
}

interface Account {
  /** Who came last: the next one stands behind. */
  tail: Promise<unknown>;
  /** When the last one went, epoch milliseconds. */
  wentAt: number;
  pausedUntil: number;
}

/** People whose last message is remembered; who is forgotten has long been free again. */
const CHATS_MAX = 10_000;
/** How often a long wait is looked at again: a pause may be made longer, the line may stop. */
const LOOK_MS = 500;

/**
 * Each goes a full interval after the one before really went. Slots given out beforehand would bunch after a stall, and a
 * platform that counts the last second would refuse.
 */
export function createPace(now: () => number = Date.now): Pace {
  const accounts = new Map<string, Account>();
  const chats = new Map<string, number>();
  let stopped = false;

  function accountOf(name: string): Account {
    let account = accounts.get(name);
    if (!account) {
      account = { tail: Promise.resolve(), wentAt: 0, pausedUntil: 0 };
      accounts.set(name, account);
    }
    return account;
  }

  async function waitFor(free: () => number): Promise<void> {
    for (let left = free() - now(); left > 0 && !stopped; left = free() - now()) await sleep(Math.min(left, LOOK_MS));
  }

  async function waitForChat(chat: string, perChatMs: number): Promise<void> {
    const free = Math.max(chats.get(chat) ?? 0, now());
    chats.delete(chat);
    chats.set(chat, free + perChatMs);
    if (chats.size > CHATS_MAX) chats.delete(chats.keys().next().value!);
    await waitFor(() => free);
  }

  async function goBehind(account: Account, intervalMs: number): Promise<void> {
    const before = account.tail;
    const turn = (async () => {
      await before;
      await waitFor(() => Math.max(account.wentAt + intervalMs, account.pausedUntil));
      account.wentAt = now();
    })();
    account.tail = turn;
    await turn;
  }

  return {
    async turn(name, chat, rate) {
      const account = accountOf(name);
      if (rate?.perChatMs) await waitForChat(`${name}|${chat}`, rate.perChatMs);
      if (rate) await goBehind(account, 1_000 / rate.perSecond);
      else await waitFor(() => account.pausedUntil);
      return !stopped;
    },
    pause(name, until) {
      const account = accountOf(name);
      account.pausedUntil = Math.max(until, account.pausedUntil);
    },
    stop() {
      stopped = true;
    },
  };
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
