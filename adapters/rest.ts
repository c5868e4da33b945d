/** Requests to a platform's servers: kept-alive connections, bounded answers, and errors that tell "again later" from "never". */
import { type Dispatcher, type FormData, Pool } from 'undici';
import { KapiError, KINDS } from '../src/core/errors';

/** The longest wait another side may ask for: the outbox gives up by its own limit. */
const RETRY_AFTER_MAX_MS = 3_600_000;
/** Bytes read of an answer that holds no file. */
const ANSWER_MAX_BYTES = 1_048_576;
/** Bytes read of an answer that nobody needs, before its connection is given up. */
const DUMP_MAX_BYTES = 65_536;

export interface RestRequest {
  method: 'GET' | 'POST' | 'DELETE';
  /** Path and query. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer | FormData;
  /** Largest answer; 1 MiB where left out, 0 for one that nobody reads. */
  maxBytes?: number;
}

export interface RestAnswer {
  status: number;
  contentType: string;
  bytes: Buffer;
  /** The body as JSON; undefined when it is none. */
  json: unknown;
  /** What the Retry-After header asks for, in milliseconds. */
  retryAfterMs: number | undefined;
}

export interface Rest {
  readonly origin: string;
  /** @throws KapiError sendLater when nobody answers, tooLarge when the answer is over its limit */
  request(request: RestRequest): Promise<RestAnswer>;
  close(): Promise<void>;
}

/**
 * @param address origin, and a path that goes before every request's own
 * @param label what errors call the other side: never its address, which may hold a secret
 */
export function createRest(address: string, options: { label: string; connections: number; timeoutMs: number }): Rest {
  const url = new URL(address);
  const prefix = url.pathname.replace(/\/+$/, '');
  const { connections, timeoutMs, label } = options;
  const pool = new Pool(url.origin, {
    connections,
    connectTimeout: timeoutMs,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    keepAliveTimeout: 30_000,
  });
  return {
    origin: url.origin,
    async request({ method, path, headers = {}, body, maxBytes = ANSWER_MAX_BYTES }) {
      try {
        const answer = await pool.request({
          method,
          path: prefix + path,
          headers,
          body: body as Dispatcher.DispatchOptions['body'],
        });
        // A connection is free for the next request only once the answer is read.
        const bytes = maxBytes === 0 ? await dump(answer.body) : await read(answer.body, maxBytes, label);
        return {
          status: answer.statusCode,
          contentType: String(answer.headers['content-type'] ?? ''),
          bytes,
          json: parsed(bytes),
          retryAfterMs: retryAfterMs(answer.headers['retry-after'], Date.now()),
        };
      } catch (error) {
        if (error instanceof KapiError) throw error;
        const code = (error as { code?: unknown }).code;
        throw new KapiError(KINDS.sendLater, `${label} could not be reached (${typeof code === 'string' ? code : 'no answer'})`);
      }
    },
    close: () => pool.destroy(),
  };
}

async function dump(body: { dump(options: { limit: number }): Promise<void> }): Promise<Buffer> {
  await body.dump({ limit: DUMP_MAX_BYTES });
  return Buffer.alloc(0);
}

async function read(body: AsyncIterable<Buffer>, maxBytes: number, label: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new KapiError(KINDS.tooLarge, `${label} answered with more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

function parsed(bytes: Buffer): unknown {
  // Most files begin with neither: they are not decoded for nothing.
  if (bytes[0] !== 0x7b && bytes[0] !== 0x5b) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
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
