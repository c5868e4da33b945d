/**
 * What Messenger and Instagram share: the Messenger Platform's webhooks (`entry[].messaging[]`) and its Send API. Parsing and rendering
 * are pure. Sources: Meta's references of messaging webhooks, the Send API, quick replies and message tags.
 */
import type {
  Adapter,
  AdapterContext,
  AdapterModule,
  AdapterSetting,
  Receipt,
  WebhookAnswer,
  WebhookRequest,
} from '../src/core/adapter';
import { KapiError, KINDS } from '../src/core/errors';
import type { Item, MediaKind, MediaRef, MessageItem, Outbound, OutPart, Part, StatusItem } from '../src/core/items';
import { createCheck } from './check';
import { type Fields, fields, list, name, object, refuse, text } from './fields';
import { createGraph, GRAPH_CONNECTIONS, GRAPH_URL, GRAPH_VERSION, handshake, signedPayload } from './meta';
import { settingsOf } from './settings';

export interface SocialChannel {
  /** The channel's name here. */
  name: 'messenger' | 'instagram';
  /** `object` of its webhooks. */
  object: 'page' | 'instagram';
  /** Begin of its settings: KAPI_MESSENGER_. */
  prefix: string;
  /** How its people call the account: "page", "Instagram account". */
  account: string;
  /** How it asks what the account is. */
  me: string;
  textMax: number;
  textUnit: 'utf16' | 'bytes';
}

const ID_MAX_CHARS = 300;
const TEXT_MAX_CHARS = 20_000;
/** Quick replies under one message and their longest title (Send API). */
const QUICK_REPLIES_MAX = 13;
const QUICK_REPLY_MAX_CHARS = 20;
/** Free messages may be sent so long after the person's last one. */
const WINDOW_MS = 24 * 3_600_000;
/** A person of the staff may answer so long, under the tag HUMAN_AGENT; the bot may not. */
const HUMAN_WINDOW_MS = 7 * WINDOW_MS;

/** Payload of the button that opens a conversation, as the set-up asks for it. */
const GET_STARTED = 'GET_STARTED';

const MEDIA: Record<string, MediaKind> = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  file: 'document',
  ig_reel: 'video',
  reel: 'video',
};

/** @throws KapiError badInput: not a webhook of this channel */
export function parseSocial(channel: SocialChannel, payload: unknown, account: string): { items: Item[]; ignored: string[] } {
  const body = object(payload, '');
  if (body.object !== channel.object) refuse('object', `must be ${channel.object}`);
  if (!Array.isArray(body.entry)) refuse('entry', 'must be an array');
  const items: Item[] = [];
  const ignored: string[] = [];
  for (const entry of list(body.entry).map(fields)) {
    // Another app has the word: what it is told is not ours to answer.
    for (const _ of list(entry.standby)) ignored.push('standby');
    for (const change of list(entry.changes).map(fields)) ignored.push(`change_${name(change.field)}`);
    for (const event of list(entry.messaging).map(fields)) {
      const found = eventOf(event, channel.name, account);
      if (typeof found === 'string') ignored.push(found);
      else items.push(...found);
    }
  }
  return { items, ignored };
}

/** Items, or the name of what is ignored. */
function eventOf(event: Fields, channel: string, account: string): Item[] | string {
  const sender = text(fields(event.sender).id, ID_MAX_CHARS);
  const at = timeOf(event.timestamp);
  const message = fields(event.message);
  if (message.is_echo === true) return 'echo';
  for (const kind of [
    'pass_thread_control',
    'take_thread_control',
    'request_thread_control',
    'app_roles',
    'optin',
    'referral',
    'account_linking',
  ])
    if (event[kind] !== undefined) return kind;
  if (!sender || at === null) return 'malformed';
  if (event.delivery !== undefined) return deliveries(fields(event.delivery), channel, account, at);
  if (event.read !== undefined) return readOf(fields(event.read), channel, account, at);
  const base: Omit<MessageItem, 'eventId' | 'parts'> = { type: 'message', channel, account, sender: { ids: [sender] }, at };
  if (event.postback !== undefined) return pressOf(fields(event.postback), base);
  if (event.reaction !== undefined) {
    const { mid, emoji } = fields(event.reaction);
    const to = text(mid, ID_MAX_CHARS) ?? '';
    return [
      {
        ...base,
        eventId: `reaction:${to}:${at}`.slice(0, ID_MAX_CHARS),
        parts: [],
        reaction: { to, emoji: text(emoji, 40) ?? '' },
      },
    ];
  }
  if (event.message_edit !== undefined) {
    const { mid, text: words, num_edit: count } = fields(event.message_edit);
    const replaces = text(mid, ID_MAX_CHARS);
    const now = text(words, TEXT_MAX_CHARS);
    if (!replaces || now === undefined) return 'malformed';
    return [{ ...base, eventId: `${replaces}:${name(count)}`, parts: [{ kind: 'text', text: now }], replaces }];
  }
  if (event.message === undefined)
    return name(Object.keys(event).find((key) => !['sender', 'recipient', 'timestamp'].includes(key)));
  const eventId = text(message.mid, ID_MAX_CHARS);
  if (!eventId) return 'malformed';
  if (message.is_deleted === true) return [{ ...base, eventId: `${eventId}:deleted`, parts: [], deletes: eventId }];
  return [{ ...base, eventId, parts: partsOf(message) }];
}

/** A message's words and attachments; a reply to a story and a mention get a kind answer like all that cannot be read. */
function partsOf(message: Fields): Part[] {
  const quick = choiceOf(fields(message.quick_reply).payload, message.text);
  if (quick) return [quick];
  if (message.is_unsupported === true) return [{ kind: 'unsupported', what: 'unsupported' }];
  const words = text(message.text, TEXT_MAX_CHARS);
  const parts = list(message.attachments).map(fields).map(attachmentOf);
  const story = fields(message.reply_to).story !== undefined;
  if (story && words === undefined) parts.push({ kind: 'unsupported', what: 'story_reply' });
  if (words !== undefined) {
    const first = parts.find((part) => part.kind === 'media');
    if (first?.kind === 'media') first.caption = words;
    else parts.unshift({ kind: 'text', text: words });
  }
  return parts.length > 0 ? parts : [{ kind: 'unsupported', what: 'empty' }];
}

function attachmentOf({ type, payload }: Fields): Part {
  const kind = MEDIA[name(type)];
  const from = fields(payload);
  if (type === 'location') {
    const { lat, long: lon } = fields(from.coordinates);
    if (typeof lat === 'number' && typeof lon === 'number' && Math.abs(lat) <= 90 && Math.abs(lon) <= 180)
      return { kind: 'location', lat, lon };
  }
  const url = text(from.url, 4_096);
  if (!kind || !url || !/^https?:\/\//i.test(url)) return { kind: 'unsupported', what: name(type) };
  // The thumb that Messenger's own button sends is an image with a sticker's number.
  const media: MediaRef = { kind: from.sticker_id === undefined ? kind : 'sticker', url };
  return { kind: 'media', media };
}

/** A pressed button under a template, or "get started", which is a greeting. */
function pressOf(postback: Fields, base: Omit<MessageItem, 'eventId' | 'parts'>): Item[] | string {
  const payload = text(postback.payload, 1_000);
  const eventId = text(postback.mid, ID_MAX_CHARS) ?? `postback:${base.sender.ids[0]}:${base.at}`;
  const title = text(postback.title, 200);
  if (payload === GET_STARTED) return [{ ...base, eventId, parts: [{ kind: 'text', text: 'merhaba' }] }];
  const part = choiceOf(payload, title) ?? (title ? ({ kind: 'text', text: title } as const) : null);
  return part ? [{ ...base, eventId, parts: [part] }] : 'malformed';
}

/** Payloads are "questionId:choiceId", as `renderSocial` writes them. */
function choiceOf(value: unknown, title: unknown): Part | null {
  const payload = text(value, 1_000);
  const [, questionId, id] = /^(q\d+):(.+)$/s.exec(payload ?? '') ?? [];
  if (!questionId || !id) return null;
  const label = text(title, 200);
  return label ? { kind: 'choice', id, questionId, label } : { kind: 'choice', id, questionId };
}

function deliveries(delivery: Fields, channel: string, account: string, at: number): Item[] | string {
  const mids = list(delivery.mids).flatMap((mid) => text(mid, ID_MAX_CHARS) ?? []);
  if (mids.length === 0) return 'delivery';
  return mids.map((platformId): StatusItem => ({ type: 'status', channel, account, platformId, state: 'delivered', at }));
}

/** Instagram names the message that was read; Messenger only the time up to which all was. */
function readOf(read: Fields, channel: string, account: string, at: number): Item[] | string {
  const platformId = text(read.mid, ID_MAX_CHARS);
  return platformId ? [{ type: 'status', channel, account, platformId, state: 'read', at }] : 'read';
}

/** Milliseconds, as these webhooks give them; null outside what a Date can hold. */
function timeOf(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value <= 8.64e15 ? Math.floor(value) : null;
}

export interface SocialMessage {
  recipient: { id: string };
  messaging_type: 'RESPONSE' | 'UPDATE' | 'MESSAGE_TAG';
  tag?: 'HUMAN_AGENT';
  message: Record<string, unknown>;
}

export function renderSocial(outbound: Outbound): SocialMessage {
  return {
    recipient: { id: outbound.to },
    messaging_type: outbound.purpose === 'reply' ? 'RESPONSE' : 'UPDATE',
    message: messageOf(outbound.part),
  };
}

function messageOf(part: OutPart): Record<string, unknown> {
  switch (part.kind) {
    case 'text':
    case 'template':
      return { text: part.text };
    case 'choices': {
      if (part.choices.length === 0) return { text: part.text };
      const replies = part.choices.map(({ id, label }) => ({
        content_type: 'text',
        title: label,
        payload: `${part.questionId}:${id}`,
      }));
      return { text: part.text, quick_replies: replies };
    }
    case 'media': {
      const type = part.media.kind === 'document' ? 'file' : part.media.kind === 'sticker' ? 'image' : part.media.kind;
      return { attachment: { type, payload: { url: part.media.url ?? '', is_reusable: false } } };
    }
    case 'location':
      return {
        text: [part.text, part.label, `https://www.openstreetmap.org/?mlat=${part.lat}&mlon=${part.lon}`]
          .filter(Boolean)
          .join('\n'),
      };
  }
}

export function socialModule(channel: SocialChannel): AdapterModule {
  const P = channel.prefix;
  const settings: AdapterSetting[] = [
    { name: `${P}TOKEN`, required: true, secret: true, own: true, help: `Permanent access token of the ${channel.account}.` },
    { name: `${P}APP_SECRET`, required: true, secret: true, help: "The Meta app's secret: webhooks are signed with it." },
    {
      name: `${P}VERIFY_TOKEN`,
      required: true,
      secret: true,
      help: "A word of your own that you also enter at the app's webhook.",
    },
    { name: `${P}ACCOUNT_ID`, own: true, help: `ID of the ${channel.account}: what comes for another one is not taken.` },
    { name: `${P}API_VERSION`, default: GRAPH_VERSION, help: 'Version of the Graph API.' },
    { name: `${P}API_URL`, default: GRAPH_URL, help: 'Address of the Graph API.' },
  ];
  const adapter: AdapterModule = {
    name: channel.name,
    settings,
    capabilities: {
      choices: { max: QUICK_REPLIES_MAX, labelMax: QUICK_REPLY_MAX_CHARS, pages: 1 },
      textMax: channel.textMax,
      textUnit: channel.textUnit,
      media: ['image', 'audio', 'video', 'document', 'sticker'],
      captionMax: 0,
      location: false,
      idempotent: false,
      statusesCarryId: false,
      concurrency: GRAPH_CONNECTIONS,
      // Meta counts 200 calls an hour for each person who wrote; a page's own ceiling is far above this.
      rate: { perSecond: 40 },
    },
    parse: (payload, account) => parseSocial(channel, payload, account),
    render: renderSocial,
    create: (context) => createSocial(channel, adapter, context),
  };
  return adapter;
}

function createSocial(channel: SocialChannel, module: AdapterModule, context: AdapterContext): Adapter {
  const settings = settingsOf(module, context.settings);
  const value = (key: string): string => settings[channel.prefix + key]!;
  const label = channel.name === 'messenger' ? 'Messenger' : 'Instagram';
  const graph = createGraph({ url: value('API_URL'), version: value('API_VERSION'), token: value('TOKEN'), label });

  async function webhook(request: WebhookRequest): Promise<WebhookAnswer> {
    if (request.method === 'GET') return handshake(request, value('VERIFY_TOKEN'));
    if (request.method !== 'POST')
      return { status: 405, body: { code: 'bad_input', message: 'use GET or POST', field: 'method' } };
    const payload = signedPayload(request, value('APP_SECRET'));
    const { items, ignored } = parseSocial(channel, ours(payload), context.account);
    for (const kind of ignored) context.ignored(kind);
    if (items.length > 0) await context.accept(items);
    return { status: 200, body: 'EVENT_RECEIVED' };
  }

  /** Without the entries of other accounts that share the webhook. */
  function ours(payload: unknown): unknown {
    const id = value('ACCOUNT_ID');
    const body = fields(payload);
    if (id === '' || !Array.isArray(body.entry)) return payload;
    const entry = body.entry.filter((one) => String(fields(one).id) === id);
    for (let left = body.entry.length - entry.length; left > 0; left--) context.ignored('other_account');
    return { ...body, entry };
  }

  async function send(outbound: Outbound): Promise<Receipt> {
    const age = outbound.heardAt === undefined ? 0 : Date.now() - outbound.heardAt;
    const closed = outbound.windowClosed || age > WINDOW_MS;
    // Only what a person of the staff wrote may go later, and only for seven days.
    if (closed && !(outbound.author === 'agent' && age <= HUMAN_WINDOW_MS))
      throw new KapiError(KINDS.windowClosed, 'window_closed');
    const message: SocialMessage = renderSocial(outbound);
    if (closed) Object.assign(message, { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' });
    if (outbound.part.kind === 'media' && outbound.part.media.url === undefined)
      throw new KapiError(KINDS.sendRefused, 'bad_media');
    const answer = await graph.call({ method: 'POST', path: '/me/messages', body: JSON.stringify(message) });
    return typeof answer.message_id === 'string' ? { platformId: answer.message_id } : {};
  }

  return {
    webhook,
    send,
    check: createCheck(async () => {
      const me = await graph.call({ method: 'GET', path: `/me?fields=${channel.me}` });
      const { data } = await graph.call({ method: 'GET', path: '/me/subscribed_apps' });
      if (!Array.isArray(data) || data.length === 0)
        throw new KapiError(
          KINDS.config,
          `no app is subscribed to the ${channel.account}: subscribe the webhook in the app, or messages do not arrive`,
        );
      return String(me.username ?? me.name ?? me.id ?? 'the account answers');
    }, graph.trouble),
    stop: () => graph.close(),
  };
}
