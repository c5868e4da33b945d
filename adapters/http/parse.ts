/** What the city's own software posts, to canonical items. The format is in README.md. Pure but for the default of `now`. */
import type { ChoicePart, Item, LocationPart, MediaKind, MediaPart, MessageItem, Part } from '../../src/core/items';
import { at, type Fields, identifier, number, object, optionalText, refuse } from '../fields';

/** Messages in one request: larger batches hold their sender's connection too long for nothing. */
export const BATCH_MAX = 500;
const ID_MAX_CHARS = 200;
const CHOICE_MAX_CHARS = 400;
const NAME_MAX_CHARS = 200;
/** Far above what is read (KAPI_TEXT_MAX_CHARS cuts and the citizen is told): a long text is no malformed one. */
const TEXT_MAX_CHARS = 1_000_000;
const URL_MAX_CHARS = 2_048;
const MEDIA_MAX = 20;
/** 16 MiB of base64 and some; the blob folder's own limit is KAPI_MEDIA_MAX_MIB. */
const BASE64_MAX_CHARS = 360_000_000;
/** Largest instant a Date can hold. */
const AT_MAX_MS = 8.64e15;

const CONTENTS = ['text', 'choice', 'location', 'media'] as const;
const ENVELOPE: ReadonlySet<string> = new Set(['id', 'from', 'name', 'at', 'lang']);
const MEDIA_KINDS: ReadonlySet<string> = new Set<MediaKind>(['image', 'audio', 'video', 'document', 'sticker']);
const LANGUAGES: ReadonlySet<unknown> = new Set(['tr', 'en', 'ar']);
const MIME = /^[\w.+-]+\/[\w.+-]+(?:; ?[\w.+-]+=[\w.+"-]+)*$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * One message or an array of up to 500, all or nothing.
 *
 * @param now the time of messages that name none, epoch milliseconds
 * @returns the items in order, and the kinds that are valid but not handled
 * @throws KapiError badInput with the path of the wrong field
 */
export function parse(payload: unknown, account: string, now = Date.now()): { items: Item[]; ignored: string[] } {
  const items: Item[] = [];
  const ignored: string[] = [];
  if (!Array.isArray(payload)) {
    one(payload, '', account, now, items, ignored);
    return { items, ignored };
  }
  if (payload.length > BATCH_MAX) refuse('body', `must hold at most ${BATCH_MAX} messages`);
  for (let index = 0; index < payload.length; index++) one(payload[index], `[${index}]`, account, now, items, ignored);
  return { items, ignored };
}

function one(value: unknown, path: string, account: string, now: number, items: Item[], ignored: string[]): void {
  const message = object(value, path);
  const eventId = identifier(message, 'id', path, ID_MAX_CHARS);
  const from = identifier(message, 'from', path, ID_MAX_CHARS);
  const name = optionalText(message, 'name', path, NAME_MAX_CHARS);
  const time = message.at === undefined ? now : instant(message.at, at(path, 'at'));
  const parts = partsOf(message, path);
  if (parts.length === 0) {
    ignored.push(unknownKind(message, path));
    return;
  }
  const item: MessageItem = {
    type: 'message',
    channel: 'http',
    account,
    eventId,
    sender: name === undefined ? { ids: [from] } : { ids: [from], name },
    at: time,
    parts,
  };
  if (message.lang !== undefined) {
    if (!LANGUAGES.has(message.lang)) refuse(at(path, 'lang'), 'must be tr, en or ar');
    item.lang = message.lang as 'tr';
  }
  items.push(item);
}

function partsOf(message: Fields, path: string): Part[] {
  const { text, choice, location, media } = message;
  if (choice === undefined && location === undefined && media === undefined) {
    if (text === undefined) return [];
    const words = optionalText(message, 'text', path, TEXT_MAX_CHARS)!;
    if (words === '') refuse(at(path, 'text'), 'must not be empty');
    return [{ kind: 'text', text: words }];
  }
  const given = CONTENTS.filter((key) => message[key] !== undefined && !(key === 'text' && media !== undefined));
  if (given.length > 1) refuse(at(path, given[1]!), `must not stand beside ${given[0]}`);
  if (media !== undefined) return mediaParts(message, path);
  return [choice === undefined ? locationPart(location, at(path, 'location')) : choicePart(message, path)];
}

/** "questionId:choiceId" as the callback shows it, or the choice's id alone. Question ids hold no colon. */
function choicePart(message: Fields, path: string): ChoicePart {
  const whole = identifier(message, 'choice', path, CHOICE_MAX_CHARS);
  const colon = whole.indexOf(':');
  if (colon < 1 || colon === whole.length - 1) return { kind: 'choice', id: whole };
  return { kind: 'choice', id: whole.slice(colon + 1), questionId: whole.slice(0, colon) };
}

function locationPart(value: unknown, path: string): LocationPart {
  const from = object(value, path);
  const part: LocationPart = {
    kind: 'location',
    lat: number(from, 'lat', path, -90, 90),
    lon: number(from, 'lon', path, -180, 180),
  };
  const label = optionalText(from, 'label', path, NAME_MAX_CHARS);
  if (label) part.label = label;
  return part;
}

/** A text beside attachments is the caption of the first. */
function mediaParts(message: Fields, path: string): Part[] {
  const list = message.media;
  const field = at(path, 'media');
  if (!Array.isArray(list)) refuse(field, 'must be an array');
  if (list.length === 0 || list.length > MEDIA_MAX) refuse(field, `must hold 1 to ${MEDIA_MAX} attachments`);
  const parts = Array.from(list, (value, index) => mediaPart(value, `${field}[${index}]`));
  const caption = optionalText(message, 'text', path, TEXT_MAX_CHARS);
  if (!caption) return parts;
  const first = parts[0]!;
  if (first.kind === 'media') first.caption = caption;
  else parts.unshift({ kind: 'text', text: caption });
  return parts;
}

function mediaPart(value: unknown, path: string): Part {
  const from = object(value, path);
  const kind = identifier(from, 'kind', path, 40);
  const mimeType = optionalText(from, 'mimeType', path, 120);
  if (mimeType !== undefined && !MIME.test(mimeType)) refuse(at(path, 'mimeType'), 'must be a media type such as image/jpeg');
  const fileName = optionalText(from, 'fileName', path, NAME_MAX_CHARS);
  const source = sourceOf(from, path);
  // A kind this version has no name for still gets an answer: the citizen did send something.
  if (!MEDIA_KINDS.has(kind)) return { kind: 'unsupported', what: kind };
  const part: MediaPart = { kind: 'media', media: { kind: kind as MediaKind, ...source } };
  if (mimeType) part.media.mimeType = mimeType;
  if (fileName) part.media.fileName = fileName;
  return part;
}

function sourceOf(from: Fields, path: string): { url: string } | { base64: string } {
  const url = optionalText(from, 'url', path, URL_MAX_CHARS);
  const base64 = optionalText(from, 'base64', path, BASE64_MAX_CHARS);
  if (url !== undefined && base64 !== undefined) refuse(at(path, 'base64'), 'must not stand beside url');
  if (url !== undefined) {
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) refuse(at(path, 'url'), 'must be an http or https address');
    return { url };
  }
  if (base64 === undefined) refuse(at(path, 'url'), 'url or base64 is required');
  if (base64.length % 4 !== 0 || !BASE64.test(base64)) refuse(at(path, 'base64'), 'must be base64 with padding');
  return { base64 };
}

/** Epoch milliseconds, or an ISO 8601 time with its offset. */
function instant(value: unknown, path: string): number {
  const ms = typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(value) ? Date.parse(value) : value;
  if (typeof ms !== 'number' || !(ms >= 0 && ms <= AT_MAX_MS))
    refuse(path, 'must be epoch milliseconds or an ISO 8601 time with its offset');
  return Math.floor(ms);
}

/** The name of a content this version does not know, for the counter; a message with no content at all is malformed. */
function unknownKind(message: Fields, path: string): string {
  for (const key in message) if (!ENVELOPE.has(key)) return /^[a-zA-Z][\w-]{0,31}$/.test(key) ? key : 'unknown';
  return refuse(at(path, 'text'), 'one of text, choice, location, media is required');
}
