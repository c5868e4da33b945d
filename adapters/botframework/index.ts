/** Direct Line, Teams and what Azure bridges, through botbuilder: opt-in. README.md tells how it is set up. */
import type { Adapter, AdapterContext, AdapterModule, Receipt, WebhookAnswer, WebhookRequest } from '../../src/core/adapter';
import { KapiError, KINDS } from '../../src/core/errors';
import type { MediaRef, Outbound } from '../../src/core/items';
import { createCheck } from '../check';
import { fields, object } from '../fields';
import { createRest, retryAfterMs } from '../rest';
import { settingsOf } from '../settings';
import { addressOf, allowed, MICROSOFT } from './address';
import { loadLibrary } from './library';
import { parse } from './parse';
import { render } from './render';

const P = 'KAPI_BOTFRAMEWORK_';
const TIMEOUT_MS = 20_000;
const CONCURRENCY = 16;
/** Direct Line takes an attachment inside an activity up to this size (its limit for a whole activity is 256 KB). */
const INLINE_MAX_BYTES = 180_000;
/** Microsoft's public cloud; settings replace the first two. */
const CLOUD = {
  login: 'https://login.microsoftonline.com/botframework.com',
  openId: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  scope: 'https://api.botframework.com',
  issuer: 'https://api.botframework.com',
  oauth: 'https://api.botframework.com',
  emulatorOpenId: 'https://login.microsoftonline.com/botframework.com/v2.0/.well-known/openid-configuration',
};

export const adapter: AdapterModule = {
  name: 'botframework',
  settings: [
    {
      name: `${P}APP_ID`,
      own: true,
      help: 'Microsoft App ID of the Azure bot. Blank only for a Direct Line server of your own.',
    },
    { name: `${P}APP_PASSWORD`, own: true, secret: true, help: 'Its client secret.' },
    { name: `${P}TENANT_ID`, own: true, help: 'Tenant of a single-tenant bot; blank for a multi-tenant one.' },
    {
      name: `${P}SERVICE_URLS`,
      help: "Addresses that may be answered to, separated by commas. With an App ID blank means Microsoft's own; without one it must be set.",
    },
    { name: `${P}LOGIN_URL`, default: CLOUD.login, help: 'Where tokens are asked for; another cloud has another.' },
    { name: `${P}OPENID_URL`, default: CLOUD.openId, help: 'Where the keys stand that Microsoft signs with.' },
  ],
  capabilities: {
    choices: { max: 20, labelMax: 60, pages: 2 },
    textMax: 8_000,
    media: ['image', 'audio', 'video', 'document'],
    location: false,
    idempotent: false,
    statusesCarryId: false,
    concurrency: CONCURRENCY,
    // Teams: 7 messages a second to one conversation; a bot's own ceiling is 50 a second in a tenant.
    rate: { perSecond: 40, perChatMs: 200 },
  },
  parse,
  render,
  create,
};

function create(context: AdapterContext): Adapter {
  const settings = settingsOf(adapter, context.settings);
  const appId = settings[`${P}APP_ID`]!;
  const list = settings[`${P}SERVICE_URLS`]!.split(/[\s,]+/).filter(Boolean);
  requireTrust(appId, settings[`${P}APP_PASSWORD`]!, list);
  const services = list.length > 0 ? list : MICROSOFT;
  const library = loadLibrary();
  const options = {
    MicrosoftAppId: appId,
    MicrosoftAppPassword: settings[`${P}APP_PASSWORD`]!,
    MicrosoftAppTenantId: settings[`${P}TENANT_ID`]!,
    MicrosoftAppType: settings[`${P}TENANT_ID`] ? 'SingleTenant' : 'MultiTenant',
    ToChannelFromBotLoginUrl: settings[`${P}LOGIN_URL`]!,
    ToChannelFromBotOAuthScope: CLOUD.scope,
    ToBotFromChannelTokenIssuer: CLOUD.issuer,
    OAuthUrl: CLOUD.oauth,
    ToBotFromChannelOpenIdMetadataUrl: settings[`${P}OPENID_URL`]!,
    ToBotFromEmulatorOpenIdMetadataUrl: CLOUD.emulatorOpenId,
  };
  const credentials = new library.ConfigurationServiceClientCredentialFactory(options);
  const authentication = new library.ConfigurationBotFrameworkAuthentication(options, credentials);
  const cloud = new library.CloudAdapter(authentication);
  let trouble: string | null = null;

  async function tokenOf(): Promise<string> {
    if (appId === '') return '';
    const given = await credentials.createCredentials(appId, CLOUD.scope, settings[`${P}LOGIN_URL`]!, true);
    return (await given.getToken?.()) ?? '';
  }

  async function webhook(request: WebhookRequest): Promise<WebhookAnswer> {
    if (request.method !== 'POST') return { status: 405, body: { code: 'bad_input', message: 'use POST', field: 'method' } };
    const header = request.headers.authorization ?? '';
    if (appId !== '' && !header.startsWith('Bearer '))
      throw new KapiError(KINDS.unauthorized, 'the Authorization header is missing');
    let activity: unknown;
    try {
      activity = JSON.parse(request.rawBody.toString('utf8'));
    } catch {
      throw new KapiError(KINDS.badInput, 'body: must be JSON', { field: 'body' });
    }
    const { serviceUrl } = object(activity, '');
    // Answers go where the activity says: never to an address that a stranger chose.
    if (typeof serviceUrl !== 'string' || !allowed(serviceUrl, services))
      throw new KapiError(KINDS.unauthorized, `serviceUrl is not on the list of ${P}SERVICE_URLS`);
    await authentication.authenticateRequest(activity as object, header).catch(() => {
      throw new KapiError(KINDS.unauthorized, 'the token of the request is not valid for this bot');
    });
    const { items, ignored } = parse(activity, context.account);
    for (const kind of ignored) context.ignored(kind);
    if (items.length > 0) await context.accept(items);
    return { status: 200, body: {} };
  }

  async function send(outbound: Outbound): Promise<Receipt> {
    const address = addressOf(outbound.to);
    if (!address || !allowed(address.serviceUrl, services)) throw new KapiError(KINDS.sendRefused, 'unreachable');
    const activity = { ...render(outbound), ...(await inline(outbound)) };
    const reference = {
      serviceUrl: address.serviceUrl,
      channelId: address.channelId,
      conversation: { id: address.conversationId },
      user: { id: address.userId },
      bot: { id: address.botId },
    };
    let id: string | undefined;
    try {
      await cloud.continueConversationAsync(appId, reference, async (turn) => {
        id = (await turn.sendActivity(activity))?.id;
      });
    } catch (error) {
      throw failureOf(error);
    }
    trouble = null;
    return id ? { platformId: `${address.channelId}:${id}` } : {};
  }

  /** Kept bytes have no address that Microsoft could fetch: small ones travel inside. */
  async function inline({ part, to }: Outbound): Promise<object> {
    if (part.kind !== 'media' || part.media.hash === undefined) return {};
    const kept = await context.openMedia(context.account, to, part.media.hash);
    if (!kept || kept.bytes.length > INLINE_MAX_BYTES) throw new KapiError(KINDS.sendRefused, 'bad_media');
    const contentUrl = `data:${kept.mimeType};base64,${kept.bytes.toString('base64')}`;
    return { attachments: [{ contentType: kept.mimeType, contentUrl, name: part.media.fileName ?? 'file' }] };
  }

  /** What the Connector's error means for the message. */
  function failureOf(error: unknown): KapiError {
    const { statusCode, response, code } = fields(error);
    const status = typeof statusCode === 'number' ? statusCode : 0;
    const header = fields(fields(response).headers);
    const asked =
      typeof header.get === 'function' ? (header.get as (name: string) => unknown).call(header, 'retry-after') : undefined;
    const wait = retryAfterMs(typeof asked === 'string' ? asked : undefined, Date.now());
    const more = wait === undefined ? {} : { retryAfterMs: wait };
    if (status === 429) return new KapiError(KINDS.sendSlower, 'the Bot Connector asks to wait', more);
    if (status === 401)
      return new KapiError(KINDS.sendLater, (trouble = `${P}APP_ID or _APP_PASSWORD is refused: check the secret's end date`));
    // Teams: the citizen has blocked or removed the bot.
    if (status === 403) return new KapiError(KINDS.sendRefused, 'blocked');
    if (status === 404) return new KapiError(KINDS.sendRefused, 'unreachable');
    if (status === 413) return new KapiError(KINDS.sendRefused, 'too_long');
    if (status >= 400 && status < 500 && status !== 408) return new KapiError(KINDS.sendRefused, 'not_allowed');
    const said = status > 0 ? `answered ${status}` : `could not be reached (${typeof code === 'string' ? code : 'no answer'})`;
    return new KapiError(KINDS.sendLater, `the Bot Connector ${said}`, more);
  }

  return {
    webhook,
    send,
    async fetchMedia(ref: MediaRef) {
      const address = ref.platformId ?? '';
      // The token goes to known addresses only.
      if (!allowed(address, services))
        throw new KapiError(KINDS.badInput, 'the attachment is not at a known address', { field: 'media' });
      const url = new URL(address);
      const rest = createRest(url.origin, { label: 'the Bot Connector', connections: 1, timeoutMs: TIMEOUT_MS });
      try {
        const token = await tokenOf();
        const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
        const answer = await rest.request({
          method: 'GET',
          path: url.pathname + url.search,
          headers,
          maxBytes: context.mediaMaxBytes,
        });
        if (answer.status === 404 || answer.status === 410)
          throw new KapiError(KINDS.badInput, 'the attachment has expired', { field: 'media' });
        if (answer.status !== 200) throw new KapiError(KINDS.sendLater, `the Bot Connector answered ${answer.status}`);
        return { bytes: answer.bytes, ...(answer.contentType ? { mimeType: answer.contentType } : {}) };
      } finally {
        await rest.close();
      }
    },
    check: createCheck(
      async () => {
        if (appId === '') return `without credentials, answers to ${services.join(', ')}`;
        await tokenOf().catch(() => {
          throw new KapiError(KINDS.config, `no token for ${P}APP_ID: check _APP_PASSWORD, its end date and _TENANT_ID`);
        });
        return 'the credentials are taken';
      },
      () => trouble,
    ),
  };
}

/** Without an App ID anyone could make the bot answer to any address: then the list must say which. */
function requireTrust(appId: string, password: string, list: string[]): void {
  if (appId === '' && list.length === 0)
    throw new KapiError(
      KINDS.config,
      `${P}APP_ID is not set: set it with ${P}APP_PASSWORD, or name the addresses that may be answered to in ${P}SERVICE_URLS.`,
      { field: `${P}APP_ID` },
    );
  if (appId !== '' && password === '')
    throw new KapiError(KINDS.config, `${P}APP_PASSWORD is not set: take a client secret of the Azure bot.`, {
      field: `${P}APP_PASSWORD`,
    });
  const wrong = list.find((entry) => !URL.canParse(entry.replace('//*.', '//')));
  if (wrong !== undefined)
    throw new KapiError(KINDS.config, `${P}SERVICE_URLS: "${wrong}" is no address.`, { field: `${P}SERVICE_URLS` });
}
