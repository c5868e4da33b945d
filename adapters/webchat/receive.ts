/** One way in for both transports: limits, parse, accept; then the visitor's other tabs are told. */
import type { AdapterContext } from '../../src/core/adapter';
import { httpAnswer, KapiError, KINDS } from '../../src/core/errors';
import type { Item, MediaRef } from '../../src/core/items';
import type { Limits } from './access';
import { parse } from './parse';
import { renderEcho } from './render';
import type { Ack, ShownMessage, WireError } from './wire';

/** The only account: one city, one web chat. */
export const ACCOUNT = 'default';
/** An upload weighs as much as so many messages. */
export const UPLOAD_POINTS = 3;

export interface From {
  visitor: string;
  address: string;
  /** The socket it came over, which needs no echo. */
  socketId?: string;
}

export interface Push {
  message(visitor: string, message: ShownMessage, exceptSocket?: string): void;
  typing(visitor: string): void;
}

export type Receive = (from: From, message: unknown, upload?: MediaRef) => Promise<number>;

/** Resolves to the time of receipt once the message is stored; rejects with a KapiError. */
export function createReceive(context: AdapterContext, limits: Limits, push: Push, textMaxChars: number): Receive {
  return async (from, message, upload) => {
    if (!upload) await limits.take(from.visitor, from.address);
    const now = Date.now();
    const { items, ignored } = parse({ visitor: from.visitor, at: now, message, ...(upload ? { upload } : {}) }, ACCOUNT);
    for (const kind of ignored) context.ignored(kind);
    if (longestOf(items) > textMaxChars)
      throw new KapiError(KINDS.tooLarge, `a message may have up to ${textMaxChars} characters`, { field: 'message.text' });
    if (items.length === 0) return now;
    const { accepted } = await context.accept(items);
    if (accepted === 0) return now;
    for (const item of items) {
      if (item.type !== 'message') continue;
      push.message(from.visitor, renderEcho(item.eventId, now, item.parts), from.socketId);
      push.typing(from.visitor);
    }
    return now;
  };
}

function longestOf(items: Item[]): number {
  let longest = 0;
  for (const item of items)
    for (const part of item.type === 'message' ? item.parts : []) {
      const text = part.kind === 'text' ? part.text : part.kind === 'media' ? part.caption : undefined;
      longest = Math.max(longest, text?.length ?? 0);
    }
  return longest;
}

/** The answer to a failure, with the wait where there is one. Unknown errors tell nothing of themselves. */
export function wireError(error: unknown): { status: number; body: WireError } {
  const { status, body } = httpAnswer(error);
  const retryAfterMs = error instanceof KapiError ? error.retryAfterMs : undefined;
  return { status, body: retryAfterMs === undefined ? body : { ...body, retryAfterMs } };
}

export async function acknowledged(work: Promise<number>): Promise<Ack> {
  try {
    return { ok: true, at: await work };
  } catch (error) {
    return { ok: false, error: wireError(error).body };
  }
}
