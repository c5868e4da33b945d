/**
 * A double of whatsapp-web.js: its client with the events and methods that its documentation names, without a browser. WhatsApp
 * itself cannot be reached from a test.
 */
import { EventEmitter } from 'node:events';

export class FakeClient extends EventEmitter {
  static all: FakeClient[] = [];
  static get last(): FakeClient {
    return FakeClient.all.at(-1)!;
  }
  /** Thrown by the next `initialize`. */
  static refuse: Error | null = null;
  state: string | null = 'CONNECTED';
  sent: { to: string; content: unknown; options: object; id: string }[] = [];
  typing = 0;
  chats: unknown[] = [];
  media = new Map<string, { mimetype: string; data: string }>();
  fail: Error | null = null;
  destroyed = false;

  constructor(readonly options: { authStrategy: { dataPath: string; clientId: string }; puppeteer: { executablePath: string } }) {
    super();
    FakeClient.all.push(this);
  }
  async initialize(): Promise<void> {
    const refusal = FakeClient.refuse;
    FakeClient.refuse = null;
    if (refusal) throw refusal;
  }
  async destroy(): Promise<void> {
    this.destroyed = true;
  }
  async getState(): Promise<string | null> {
    return this.state;
  }
  async getChats(): Promise<unknown[]> {
    return this.chats;
  }
  async getChatById(): Promise<object> {
    return {
      sendStateTyping: async () => {
        this.typing++;
      },
    };
  }
  async getMessageById(id: string): Promise<object | null> {
    const media = this.media.get(id);
    return media ? { downloadMedia: async () => media } : null;
  }
  async sendMessage(to: string, content: unknown, options: object): Promise<object> {
    if (this.fail) throw this.fail;
    const id = `true_${to}_${this.sent.length}`;
    this.sent.push({ to, content, options, id });
    return { id: { _serialized: id } };
  }
}

class LocalAuth {
  dataPath: string;
  clientId: string;
  constructor(options: { dataPath: string; clientId: string }) {
    this.dataPath = options.dataPath;
    this.clientId = options.clientId;
  }
}
class MessageMedia {
  constructor(
    readonly mimetype: string,
    readonly data: string,
    readonly filename?: string,
  ) {}
}
class Location {
  constructor(
    readonly latitude: number,
    readonly longitude: number,
    readonly options?: object,
  ) {}
}

export const library = { Client: FakeClient, LocalAuth, MessageMedia, Location };

let count = 0;
/** A message as the library hands it over. */
export function message(body: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const from = (more.from as string | undefined) ?? '905321112233@c.us';
  return {
    id: { _serialized: `false_${from}_${++count}` },
    from,
    fromMe: false,
    type: 'chat',
    body,
    timestamp: Math.floor(Date.now() / 1_000),
    hasMedia: false,
    vCards: [],
    _data: { notifyName: 'Ayşe' },
    ...more,
  };
}
