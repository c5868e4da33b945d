/** One person on two channels of the running line: proved by a code, seen as one, separated again. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { silentLog } from '../../src/core/log';
import { type Kapi, startKapi } from '../../src/main';
import { CSRF_HEADER, type ServerEvents, SOCKET_PATH, type Thread } from '../../src/server/api/wire';
import { type MetaServer, messageWebhook, PHONE_ID, startMeta } from '../support/meta-server';
import { until } from '../support/until';

jest.setTimeout(30_000);
const SECRET = 'a-secret-of-the-test';
const PHONE = '905321112233';
let folder: string;
let meta: MetaServer;
let app: Server;
let line: Kapi;
let cookie: string;
const heard: { to: string; text: string }[] = [];
let count = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kapi-people-'));
  meta = await startMeta();
  app = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      heard.push(JSON.parse(body));
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  line = await startKapi(
    {
      KAPI_PORT: '0',
      KAPI_DATA_DIR: folder,
      KAPI_BURST_WAIT_MS: '0',
      KAPI_HTTP_SECRET: SECRET,
      KAPI_HTTP_CALLBACK_URL: `http://127.0.0.1:${(app.address() as AddressInfo).port}/`,
      KAPI_WHATSAPP_CLOUD_PHONE_ID: PHONE_ID,
      KAPI_WHATSAPP_CLOUD_TOKEN: 'test-token',
      KAPI_WHATSAPP_CLOUD_APP_SECRET: SECRET,
      KAPI_WHATSAPP_CLOUD_VERIFY_TOKEN: 'palandoken',
      KAPI_WHATSAPP_CLOUD_API_URL: meta.url,
    },
    silentLog,
  );
  const first = new URL((await line.firstStartUrl())!).hash.slice('#first='.length);
  const body = JSON.stringify({ token: first, login: 'elif', name: 'Elif', password: 'uzun bir parola 1' });
  const headers = { 'Content-Type': 'application/json', [CSRF_HEADER]: '1' };
  const opened = await fetch(`${line.url}/api/first`, { method: 'POST', headers, body });
  cookie = opened.headers.get('set-cookie')!.split(';', 1)[0]!;
}, 120_000);
afterAll(async () => {
  await line?.stop();
  await meta?.stop();
  app?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Says something in the city's app and gives the answer. */
async function inApp(text: string, from = 'ayse'): Promise<string> {
  const before = heard.filter(({ to }) => to === from).length;
  const body = JSON.stringify({ id: `m${++count}`, from, text });
  const signature = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
  const headers = { 'Content-Type': 'application/json', 'X-Kapi-Signature-256': signature };
  await fetch(`${line.url}/webhooks/http/default`, { method: 'POST', headers, body });
  return (await until(() => heard.filter(({ to }) => to === from)[before])).text;
}
const onWhatsApp = () =>
  meta.sent
    .filter(({ to, recipient }) => String(to ?? recipient).endsWith(PHONE))
    .map((sent) => sent.text?.body ?? sent.interactive?.body?.text ?? '');
async function inWhatsApp(text: string): Promise<string> {
  const before = onWhatsApp().length;
  const hook = `${line.url}/webhooks/whatsapp-cloud/default`;
  await meta.deliver(hook, SECRET, messageWebhook(`wamid.${++count}`, PHONE, 'text', { body: text }));
  return until(() => onWhatsApp()[before]);
}
const threadOf = async (id: string): Promise<Thread> =>
  (await (await fetch(`${line.url}/api/conversations/${id}`, { headers: { Cookie: cookie } })).json()) as Thread;

let number: string;

test('a stranger with the number of a record sees its step only', async () => {
  await inWhatsApp('fevzi çakmak mahallesinde yolda kocaman çukur var');
  const opened = await until(async () => {
    const id = await line.store.conversationOf('whatsapp-cloud', 'default', PHONE);
    return id && (await line.store.ticketsOf(id, 1))[0];
  }).catch(async () => {
    await inWhatsApp('yazmayacağım');
    const id = await line.store.conversationOf('whatsapp-cloud', 'default', PHONE);
    return (await line.store.ticketsOf(id!, 1))[0]!;
  });
  number = opened.number;
  const said = await inApp(`${number} ne oldu`, 'stranger');
  expect(said).toContain('yalnızca kaydı açan kişiye');
  expect(said).not.toContain('Fevzi');
});

test('a wrong code links nothing, and three end it', async () => {
  await inApp('kanal bağla', 'stranger');
  expect(await inApp('0532 111 22 33', 'stranger')).toContain('6 haneli');
  expect(onWhatsApp().at(-1)).toMatch(/kodunuz: \d{6}/);
  expect(await inApp('000000', 'stranger')).toContain('uymadı');
  expect(await inApp('111111', 'stranger')).toContain('uymadı');
  expect(await inApp('222222', 'stranger')).toContain('bağlanmadı');
  const id = (await line.store.conversationOf('http', 'default', 'stranger'))!;
  expect(await line.store.personOf(id)).toEqual([id]);
});

test('a number that nobody wrote from is answered alike', async () => {
  await inApp('kanal bağla', 'curious');
  expect(await inApp('0532 999 88 77', 'curious')).toContain('6 haneli');
});

test('the code that the other channel got links both; the record and the history are one', async () => {
  await inApp('kanal bağla');
  await inApp('0532 111 22 33');
  const code = /\d{6}/.exec(await until(() => onWhatsApp().findLast((text) => /kodunuz/.test(text))))![0];
  const others = onWhatsApp().length;
  expect(await inApp(`kod ${code}`)).toContain('Kanallarınızı bağladım');
  expect(await until(() => onWhatsApp()[others])).toContain('bağlandı');
  const app = (await line.store.conversationOf('http', 'default', 'ayse'))!;
  const whatsApp = (await line.store.conversationOf('whatsapp-cloud', 'default', PHONE))!;
  expect((await line.store.personOf(app)).toSorted()).toEqual([app, whatsApp].toSorted());
  expect(await inApp(`${number} ne oldu`)).toContain(number);
  expect(await inApp('başvurum ne oldu')).toContain(number);
  const thread = await threadOf(app);
  expect(thread.linked.map(({ channel }) => channel)).toEqual(['whatsapp-cloud']);
  expect(new Set(thread.entries.map(({ channel }) => channel))).toEqual(new Set(['http', 'whatsapp-cloud']));
  expect(thread.tickets.map((ticket) => ticket.number)).toEqual([number]);
});

test('an open thread hears what is said on the other channel', async () => {
  const app = (await line.store.conversationOf('http', 'default', 'ayse'))!;
  const socket: Socket<ServerEvents> = io(line.url, { path: SOCKET_PATH, extraHeaders: { Cookie: cookie }, forceNew: true });
  try {
    await new Promise<void>((resolve) => socket.on('connect', resolve));
    const hints: string[] = [];
    socket.on('conversation', ({ conversationId }) => void hints.push(conversationId));
    (socket as Socket).emit('watch', app);
    await until(async () => {
      await inWhatsApp('otobüs saatleri');
      return hints.length > 0;
    });
    expect(new Set(hints)).toEqual(new Set([app]));
  } finally {
    socket.close();
  }
});

test('what was used once fits no more, and either side separates them', async () => {
  expect(await inWhatsApp('kanal bağlantısını kaldır')).toContain('1 kanalla');
  expect(await inWhatsApp('evet')).toContain('ayırdım');
  const app = (await line.store.conversationOf('http', 'default', 'ayse'))!;
  expect(await line.store.personOf(app)).toEqual([app]);
  expect((await threadOf(app)).linked).toEqual([]);
  expect(await inApp(`${number} ne oldu`)).toContain('yalnızca kaydı açan kişiye');
});
