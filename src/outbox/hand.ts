/** Hands a row to its platform, piece by piece at the account's pace; by SMS where the platform takes no free text any more. */
import type { Adapter, Capabilities } from '../core/adapter';
import { KapiError, KINDS } from '../core/errors';
import type { Outbound } from '../core/items';
import { WINDOW_CLOSED } from '../store/port';
import { degrade, plainText } from './degrade';
import { createPace } from './pace';

export interface Channel {
  adapter: Adapter;
  capabilities: Capabilities;
}

/** A row on its way: `done` of its pieces are with the platform already, a retry goes on behind them. */
export interface Handed {
  row: Outbound;
  done: number;
  /** The platform takes no free text for this person any more. */
  windowClosed: boolean;
}

/** What the platform calls it, and what agents are told of the way it went. */
export interface Receipt {
  platformId?: string | undefined;
  note?: string | undefined;
}

export interface Hand {
  /** Waits for the account's and the person's turn; false when the line stopped meanwhile. */
  turn(row: Outbound, channel: Channel): Promise<boolean>;
  /** Rejects with what the adapter threw; pieces that went stay done. */
  over(entry: Handed, channel: Channel): Promise<Receipt>;
  /** The platform asked for silence until then. */
  pause(row: Outbound, until: number): void;
  stop(): void;
}

/** The channel that reaches a telephone when the one the citizen wrote on cannot. */
const SMS = 'sms';
/** Told to agents of a row that went so. */
const BY_SMS = 'by_sms';

export const accountOf = ({ channel, account }: Outbound): string => `${channel}|${account}`;

/** @param channelOf the running channel of that name and account, if any */
export function createHand(channelOf: (name: string, account: string) => Channel | undefined, now: () => number): Hand {
  const pace = createPace(now);
  const turn: Hand['turn'] = (row, { capabilities }) => pace.turn(accountOf(row), row.to, capabilities.rate);

  async function pieces(entry: Handed, channel: Channel): Promise<string | undefined> {
    const row = entry.windowClosed ? { ...entry.row, windowClosed: true } : entry.row;
    let platformId: string | undefined;
    const all = degrade(row, channel.capabilities);
    for (; entry.done < all.length; entry.done++) {
      if (entry.done > 0) await turn(row, channel);
      platformId = (await channel.adapter.send(all[entry.done]!)).platformId ?? platformId;
    }
    return platformId;
  }

  /** Sends a row's text to the citizen's telephone; false where there is no such way. */
  async function bySms(row: Outbound): Promise<boolean> {
    const sms = channelOf(SMS, row.account) ?? channelOf(SMS, 'default');
    if (!sms || row.phone === undefined) return false;
    const text: Outbound = { ...row, channel: SMS, to: row.phone, part: { kind: 'text', text: plainText(row.part) } };
    for (const piece of degrade(text, sms.capabilities)) {
      await turn(text, sms);
      await sms.adapter.send(piece);
    }
    return true;
  }

  return {
    turn,
    async over(entry, channel) {
      try {
        return { platformId: await pieces(entry, channel), note: entry.windowClosed ? WINDOW_CLOSED : undefined };
      } catch (error) {
        const closed = error instanceof KapiError && error.kind === KINDS.windowClosed;
        if (!closed || !(await bySms(entry.row))) throw error;
        return { note: BY_SMS };
      }
    },
    pause: (row, until) => pace.pause(accountOf(row), until),
    stop: () => pace.stop(),
  };
}
