/** Posts callbacks and tells "again later" from "never". */
import type { Receipt } from '../../src/core/adapter';
import { KapiError, KINDS } from '../../src/core/errors';
import { createRest, type RestAnswer } from '../rest';
import { sign } from '../signature';

/** Connections to the receiver, as many as the outbox has messages on their way: a slow receiver then holds up nobody. */
export const CONNECTIONS = 64;

export interface CallbackClient {
  /** @throws KapiError sendLater (429, 5xx, 408, no connection, timeout) or sendRefused (3xx, other 4xx) */
  post(id: string, body: string): Promise<Receipt>;
  /** What went wrong last, cleared by the next success. */
  lastFailure(): string | null;
  close(): Promise<void>;
}

export function createClient(address: string, secret: string, timeoutMs: number): CallbackClient {
  const { pathname, search } = new URL(address);
  const rest = createRest(new URL(address).origin, { label: 'KAPI_HTTP_CALLBACK_URL', connections: CONNECTIONS, timeoutMs });
  let failure: string | null = null;

  function failed(error: KapiError): KapiError {
    failure = error.message;
    return error;
  }

  async function post(id: string, body: string): Promise<Receipt> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': id, 'x-kapi-signature-256': sign(secret, body) };
    let answer: RestAnswer;
    try {
      answer = await rest.request({ method: 'POST', path: pathname + search, headers, body, maxBytes: 0 });
    } catch (error) {
      throw failed(error as KapiError);
    }
    const { status, retryAfterMs } = answer;
    if (status >= 200 && status < 300) {
      failure = null;
      return {};
    }
    const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
    if (status === 429 || status === 408 || status >= 500)
      throw failed(new KapiError(KINDS.sendLater, `callback answered ${status}`, wait));
    throw failed(new KapiError(KINDS.sendRefused, `callback answered ${status}`));
  }

  return { post, lastFailure: () => failure, close: () => rest.close() };
}
