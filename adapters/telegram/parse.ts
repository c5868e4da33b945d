/**
 * Telegram's updates to canonical items. Pure. A refused update holds up all that follow: what is malformed is ignored, and only what
 * is no update at all is refused.
 */
import type { Item, MediaKind, MediaRef, MessageItem, Part, Sender } from '../../src/core/items';
import { type Fields, fields, list, name, object, refuse, text } from '../fields';

const TEXT_MAX_CHARS = 10_000;
const NAME_MAX_CHARS = 200;
const ID_MAX_CHARS = 200;

/** The updates that are asked for. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

/** Attachments by the field that holds them. */
const FILES: [field: string, kind: MediaKind][] = [
  ['voice', 'audio'],
  ['audio', 'audio'],
  ['video', 'video'],
  ['video_note', 'video'],
  ['animation', 'video'],
  ['document', 'document'],
  ['sticker', 'sticker'],
];

/** Fields of a message that hold no content of their own: what is left names a kind this version does not know. */
const ENVELOPE =
  /^(message_id|message_thread_id|from|sender_.*|date|chat|forward_.*|is_.*|reply_to_.*|quote|via_bot|edit_date|has_.*|media_group_id|author_signature|entities|caption.*|show_.*|effect_id|link_preview_options|business_connection_id|external_reply|paid_.*|direct_.*)$/;

/** @throws KapiError badInput: not an update */
export function parse(payload: unknown, account: string): { items: Item[]; ignored: string[] } {
  const update = object(payload, '');
  const updateId = update.update_id;
  if (typeof updateId !== 'number' || !Number.isSafeInteger(updateId)) refuse('update_id', 'must be a whole number');
  const ignored = (kind: string) => ({ items: [], ignored: [kind] });
  if (update.callback_query !== undefined) return result(pressOf(fields(update.callback_query), account));
  const edited = update.edited_message !== undefined;
  const message = fields(update.message ?? update.edited_message);
  if (update.message === undefined && !edited) return ignored(kindOf(update));
  if (fields(message.chat).type !== 'private') return ignored('group');
  return result(messageOf(message, account, edited ? updateId : null));
}

/** The group that a message was written in, to be told politely that the line answers in private only; null otherwise. */
export function groupOf(payload: unknown): number | null {
  const { id, type } = fields(fields(fields(payload).message).chat);
  return (type === 'group' || type === 'supergroup') && typeof id === 'number' ? id : null;
}

function result(found: MessageItem | string): { items: Item[]; ignored: string[] } {
  return typeof found === 'string' ? { items: [], ignored: [found] } : { items: [found], ignored: [] };
}

/** An item, or the name of what is ignored. */
function messageOf(message: Fields, account: string, editedBy: number | null): MessageItem | string {
  const sender = senderOf(message);
  const at = timeOf(message.date);
  const id = message.message_id;
  if (!sender || at === null || typeof id !== 'number') return 'malformed';
  const part = partOf(message);
  if (typeof part === 'string') return part;
  // The own card, shared by Telegram's button, is vouched for; anybody else's is only told.
  if (part.kind === 'contact' && fields(message.contact).user_id === fields(message.chat).id) {
    const phone = part.phones[0]?.replace(/\D/g, '');
    if (phone) sender.phone = phone;
  }
  const original = `${sender.ids[0]}:${id}`;
  const item: MessageItem = { type: 'message', channel: 'telegram', account, eventId: original, sender, at, parts: [part] };
  return editedBy === null ? item : { ...item, eventId: `${original}:${editedBy}`, replaces: original };
}

/** In a private chat the chat's id is the person's: it is where answers go. */
function senderOf(message: Fields): Sender | null {
  const { id } = fields(message.chat);
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) return null;
  return named({ ids: [String(id)] }, fields(message.from));
}

function named(sender: Sender, { first_name: first, last_name: last }: Fields): Sender {
  const called = [text(first, NAME_MAX_CHARS), text(last, NAME_MAX_CHARS)].filter(Boolean).join(' ');
  return called ? { ...sender, name: called.slice(0, NAME_MAX_CHARS).toWellFormed() } : sender;
}

/** A part, or the name of a service message that nobody wrote. */
function partOf(message: Fields): Part | string {
  const written = text(message.text, TEXT_MAX_CHARS);
  if (written !== undefined) return { kind: 'text', text: spoken(written) };
  const photo = photoOf(message);
  if (photo) return photo;
  for (const [field, kind] of FILES) {
    const file = message[field] === undefined ? null : fileOf(kind, fields(message[field]), message);
    if (file) return file;
  }
  if (message.location !== undefined || message.venue !== undefined) return locationOf(message) ?? unsupported('location');
  if (message.contact !== undefined) return contactOf(fields(message.contact));
  const kind = Object.keys(message).find((field) => !ENVELOPE.test(field));
  if (kind === undefined) return 'malformed';
  return /^(new_|left_|group_|delete_|pinned_|migrate_|message_auto|forum_|general_|video_chat|boost_|chat_)/.test(kind)
    ? 'service'
    : unsupported(name(kind));
}

/**
 * Commands and links as words: "/yardim" is "yardim", and the link t.me/<bot>?start=su_kesintisi, which arrives as
 * "/start su_kesintisi", asks for "su kesintisi". A plain /start is a greeting.
 */
function spoken(written: string): string {
  const [, command, rest] = /^\/([\w]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/.exec(written) ?? [];
  if (command === undefined) return written;
  if (command !== 'start') return [command, rest].filter(Boolean).join(' ');
  return rest ? rest.replace(/[_-]+/g, ' ') : 'merhaba';
}

/** Telegram lists a photo in several sizes, the largest last. */
function photoOf(message: Fields): Part | null {
  if (message.photo === undefined) return null;
  const largest = fields(list(message.photo).at(-1));
  return fileOf('image', { ...largest, mime_type: 'image/jpeg' }, message);
}

function fileOf(kind: MediaKind, from: Fields, message: Fields): Part | null {
  const platformId = text(from.file_id, ID_MAX_CHARS);
  if (!platformId) return null;
  const media: MediaRef = { kind, platformId };
  const mimeType = text(from.mime_type, 120);
  const fileName = text(from.file_name, NAME_MAX_CHARS);
  const caption = text(message.caption, TEXT_MAX_CHARS);
  if (mimeType) media.mimeType = mimeType;
  if (fileName) media.fileName = fileName;
  if (typeof from.file_size === 'number' && from.file_size >= 0) media.size = from.file_size;
  return caption ? { kind: 'media', media, caption } : { kind: 'media', media };
}

function locationOf(message: Fields): Part | null {
  const venue = fields(message.venue);
  const { latitude: lat, longitude: lon } = fields(message.location ?? venue.location);
  if (typeof lat !== 'number' || typeof lon !== 'number' || !(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) return null;
  const label = [text(venue.title, NAME_MAX_CHARS), text(venue.address, NAME_MAX_CHARS)].filter(Boolean).join(', ');
  return label ? { kind: 'location', lat, lon, label } : { kind: 'location', lat, lon };
}

function contactOf(from: Fields): Part {
  const called = [text(from.first_name, NAME_MAX_CHARS), text(from.last_name, NAME_MAX_CHARS)].filter(Boolean).join(' ');
  const phone = text(from.phone_number, 40);
  const phones = phone ? [phone] : [];
  return called ? { kind: 'contact', name: called, phones } : { kind: 'contact', phones };
}

/** A pressed button: "questionId:choiceId", or "questionId#place" where that is longer than Telegram carries (render.ts). */
function pressOf(query: Fields, account: string): MessageItem | string {
  const id = text(query.id, ID_MAX_CHARS);
  const from = fields(query.from);
  const data = text(query.data, 64);
  const under = fields(query.message);
  const chat = fields(under.chat);
  if (!id || typeof from.id !== 'number' || data === undefined) return 'malformed';
  if (chat.type !== undefined && chat.type !== 'private') return 'group';
  const part = choiceOf(data);
  if (!part) return 'malformed';
  const sender = named({ ids: [String(from.id)] }, from);
  // A press has no time of its own: that of the message under which the button stands is all there is.
  const at = timeOf(under.date) ?? 0;
  return { type: 'message', channel: 'telegram', account, eventId: `press:${id}`, sender, at, parts: [part] };
}

function choiceOf(data: string): Part | null {
  const place = /^([\w-]+)#(\d{1,3})$/.exec(data);
  if (place) return { kind: 'choice', id: '', position: Number(place[2]), questionId: place[1]! };
  const colon = data.indexOf(':');
  return colon < 1 || colon === data.length - 1
    ? null
    : { kind: 'choice', id: data.slice(colon + 1), questionId: data.slice(0, colon) };
}

const unsupported = (what: string): Part => ({ kind: 'unsupported', what });

function kindOf(update: Fields): string {
  return name(Object.keys(update).find((key) => key !== 'update_id'));
}

/** Seconds to milliseconds; null outside what a Date can hold. */
function timeOf(value: unknown): number | null {
  const at = typeof value === 'number' ? value * 1_000 : Number.NaN;
  return Number.isFinite(at) && at >= 0 && at <= 8.64e15 ? Math.floor(at) : null;
}
