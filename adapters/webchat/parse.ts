/** What the widget sent, joined with what the server knows of it, to canonical items. Pure. */
import type { Item, Lang, MediaKind, MediaRef, MessageItem, Part } from '../../src/core/items';
import { at, type Fields, identifier, number, object, optionalText, refuse } from '../fields';

/** Whom and when are the server's word; a widget's clock and a widget's claim of who it is are not believed. */
export interface Received {
  visitor: string;
  at: number;
  message: unknown;
  /** An attachment that this visitor has just uploaded. Never out of the message itself: a hash opens a file. */
  upload?: MediaRef;
}

const CLIENT_ID = /^[\w-]{8,64}$/;
const TEXT_MAX_CHARS = 100_000;
const LABEL_MAX_CHARS = 200;
const ID_MAX_CHARS = 200;
const MEDIA_KINDS: ReadonlySet<string> = new Set<MediaKind>(['image', 'audio', 'video', 'document', 'sticker']);
const LANGUAGES: ReadonlySet<unknown> = new Set<Lang>(['tr', 'en', 'ar']);
const KNOWN: ReadonlySet<string> = new Set(['clientId', 'lang', 'caption']);

/** @throws KapiError badInput with the field */
export function parse(payload: unknown, account: string): { items: Item[]; ignored: string[] } {
  const received = object(payload, '');
  const visitor = identifier(received, 'visitor', '', ID_MAX_CHARS);
  const time = number(received, 'at', '', 0, 8.64e15);
  const message = object(received.message, 'message');
  const clientId = identifier(message, 'clientId', 'message', 64);
  if (!CLIENT_ID.test(clientId)) refuse('message.clientId', 'must be 8 to 64 letters, digits, - or _');
  if (message.lang !== undefined && !LANGUAGES.has(message.lang)) refuse('message.lang', 'must be tr, en or ar');
  const part = received.upload === undefined ? contentOf(message) : mediaOf(object(received.upload, 'upload'), message);
  if (part === null) return { items: [], ignored: [unknownKind(message)] };
  const item: MessageItem = {
    type: 'message',
    channel: 'webchat',
    account,
    eventId: `${visitor}:${clientId}`,
    sender: { ids: [visitor] },
    at: Math.floor(time),
    parts: [part],
  };
  if (message.lang !== undefined) item.lang = message.lang as Lang;
  return { items: [item], ignored: [] };
}

/** The widget's own id of a message, out of its eventId. */
export function clientIdOf(eventId: string): string {
  return eventId.slice(eventId.indexOf(':') + 1);
}

function contentOf(message: Fields): Part | null {
  if (message.media !== undefined) refuse('message.media', 'attachments are posted to /webchat/upload');
  const [content, second] = (['text', 'choice', 'location'] as const).filter((key) => message[key] !== undefined);
  if (second !== undefined) refuse(at('message', second), `must not stand beside ${content}`);
  switch (content) {
    case 'text': {
      const text = optionalText(message, 'text', 'message', TEXT_MAX_CHARS)!;
      if (text.trim() === '') refuse('message.text', 'must not be empty');
      return { kind: 'text', text };
    }
    case 'choice':
      return choiceOf(object(message.choice, 'message.choice'));
    case 'location': {
      const from = object(message.location, 'message.location');
      const lat = number(from, 'lat', 'message.location', -90, 90);
      const lon = number(from, 'lon', 'message.location', -180, 180);
      const label = optionalText(from, 'label', 'message.location', LABEL_MAX_CHARS);
      return label ? { kind: 'location', lat, lon, label } : { kind: 'location', lat, lon };
    }
    default:
      return null;
  }
}

function choiceOf(from: Fields): Part {
  const id = identifier(from, 'id', 'message.choice', ID_MAX_CHARS);
  const label = optionalText(from, 'label', 'message.choice', LABEL_MAX_CHARS);
  const part: Part = { kind: 'choice', id };
  if (from.questionId !== undefined) part.questionId = identifier(from, 'questionId', 'message.choice', ID_MAX_CHARS);
  if (label) part.label = label;
  return part;
}

function mediaOf(from: Fields, message: Fields): Part {
  const kind = identifier(from, 'kind', 'upload', 40);
  if (!MEDIA_KINDS.has(kind)) return { kind: 'unsupported', what: kind };
  const media: MediaRef = { kind: kind as MediaKind, hash: identifier(from, 'hash', 'upload', 64) };
  const mimeType = optionalText(from, 'mimeType', 'upload', 120);
  const fileName = optionalText(from, 'fileName', 'upload', LABEL_MAX_CHARS);
  if (mimeType) media.mimeType = mimeType;
  if (fileName) media.fileName = fileName;
  if (from.size !== undefined) media.size = number(from, 'size', 'upload', 0, 2 ** 40);
  const caption = optionalText(message, 'caption', 'message', TEXT_MAX_CHARS);
  return caption ? { kind: 'media', media, caption } : { kind: 'media', media };
}

/** The name of a content this version does not know, for the counter; none at all is malformed. */
function unknownKind(message: Fields): string {
  for (const key in message) if (!KNOWN.has(key)) return /^[a-zA-Z][\w-]{0,31}$/.test(key) ? key : 'unknown';
  return refuse('message.text', 'one of text, choice, location is required');
}
