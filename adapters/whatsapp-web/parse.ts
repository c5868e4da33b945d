/**
 * Events of whatsapp-web.js, as `events.ts` writes them down, to canonical items. Pure. Types and states are those of the
 * library's Constants (MessageTypes, MessageAck).
 */
import type { DeliveryState, Item, MediaKind, MediaRef, MessageItem, Part, Sender } from '../../src/core/items';
import { type Fields, fields, list, name, object, refuse, text } from '../fields';

const CHANNEL = 'whatsapp-web';
const ID_MAX_CHARS = 200;
const TEXT_MAX_CHARS = 100_000;
const NAME_MAX_CHARS = 200;
/** Numbers taken from one contact card. */
const PHONES_MAX = 5;
/** A card is read so far: a telephone number stands near its head. */
const CARD_MAX_CHARS = 20_000;
const MEDIA: Record<string, MediaKind> = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  ptt: 'audio',
  document: 'document',
  sticker: 'sticker',
};
/** Ack of a message of ours: 0 is on its way, and says nothing. */
const ACKS: Record<number, DeliveryState> = { [-1]: 'failed', 1: 'sent', 2: 'delivered', 3: 'read', 4: 'read' };
/** What WhatsApp itself writes into a chat: nothing a person says. */
const SILENT = new Set([
  'e2e_notification',
  'notification',
  'notification_template',
  'broadcast_notification',
  'group_notification',
  'gp2',
  'protocol',
  'ciphertext',
  'debug',
]);

/** @throws KapiError badInput: not an event as events.ts writes it */
export function parse(payload: unknown, account: string): { items: Item[]; ignored: string[] } {
  const event = object(payload, '');
  const kind = text(event.event, 60);
  if (!kind) refuse('event', 'must name the event');
  const found = itemOf(kind, event, account);
  return typeof found === 'string' ? { items: [], ignored: [found] } : { items: [found], ignored: [] };
}

/** An item, or the name of what is rightly ignored. */
function itemOf(kind: string, event: Fields, account: string): Item | string {
  const id = text(event.id, ID_MAX_CHARS);
  const at = timeOf(event.timestamp);
  if (!id || at === null) return 'malformed';
  if (kind === 'message_ack') {
    const state = ACKS[typeof event.ack === 'number' ? event.ack : 0];
    if (event.fromMe !== true || state === undefined) return 'ack';
    const status = { type: 'status' as const, channel: CHANNEL, account, platformId: id, state, at };
    return state === 'failed' ? { ...status, error: 'not_allowed' } : status;
  }
  if (event.fromMe === true) return 'own';
  const sender = senderOf(event);
  if (typeof sender === 'string') return sender;
  const base: Omit<MessageItem, 'eventId' | 'parts'> = { type: 'message', channel: CHANNEL, account, sender, at };
  switch (kind) {
    case 'message': {
      const type = name(event.type);
      return SILENT.has(type) ? type : { ...base, eventId: id, parts: [partOf(type, event)] };
    }
    case 'message_edit': {
      const body = text(event.body, TEXT_MAX_CHARS);
      const edited = timeOf(event.editedAt) ?? at;
      return body === undefined
        ? 'malformed'
        : { ...base, eventId: `${id}:${edited}`, at: edited, parts: [{ kind: 'text', text: body }], replaces: id };
    }
    case 'message_revoke_everyone': {
      const deletes = text(event.revoked, ID_MAX_CHARS);
      return deletes ? { ...base, eventId: `${deletes}:deleted`, parts: [], deletes } : 'malformed';
    }
    case 'message_reaction': {
      const to = text(event.to, ID_MAX_CHARS);
      return to ? { ...base, eventId: id, parts: [], reaction: { to, emoji: text(event.emoji, 40) ?? '' } } : 'malformed';
    }
    default:
      return name(kind);
  }
}

/** A person alone: "905…@c.us" by their number, "…@lid" where WhatsApp hides it. */
function senderOf(event: Fields): Sender | string {
  const from = text(event.from, ID_MAX_CHARS) ?? '';
  const [, user, server] = /^([\w.:-]+)@([\w.]+)$/.exec(from) ?? [];
  if (!user || !server) return 'malformed';
  if (server === 'g.us') return 'group';
  if (server !== 'c.us' && server !== 'lid' && server !== 's.whatsapp.net') return name(server.replace('.', '_'));
  const sender: Sender = { ids: [from] };
  const called = text(event.senderName, NAME_MAX_CHARS);
  const phone = /^\d{6,15}$/.exec(server === 'lid' ? (text(event.phone, 20) ?? '') : user)?.[0];
  if (called) sender.name = called;
  if (phone) {
    sender.phone = phone;
    // The same person before and after WhatsApp hid the number.
    if (server === 'lid') sender.ids.push(`${phone}@c.us`);
  }
  return sender;
}

function partOf(type: string, event: Fields): Part {
  const media = MEDIA[type];
  if (media !== undefined) return event.hasMedia === true ? mediaOf(media, event) : { kind: 'unsupported', what: type };
  switch (type) {
    case 'chat':
    case 'list_response':
    case 'buttons_response':
    case 'template_button_reply': {
      const body = text(event.body, TEXT_MAX_CHARS);
      return body === undefined ? { kind: 'unsupported', what: type } : { kind: 'text', text: body };
    }
    case 'location':
      return locationOf(fields(event.location)) ?? { kind: 'unsupported', what: type };
    case 'vcard':
    case 'multi_vcard':
      return contactOf(list(event.vCards));
    default:
      return { kind: 'unsupported', what: type };
  }
}

/** The bytes are fetched later, by the message's id. */
function mediaOf(kind: MediaKind, event: Fields): Part {
  const media: MediaRef = { kind, platformId: text(event.id, ID_MAX_CHARS)! };
  const mimeType = text(event.mimeType, 120);
  const fileName = text(event.fileName, NAME_MAX_CHARS);
  const caption = text(event.body, TEXT_MAX_CHARS);
  if (mimeType) media.mimeType = mimeType;
  if (fileName) media.fileName = fileName;
  if (typeof event.size === 'number' && event.size >= 0) media.size = Math.floor(event.size);
  return caption ? { kind: 'media', media, caption } : { kind: 'media', media };
}

function locationOf({ lat, lon, label: place }: Fields): Part | null {
  if (typeof lat !== 'number' || typeof lon !== 'number' || !(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) return null;
  const label = text(place, NAME_MAX_CHARS);
  return label ? { kind: 'location', lat, lon, label } : { kind: 'location', lat, lon };
}

/** vCards (RFC 6350): the FN and TEL lines are all that is read. */
function contactOf(cards: unknown[]): Part {
  const lines = cards.flatMap((card) => (text(card, CARD_MAX_CHARS) ?? '').split(/\r?\n/));
  const valuesOf = (property: string): string[] =>
    lines.flatMap((line) => {
      const [, key, value] = /^(?:item\d+\.)?([A-Z]+)[^:]*:(.*)$/i.exec(line) ?? [];
      return key?.toUpperCase() === property && value?.trim() ? [value.trim()] : [];
    });
  const called = valuesOf('FN')[0]?.slice(0, NAME_MAX_CHARS);
  const phones = valuesOf('TEL')
    .map((phone) => phone.slice(0, 40))
    .slice(0, PHONES_MAX);
  return called ? { kind: 'contact', name: called, phones } : { kind: 'contact', phones };
}

/** Seconds, to milliseconds; null outside what a Date can hold. */
function timeOf(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value <= 8.64e12 ? Math.floor(value * 1_000) : null;
}
