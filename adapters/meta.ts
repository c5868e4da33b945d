/**
 * What WhatsApp Cloud, Messenger and Instagram share: the webhook's handshake and signature, and the Graph API with its errors.
 * Sources: Meta's documentation of webhooks, of the Graph API's error handling, and the WhatsApp Cloud API's error codes.
 */
import type { WebhookAnswer, WebhookRequest } from '../src/core/adapter';
import { type ErrorKind, KapiError, KINDS } from '../src/core/errors';
import type { SEND_FAILURES } from '../src/core/items';
import { createRest, type RestRequest } from './rest';
import { verify } from './signature';

export const META_SIGNATURE_HEADER = 'x-hub-signature-256';
export const GRAPH_URL = 'https://graph.facebook.com';
export const GRAPH_VERSION = 'v23.0';
/** Connections of one account to the Graph API, as many as the outbox has messages on their way. */
export const GRAPH_CONNECTIONS = 32;
const TIMEOUT_MS = 20_000;

type Failure = (typeof SEND_FAILURES)[number];

/** Echoes the challenge to the one who knows the verify token; anybody else hears nothing of use. */
export function handshake({ query }: WebhookRequest, verifyToken: string): WebhookAnswer {
  const challenge = query.get('hub.challenge') ?? '';
  if (query.get('hub.mode') !== 'subscribe' || query.get('hub.verify_token') !== verifyToken)
    throw new KapiError(KINDS.unauthorized, 'hub.verify_token is wrong');
  if (!/^[\w-]{1,200}$/.test(challenge))
    throw new KapiError(KINDS.badInput, 'hub.challenge is malformed', { field: 'hub.challenge' });
  return { status: 200, body: challenge };
}

/** The payload of a signed webhook. Throws KapiError unauthorized or badInput. */
export function signedPayload({ rawBody, headers }: WebhookRequest, appSecret: string): unknown {
  if (!verify(appSecret, rawBody, headers[META_SIGNATURE_HEADER]))
    throw new KapiError(KINDS.unauthorized, 'X-Hub-Signature-256 is missing or wrong');
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    throw new KapiError(KINDS.badInput, 'body: must be JSON', { field: 'body' });
  }
}

interface Verdict {
  kind: ErrorKind;
  failure?: Failure;
  /** What an operator can do about it; such an error shows in the channel's health. */
  mend?: string;
  waitMs?: number;
}

const refused = (failure: Failure): Verdict => ({ kind: KINDS.sendRefused, failure });
const later = (mend?: string): Verdict => (mend === undefined ? { kind: KINDS.sendLater } : { kind: KINDS.sendLater, mend });
const slower = (waitMs: number): Verdict => ({ kind: KINDS.sendSlower, waitMs });

const TOKEN_MEND = 'the access token is refused: make a new one for the system user and set it';
const RIGHTS_MEND = 'the access token lacks a permission, or the account is not assigned to its system user';
const ACCOUNT_MEND = 'Meta has locked or restricted the account: see WhatsApp Manager / Business Support';

/** What each documented error code means for the message. Messages that a mended setting would let through wait. */
const VERDICTS: Record<number, Verdict> = {
  0: later(TOKEN_MEND),
  1: later(),
  2: later(),
  3: later(RIGHTS_MEND),
  4: slower(60_000),
  10: later(RIGHTS_MEND),
  100: refused('not_allowed'),
  190: later(TOKEN_MEND),
  200: later(RIGHTS_MEND),
  299: later(RIGHTS_MEND),
  368: later(ACCOUNT_MEND),
  551: refused('unreachable'), // Messenger: the person is not available
  613: slower(10_000),
  80007: slower(60_000),
  130429: slower(5_000),
  130472: refused('not_allowed'),
  130497: refused('not_allowed'),
  131000: later(),
  131005: later(RIGHTS_MEND),
  131008: refused('not_allowed'),
  131009: refused('not_allowed'),
  131016: later(),
  131021: refused('unreachable'),
  131026: refused('unreachable'),
  131030: refused('unreachable'),
  131031: later(ACCOUNT_MEND),
  131042: later("Meta could not charge the account: check WhatsApp Manager's payment settings"),
  131045: later('the number is not registered with the Cloud API: register it again'),
  131047: { kind: KINDS.windowClosed, failure: 'window_closed' },
  131048: slower(60_000),
  131049: refused('not_allowed'),
  131050: refused('blocked'),
  131051: refused('not_allowed'),
  131052: refused('bad_media'),
  131053: refused('bad_media'),
  131056: { kind: KINDS.sendLater, waitMs: 6_000 }, // the pair's limit: one message in six seconds
  131057: later(),
  133004: later(),
  133010: later('the number is not registered with the Cloud API: register it'),
};

/** Messenger and Instagram tell a closed window by a subcode of 10. */
const WINDOW_SUBCODES = new Set([2_018_278, 2_534_022]);

/** Template errors (132000 to 132999) cannot be helped by sending again. */
const isTemplateError = (code: number): boolean => code >= 132_000 && code < 133_000;

export function verdictOf(code: number, subcode = 0): Verdict {
  if (code === 10 && WINDOW_SUBCODES.has(subcode)) return VERDICTS[131_047]!;
  if (isTemplateError(code))
    return {
      kind: KINDS.windowClosed,
      failure: 'window_closed',
      mend: 'the notice template is missing, paused or has other parameters',
    };
  return VERDICTS[code] ?? later();
}

/** Why a message failed, as the desk reads it: our own word for the code, else Meta's title. */
export function failureOf(code: number, title: string | undefined): string {
  return verdictOf(code).failure ?? (title ? `${title} (${code})` : `(${code})`);
}

export interface Graph {
  readonly origin: string;
  /** One call, as JSON. Throws KapiError as `Adapter.send` does. */
  call(request: RestRequest): Promise<Record<string, unknown>>;
  /** The bytes behind an address that Meta gave, asked for under the account's token. Throws KapiError badInput, tooLarge or sendLater. */
  download(address: string, maxBytes: number): Promise<Buffer>;
  /** The last trouble that an operator can mend; null when there is none. */
  trouble(): string | null;
  close(): Promise<void>;
}

/** Hosts that Meta serves attachments from; the token goes nowhere else. */
const MEDIA_HOST = /(^|\.)(fbsbx\.com|fbcdn\.net|whatsapp\.net|whatsapp\.com|facebook\.com|cdninstagram\.com)$/;

export function createGraph(options: { url: string; version: string; token: string; label: string }): Graph {
  const rest = createRest(options.url, { label: options.label, connections: GRAPH_CONNECTIONS, timeoutMs: TIMEOUT_MS });
  const authorization = { authorization: `Bearer ${options.token}` };
  let trouble: string | null = null;

  return {
    origin: rest.origin,
    async call(request) {
      const headers = {
        ...authorization,
        ...(typeof request.body === 'string' ? { 'content-type': 'application/json' } : {}),
        ...request.headers,
      };
      const answer = await rest.request({ ...request, path: `/${options.version}${request.path}`, headers });
      const body = (typeof answer.json === 'object' && answer.json !== null ? answer.json : {}) as Record<string, unknown>;
      if (answer.status >= 200 && answer.status < 300 && body.error === undefined) {
        trouble = null;
        return body;
      }
      const error = (body.error ?? {}) as { code?: number; error_subcode?: number; error_data?: { details?: string } };
      const code = typeof error.code === 'number' ? error.code : undefined;
      const verdict: Verdict =
        code !== undefined
          ? verdictOf(code, error.error_subcode)
          : answer.status === 429
            ? slower(5_000)
            : answer.status >= 500
              ? later()
              : refused('not_allowed');
      if (verdict.mend !== undefined) trouble = `${verdict.mend} (${code})`;
      const waitMs = answer.retryAfterMs ?? verdict.waitMs;
      throw new KapiError(
        verdict.kind,
        verdict.failure ?? `${options.label} answered ${answer.status}${code === undefined ? '' : ` (${code})`}`,
        {
          ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
        },
      );
    },
    async download(address, maxBytes) {
      const url = URL.canParse(address) ? new URL(address) : null;
      const ours = url !== null && url.origin === rest.origin;
      if (!url || !(ours || (url.protocol === 'https:' && MEDIA_HOST.test(url.hostname))))
        throw new KapiError(KINDS.badInput, "the attachment lies outside Meta's servers", { field: 'media.url' });
      const from = ours ? rest : createRest(url.origin, { label: options.label, connections: 1, timeoutMs: TIMEOUT_MS });
      try {
        const answer = await from.request({ method: 'GET', path: url.pathname + url.search, headers: authorization, maxBytes });
        if (answer.status >= 500 || answer.status === 429)
          throw new KapiError(KINDS.sendLater, `${options.label} answered ${answer.status}`);
        if (answer.status !== 200) throw new KapiError(KINDS.badInput, 'the attachment has expired', { field: 'media' });
        return answer.bytes;
      } finally {
        if (!ours) await from.close();
      }
    },
    trouble: () => trouble,
    close: () => rest.close(),
  };
}
