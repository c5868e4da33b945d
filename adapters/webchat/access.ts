/** Who may speak: origins, visitors' tokens, and how fast. */
import type { IncomingHttpHeaders } from 'node:http';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { KapiError, KINDS } from '../../src/core/errors';
import { derivedId, newToken } from '../../src/core/ids';

/** 24 random bytes: 192 bits. */
const TOKEN = /^[A-Za-z0-9_-]{32}$/;
const WINDOW_SECONDS = 60;

export const newVisitorToken = (): string => newToken(24);

/**
 * The sender's id: a hash, so that a token is never stored or logged, and whoever reads the store cannot speak as a visitor.
 *
 * @throws KapiError unauthorized
 */
export function visitorOf(token: unknown): string {
  if (typeof token !== 'string' || !TOKEN.test(token)) throw new KapiError(KINDS.unauthorized, 'a visitor token is required');
  return derivedId('v', 'webchat', token);
}

/** The token of "Authorization: Bearer …". */
export function bearer(headers: IncomingHttpHeaders): string | undefined {
  return /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
}

export interface Origins {
  /** May a page of that origin use the chat? Requests without an origin are not a page's. */
  allowed(origin: string | undefined, host: string | undefined): boolean;
  listed(origin: string | undefined): boolean;
}

/**
 * @param list origins by comma; the server's own are always allowed
 * @throws KapiError config for what is no origin
 */
export function createOrigins(list: string, publicUrl: string): Origins {
  const listed = new Set(list.split(',').map(originOf).filter(Boolean));
  const own = URL.canParse(publicUrl) ? new URL(publicUrl).origin : '';
  return {
    listed: (origin) => origin !== undefined && listed.has(origin),
    allowed(origin, host) {
      if (origin === undefined) return true;
      return listed.has(origin) || origin === own || (URL.canParse(origin) && new URL(origin).host === host);
    },
  };
}

function originOf(text: string): string {
  const entry = text.trim().replace(/\/$/, '');
  if (entry === '') return '';
  if (URL.canParse(entry) && /^https?:$/.test(new URL(entry).protocol) && new URL(entry).origin === entry) return entry;
  throw new KapiError(KINDS.config, 'KAPI_WEBCHAT_ORIGINS: write origins by comma, such as https://www.belediye.bel.tr.', {
    field: 'KAPI_WEBCHAT_ORIGINS',
  });
}

export interface Limits {
  /** @throws KapiError tooMany with the wait */
  take(visitor: string, address: string, points?: number): Promise<void>;
  /** @throws KapiError tooMany with the wait */
  takeSession(address: string): Promise<void>;
}

/** Counts within this process: a citizen's sockets stay with one. */
export function createLimits(visitorPerMinute: number, addressPerMinute: number): Limits {
  const visitors = new RateLimiterMemory({ points: visitorPerMinute, duration: WINDOW_SECONDS });
  const addresses = new RateLimiterMemory({ points: addressPerMinute, duration: WINDOW_SECONDS });

  async function consume(limiter: RateLimiterMemory, key: string, points: number): Promise<void> {
    try {
      await limiter.consume(key, points);
    } catch (refused) {
      const retryAfterMs = Math.max((refused as RateLimiterRes).msBeforeNext ?? 1_000, 1_000);
      throw new KapiError(KINDS.tooMany, 'too many messages, please wait', { retryAfterMs });
    }
  }
  return {
    async take(visitor, address, points = 1) {
      await consume(visitors, visitor, points);
      await consume(addresses, address, points);
    },
    takeSession: (address) => consume(addresses, address, 1),
  };
}
