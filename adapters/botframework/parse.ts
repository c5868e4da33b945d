/**
 * Activities of the Bot Framework to canonical items. Pure. Source: the Bot Framework's Activity schema (botframework-schema), and
 * Teams' notes on mentions, file consent and group chats.
 */
import type { Item, MediaKind, MediaRef, MessageItem, Part } from '../../src/core/items';
import { type Fields, fields, list, name, object, refuse, text } from '../fields';
import { idsOf } from './address';

const CHANNEL = 'botframework';
const ID_MAX_CHARS = 1_000;
const EVENT_MAX_CHARS = 200;
const TEXT_MAX_CHARS = 100_000;
const NAME_MAX_CHARS = 200;
/** Teams' card that stands for a file: the address is in its content. */
const TEAMS_FILE = 'application/vnd.microsoft.teams.file.download.info';
const CARDS = /^application\/vnd\.microsoft\.(card|teams\.card)\./;

/** @param now for an activity without a time @throws KapiError badInput: not an activity */
export function parse(payload: unknown, account: string, now: number = Date.now()): { items: Item[]; ignored: string[] } {
  const activity = object(payload, '');
  const type = text(activity.type, 60);
  if (!type) refuse('type', 'must name the kind of activity');
  const found = itemOf(type, activity, account, now);
  return typeof found === 'string' ? { items: [], ignored: [found] } : { items: [found], ignored: [] };
}

/** An item, or the name of what is rightly ignored. */
function itemOf(type: string, activity: Fields, account: string, now: number): MessageItem | string {
  const conversation = fields(activity.conversation);
  if (conversation.isGroup === true || ['channel', 'groupChat'].includes(text(conversation.conversationType, 60) ?? ''))
    return 'group';
  const eventId = text(activity.id, EVENT_MAX_CHARS);
  const address = {
    serviceUrl: text(activity.serviceUrl, ID_MAX_CHARS),
    channelId: text(activity.channelId, 60),
    conversationId: text(conversation.id, ID_MAX_CHARS),
    userId: text(fields(activity.from).id, ID_MAX_CHARS),
    botId: text(fields(activity.recipient).id, ID_MAX_CHARS) ?? 'bot',
  };
  const { serviceUrl, channelId, conversationId, userId, botId } = address;
  if (!serviceUrl || !channelId || !conversationId || !userId) return 'malformed';
  const sender: MessageItem['sender'] = { ids: idsOf({ serviceUrl, channelId, conversationId, userId, botId }) };
  const called = text(fields(activity.from).name, NAME_MAX_CHARS);
  if (called) sender.name = called;
  // The service sets its time; a server of one's own may leave only the client's, or none.
  const at = timeOf(activity.timestamp) ?? timeOf(activity.localTimestamp) ?? now;
  if (!eventId) return 'malformed';
  const base: Omit<MessageItem, 'parts'> = {
    type: 'message',
    channel: CHANNEL,
    account,
    eventId: own(eventId, channelId),
    sender,
    at,
  };
  switch (type) {
    case 'message': {
      const parts = partsOf(activity);
      return parts.length > 0 ? { ...base, parts } : 'empty';
    }
    case 'messageUpdate': {
      const words = wordsOf(activity);
      if (words === undefined) return 'malformed';
      return { ...base, eventId: `${base.eventId}:${at}`, parts: [{ kind: 'text', text: words }], replaces: base.eventId };
    }
    case 'messageDelete':
      return { ...base, eventId: `${base.eventId}:deleted`, parts: [], deletes: base.eventId };
    case 'messageReaction': {
      const emoji = text(fields(list(activity.reactionsAdded)[0]).type, 40);
      const to = text(activity.replyToId, EVENT_MAX_CHARS);
      return emoji && to ? { ...base, parts: [], reaction: { to, emoji } } : 'messageReaction';
    }
    default:
      return name(type);
  }
}

/** Ids of activities are numbers within a conversation on some channels ("abc|0000001"), so the channel stands before them. */
const own = (id: string, channelId: string): string => `${channelId}:${id}`;

function partsOf(activity: Fields): Part[] {
  const choice = choiceOf(fields(activity.value), text(activity.text, NAME_MAX_CHARS));
  if (choice) return [choice];
  const serviceUrl = text(activity.serviceUrl, ID_MAX_CHARS)!;
  const parts = list(activity.attachments)
    .map(fields)
    .flatMap((attachment) => attachmentOf(attachment, serviceUrl) ?? []);
  for (const entity of list(activity.entities).map(fields)) {
    const place = placeOf(entity);
    if (place) parts.push(place);
  }
  const words = wordsOf(activity);
  if (words !== undefined) {
    const first = parts.find((part) => part.kind === 'media');
    if (first?.kind === 'media') first.caption = words;
    else parts.unshift({ kind: 'text', text: words });
  }
  return parts;
}

/** The words without the bot's own name, which Teams puts before them. */
function wordsOf(activity: Fields): string | undefined {
  const given = text(activity.text, TEXT_MAX_CHARS);
  if (given === undefined) return undefined;
  const bot = fields(activity.recipient).id;
  const mentions = list(activity.entities)
    .map(fields)
    .filter(({ type, mentioned }) => type === 'mention' && fields(mentioned).id === bot)
    .flatMap(({ text: words }) => text(words, NAME_MAX_CHARS) ?? []);
  const words = mentions.reduce((left, mention) => left.replaceAll(mention, ''), given).trim();
  return words === '' ? undefined : words;
}

/** A pressed button of ours: `render.ts` gives it this value. */
function choiceOf({ kapi, choice }: Fields, label: string | undefined): Part | null {
  const { questionId, id } = fields(kapi);
  const question = text(questionId, 40);
  // The list of an adaptive card sends the id under the name of its field.
  const chosen = text(id, 300) ?? text(choice, 300);
  if (!question || !chosen) return null;
  return label
    ? { kind: 'choice', id: chosen, questionId: question, label }
    : { kind: 'choice', id: chosen, questionId: question };
}

function attachmentOf(attachment: Fields, serviceUrl: string): Part | null {
  const mimeType = text(attachment.contentType, 120) ?? '';
  const fileName = text(attachment.name, NAME_MAX_CHARS);
  if (mimeType === TEAMS_FILE) {
    const url = text(fields(attachment.content).downloadUrl, 4_096);
    return url && /^https?:\/\//i.test(url) ? mediaOf('document', { url }, '', fileName) : { kind: 'unsupported', what: 'file' };
  }
  // Teams sends each message a second time as HTML.
  if (mimeType === 'text/html') return null;
  if (CARDS.test(mimeType)) return { kind: 'unsupported', what: 'card' };
  const url = text(attachment.contentUrl, 4_000_000);
  if (url === undefined) return { kind: 'unsupported', what: 'attachment' };
  const [, inline] = /^data:[\w.+/-]+;base64,([A-Za-z0-9+/=]+)$/.exec(url) ?? [];
  if (inline) return mediaOf(kindOf(mimeType), { base64: inline }, mimeType, fileName);
  if (!/^https?:\/\//i.test(url) || url.length > 4_096) return { kind: 'unsupported', what: 'attachment' };
  // What lies at the service itself is fetched with the bot's token.
  const atService = URL.canParse(url) && URL.canParse(serviceUrl) && new URL(url).origin === new URL(serviceUrl).origin;
  return mediaOf(kindOf(mimeType), atService ? { platformId: url } : { url }, mimeType, fileName);
}

function mediaOf(
  kind: MediaKind,
  where: { url: string } | { platformId: string } | { base64: string },
  mimeType: string,
  fileName?: string,
): Part {
  const media: MediaRef = { kind, ...where };
  if (mimeType && !mimeType.endsWith('*')) media.mimeType = mimeType;
  if (fileName) media.fileName = fileName;
  return { kind: 'media', media };
}

function kindOf(mimeType: string): MediaKind {
  const [main] = mimeType.split('/', 1);
  return main === 'image' || main === 'audio' || main === 'video' ? main : 'document';
}

/** schema.org's Place, as bridges and Skype send a pin. */
function placeOf({ type, geo, name: place }: Fields): Part | null {
  const { latitude: lat, longitude: lon } = fields(geo);
  if (type !== 'Place' || typeof lat !== 'number' || typeof lon !== 'number') return null;
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) return null;
  const label = text(place, NAME_MAX_CHARS);
  return label ? { kind: 'location', lat, lon, label } : { kind: 'location', lat, lon };
}

/** ISO 8601 to milliseconds; null outside what a Date can hold. */
function timeOf(value: unknown): number | null {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) || at < 0 ? null : at;
}
