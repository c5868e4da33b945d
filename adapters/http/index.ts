/** The http channel: signed JSON in, signed callbacks out. README.md is its contract. */
import type { Adapter, AdapterContext, AdapterModule, WebhookAnswer, WebhookRequest } from '../../src/core/adapter';
import { KapiError, KINDS } from '../../src/core/errors';
import { verify } from '../signature';
import { intSetting, settingsOf } from '../settings';
import { type CallbackClient, CONNECTIONS, createClient } from './client';
import { parse } from './parse';
import { render } from './render';

/** Name of the signature header, in and out, as Node lower-cases it. */
const SIGNATURE_HEADER = 'x-kapi-signature-256';

export const adapter: AdapterModule = {
  name: 'http',
  settings: [
    {
      name: 'KAPI_HTTP_SECRET',
      required: true,
      secret: true,
      help: 'Shared secret of the http channel: signs what comes in and what goes out.',
    },
    { name: 'KAPI_HTTP_CALLBACK_URL', help: 'Where replies of the http channel are posted.' },
    { name: 'KAPI_HTTP_TIMEOUT_SECONDS', default: '10', help: 'How long the callback may take to answer, 1 to 120.' },
  ],
  capabilities: {
    choices: { max: 50, labelMax: 200 },
    textMax: 100_000,
    media: ['image', 'audio', 'video', 'document', 'sticker'],
    location: true,
    idempotent: true,
    statusesCarryId: false,
    concurrency: CONNECTIONS,
  },
  parse,
  render,
  create,
};

const NO_CALLBACK = 'KAPI_HTTP_CALLBACK_URL is not set: messages come in, replies have nowhere to go';

function create(context: AdapterContext): Adapter {
  const settings = settingsOf(adapter, context.settings);
  const secret = settings.KAPI_HTTP_SECRET!;
  const client = clientOf(settings, secret);

  async function webhook(request: WebhookRequest): Promise<WebhookAnswer> {
    if (request.method !== 'POST') return { status: 405, body: { code: 'bad_input', message: 'use POST', field: 'method' } };
    if (!verify(secret, request.rawBody, request.headers[SIGNATURE_HEADER]))
      throw new KapiError(KINDS.unauthorized, 'X-Kapi-Signature-256 is missing or wrong');
    const { items, ignored } = parse(jsonOf(request.rawBody), request.account);
    for (const kind of ignored) context.ignored(kind);
    const { accepted, duplicate } = items.length > 0 ? await context.accept(items) : { accepted: 0, duplicate: 0 };
    return { status: 200, body: ignored.length > 0 ? { accepted, duplicate, ignored: ignored.length } : { accepted, duplicate } };
  }

  return {
    webhook,
    async send(outbound) {
      if (!client) throw new KapiError(KINDS.sendRefused, NO_CALLBACK, { field: 'KAPI_HTTP_CALLBACK_URL' });
      return client.post(outbound.id, JSON.stringify(render(outbound)));
    },
    async check() {
      if (!client) return { ok: true, detail: NO_CALLBACK };
      const failure = client.lastFailure();
      return { ok: failure === null, detail: failure ?? 'callbacks are answered' };
    },
    async stop() {
      await client?.close();
    },
  };
}

function clientOf(settings: Record<string, string>, secret: string): CallbackClient | null {
  const address = settings.KAPI_HTTP_CALLBACK_URL ?? '';
  const timeoutMs = intSetting(settings, 'KAPI_HTTP_TIMEOUT_SECONDS', 1, 120) * 1_000;
  if (address === '') return null;
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address))
    throw new KapiError(
      KINDS.config,
      'KAPI_HTTP_CALLBACK_URL: set a full address such as https://uygulama.belediye.bel.tr/kapi.',
      {
        field: 'KAPI_HTTP_CALLBACK_URL',
      },
    );
  return createClient(address, secret, timeoutMs);
}

/** Broken UTF-8 becomes replacement characters: the message is still answered. */
function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new KapiError(KINDS.badInput, 'body: must be JSON', { field: 'body' });
  }
}
