/** Posts callbacks over kept-alive connections and tells "again later" from "never". */
import { Pool } from 'undici';
import { KapiError, KINDS } from '../../src/core/errors';
import type { Receipt } from '../../src/core/adapter';
import { sign } from './sign';

/** Connections to the receiver, as many as the outbox has messages on their way: a slow receiver then holds up nobody. */
export const CONNECTIONS = 64;
/** The longest wait a receiver may ask for: the outbox gives up by its own limit. */
const RETRY_AFTER_MAX_MS = 3_600_000;
/** Bytes read of an answer that nobody needs, before its connection is given up. */
const ANSWER_MAX_BYTES = 65_536;

export interface CallbackClient {
  /** @throws KapiError sendLater (429, 5xx, 408, no connection, timeout) or sendRefused (3xx, other 4xx) */
  post(id: string, body: string): Promise<Receipt>;
  /** What went wrong last, cleared by the next success. */
  lastFailure(): string | null;
  close(): Promise<void>;
}

export function createClient(address: string, secret: string, timeoutMs: number): CallbackClient {
  const url = new URL(address);
  const pool = new Pool(url.origin, {
    connections: CONNECTIONS,
    connectTimeout: timeoutMs,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    keepAliveTimeout: 30_000,
  });
  const path = url.pathname + url.search;
  let failure: string | null = null;

  function failed(error: KapiError): KapiError {
    failure = error.message;
    return error;
  }

  async function post(id: string, body: string): Promise<Receipt> {
    let status: number;
    let retryAfter: string | string[] | undefined;
    try {
      const answer = await pool.request({
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json', 'idempotency-key': id, 'x-kapi-signature-256': sign(secret, body) },
        body,
      });
      status = answer.statusCode;
      retryAfter = answer.headers['retry-after'];
      // The connection is free for the next message only once the answer is read.
      await answer.body.dump({ limit: ANSWER_MAX_BYTES });
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      const reason = typeof code === 'string' ? code : 'no answer';
      throw failed(new KapiError(KINDS.sendLater, `KAPI_HTTP_CALLBACK_URL could not be reached (${reason})`));
    }
    if (status >= 200 && status < 300) {
      failure = null;
      return {};
    }
    if (status === 429 || status === 408 || status >= 500)
      throw failed(
        new KapiError(KINDS.sendLater, `callback answered ${status}`, { retryAfterMs: retryAfterMs(retryAfter, Date.now()) }),
      );
    throw failed(new KapiError(KINDS.sendRefused, `callback answered ${status}`));
  }

  return { post, lastFailure: () => failure, close: () => pool.destroy() };
}

/**
 * The wait asked for, in milliseconds: the header holds seconds or an HTTP date (RFC 9110, 10.2.3). Undefined where it is
 * absent or unreadable.
 */
export function retryAfterMs(header: string | string[] | undefined, now: number): number | undefined {
  const text = (Array.isArray(header) ? header[0] : header)?.trim();
  if (!text) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), RETRY_AFTER_MAX_MS);
}
