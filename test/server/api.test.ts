/** The agents' API on the running line: a real server, store and socket.io client. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { silentLog } from '../../src/core/log';
import type { Ticket } from '../../src/core/ticket';
import { type Kapi, startKapi } from '../../src/main';
import { CSRF_HEADER, type ServerEvents, SOCKET_PATH, type Thread, type Why } from '../../src/server/api/wire';

const SECRET = 'test-secret';
const INSTALLATION_SECRET = 'a secret of thirty-two characters';
const PASSWORD = 'uzun bir parola 1';
let folder: string;
let line: Kapi;
let firstToken: string;
let actions = 0;
const sockets: Socket[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kapi-api-'));
  line = await startKapi(
    {
      KAPI_PORT: '0',
      KAPI_DATA_DIR: folder,
      KAPI_HTTP_SECRET: SECRET,
      KAPI_HTTP_CALLBACK_URL: 'http://127.0.0.1:9/',
      KAPI_BURST_WAIT_MS: '0',
      KAPI_LOGIN_TRIES: '3',
      KAPI_SECRET: INSTALLATION_SECRET,
    },
    silentLog,
  );
  firstToken = new URL((await line.firstStartUrl())!).hash.slice('#first='.length);
}, 60_000);
afterAll(async () => {
  for (const socket of sockets) socket.close();
  await line.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

interface Answer {
  status: number;
  body: Record<string, unknown>;
  cookie: string | null;
}

async function call(
  method: string,
  path: string,
  options: { cookie?: string; body?: unknown; header?: boolean } = {},
): Promise<Answer> {
  const response = await fetch(`${line.url}/api${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(options.cookie ? { Cookie: options.cookie } : {}),
      ...(options.header === false ? {} : { [CSRF_HEADER]: '1' }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const set = response.headers.get('set-cookie');
  return { status: response.status, body: (await response.json()) as Answer['body'], cookie: set?.split(';', 1)[0] ?? null };
}

async function say(id: string, from: string, text: string): Promise<void> {
  const body = JSON.stringify({ id, from, text });
  const signature = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
  const response = await fetch(`${line.url}/webhooks/http/default`, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', 'X-Kapi-Signature-256': signature },
  });
  expect(response.status).toBe(200);
}

async function until<T>(what: () => Promise<T | undefined | null | false>): Promise<T> {
  for (let tries = 0; tries < 100; tries++) {
    const found = await what();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('waited in vain');
}

const act = (cookie: string, id: string, action: object, actionId = `action-${++actions}`) =>
  call('POST', `/conversations/${id}/actions`, { cookie, body: { actionId, ...action } });
const thread = async (cookie: string, id: string) =>
  (await call('GET', `/conversations/${id}`, { cookie })).body as unknown as Thread;

let admin: string;
let second: string;

test('nothing is told without a log-in', async () => {
  for (const path of ['/conversations?view=waiting', '/agents', '/labels', '/conversations/x', '/conversations/x/media/y'])
    expect((await call('GET', path)).status).toBe(401);
  expect((await call('GET', '/state')).body).toMatchObject({ me: null, first: true });
});

test('a change without the console’s header is refused, also with a cookie', async () => {
  expect(await call('POST', '/login', { header: false, body: { login: 'a', password: 'b' } })).toMatchObject({ status: 403 });
});

test('the first-start link creates one administrator, once; a slip in the form does not use it up', async () => {
  const form = { token: firstToken, login: 'sefa', name: 'Sefa Şef', password: PASSWORD };
  expect(await call('POST', '/first', { body: { ...form, token: 'guess' } })).toMatchObject({ status: 401 });
  expect(await call('POST', '/first', { body: { ...form, password: 'short' } })).toMatchObject({
    status: 400,
    body: { field: 'password' },
  });
  const made = await call('POST', '/first', { body: form });
  expect(made).toMatchObject({ status: 200, body: { login: 'sefa', role: 'admin' } });
  admin = made.cookie!;
  expect(await call('POST', '/first', { body: { ...form, login: 'other' } })).toMatchObject({ status: 401 });
  expect((await call('GET', '/state', { cookie: admin })).body).toMatchObject({ first: false, me: { name: 'Sefa Şef' } });
  expect(await line.firstStartUrl()).toBeNull();
});

test('an administrator adds agents, an agent does not', async () => {
  const agent = { login: 'ayla', name: 'Ayla', password: PASSWORD, role: 'agent' };
  expect(await call('POST', '/agents', { cookie: admin, body: agent })).toMatchObject({ status: 201 });
  expect(await call('POST', '/agents', { cookie: admin, body: agent })).toMatchObject({ status: 409 });
  const entered = await call('POST', '/login', { body: { login: 'AYLA ', password: PASSWORD } });
  second = entered.cookie!;
  expect(entered.status).toBe(200);
  expect(await call('POST', '/agents', { cookie: second, body: { ...agent, login: 'x2' } })).toMatchObject({ status: 403 });
  const listed = await call('GET', '/agents', { cookie: second });
  expect(JSON.stringify(listed.body)).not.toContain('argon2');
});

test("applications are listed for the programme's department and for administrators alone", async () => {
  const agent = { login: 'komsu', name: 'Komşu', password: PASSWORD, role: 'agent' };
  const { body: made } = await call('POST', '/agents', { cookie: admin, body: { ...agent, departments: ['su'] } });
  const { cookie } = (await call('POST', '/login', { body: { login: 'komsu', password: PASSWORD } })) as { cookie: string };
  expect((await call('GET', '/applications', { cookie: admin })).body).toMatchObject({ programme: 'hosgeldin-bebek', rows: [] });
  for (const asked of ['', '?programme=hosgeldin-bebek', '?programme=gida-destegi'])
    expect((await call('GET', `/applications${asked}`, { cookie })).status).toBe(403);
  expect((await call('GET', '/applications?programme=x', { cookie })).status).toBe(404);
  await call('POST', `/agents/${made.id as string}/departments`, { cookie: admin, body: { departments: ['su', 'sosyal'] } });
  expect((await call('GET', '/applications', { cookie })).body).toMatchObject({ programme: 'hosgeldin-bebek', rows: [] });
});

test('past the tries of the window even the right password waits, and the other account does not', async () => {
  const agent = { login: 'hedef', name: 'Hedef', password: PASSWORD, role: 'agent' };
  await call('POST', '/agents', { cookie: admin, body: agent });
  for (let index = 0; index < 3; index++)
    expect((await call('POST', '/login', { body: { login: 'hedef', password: 'yanlış parola' } })).status).toBe(401);
  expect((await call('POST', '/login', { body: { login: 'hedef', password: PASSWORD } })).status).toBe(429);
  expect((await call('POST', '/login', { body: { login: 'ayla', password: PASSWORD } })).status).toBe(200);
});

describe('a conversation', () => {
  let id: string;

  test('that asks for a person waits in the queue, with the reason, and rings live', async () => {
    const socket: Socket<ServerEvents> = io(line.url, { path: SOCKET_PATH, extraHeaders: { Cookie: second }, forceNew: true });
    sockets.push(socket);
    const hints: string[] = [];
    socket.on('queue', (hint) => hints.push(hint.conversationId));
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    await say('m1', '905321112233', 'bir insanla görüşmek istiyorum');
    const list = await until(async () => {
      const { body } = await call('GET', '/conversations?view=waiting', { cookie: second });
      return (body.rows as { id: string }[]).length > 0 && body;
    });
    expect(list).toMatchObject({
      waiting: 1,
      rows: [{ channel: 'http', tail: '2233', waitingReason: 'desk.reason_asked', holder: null }],
    });
    id = (list.rows as { id: string }[])[0]!.id;
    await until(async () => hints.includes(id));
  });

  test('a stranger’s socket hears nothing', async () => {
    const socket = io(line.url, { path: SOCKET_PATH, forceNew: true, reconnection: false });
    sockets.push(socket);
    const error = await new Promise<Error>((resolve) => socket.once('connect_error', resolve));
    expect(error.message).toBe('unauthorized');
  });

  test('is taken by one of two who click at once', async () => {
    const results = await Promise.all([act(admin, id, { do: 'take' }), act(second, id, { do: 'take' })]);
    const done = results.map(({ body }) => body.done);
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(results[done.indexOf(false)]!.body.reason).toBe('held_by_other');
    const holder = done[0] ? admin : second;
    const other = done[0] ? second : admin;
    expect((await act(other, id, { do: 'reply', text: 'karışıyorum' })).body).toEqual({ done: false, reason: 'held_by_other' });
    [admin, second] = [holder, other];
  });

  test('is answered once for one click, and the bot is silent meanwhile', async () => {
    await Promise.all([
      act(admin, id, { do: 'reply', text: 'Merhaba, buyurun.' }, 'the-same-click'),
      act(admin, id, { do: 'reply', text: 'Merhaba, buyurun.' }, 'the-same-click'),
    ]);
    await act(admin, id, { do: 'note', text: 'sesi yorgun' });
    await say('m2', '905321112233', 'otobüs saatleri');
    const { entries } = await until(async () => {
      const found = await thread(admin, id);
      return found.entries.some((entry) => entry.from === 'citizen' && entry.reading?.intent === 'transport.departures') && found;
    });
    const said = entries.map((entry) => [entry.from, 'part' in entry && 'text' in entry.part ? entry.part.text : '']);
    expect(said.filter(([, text]) => text === 'Merhaba, buyurun.')).toHaveLength(1);
    expect(said.at(-1)![0]).toBe('citizen');
    expect(entries.some((entry) => entry.from === 'note' && entry.text === 'sesi yorgun')).toBe(true);
  });

  test('is returned, and the bot answers again', async () => {
    expect((await act(admin, id, { do: 'return' })).body.done).toBe(true);
    expect((await act(admin, id, { do: 'reply', text: 'bir şey daha' })).body).toEqual({ done: false, reason: 'take_first' });
    await say('m3', '905321112233', 'teşekkürler');
    await until(async () => (await thread(admin, id)).entries.at(-1)!.from === 'bot');
  });

  test('what is malformed or unknown is told so', async () => {
    expect(await act(admin, 'nobody', { do: 'take' })).toMatchObject({ status: 404 });
    expect(await act(admin, id, { do: 'dance' })).toMatchObject({ status: 400 });
    expect(await act(admin, id, { do: 'reply', text: ' ' })).toMatchObject({ status: 400, body: { field: 'text' } });
    expect(await act(admin, id, { do: 'ticket.status', number: 'PB-26-999999', status: 'closed', text: '' })).toMatchObject({
      status: 404,
    });
    expect(await call('GET', '/conversations?view=all', { cookie: admin })).toMatchObject({ status: 400 });
    expect(await call('GET', '/nothing', { cookie: admin })).toMatchObject({ status: 404 });
  });
});

test('a record is worked on, and its citizen is told', async () => {
  await say('t1', '905000000001', 'fevzi çakmak mahallesinde yolda kocaman çukur var');
  const id = await until(async () => line.store.conversationOf('http', 'default', '905000000001'));
  const opened = await until(async () => {
    const found = await thread(admin, id).catch(() => null);
    if (found?.tickets?.length) return found.tickets[0];
    const question = found?.entries?.at(-1);
    if (question?.from === 'bot') await say(`t-${Date.now()}`, '905000000001', 'okulun önünde');
    return null;
  });
  expect(opened!.status).toBe('open');
  const action = { do: 'ticket.status', number: opened!.number, status: 'in_progress', text: 'Ekip yarın geliyor.' };
  expect((await act(second, id, action)).body).toEqual({ done: true });
  const after = await thread(admin, id);
  expect(after.tickets[0]).toMatchObject({ status: 'in_progress' });
  expect(JSON.stringify(after.entries.at(-1))).toContain('Ekip yarın geliyor.');
});

describe('what the bot understood', () => {
  let id: string;
  let inputId: string;
  const path = (what: string): string => `/conversations/${id}/messages/${inputId}/${what}`;

  test('is explained: what carried it, and the nearest sentences', async () => {
    await say('why1', '905000000002', 'bizim sokağın lambası üç gündür yanmıyor');
    id = await until(async () => line.store.conversationOf('http', 'default', '905000000002'));
    const entry = await until(async () => {
      const found = await thread(admin, id).catch(() => null);
      return found?.entries?.find((one) => one.from === 'citizen' && one.reading !== null);
    });
    inputId = entry.id;
    const { status, body } = await call('GET', path('why'), { cookie: admin });
    const why = body as unknown as Why;
    expect(status).toBe(200);
    expect(why.intents[0]!.intent).toBe('road.lighting');
    expect(why.intents[0]!.features[0]!.weight).toBeGreaterThan(0);
    expect(why.nearest[0]!.intent).toBe('road.lighting');
    expect(await call('GET', `/conversations/${id}/messages/none/why`, { cookie: admin })).toMatchObject({ status: 404 });
    expect(await call('GET', path('why'))).toMatchObject({ status: 401 });
  });

  test('is corrected once a click, stays beside the message, and is kept as a lesson; back again takes it back', async () => {
    const correct = (intent: string, actionId = `correct-${++actions}`) =>
      call('POST', path('intent'), { cookie: admin, body: { actionId, intent } });
    expect(await correct('no.intent')).toMatchObject({ status: 400, body: { field: 'intent' } });
    expect((await correct('power.outage', 'correct-once')).body).toMatchObject({ done: true });
    expect((await correct('power.outage', 'correct-once')).body).toMatchObject({ done: true });
    const reading = async () => {
      const entry = (await thread(admin, id)).entries.find((one) => one.id === inputId);
      return entry?.from === 'citizen' ? entry.reading : null;
    };
    expect(await reading()).toMatchObject({ intent: 'road.lighting', corrected: { intent: 'power.outage', by: 'Sefa Şef' } });
    const lessons = async () => (await line.store.lessons({ skip: 0, limit: 100 })).filter((one) => one.conversationId === id);
    expect(await lessons()).toMatchObject([
      { text: 'bizim sokağın lambası üç gündür yanmıyor', was: 'road.lighting', intent: 'power.outage', by: 'agent' },
    ]);
    await correct('road.lighting');
    expect((await reading())!.corrected).toBeUndefined();
    expect((await lessons()).at(-1)).toMatchObject({ was: 'road.lighting', intent: 'road.lighting' });
  });
});

test('a sealed number is seen by agents of its department only, and the record keeps who looked', async () => {
  const identity = '10000000146';
  const from = '905000000003';
  const answers = ['market kartına başvurmak istiyorum', 'evet', '28.000 TL', '4 kişiyiz', 'hayır', 'hepsi hazır', 'evet'];
  for (const [i, text] of [...answers, 'Gazi mah. Lale sok. no 3', `kimlik nom ${identity}`].entries()) {
    await say(`seal${i}`, from, text);
    await until(async () => {
      const known = await line.store.conversationOf('http', 'default', from);
      const rows = known === null ? [] : await line.store.thread(known, { limit: 100 });
      return rows.filter((row) => row.kind === 'outbound').length > i;
    });
  }
  const id = (await line.store.conversationOf('http', 'default', from))!;
  const [{ number, sealed: kept }] = (await line.store.ticketsOf(id, 1)) as [Ticket];
  // What was written is in none of the store's files, nor is it in a backup of them.
  for (const file of readdirSync(folder).filter((name) => name.startsWith('kapi.db')))
    expect(readFileSync(join(folder, file)).includes(identity)).toBe(false);

  const unseal = (cookie: string) =>
    call('POST', `/conversations/${id}/tickets/${number}/unseal`, {
      cookie,
      body: { actionId: `unseal-${++actions}`, kind: 'identity_number' },
    });
  expect(await unseal(second)).toMatchObject({ status: 403, body: { field: 'department' } });
  const before = await thread(second, id);
  expect(before.tickets[0]!.sealed).toEqual([
    { kind: 'identity_number', masked: '*********46', department: 'sosyal', mayOpen: false, others: [] },
  ]);
  const agents = (await call('GET', '/agents', { cookie: admin })).body as unknown as { id: string; login: string }[];
  const ayla = agents.find(({ login }) => login === 'ayla')!.id;
  expect(await call('POST', `/agents/${ayla}/departments`, { cookie: second, body: { departments: ['sosyal'] } })).toMatchObject({
    status: 403,
  });
  expect(await call('POST', `/agents/${ayla}/departments`, { cookie: admin, body: { departments: ['sosyal'] } })).toMatchObject({
    status: 200,
    body: { departments: ['sosyal'] },
  });
  expect(await unseal(second)).toMatchObject({ status: 200, body: { value: identity } });
  // An administrator sets departments, and sees no more than anyone: not without the department.
  expect(await unseal(admin)).toMatchObject({ status: 403 });
  const after = await thread(second, id);
  expect(after.tickets[0]!.sealed[0]!.mayOpen).toBe(true);
  expect(after.tickets[0]!.steps.at(-1)).toMatchObject({ kind: 'unsealed', by: 'Ayla', text: 'identity_number' });
  for (const shown of [before, after]) {
    expect(JSON.stringify(shown)).not.toContain(identity);
    expect(JSON.stringify(shown)).not.toContain(kept![0]!.sealed);
  }
});

test('a changed password ends the sessions; so does logging out', async () => {
  const wrong = await call('POST', '/password', { cookie: second, body: { before: 'yanlış', after: 'yeni uzun parola' } });
  expect(wrong.status).toBe(401);
  const changed = await call('POST', '/password', { cookie: second, body: { before: PASSWORD, after: 'yeni uzun parola' } });
  expect(changed.status).toBe(200);
  expect((await call('GET', '/agents', { cookie: second })).status).toBe(401);
  expect((await call('GET', '/agents', { cookie: changed.cookie! })).status).toBe(200);
  await call('POST', '/logout', { cookie: changed.cookie! });
  expect((await call('GET', '/agents', { cookie: changed.cookie! })).status).toBe(401);
});
