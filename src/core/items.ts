/**
 * What an adapter hands to the inbox (items) and what the outbox hands to an adapter (outbound messages).
 * Channels differ outside this file only: everything right of `adapters/` speaks in these shapes.
 */

import type { Personal } from './mask';

/** Languages the line answers in; `locales/` holds one folder each. */
export const LANGS = ['tr', 'en', 'ar'] as const;
export type Lang = (typeof LANGS)[number];

export type MediaKind = 'image' | 'audio' | 'video' | 'document' | 'sticker';

/**
 * Where the bytes of an attachment are. Exactly one of `url`, `platformId`, `hash`, `base64` is set: an address to fetch from, an
 * id that the channel's `fetchMedia` understands, or the SHA-256 of bytes that are already in the blob folder.
 */
export interface MediaRef {
  kind: MediaKind;
  mimeType?: string;
  fileName?: string;
  url?: string;
  platformId?: string;
  hash?: string;
  size?: number;
  /** Bytes that came within the payload: only between an adapter and the inbox, which keeps them by hash before storing. */
  base64?: string;
}

export interface TextPart {
  kind: 'text';
  text: string;
  /** Length in characters before the inbox cut it at the limit. */
  cutFrom?: number;
  /** Numbers that the inbox starred. */
  personal?: Personal[];
}
/** A pressed button or list row. `questionId` is the question it was drawn under: a stale press is never applied. */
export interface ChoicePart {
  kind: 'choice';
  id: string;
  questionId?: string;
  label?: string;
  /** Place among the question's choices, from 1, where the platform could not carry the id; `id` is then empty. */
  position?: number;
}
export interface MediaPart {
  kind: 'media';
  media: MediaRef;
  caption?: string;
}
/** WGS 84 degrees. */
export interface LocationPart {
  kind: 'location';
  lat: number;
  lon: number;
  label?: string;
}
export interface ContactPart {
  kind: 'contact';
  name?: string;
  phones: string[];
}
/** Something the platform sent that no person's words can be read from (a poll, a story reply, a call log). */
export interface UnsupportedPart {
  kind: 'unsupported';
  what: string;
}
export type Part = TextPart | ChoicePart | MediaPart | LocationPart | ContactPart | UnsupportedPart;

/** The sender as the platform names them: the most stable id first (a business-scoped id before a phone number). */
export interface Sender {
  ids: string[];
  name?: string;
  /** The telephone number as the platform vouches for it, digits with the country's code: an SMS reaches it when the channel cannot. */
  phone?: string;
}

/** One inbound message. `at` is the platform's time in epoch milliseconds; order is the order of acceptance, not `at`. */
export interface MessageItem {
  type: 'message';
  channel: string;
  account: string;
  /** What the platform repeats when it delivers again: the dedupe key together with channel and account. */
  eventId: string;
  sender: Sender;
  at: number;
  parts: Part[];
  /** eventId of the message this one edits. */
  replaces?: string;
  /** eventId of the message this one deletes. */
  deletes?: string;
  reaction?: { to: string; emoji: string };
  /** The sender's language where the platform says it (web chat does). */
  lang?: Lang;
}

export type DeliveryState = 'sent' | 'delivered' | 'read' | 'failed';

/** What became of a message we sent. Matched by our own id where the platform carries it back, else by the platform's. */
export interface StatusItem {
  type: 'status';
  channel: string;
  account: string;
  outboundId?: string;
  platformId?: string;
  state: DeliveryState;
  at: number;
  /** Why it failed: one of SEND_FAILURES where it is known, else the platform's words. */
  error?: string;
}

/** Why a message did not reach its citizen, as the desk reads it (console locales, `send.<code>`). */
export const SEND_FAILURES = [
  'window_closed',
  'blocked',
  'unreachable',
  'not_allowed',
  'too_long',
  'bad_media',
  'no_channel',
] as const;

export type Item = MessageItem | StatusItem;

/** A button: `label` is shown, `id` comes back. */
export interface Choice {
  id: string;
  label: string;
}

export type OutPart =
  | { kind: 'text'; text: string }
  /**
   * `firstPosition`: place of the first choice here among all of the question's, where they come in pages; 1 where left out.
   * `aside`: set where the choices only help and nothing waits for one. Without buttons they then follow in one line on so many
   * characters of the text: a channel that is paid by the letter has no room for a list.
   */
  | { kind: 'choices'; text: string; questionId: string; choices: Choice[]; firstPosition?: number; aside?: number }
  | { kind: 'media'; media: MediaRef; text?: string }
  | { kind: 'location'; lat: number; lon: number; label?: string; text?: string }
  | { kind: 'template'; name: string; params: string[]; text: string };

/** reply: answers a message · notice: the city speaks first · survey: asks for a mark. */
export type Purpose = 'reply' | 'notice' | 'survey';

/** One message on its way to a citizen. `to` is the sender's most stable id on that channel. */
export interface Outbound {
  id: string;
  conversationId: string;
  channel: string;
  account: string;
  to: string;
  inReplyTo: string[];
  purpose: Purpose;
  /** Epoch milliseconds. */
  createdAt: number;
  /** Epoch milliseconds; past it the row is expired, not sent. */
  expiresAt?: number;
  /** Who speaks: the widget and the console show it. */
  author: 'bot' | 'agent';
  authorName?: string;
  lang: Lang;
  part: OutPart;
  /** The citizen's telephone number, where the channel vouches for it. */
  phone?: string;
  /** When the citizen last wrote, epoch milliseconds: some platforms take free messages only for a while after. */
  heardAt?: number;
  /** The platform said that this time is over. */
  windowClosed?: boolean;
}
