/** What the widget and the server say to each other, over the socket and over plain HTTP alike. Types only. */
import type { Lang, MediaKind, OutPart, Part, Purpose } from '../../src/core/items';

/** A message as the widget sends it; an attachment goes to /webchat/upload instead. Exactly one of the three contents. */
export interface SentMessage {
  /** Made by the widget, once a message: sent again until acknowledged, it stays one message. */
  clientId: string;
  lang?: Lang;
  text?: string;
  choice?: { questionId?: string; id: string; label?: string };
  location?: { lat: number; lon: number; label?: string };
}

/** An attachment as the widget may fetch it from /webchat/media/<hash>. */
export interface ShownMedia {
  kind: MediaKind;
  hash?: string;
  mimeType?: string;
  fileName?: string;
  size?: number;
  url?: string;
}

/** A message as the widget shows it. What a citizen sent is known by its clientId, what was answered by its id. */
export type ShownMessage =
  | { from: 'citizen'; id?: string; clientId: string; at: number; parts: Part[] }
  | {
      from: 'bot' | 'agent';
      id: string;
      at: number;
      authorName?: string;
      lang: Lang;
      purpose: Purpose;
      part: OutPart;
    };

export interface WireError {
  code: string;
  message: string;
  field?: string;
  retryAfterMs?: number;
}

/** The acknowledgement: `ok` only after the message is stored. `at` is the server's time, in epoch milliseconds. */
export type Ack = { ok: true; at: number } | { ok: false; error: WireError };

export interface WidgetConfig {
  city: { name: string; shortName: string };
  textMaxChars: number;
  uploadMaxBytes: number;
}

export interface ServerEvents {
  /** An answer, or what the same visitor sent from another tab. */
  message(message: ShownMessage): void;
  /** An answer is being worked on. */
  typing(): void;
}

export interface ClientEvents {
  message(message: SentMessage, ack: (answer: Ack) => void): void;
}

export const SOCKET_PATH = '/webchat/socket';
