/**
 * The errors that cross a stage. Each has a stable code, says whether a retry can help, at what level it is logged, and
 * under which locale key a person reads it. A message never holds a citizen's text.
 */
export interface ErrorKind {
  code: string;
  retryable: boolean;
  level: 'info' | 'warn' | 'error';
  locale: string;
}

const kind = (code: string, retryable: boolean, level: ErrorKind['level']): ErrorKind => ({
  code,
  retryable,
  level,
  locale: `errors.${code}`,
});

export const KINDS = {
  /** The payload is not what the channel's documentation says: 400. */
  badInput: kind('bad_input', false, 'info'),
  /** The signature, token or password is wrong: 401. */
  unauthorized: kind('unauthorized', false, 'warn'),
  /** Known person, not allowed: 403. */
  forbidden: kind('forbidden', false, 'warn'),
  notFound: kind('not_found', false, 'info'),
  /** Another writer was first: reload and decide again: 409. */
  conflict: kind('conflict', true, 'info'),
  /** Body or message over the limit: 413. */
  tooLarge: kind('too_large', false, 'info'),
  /** Too many tries: 429. */
  tooMany: kind('too_many', true, 'warn'),
  /** The store cannot take it now: 503, the platform sends again. */
  storeDown: kind('store_down', true, 'error'),
  /** The channel refused a message for good (blocked, window closed, bad address). */
  sendRefused: kind('send_refused', false, 'warn'),
  /** The channel could not be reached or asked us to wait. */
  sendLater: kind('send_later', true, 'info'),
  /** The channel asked the whole account to slow down. */
  sendSlower: kind('send_slower', true, 'warn'),
  /** The platform's time for free messages to this person is over: a template or an SMS may still reach them. */
  windowClosed: kind('window_closed', false, 'info'),
  /** A setting is missing or wrong; the message names the variable and the mend. */
  config: kind('config', false, 'error'),
} as const;

export class KapiError extends Error {
  readonly kind: ErrorKind;
  /** The field, setting or file the error is about. */
  readonly field?: string;
  /** How long to wait before the next try, in milliseconds, where the other side said so. */
  readonly retryAfterMs?: number;

  constructor(kindOf: ErrorKind, message: string, detail: { field?: string; retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'KapiError';
    this.kind = kindOf;
    this.field = detail.field;
    this.retryAfterMs = detail.retryAfterMs;
  }
}

const HTTP_STATUS: Record<string, number> = {
  bad_input: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  too_many: 429,
  store_down: 503,
};

/** The HTTP answer to an error: its status and the body `{code, message, field}`. Unknown errors tell nothing of themselves. */
export function httpAnswer(error: unknown): { status: number; body: { code: string; message: string; field?: string } } {
  if (error instanceof KapiError)
    return {
      status: HTTP_STATUS[error.kind.code] ?? 500,
      body: { code: error.kind.code, message: error.message, field: error.field },
    };
  return { status: 500, body: { code: 'internal', message: 'internal error' } };
}
