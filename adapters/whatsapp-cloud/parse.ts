/**
 * Webhooks of the WhatsApp Cloud API to canonical items. Pure. Meta sends a refused batch again for days and everything behind it
 * waits: what is malformed inside is ignored alone, and only what is no webhook at all is refused.
 */
import type { DeliveryState, Item, MediaKind, MediaRef, MessageItem, Part, Sender, StatusItem } from '../../src/core/items';
import { type Fields, fields, list, name, object, refuse, text } from '../fields';
import { failureOf } from '../meta';

const ID_MAX_CHARS = 200;
const TEXT_MAX_CHARS = 100_000;
const NAME_MAX_CHARS = 200;
/** Numbers taken from one contact card. */
const PHONES_MAX = 5;
const MEDIA_KINDS: ReadonlySet<string> = new Set<MediaKind>(['image', 'audio', 'video', 'document', 'sticker']);
const STATES: Record<string, DeliveryState> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
};

/** @throws KapiError badInput: not a webhook of a WhatsApp business account */
export function parse(payload: unknown, account: string): { items: Item[]; ignored: string[] } {
  const body = object(payload, '');
  if (body.object !== 'whatsapp_business_account') refuse('object', 'must be whatsapp_business_account');
  if (!Array.isArray(body.entry)) refuse('entry', 'must be an array');
  const items: Item[] = [];
  const ignored: string[] = [];
  for (const change of changesOf(body.entry)) {
    if (change.field !== 'messages') {
      ignored.push(name(change.field));
      continue;
    }
    const value = fields(change.value);
    const contacts = list(value.contacts).map(fields);
    for (const message of list(value.messages).map(fields)) {
      const item = messageOf(message, contacts, account);
      if (item === null) ignored.push('malformed');
      else if (typeof item === 'string') ignored.push(item);
      else items.push(item);
    }
    for (const status of list(value.statuses).map(fields)) {
      const item = statusOf(status, account);
      if (item) items.push(item);
      else ignored.push(`status_${name(status.status)}`);
    }
    for (const error of list(value.errors).map(fields)) ignored.push(`error_${name(error.code)}`);
  }
  return { items, ignored };
}

/** The numbers of the account that a webhook speaks of: one URL may be shared by several. */
export function phoneIdsOf(payload: unknown): string[] {
  const ids = changesOf(fields(payload).entry).map((change) =>
    text(fields(fields(change.value).metadata).phone_number_id, ID_MAX_CHARS),
  );
  return ids.filter((id) => id !== undefined);
}

/** The same webhook with the changes of one number only. */
export function ofPhoneId(payload: unknown, phoneId: string): unknown {
  const body = fields(payload);
  const mine = (change: Fields): boolean => {
    const id = fields(fields(change.value).metadata).phone_number_id;
    return id === undefined || id === phoneId;
  };
  return {
    ...body,
    entry: list(body.entry).map((entry) => ({ ...fields(entry), changes: list(fields(entry).changes).map(fields).filter(mine) })),
  };
}

const changesOf = (entries: unknown): Fields[] => list(entries).flatMap((entry) => list(fields(entry).changes).map(fields));

/** An item; the name of what is rightly ignored; null for what cannot be a message. */
function messageOf(message: Fields, contacts: Fields[], account: string): MessageItem | string | null {
  const eventId = text(message.id, ID_MAX_CHARS);
  const sender = senderOf(message, contacts);
  const at = timeOf(message.timestamp);
  if (!eventId || !sender || at === null) return null;
  const base: Omit<MessageItem, 'parts'> = { type: 'message', channel: 'whatsapp-cloud', account, eventId, sender, at };
  const type = name(message.type);
  switch (type) {
    case 'reaction': {
      const { message_id: to, emoji } = fields(message.reaction);
      return { ...base, parts: [], reaction: { to: text(to, ID_MAX_CHARS) ?? '', emoji: text(emoji, 40) ?? '' } };
    }
    case 'edit': {
      const { original_message_id: original, message: now } = fields(message.edit);
      const replaces = text(original, ID_MAX_CHARS);
      return replaces ? { ...base, parts: [partOf(name(fields(now).type), fields(now))], replaces } : null;
    }
    case 'revoke': {
      const deletes = text(fields(message.revoke).original_message_id, ID_MAX_CHARS);
      return deletes ? { ...base, parts: [], deletes } : null;
    }
    // A changed number or a chat opened without a word is nothing a person says.
    case 'system':
    case 'request_welcome':
      return type;
    default:
      return { ...base, parts: [partOf(type, message)] };
  }
}

/**
 * The business-scoped id comes first: since 2026 a person may write without a number, and the id stays when the number changes.
 */
function senderOf(message: Fields, contacts: Fields[]): Sender | null {
  const phone = digits(message.from);
  const scoped = text(message.from_user_id, ID_MAX_CHARS);
  const contact =
    contacts.find((one) => (scoped !== undefined && one.user_id === scoped) || (phone !== undefined && one.wa_id === phone)) ??
    (contacts.length === 1 ? contacts[0]! : {});
  const ids = [scoped ?? text(contact.user_id, ID_MAX_CHARS), phone ?? digits(contact.wa_id)].filter((id) => id !== undefined);
  if (ids.length === 0) return null;
  const sender: Sender = { ids };
  const called = text(fields(contact.profile).name, NAME_MAX_CHARS);
  if (called) sender.name = called;
  const number = ids.find((id) => /^\d{6,15}$/.test(id));
  if (number) sender.phone = number;
  return sender;
}

function partOf(type: string, message: Fields): Part {
  if (MEDIA_KINDS.has(type)) return mediaOf(type as MediaKind, fields(message[type])) ?? unsupported(type);
  switch (type) {
    case 'text': {
      const body = text(fields(message.text).body, TEXT_MAX_CHARS);
      return body === undefined ? unsupported(type) : { kind: 'text', text: body };
    }
    case 'location':
      return locationOf(fields(message.location)) ?? unsupported(type);
    case 'contacts':
      return contactOf(list(message.contacts).map(fields));
    case 'interactive': {
      const interactive = fields(message.interactive);
      return choiceOf(fields(interactive.button_reply ?? interactive.list_reply)) ?? unsupported(name(interactive.type));
    }
    // A quick reply under a template: its payload is ours, its text is what was pressed.
    case 'button': {
      const { payload, text: label } = fields(message.button);
      return choiceOf({ id: payload, title: label }) ?? unsupported(type);
    }
    default:
      return unsupported(type);
  }
}

function mediaOf(kind: MediaKind, from: Fields): Part | null {
  const platformId = text(from.id, ID_MAX_CHARS);
  if (!platformId) return null;
  const media: MediaRef = { kind, platformId };
  const mimeType = text(from.mime_type, 120);
  const fileName = text(from.filename, NAME_MAX_CHARS);
  const caption = text(from.caption, TEXT_MAX_CHARS);
  if (mimeType) media.mimeType = mimeType;
  if (fileName) media.fileName = fileName;
  return caption ? { kind: 'media', media, caption } : { kind: 'media', media };
}

function locationOf({ latitude: lat, longitude: lon, name: place, address }: Fields): Part | null {
  if (typeof lat !== 'number' || typeof lon !== 'number' || !(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) return null;
  const label = [text(place, NAME_MAX_CHARS), text(address, NAME_MAX_CHARS)].filter(Boolean).join(', ');
  return label ? { kind: 'location', lat, lon, label } : { kind: 'location', lat, lon };
}

function contactOf(cards: Fields[]): Part {
  const called = text(fields(cards[0]?.name).formatted_name, NAME_MAX_CHARS);
  const phones = cards
    .flatMap((card) => list(card.phones).map(fields))
    .flatMap(({ phone, wa_id: waId }) => text(phone, 40) ?? text(waId, 40) ?? [])
    .slice(0, PHONES_MAX);
  return called ? { kind: 'contact', name: called, phones } : { kind: 'contact', phones };
}

/** Ids are "questionId:choiceId", as render.ts writes them. */
function choiceOf({ id, title }: Fields): Part | null {
  const whole = text(id, 256);
  if (!whole) return null;
  const colon = whole.indexOf(':');
  const part: Part =
    colon < 1 ? { kind: 'choice', id: whole } : { kind: 'choice', id: whole.slice(colon + 1), questionId: whole.slice(0, colon) };
  const label = text(title, NAME_MAX_CHARS);
  if (label) part.label = label;
  return part;
}

function statusOf(status: Fields, account: string): StatusItem | null {
  const platformId = text(status.id, ID_MAX_CHARS);
  const state = STATES[name(status.status)];
  const at = timeOf(status.timestamp);
  if (!platformId || !state || at === null) return null;
  const item: StatusItem = { type: 'status', channel: 'whatsapp-cloud', account, platformId, state, at };
  const ours = text(status.biz_opaque_callback_data, ID_MAX_CHARS);
  if (ours) item.outboundId = ours;
  if (state === 'failed') {
    const { code, title } = fields(list(status.errors)[0]);
    item.error = failureOf(typeof code === 'number' ? code : 0, text(title, NAME_MAX_CHARS));
  }
  return item;
}

const unsupported = (what: string): Part => ({ kind: 'unsupported', what });
function digits(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{6,20}$/.test(value) ? value : undefined;
}

/** Seconds as text, to milliseconds; null outside what a Date can hold. */
function timeOf(value: unknown): number | null {
  const at = Number(typeof value === 'string' || typeof value === 'number' ? value : Number.NaN) * 1_000;
  return Number.isFinite(at) && at >= 0 && at <= 8.64e15 ? Math.floor(at) : null;
}
