/** A real web server with the web chat on it and a house in memory behind it: for tests and for looking at the widget. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { adapter as webchat } from '../../adapters/webchat';
import { citizenPage } from '../../adapters/webchat/page';
import type { Adapter, AdapterContext, HistoryMessage } from '../../src/core/adapter';
import { KapiError, KINDS } from '../../src/core/errors';
import { newId } from '../../src/core/ids';
import { type Lang, LANGS, type MessageItem, type Outbound, type OutPart } from '../../src/core/items';

export interface House {
  url: string;
  port: number;
  adapter: Adapter;
  /** What was accepted, in order, each once. */
  accepted: MessageItem[];
  ignored: string[];
  /** Calls of accept, also those that found nothing new. */
  deliveries: number;
  /** While set, accept fails as if the store were down. */
  down: boolean;
  logged: string[];
  /** Answers the visitor; told to send it now or to leave it to the history. */
  say(visitor: string, part: OutPart, options?: Partial<Outbound> & { silent?: boolean }): Promise<Outbound>;
  /** Called after each accepted message. */
  onMessage: ((item: MessageItem) => void) | null;
  stop(): Promise<void>;
}

const IMAGE_STARTS: [number[], string][] = [
  [[0xff, 0xd8, 0xff], 'image/jpeg'],
  [[0x89, 0x50, 0x4e, 0x47], 'image/png'],
];

export async function startHouse(settings: Record<string, string> = {}, port = 0): Promise<House> {
  const lines = new Map<string, HistoryMessage[]>();
  const files = new Map<string, { bytes: Buffer; mimeType: string; owners: Set<string> }>();
  const seen = new Set<string>();
  const lineOf = (visitor: string): HistoryMessage[] => lines.get(visitor) ?? lines.set(visitor, []).get(visitor)!;
  const log = (data: object, message: string): void => void house.logged.push(JSON.stringify({ ...data, message }));

  const context: AdapterContext = {
    settings,
    publicUrl: '',
    city: { name: 'Çamlıova Belediyesi', shortName: 'Çamlıova' },
    log: { info: log, warn: log, error: log },
    ignored: (kind) => void house.ignored.push(kind),
    async accept(items) {
      house.deliveries++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (house.down) throw new KapiError(KINDS.storeDown, 'the store is down');
      let accepted = 0;
      for (const item of items) {
        if (item.type !== 'message' || seen.has(item.eventId)) continue;
        seen.add(item.eventId);
        accepted++;
        const visitor = item.sender.ids[0]!;
        house.accepted.push(item);
        lineOf(visitor).push({
          id: newId(),
          at: Date.now(),
          from: 'citizen',
          item: { eventId: item.eventId, parts: item.parts },
        });
        for (const part of item.parts) if (part.kind === 'media') files.get(part.media.hash!)?.owners.add(visitor);
        setTimeout(() => house.onMessage?.(item), 0);
      }
      return { accepted, duplicate: items.length - accepted };
    },
    async saveMedia(bytes, claim) {
      const mimeType = IMAGE_STARTS.find(([start]) => start.every((byte, index) => bytes[index] === byte))?.[1];
      if (!mimeType) throw new KapiError(KINDS.badInput, 'this kind of file is not taken', { field: 'media' });
      const hash = createHash('sha256').update(bytes).digest('hex');
      if (!files.has(hash)) files.set(hash, { bytes, mimeType, owners: new Set() });
      return { kind: 'image', mimeType, hash, size: bytes.length, ...(claim.fileName ? { fileName: claim.fileName } : {}) };
    },
    async history(_account, visitor, { after, limit }) {
      const all = lineOf(visitor);
      const index = after === undefined ? -1 : all.findIndex((line) => line.id === after);
      return index < 0 ? all.slice(-limit) : all.slice(index + 1, index + 1 + limit);
    },
    async openMedia(_account, visitor, hash) {
      const file = files.get(hash);
      return file?.owners.has(visitor) ? file : null;
    },
  };

  const adapter = webchat.create(context);
  const app = express();
  const router = express.Router();
  adapter.mount!(router);
  app.use('/webchat', router);
  app.get('/', (request, response) => {
    const lang = LANGS.find((known) => known === request.query.lang) ?? 'tr';
    response.set('content-security-policy', PAGE_CSP).send(citizenPage({ city: context.city, lang: lang as Lang }));
  });
  app.get('/embedding', (_request, response) => void response.set('content-security-policy', PAGE_CSP).send(EMBEDDING));
  const server = createServer(app);
  adapter.attach!(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;

  const house: House = {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    adapter,
    accepted: [],
    ignored: [],
    deliveries: 0,
    down: false,
    logged: [],
    onMessage: null,
    async say(to, part, { silent, ...over } = {}) {
      const outbound: Outbound = {
        id: newId(),
        conversationId: `c-${to}`,
        channel: 'webchat',
        account: 'default',
        to,
        inReplyTo: [],
        purpose: 'reply',
        createdAt: Date.now(),
        author: 'bot',
        lang: 'tr',
        part,
        ...over,
      };
      lineOf(to).push({ id: outbound.id, at: outbound.createdAt, from: outbound.author, outbound });
      if (!silent) await adapter.send(outbound);
      return outbound;
    },
    stop: () => stop(adapter, server),
  };
  return house;
}

async function stop(adapter: Adapter, server: Server): Promise<void> {
  await adapter.stop!();
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

/** As strict as the server's own. */
export const PAGE_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob: data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const EMBEDDING = `<!doctype html><html lang="tr"><head><meta charset="utf-8"><title>Bir belediye sayfası</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Duyurular</h1><p>Sayfanın kendi içeriği.</p></main><script src="/webchat/widget.js" defer></script></body></html>`;
