/** The part of whatsapp-web.js that is used, and its loading: an optional package that starts a browser is not touched before. */
import type { EventEmitter } from 'node:events';
import { KapiError, KINDS } from '../../src/core/errors';

export interface WebMessageId {
  _serialized: string;
  fromMe?: boolean;
}

export interface LibraryMessage {
  id: WebMessageId;
  from: string;
  fromMe: boolean;
  type: string;
  body: string;
  /** Seconds. */
  timestamp: number;
  hasMedia: boolean;
  location?: { latitude: number | string; longitude: number | string; name?: string; address?: string };
  vCards?: string[];
  latestEditSenderTimestampMs?: number;
  /** The library's own raw record. */
  _data?: {
    notifyName?: string;
    mimetype?: string;
    filename?: string;
    size?: number;
    latestEditSenderTimestampMs?: number;
    protocolMessageKey?: WebMessageId;
    senderPn?: string | WebMessageId;
  };
  downloadMedia(): Promise<{ mimetype: string; data: string; filename?: string | null } | undefined>;
}

export interface LibraryReaction {
  id: WebMessageId;
  senderId: string;
  reaction: string;
  timestamp: number;
  msgId: WebMessageId;
}

export interface LibraryChat {
  unreadCount: number;
  isGroup: boolean;
  fetchMessages(options: { limit: number; fromMe: boolean }): Promise<LibraryMessage[]>;
  sendStateTyping(): Promise<unknown>;
}

export interface LibraryClient extends EventEmitter {
  initialize(): Promise<void>;
  destroy(): Promise<void>;
  getState(): Promise<string | null>;
  getChats(): Promise<LibraryChat[]>;
  getChatById(id: string): Promise<LibraryChat>;
  getMessageById(id: string): Promise<LibraryMessage | null>;
  sendMessage(to: string, content: unknown, options: object): Promise<LibraryMessage | null>;
}

export interface Library {
  Client: new (options: object) => LibraryClient;
  LocalAuth: new (options: { dataPath: string; clientId: string }) => object;
  MessageMedia: new (mimeType: string, base64: string, fileName?: string) => object;
  Location: new (lat: number, lon: number, options?: { name: string }) => object;
}

/** @throws KapiError config: the optional package is not installed */
export function loadLibrary(): Library {
  try {
    return require('whatsapp-web.js') as Library;
  } catch {
    throw new KapiError(KINDS.config, 'whatsapp-web.js is not installed: run "npm install" with optional packages.');
  }
}
