/** Telegram through grammY's client of the Bot API. README.md tells how it is set up. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Api, GrammyError, InputFile } from 'grammy';
import type { Adapter, AdapterContext, AdapterModule, Receipt, WebhookAnswer, WebhookRequest } from '../../src/core/adapter';
import { KapiError, KINDS } from '../../src/core/errors';
import type { MediaRef, Outbound } from '../../src/core/items';
import { createCheck } from '../check';
import { createRest } from '../rest';
import { settingsOf } from '../settings';
import { wordOf } from '../words';
import { ALLOWED_UPDATES, groupOf, parse } from './parse';
import { CAPTION_MAX_CHARS, render, TEXT_MAX_CHARS } from './render';

const P = 'KAPI_TELEGRAM_';
const API_URL = 'https://api.telegram.org';
const SECRET_HEADER = 'x-telegram-bot-api-secret-token';
const TIMEOUT_SECONDS = 30;
/** How long one request waits for updates, in seconds. */
const POLL_SECONDS = 25;
/** The least time between two polls, and the wait after one that failed. */
const POLL_EVERY_MS = 300;
const POLL_AGAIN_MS = 3_000;
/** getFile gives files of up to 20 MB (Bot API). */
const FILE_MAX_BYTES = 20_000_000;
/** A group is told once in this time that the line answers in private only. */
const GROUP_EVERY_MS = 86_400_000;
const GROUPS_MAX = 1_000;
const CONCURRENCY = 32;
/** An error of the last webhook is shown for so long. */
const WEBHOOK_ERROR_SECONDS = 300;

export const adapter: AdapterModule = {
  name: 'telegram',
  settings: [
    { name: `${P}TOKEN`, required: true, secret: true, own: true, help: 'Token of the bot, from @BotFather.' },
    {
      name: `${P}MODE`,
      default: 'auto',
      help: 'webhook: Telegram calls KAPI_PUBLIC_URL; polling: Kapı asks Telegram, for trying out; auto: webhook where that address is https.',
    },
    { name: `${P}API_URL`, default: API_URL, help: 'Address of the Bot API; your own where you run a local Bot API server.' },
  ],
  capabilities: {
    choices: { max: 30, labelMax: 80, pages: 2 },
    textMax: TEXT_MAX_CHARS,
    media: ['image', 'audio', 'video', 'document', 'sticker'],
    captionMax: CAPTION_MAX_CHARS,
    location: true,
    idempotent: false,
    statusesCarryId: false,
    concurrency: CONCURRENCY,
    // Telegram's FAQ: about 30 a second in all, one a second to the same chat.
    rate: { perSecond: 28, perChatMs: 1_000 },
  },
  parse,
  render,
  create,
};

function create(context: AdapterContext): Adapter {
  const settings = settingsOf(adapter, context.settings);
  const token = settings[`${P}TOKEN`]!;
  const apiRoot = settings[`${P}API_URL`]!.replace(/\/+$/, '');
  const polls = modeOf(settings[`${P}MODE`]!, context.publicUrl) === 'polling';
  const hook = `${context.publicUrl}/webhooks/telegram/${context.account}`;
  const secret = createHash('sha256').update(`kapi webhook ${token}`).digest('hex');
  const api = new Api(token, { apiRoot, timeoutSeconds: TIMEOUT_SECONDS + POLL_SECONDS });
  const files = createRest(apiRoot, { label: 'Telegram', connections: 8, timeoutMs: TIMEOUT_SECONDS * 1_000 });
  const told = new Map<number, number>();
  const stopping = new AbortController();
  let trouble: string | null = null;
  let polling: Promise<void> = Promise.resolve();

  async function take(update: unknown): Promise<void> {
    const { items, ignored } = parse(update, context.account);
    for (const kind of ignored) context.ignored(kind);
    if (items.length > 0) await context.accept(items);
    const query = (update as { callback_query?: { id?: unknown } }).callback_query?.id;
    // Ends the button's waiting mark; of no weight, so never retried.
    if (typeof query === 'string') api.answerCallbackQuery(query).catch(() => {});
    const group = groupOf(update);
    if (group !== null) decline(group);
  }

  function decline(group: number): void {
    if (Date.now() - (told.get(group) ?? 0) < GROUP_EVERY_MS) return;
    told.delete(group);
    told.set(group, Date.now());
    if (told.size > GROUPS_MAX) told.delete(told.keys().next().value!);
    api.sendMessage(group, wordOf('tr', 'only_private')).catch(() => {});
  }

  async function webhook(request: WebhookRequest): Promise<WebhookAnswer> {
    if (request.method !== 'POST') return { status: 405, body: { code: 'bad_input', message: 'use POST', field: 'method' } };
    const given = String(request.headers[SECRET_HEADER] ?? '');
    if (given.length !== secret.length || !timingSafeEqual(Buffer.from(given), Buffer.from(secret)))
      throw new KapiError(KINDS.unauthorized, 'X-Telegram-Bot-Api-Secret-Token is missing or wrong');
    let update: unknown;
    try {
      update = JSON.parse(request.rawBody.toString('utf8'));
    } catch {
      throw new KapiError(KINDS.badInput, 'body: must be JSON', { field: 'body' });
    }
    await take(update);
    return { status: 200, body: {} };
  }

  /** Asks for updates, and for the next only when these are stored: Telegram forgets what lies before `offset`. */
  async function poll(): Promise<void> {
    let offset = 0;
    while (!stopping.signal.aborted) {
      try {
        const options = { offset, timeout: POLL_SECONDS, allowed_updates: ALLOWED_UPDATES };
        for (const update of await api.getUpdates(options, stopping.signal as never)) {
          await take(update).catch((error: unknown) => {
            // An update that is none would come again for ever.
            if (!(error instanceof KapiError) || error.kind !== KINDS.badInput) throw error;
            context.ignored('malformed');
          });
          offset = update.update_id + 1;
        }
        trouble = null;
        await pause(POLL_EVERY_MS);
      } catch (error) {
        if (stopping.signal.aborted) break;
        trouble = reasonOf(error);
        context.log.warn({ error: trouble }, 'Telegram gives no updates; asked again soon');
        await pause(POLL_AGAIN_MS);
      }
    }
  }

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      const stop = (): void => {
        clearTimeout(timer);
        resolve();
      };
      stopping.signal.addEventListener('abort', stop, { once: true });
    });

  const setHook = (): Promise<unknown> =>
    api.setWebhook(hook, { secret_token: secret, allowed_updates: ALLOWED_UPDATES, max_connections: 40 });

  async function look(): Promise<string> {
    const me = await api.getMe().catch((error: unknown) => {
      throw new KapiError(KINDS.config, reasonOf(error));
    });
    if (polls) return `@${me.username}, polling`;
    const info = await api.getWebhookInfo();
    if (info.url !== hook) {
      await setHook();
      return `@${me.username}, the webhook was set anew`;
    }
    if (info.last_error_date !== undefined && Date.now() / 1_000 - info.last_error_date < WEBHOOK_ERROR_SECONDS)
      throw new KapiError(
        KINDS.config,
        `Telegram does not reach KAPI_PUBLIC_URL: ${info.last_error_message ?? 'no reason given'}`,
      );
    return `@${me.username}, ${info.pending_update_count ?? 0} waiting`;
  }

  return {
    webhook,
    async start() {
      if (polls) {
        // With a webhook set Telegram refuses polling.
        await api.deleteWebhook().catch(() => {});
        polling = poll();
        return;
      }
      await setHook().catch((error: unknown) => {
        trouble = reasonOf(error);
        context.log.warn({ error: trouble }, 'the webhook of Telegram could not be set; it is tried again');
      });
    },
    async stop() {
      stopping.abort();
      await polling;
      await files.close();
    },
    async send(outbound) {
      const receipt = await send(outbound).catch((error: unknown) => {
        throw failureOf(error);
      });
      trouble = null;
      return receipt;
    },
    async fetchMedia(ref: MediaRef) {
      if ((ref.size ?? 0) > Math.min(FILE_MAX_BYTES, context.mediaMaxBytes))
        throw new KapiError(KINDS.tooLarge, 'Telegram gives bots files of up to 20 MB', { field: 'media' });
      const file = await api.getFile(ref.platformId ?? '').catch((error: unknown) => {
        if (error instanceof GrammyError && error.error_code === 400)
          throw new KapiError(KINDS.badInput, 'the attachment has expired or is too large', { field: 'media' });
        throw failureOf(error);
      });
      const path = `/file/bot${token}/${file.file_path ?? ''}`;
      const answer = await files.request({ method: 'GET', path, maxBytes: context.mediaMaxBytes });
      if (answer.status !== 200) throw new KapiError(KINDS.sendLater, `Telegram answered ${answer.status}`);
      return { bytes: answer.bytes };
    },
    check: createCheck(look, () => trouble),
  };

  async function send(outbound: Outbound): Promise<Receipt> {
    const { method, file, params } = render(outbound);
    const { part } = outbound;
    if (file !== undefined && part.kind === 'media' && part.media.hash !== undefined) {
      const kept = await context.openMedia(context.account, outbound.to, part.media.hash);
      if (!kept) throw new KapiError(KINDS.sendRefused, 'bad_media');
      params[file] = new InputFile(kept.bytes, part.media.fileName ?? 'file');
    }
    const call = api.raw[method] as (params: object) => Promise<{ message_id?: number }>;
    const sent = await call(params);
    return sent.message_id === undefined ? {} : { platformId: `${outbound.to}:${sent.message_id}` };
  }

  /** What the Bot API's error means for the message. */
  function failureOf(error: unknown): KapiError {
    if (error instanceof KapiError) return error;
    if (!(error instanceof GrammyError)) return new KapiError(KINDS.sendLater, 'Telegram could not be reached');
    const { error_code: code, description, parameters } = error;
    if (code === 429)
      return new KapiError(KINDS.sendSlower, 'Telegram asks to wait', { retryAfterMs: (parameters.retry_after ?? 1) * 1_000 });
    if (code === 401 || code === 404) {
      trouble = reasonOf(error);
      return new KapiError(KINDS.sendLater, trouble);
    }
    if (code === 403) return new KapiError(KINDS.sendRefused, 'blocked');
    if (code >= 500) return new KapiError(KINDS.sendLater, `Telegram answered ${code}`);
    const gone = /chat not found|user is deactivated|PEER_ID_INVALID/i.test(description);
    return new KapiError(KINDS.sendRefused, gone ? 'unreachable' : 'not_allowed');
  }
}

function modeOf(mode: string, publicUrl: string): 'webhook' | 'polling' {
  if (mode === 'webhook' || mode === 'polling') return mode;
  if (mode !== 'auto')
    throw new KapiError(KINDS.config, `${P}MODE is "${mode}": set auto, webhook or polling.`, { field: `${P}MODE` });
  return publicUrl.startsWith('https:') ? 'webhook' : 'polling';
}

/** For operators; never the address that was asked, which holds the token. */
function reasonOf(error: unknown): string {
  if (error instanceof GrammyError)
    return error.error_code === 401 || error.error_code === 404
      ? `${P}TOKEN is refused: take the bot's present token from @BotFather`
      : `Telegram answered ${error.error_code}`;
  return error instanceof KapiError ? error.message : 'Telegram could not be reached';
}
