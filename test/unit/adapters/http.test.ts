import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { adapter } from '../../../adapters/http';
import { retryAfterMs } from '../../../adapters/rest';
import { parse } from '../../../adapters/http/parse';
import { sign } from '../../../adapters/signature';
import type { Adapter, AdapterContext, WebhookRequest } from '../../../src/core/adapter';
import { KapiError, KINDS } from '../../../src/core/errors';
import type { Item, Outbound } from '../../../src/core/items';

const SECRET = 'gizli';

function make(settings: Record<string, string> = {}): { channel: Adapter; accepted: Item[]; ignored: string[] } {
  const accepted: Item[] = [];
  const ignored: string[] = [];
  const context = {
    settings: { KAPI_HTTP_SECRET: SECRET, ...settings },
    accept: async (items: Item[]) => {
      accepted.push(...items);
      return { accepted: items.length, duplicate: 0 };
    },
    ignored: (kind: string) => ignored.push(kind),
  };
  return { channel: adapter.create(context as unknown as AdapterContext), accepted, ignored };
}

function request(body: string | Buffer, signature?: string, method = 'POST'): WebhookRequest {
  const rawBody = Buffer.from(body as string);
  const headers = { 'x-kapi-signature-256': signature ?? sign(SECRET, rawBody) };
  return { method, account: 'default', query: new URLSearchParams(), headers, rawBody };
}

const GOOD = '{"id":"1","from":"u","text":"merhaba"}';
const refusalOf = async (promise: Promise<unknown>): Promise<KapiError> => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(KapiError);
  return error as KapiError;
};

describe('webhook', () => {
  test('stores what is signed', async () => {
    const { channel, accepted } = make();
    expect(await channel.webhook!(request(GOOD))).toEqual({ status: 200, body: { accepted: 1, duplicate: 0 } });
    expect(accepted).toMatchObject([{ eventId: '1', account: 'default', parts: [{ kind: 'text', text: 'merhaba' }] }]);
  });

  test.each([
    '',
    'sha256=',
    'sha1=00',
    `sha256=${'0'.repeat(64)}`,
    `sha256=${'0'.repeat(63)}`,
    sign('baska', GOOD),
    sign(SECRET, `${GOOD} `),
  ])('stores nothing under the signature %p', async (signature) => {
    const { channel, accepted } = make();
    expect((await refusalOf(channel.webhook!(request(GOOD, signature)))).kind).toBe(KINDS.unauthorized);
    expect(accepted).toEqual([]);
  });

  test('checks the signature before it reads the body', async () => {
    const { channel } = make();
    expect((await refusalOf(channel.webhook!(request('{', 'sha256=00')))).kind).toBe(KINDS.unauthorized);
    expect(await refusalOf(channel.webhook!(request('{')))).toMatchObject({ kind: KINDS.badInput, field: 'body' });
  });

  test('reads broken UTF-8 as a message', async () => {
    const { channel, accepted } = make();
    const bytes = Buffer.concat([
      Buffer.from('{"id":"1","from":"u","text":"su '),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('yok"}'),
    ]);
    expect(await channel.webhook!(request(bytes))).toMatchObject({ status: 200 });
    expect(accepted).toHaveLength(1);
  });

  test('ignores and counts what is valid but unknown', async () => {
    const { channel, accepted, ignored } = make();
    const answer = await channel.webhook!(request('[{"id":"1","from":"u","poll":{}},{"id":"2","from":"u","text":"x"}]'));
    expect(answer.body).toEqual({ accepted: 1, duplicate: 0, ignored: 1 });
    expect(ignored).toEqual(['poll']);
    expect(accepted).toHaveLength(1);
  });

  test('passes on that the store is down', async () => {
    const context = {
      settings: { KAPI_HTTP_SECRET: SECRET },
      accept: () => Promise.reject(new KapiError(KINDS.storeDown, 'down')),
    };
    const channel = adapter.create(context as unknown as AdapterContext);
    expect((await refusalOf(channel.webhook!(request(GOOD)))).kind).toBe(KINDS.storeDown);
  });
});

describe('parse names the wrong field', () => {
  const message = { id: '1', from: 'u' };
  test.each([
    ['body', null],
    ['body', 'text'],
    ['body', Array.from({ length: 501 }, () => ({ ...message, text: 'x' }))],
    ['id', { from: 'u', text: 'x' }],
    ['id', { ...message, id: { $ne: null }, text: 'x' }],
    ['id', { ...message, id: 'a\u0000b', text: 'x' }],
    ['from', { id: '1', from: 5, text: 'x' }],
    ['text', message],
    ['text', { ...message, text: '' }],
    ['text', { ...message, text: { $ne: '' } }],
    ['name', { ...message, text: 'x', name: [] }],
    ['at', { ...message, text: 'x', at: 'yesterday' }],
    ['at', { ...message, text: 'x', at: -1 }],
    ['lang', { ...message, text: 'x', lang: 'xx' }],
    ['__proto__', JSON.parse('{"id":"1","from":"u","text":"x","__proto__":{"a":1}}')],
    ['$where', { ...message, text: 'x', $where: '1' }],
    ['location.__proto__', JSON.parse('{"id":"1","from":"u","location":{"lat":1,"lon":1,"__proto__":{}}}')],
    ['choice', { ...message, text: 'x', choice: 'q1:a' }],
    ['location.lat', { ...message, location: { lat: '41', lon: 1 } }],
    ['location.lon', { ...message, location: { lat: 41, lon: 181 } }],
    ['media', { ...message, media: {} }],
    ['media', { ...message, media: [] }],
    ['media[0].kind', { ...message, media: [{ url: 'https://a.b/c' }] }],
    ['media[0].url', { ...message, media: [{ kind: 'image', url: 'file:///etc/passwd' }] }],
    ['media[0].base64', { ...message, media: [{ kind: 'image', base64: 'a b=' }] }],
    ['media[0].base64', { ...message, media: [{ kind: 'image', base64: 'aaaa', url: 'https://a.b/c' }] }],
    ['media[0].mimeType', { ...message, media: [{ kind: 'image', base64: 'aaaa', mimeType: 'a\r\nb' }] }],
    [
      '[1].from',
      [
        { ...message, text: 'x' },
        { id: '2', text: 'x' },
      ],
    ],
  ])('%s', (field, payload) => {
    expect(() => parse(payload, 'default')).toThrow(expect.objectContaining({ kind: KINDS.badInput, field }));
  });
});

describe('send', () => {
  let server: Server;
  let seen: { headers: IncomingMessage['headers']; body: string }[] = [];
  let answer: (response: ServerResponse) => void;
  let url: string;
  const message: Outbound = {
    id: 'c:1:0',
    conversationId: 'c',
    channel: 'http',
    account: 'default',
    to: 'u',
    inReplyTo: ['m'],
    purpose: 'reply',
    createdAt: 1,
    author: 'bot',
    lang: 'tr',
    part: { kind: 'text', text: 'Günaydın' },
  };

  beforeAll(async () => {
    server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('end', () => {
        seen.push({ headers: incoming.headers, body: Buffer.concat(chunks).toString() });
        answer(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cb?k=1`;
  });
  beforeEach(() => {
    seen = [];
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test('signs the exact bytes and carries the idempotency key', async () => {
    answer = (response) => response.writeHead(204).end();
    const { channel } = make({ KAPI_HTTP_CALLBACK_URL: url });
    await channel.send(message);
    expect(seen[0]!.headers['idempotency-key']).toBe('c:1:0');
    expect(seen[0]!.headers['x-kapi-signature-256']).toBe(sign(SECRET, seen[0]!.body));
    expect(JSON.parse(seen[0]!.body)).toMatchObject({
      id: 'c:1:0',
      to: 'u',
      inReplyTo: ['m'],
      conversationId: 'c',
      text: 'Günaydın',
    });
    await channel.stop!();
  });

  test.each([
    [429, { 'retry-after': '7' }, KINDS.sendLater, 7_000],
    [503, {}, KINDS.sendLater, undefined],
    [500, { 'retry-after': 'soon' }, KINDS.sendLater, undefined],
    [404, {}, KINDS.sendRefused, undefined],
    [302, { location: 'http://127.0.0.1:1/' }, KINDS.sendRefused, undefined],
  ])('answer %d', async (status, headers, kind, wait) => {
    answer = (response) => response.writeHead(status, headers).end('x');
    const { channel } = make({ KAPI_HTTP_CALLBACK_URL: url });
    const error = await refusalOf(channel.send(message));
    expect(error.kind).toBe(kind);
    expect(error.retryAfterMs).toBe(wait);
    expect((await channel.check()).ok).toBe(false);
    answer = (response) => response.end('{}');
    await channel.send(message);
    expect((await channel.check()).ok).toBe(true);
    await channel.stop!();
  });

  test('a receiver that does not answer or is not there is tried later', async () => {
    answer = () => {};
    const slow = make({ KAPI_HTTP_CALLBACK_URL: url, KAPI_HTTP_TIMEOUT_SECONDS: '1' }).channel;
    expect((await refusalOf(slow.send(message))).kind).toBe(KINDS.sendLater);
    await slow.stop!();
    const gone = make({ KAPI_HTTP_CALLBACK_URL: 'http://127.0.0.1:9/' }).channel;
    expect((await refusalOf(gone.send(message))).kind).toBe(KINDS.sendLater);
    await gone.stop!();
  });

  test('without an address nothing can be sent', async () => {
    expect((await refusalOf(make().channel.send(message))).kind).toBe(KINDS.sendRefused);
    expect(() => make({ KAPI_HTTP_CALLBACK_URL: 'belediye' })).toThrow(/KAPI_HTTP_CALLBACK_URL/);
    expect(() => make({ KAPI_HTTP_TIMEOUT_SECONDS: 'x' })).toThrow(/KAPI_HTTP_TIMEOUT_SECONDS/);
  });
});

test('Retry-After in seconds, as a date, or unreadable', () => {
  const now = Date.parse('Wed, 25 Mar 2026 08:00:00 GMT');
  expect(retryAfterMs('120', now)).toBe(120_000);
  expect(retryAfterMs('Wed, 25 Mar 2026 08:00:30 GMT', now)).toBe(30_000);
  expect(retryAfterMs('Wed, 25 Mar 2026 07:00:30 GMT', now)).toBe(0);
  expect(retryAfterMs('99999999', now)).toBe(3_600_000);
  expect(retryAfterMs('x', now)).toBeUndefined();
});
