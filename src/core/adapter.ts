/** The channel port. An adapter translates; it never dedupes, touches the store or knows flows. */
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { Router } from 'express';
import type { Item, MediaKind, MediaRef, Outbound } from './items';

/** How a platform counts the length of a text: UTF-16 units, or bytes of UTF-8. */
export type TextUnit = 'utf16' | 'bytes';

export interface Capabilities {
  /**
   * Buttons the platform draws: how many in one message, the longest label, the longest text above them (`textMax` where left out),
   * and in how many messages a long list may come (one). Null where there are none and the core writes "1) … 2) …".
   */
  choices: { max: number; labelMax: number; textMax?: number; pages?: number } | null;
  /** Length of one text message; longer texts are split. */
  textMax: number;
  /** utf16 where left out. */
  textUnit?: TextUnit;
  media: MediaKind[];
  /** Length of the text under an attachment; `textMax` where left out. */
  captionMax?: number;
  location: boolean;
  /** Texts the platform has approved beforehand and sends by name; without them the text itself is sent. */
  templates?: boolean;
  /** The other side drops a message it has seen under our id: sending again is harmless. */
  idempotent: boolean;
  /** Delivery statuses carry our own id back: what a crash left unclear can be matched. */
  statusesCarryId: boolean;
  /** Messages on their way at once. */
  concurrency: number;
  /** What the platform allows one account, with a little air; left out: no limit. */
  rate?: { perSecond: number; perChatMs?: number };
}

export interface WebhookRequest {
  method: string;
  account: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The exact bytes: signatures are over these. */
  rawBody: Buffer;
}

export interface WebhookAnswer {
  status: number;
  /** An object is sent as JSON, a string as plain text. */
  body?: object | string;
}

export interface Accepted {
  accepted: number;
  duplicate: number;
}

/** Resolves when all items are stored, rejects with none stored: only then may the platform be told 200. */
export type Accept = (items: Item[]) => Promise<Accepted>;

/** `platformId` is the platform's name of the message where it gives one. */
export interface Receipt {
  platformId?: string;
}

export interface Health {
  ok: boolean;
  /** One plain line for an operator, without secrets. */
  detail: string;
  /** It works, and someone should look: monitoring may ask for it. */
  warning?: true;
}

/** What an operator does before a channel works: a code to scan, and what is at stake in the console's languages. */
export interface SignIn {
  qr: string;
  notice: { tr: string; en: string };
}

/** One line of a conversation as its citizen sees it. */
export interface HistoryMessage {
  id: string;
  at: number;
  from: 'citizen' | 'bot' | 'agent';
  authorName?: string;
  /** What the citizen sent, or what was answered. */
  item?: { eventId: string; parts: import('./items').Part[] };
  outbound?: Outbound;
}

/** What an adapter may use of the house. */
export interface AdapterContext {
  /** Which of the channel's accounts this is: the municipality's, the water authority's. "default" where there is one. */
  account: string;
  /** Values of the adapter's own settings (environment variables), by name. */
  settings: Record<string, string>;
  accept: Accept;
  /** Structured log; never a citizen's text, a token or a number. */
  log: {
    info(data: object, message: string): void;
    warn(data: object, message: string): void;
    error(data: object, message: string): void;
  };
  /** Counts a valid payload of a kind that is not handled ("sticker_pack"). */
  ignored(kind: string): void;
  /** Keeps bytes by their hash; refuses (KapiError tooLarge, badInput) what is over the limits or not what it claims to be. */
  saveMedia(bytes: Buffer, claim: { mimeType: string; fileName?: string }): Promise<MediaRef>;
  /** The conversation of a sender, oldest first, after the given message id. */
  history(account: string, senderId: string, options: { after?: string; limit: number }): Promise<HistoryMessage[]>;
  /** Bytes of a kept attachment that this sender sent or was sent; null when it is not theirs. */
  openMedia(account: string, senderId: string, hash: string): Promise<{ bytes: Buffer; mimeType: string } | null>;
  /** A folder of the account's own that outlives restarts; it exists when this returns. */
  folder(): string;
  /** Shows the operator the present step of signing in, in the terminal and the console; null when there is none. */
  signIn(step: SignIn | null): void;
  /** Largest attachment that is kept. */
  mediaMaxBytes: number;
  publicUrl: string;
  /** The city's public face for pages and widgets. */
  city: { name: string; shortName: string };
}

export interface Adapter {
  start?(): Promise<void>;
  stop?(): Promise<void>;
  /** Answers POST/GET /webhooks/<name>/<account>. Throws KapiError unauthorized or badInput. */
  webhook?(request: WebhookRequest): Promise<WebhookAnswer>;
  /** Further routes, under /<name>. */
  mount?(router: Router): void;
  /** Live sockets on the shared HTTP server. */
  attach?(server: Server): void;
  /**
   * Hands one message over. Throws KapiError sendRefused (never again), windowClosed (never as free text), sendLater (again,
   * after retryAfterMs if given) or sendSlower (the same for all of the account's messages). The message of a refusal is one of
   * SEND_FAILURES where it is known.
   */
  send(outbound: Outbound): Promise<Receipt>;
  /** Fetches an attachment named by the platform's id. */
  fetchMedia?(ref: MediaRef): Promise<{ bytes: Buffer; mimeType?: string }>;
  check(): Promise<Health>;
}

export interface AdapterSetting {
  name: string;
  help: string;
  secret?: boolean;
  /** A channel with one of its required settings blank is not started. */
  required?: boolean;
  /** Each account has its own: a further account never takes the first one's value. */
  own?: boolean;
  default?: string;
}

/** What adapters/index.ts lists. */
export interface AdapterModule {
  name: string;
  settings: AdapterSetting[];
  capabilities: Capabilities;
  /** Pure: one payload of the platform to canonical items. Throws KapiError badInput with the field. */
  parse(payload: unknown, account: string): { items: Item[]; ignored: string[] };
  /** Pure: one outbound message to the platform's payload. */
  render(outbound: Outbound): unknown;
  /** The sender's id of a telephone number (digits with the country's code), where the channel knows people by it. */
  phoneId?(digits: string): string;
  create(context: AdapterContext): Adapter;
}
