import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { io, type Socket } from 'socket.io-client';
import { derivedId } from '../../../src/core/ids';
import type { Ack, ShownMessage } from '../../../adapters/webchat/wire';
import { type House, startHouse } from '../../support/webchat-server';

const OTHER_SITE = 'https://www.belediye.example';
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(64, 7)]);

let house: House;
let open: Socket[] = [];
const idOf = (token: string): string => derivedId('v', 'webchat', token);
const text = (words: string) => ({ kind: 'text' as const, text: words });

beforeEach(async () => {
  house = await startHouse({ KAPI_WEBCHAT_ORIGINS: OTHER_SITE });
});
afterEach(async () => {
  for (const socket of open) socket.disconnect();
  open = [];
  await house.stop();
});

async function session(): Promise<string> {
  const answer = await fetch(`${house.url}/webchat/session`, { method: 'POST' });
  return ((await answer.json()) as { token: string }).token;
}

async function connect(token: unknown, options: object = {}): Promise<Socket> {
  const socket = io(house.url, { path: '/webchat/socket', auth: { token }, reconnection: false, forceNew: true, ...options });
  open.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', resolve);
    socket.on('connect_error', reject);
  });
  return socket;
}

const emit = (socket: Socket, message: unknown): Promise<Ack> => socket.timeout(3_000).emitWithAck('message', message);

function call(path: string, token?: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (token) headers.set('authorization', `Bearer ${token}`);
  return fetch(`${house.url}/webchat${path}`, { ...init, headers });
}

const post = (token: string | undefined, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  call('/messages', token, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });

async function history(token: string, query = ''): Promise<ShownMessage[]> {
  return ((await (await call(`/history${query}`, token)).json()) as { messages: ShownMessage[] }).messages;
}

const next = (socket: Socket): Promise<ShownMessage> => new Promise((resolve) => socket.once('message', resolve));

/** fetch sets no Origin of one's choosing. */
function withOrigin(
  path: string,
  origin: string,
  method = 'GET',
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    httpRequest(`${house.url}${path}`, { method, headers: { origin, ...headers } }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers }));
    })
      .on('error', reject)
      .end();
  });
}

describe.each(['websocket', 'polling'])('over %s', (transport) => {
  test('a message is acknowledged once stored, and the answer comes back', async () => {
    const token = await session();
    const socket = await connect(token, { transports: [transport] });
    expect(await emit(socket, { clientId: 'client-0001', lang: 'tr', text: 'merhaba' })).toMatchObject({ ok: true });
    expect(house.accepted).toMatchObject([
      {
        channel: 'webchat',
        account: 'default',
        eventId: `${idOf(token)}:client-0001`,
        sender: { ids: [idOf(token)] },
        lang: 'tr',
      },
    ]);
    const answer = next(socket);
    const { id } = await house.say(idOf(token), text('Hoş geldiniz'));
    expect(await answer).toMatchObject({ id, from: 'bot', part: text('Hoş geldiniz') });
  });
});

test('the same message sent again, over either way, stays one', async () => {
  const token = await session();
  const socket = await connect(token);
  const message = { clientId: 'client-0001', text: 'merhaba' };
  const answers = await Promise.all([emit(socket, message), emit(socket, message), emit(socket, message)]);
  expect(answers).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
  expect((await post(token, message)).status).toBe(200);
  expect(house.deliveries).toBe(4);
  expect(house.accepted).toHaveLength(1);
  expect(await history(token)).toHaveLength(1);
});

test('nothing is acknowledged while the store is down', async () => {
  const token = await session();
  const socket = await connect(token);
  house.down = true;
  const message = { clientId: 'client-0001', text: 'su kesik' };
  expect(await emit(socket, message)).toMatchObject({ ok: false, error: { code: 'store_down' } });
  expect((await post(token, message)).status).toBe(503);
  house.down = false;
  expect(await emit(socket, message)).toMatchObject({ ok: true });
  expect(house.accepted).toHaveLength(1);
});

test('an absent visitor reads the answer on return; a second tab sees what the first wrote', async () => {
  const token = await session();
  const first = await connect(token);
  const second = await connect(token);
  const echo = next(second);
  await emit(first, { clientId: 'client-0001', text: 'merhaba' });
  expect(await echo).toMatchObject({ from: 'citizen', clientId: 'client-0001', parts: [text('merhaba')] });
  first.disconnect();
  second.disconnect();
  await house.say(idOf(token), text('Buradayız'));
  const lines = await history(token);
  expect(lines.map(({ from }) => from)).toEqual(['citizen', 'bot']);
  expect(await history(token, `?after=${lines[0]!.id}`)).toEqual([lines[1]]);
});

test('a token opens its own conversation and no other', async () => {
  const [mine, theirs] = [await session(), await session()];
  expect(mine).toMatch(/^[\w-]{32}$/);
  await post(mine, { clientId: 'client-0001', text: 'gizli' });
  expect(await history(theirs)).toEqual([]);
  expect((await call('/history')).status).toBe(401);
  expect((await call('/history', 'x'.repeat(31))).status).toBe(401);
  await expect(connect(undefined)).rejects.toThrow('unauthorized');
  await expect(connect({ $ne: '' })).rejects.toThrow('unauthorized');
  expect(JSON.stringify(house.accepted) + house.logged.join()).not.toContain(mine);
});

describe('a signed identity', () => {
  const KEY = 'a key of the city and its own site';
  const soon = (): number => Math.floor(Date.now() / 1_000) + 600;
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const jwt = (claims: object, key = KEY, head: object = { alg: 'HS256', typ: 'JWT' }): string => {
    const signed = `${part(head)}.${part(claims)}`;
    return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
  };
  let own: House;
  beforeEach(async () => {
    own = await startHouse({ KAPI_WEBCHAT_IDENTITY_SECRET: KEY });
  });
  afterEach(() => own.stop());
  const read = (token: string, house = own): Promise<Response> =>
    fetch(`${house.url}/webchat/history`, { headers: { authorization: `Bearer ${token}` } });

  test('is one conversation on every device, whatever token names the citizen', async () => {
    const [phone, desktop] = [jwt({ sub: 'vatandas-17', exp: soon() }), jwt({ sub: 'vatandas-17', exp: soon() + 60, name: 'x' })];
    await fetch(`${own.url}/webchat/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${phone}` },
      body: JSON.stringify({ clientId: 'client-0001', text: 'telefondan yazdım' }),
    });
    const { messages } = (await (await read(desktop)).json()) as { messages: ShownMessage[] };
    expect(messages).toHaveLength(1);
    const other = (await (await read(jwt({ sub: 'vatandas-18', exp: soon() }))).json()) as { messages: ShownMessage[] };
    expect(other.messages).toEqual([]);
    expect(JSON.stringify(own.accepted)).not.toContain('vatandas-17');
  });

  test.each([
    ['signed by another', () => jwt({ sub: 'a', exp: soon() }, 'another key')],
    ['expired', () => jwt({ sub: 'a', exp: soon() - 3_600 })],
    ['for ever', () => jwt({ sub: 'a' })],
    ['of nobody', () => jwt({ exp: soon() })],
    ['of an object', () => jwt({ sub: { $ne: '' }, exp: soon() })],
    ['unsigned', () => `${part({ alg: 'none' })}.${part({ sub: 'a', exp: soon() })}.${'A'.repeat(43)}`],
    ['of another algorithm', () => jwt({ sub: 'a', exp: soon() }, KEY, { alg: 'none' })],
    ['no JSON', () => `${'A'.repeat(20)}.${'B'.repeat(20)}.${'C'.repeat(43)}`],
  ])('%s opens nothing', async (_what, token) => {
    expect((await read(token())).status).toBe(401);
  });

  test('opens nothing where the city has no key', async () => {
    expect((await read(jwt({ sub: 'a', exp: soon() }, ''), house)).status).toBe(401);
  });
});

test('an upload is a message; its file is opened by its owner only', async () => {
  const [mine, theirs] = [await session(), await session()];
  const upload = (): Promise<Response> =>
    call('/upload?clientId=client-0001&lang=tr&caption=%C3%A7ukur&fileName=a.jpg', mine, {
      method: 'POST',
      body: JPEG,
      headers: { 'content-type': 'image/jpeg' },
    });
  const answer = await upload();
  expect(answer.status).toBe(200);
  const { media } = (await answer.json()) as { media: { hash: string } };
  await upload();
  expect(house.accepted).toHaveLength(1);
  expect(house.accepted[0]!.parts).toMatchObject([
    { kind: 'media', caption: 'çukur', media: { kind: 'image', hash: media.hash, fileName: 'a.jpg' } },
  ]);
  const own = await call(`/media/${media.hash}`, mine);
  expect(own.headers.get('content-type')).toBe('image/jpeg');
  expect(own.headers.get('x-content-type-options')).toBe('nosniff');
  expect(Buffer.from(await own.arrayBuffer()).equals(JPEG)).toBe(true);
  expect((await call(`/media/${media.hash}`, theirs)).status).toBe(404);
  expect((await call(`/media/${media.hash}`)).status).toBe(401);
  // Knowing a file's hash must not make it one's own.
  const claimed = await post(theirs, { clientId: 'client-0002', media: { kind: 'image', hash: media.hash } });
  expect(claimed.status).toBe(400);
  expect((await call(`/media/${media.hash}`, theirs)).status).toBe(404);
});

test('an upload that is too large, empty, of a wrong kind or a stranger’s is refused', async () => {
  const small = await startHouse({ KAPI_WEBCHAT_UPLOAD_MAX_MIB: '1' });
  const token = await session();
  const upload = (body: Buffer, bearer = token): Promise<Response> =>
    fetch(`${small.url}/webchat/upload?clientId=client-0001`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'image/jpeg' },
    });
  expect((await upload(Buffer.alloc(2 ** 20 + 1))).status).toBe(413);
  expect((await upload(Buffer.alloc(0))).status).toBe(400);
  expect((await upload(Buffer.from('<svg onload=alert(1)>'))).status).toBe(400);
  expect((await upload(JPEG, 'nobody')).status).toBe(401);
  expect(small.accepted).toHaveLength(0);
  await small.stop();
});

test('a message over the limit gets a clear answer, and is not stored', async () => {
  const token = await session();
  const socket = await connect(token);
  const long = { clientId: 'client-0001', text: 'a'.repeat(100_000) };
  expect(await emit(socket, long)).toMatchObject({ ok: false, error: { code: 'too_large', field: 'message.text' } });
  const answer = await post(token, long);
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({
    ok: false,
    error: { code: 'too_large', message: expect.stringContaining('4000') },
  });
  expect(house.accepted).toHaveLength(0);
});

test('a visitor who floods is told how long to wait; others are not held up', async () => {
  const strict = await startHouse({ KAPI_WEBCHAT_VISITOR_PER_MINUTE: '3' });
  const say = (token: string, index: number): Promise<Response> =>
    fetch(`${strict.url}/webchat/messages`, {
      method: 'POST',
      body: JSON.stringify({ clientId: `client-${1000 + index}`, text: 'x' }),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
  const token = await session();
  for (let index = 0; index < 3; index++) expect((await say(token, index)).status).toBe(200);
  const refused = await say(token, 4);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ error: { code: 'too_many', retryAfterMs: expect.any(Number) } });
  expect((await say(await session(), 5)).status).toBe(200);
  await strict.stop();
});

test('pages of other sites are refused unless listed', async () => {
  const evil = 'https://evil.example';
  expect((await withOrigin('/webchat/config', evil)).status).toBe(403);
  expect((await withOrigin('/webchat/session', evil, 'POST')).status).toBe(403);
  expect((await withOrigin('/webchat/config', 'null')).status).toBe(403);
  expect((await withOrigin('/webchat/socket/?EIO=4&transport=polling', evil)).status).toBe(403);
  expect((await withOrigin('/webchat/config', house.url)).status).toBe(200);
  const listed = await withOrigin('/webchat/config', OTHER_SITE);
  expect(listed.headers['access-control-allow-origin']).toBe(OTHER_SITE);
  const preflight = await withOrigin('/webchat/messages', OTHER_SITE, 'OPTIONS', { 'access-control-request-method': 'POST' });
  expect(preflight.status).toBe(204);
  expect(preflight.headers['access-control-allow-headers']).toContain('authorization');
  const polling = await withOrigin('/webchat/socket/?EIO=4&transport=polling', OTHER_SITE);
  expect(polling).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': OTHER_SITE } });
  await expect(connect(await session(), { transports: ['websocket'], extraHeaders: { origin: evil } })).rejects.toThrow();
  await expect(startHouse({ KAPI_WEBCHAT_ORIGINS: 'belediye.bel.tr' })).rejects.toThrow(/KAPI_WEBCHAT_ORIGINS/);
});

test('what is malformed is refused with its field, what is unknown is counted', async () => {
  const token = await session();
  const socket = await connect(token);
  const bad = [
    null,
    5,
    'x',
    [],
    {},
    { clientId: 'x', text: 'x' },
    { clientId: 'client-0001', text: { $ne: '' } },
    { clientId: 'client-0001', text: ' ' },
    JSON.parse('{"clientId":"client-0001","text":"x","__proto__":{"a":1}}'),
  ];
  for (const message of bad)
    expect(await emit(socket, message)).toMatchObject({ ok: false, error: { code: 'bad_input', field: expect.any(String) } });
  expect(
    (await call('/messages', token, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } })).status,
  ).toBe(400);
  socket.emit('message', { clientId: 'client-0001', text: 'no acknowledgement asked' });
  socket.emit('message');
  expect(await emit(socket, { clientId: 'client-0002', poll: { option: 1 } })).toMatchObject({ ok: true });
  expect(house.ignored).toEqual(['poll']);
  expect(house.accepted).toHaveLength(0);
});

test('the citizen is told that an answer is being worked on', async () => {
  const token = await session();
  const socket = await connect(token);
  const typing = new Promise<void>((resolve) => socket.once('typing', () => resolve()));
  await emit(socket, { clientId: 'client-0001', text: 'merhaba' });
  await typing;
});

test('sockets come back after the server went away', async () => {
  const token = await session();
  const socket = await connect(token, { reconnection: true, reconnectionDelay: 50, transports: ['websocket'] });
  const gone = new Promise<string>((resolve) => socket.once('disconnect', resolve));
  await house.stop();
  expect(await gone).not.toBe('io server disconnect');
  house = await startHouse({}, house.port);
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  expect(await emit(socket, { clientId: 'client-0001', text: 'merhaba' })).toMatchObject({ ok: true });
});
