/** Who may speak: origins, visitors' tokens, and how fast. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { KapiError, KINDS } from '../../src/core/errors';
import { derivedId, newToken } from '../../src/core/ids';

/** 24 random bytes: 192 bits. */
const TOKEN = /^[A-Za-z0-9_-]{32}$/;
const WINDOW_SECONDS = 60;

export const newVisitorToken = (): string => newToken(24);

/** A signed identity: header, claims and signature of a JWT (RFC 7519). */
const JWT = /^([\w-]{10,200})\.([\w-]{10,2000})\.([\w-]{43})$/;
const SUB_MAX_CHARS = 200;
/** How far the clocks of two servers may differ. */
const LEEWAY_SECONDS = 60;

export interface Visitors {
  /**
   * The sender's id: a hash, so that a token is never stored or logged, and whoever reads the store cannot speak as a visitor. A
   * token is random and one browser's, or signed by the city's own site and a citizen's on whichever device.
   *
   * @throws KapiError unauthorized
   */
  of(token: unknown, now?: number): string;
}

/** @param secret what the city's site signs identities with; blank: only random tokens are taken */
export function createVisitors(secret: string): Visitors {
  const refuse = (why: string): never => {
    throw new KapiError(KINDS.unauthorized, why);
  };
  return {
    of(token, now = Date.now()) {
      if (typeof token !== 'string') return refuse('a visitor token is required');
      if (TOKEN.test(token)) return derivedId('v', 'webchat', token);
      const [, head, claims, signature] = JWT.exec(token) ?? [];
      if (!head || !claims || !signature || secret === '') return refuse('a visitor token is required');
      const own = createHmac('sha256', secret).update(`${head}.${claims}`).digest();
      const given = Buffer.from(signature, 'base64url');
      if (given.length !== own.length || !timingSafeEqual(given, own)) return refuse('the identity is not signed by this city');
      const { alg } = decoded(head);
      const { sub, exp } = decoded(claims);
      // RFC 8725: the algorithm is ours to name, never the token's.
      if (alg !== 'HS256') return refuse('the identity must be signed with HS256');
      if (typeof exp !== 'number' || exp + LEEWAY_SECONDS < now / 1_000) return refuse('the identity has expired');
      if (typeof sub !== 'string' || sub === '' || sub.length > SUB_MAX_CHARS) return refuse('the identity names nobody');
      return derivedId('u', 'webchat', sub);
    },
  };
}

function decoded(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
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
