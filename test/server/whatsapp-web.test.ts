/** WhatsApp in a browser on the running line, against a double of the library's client. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignIn } from '../../src/core/adapter';
import { silentLog } from '../../src/core/log';
import { type Kapi, startKapi } from '../../src/main';
import { CSRF_HEADER, type ChannelState } from '../../src/server/api/wire';
import { FakeClient, library, message } from '../support/whatsapp-web';
import { until } from '../support/until';

jest.mock('whatsapp-web.js', () => require('../support/whatsapp-web').library);
jest.setTimeout(30_000);
let folder: string;
let line: Kapi;
let cookie: string;
const steps: (SignIn | null)[] = [];

beforeAll(async () => {
  expect(library.Client).toBe(FakeClient);
  folder = mkdtempSync(join(tmpdir(), 'kapi-web-'));
  line = await startKapi(
    {
      KAPI_PORT: '0',
      KAPI_DATA_DIR: folder,
      KAPI_BURST_WAIT_MS: '0',
      KAPI_CHANNELS: 'auto,whatsapp-web',
      KAPI_WHATSAPP_WEB_TYPING_MS: '10',
    },
    silentLog,
    { onSignIn: (label, step) => void (label === 'whatsapp-web' && steps.push(step)) },
  );
  const first = new URL((await line.firstStartUrl())!).hash.slice('#first='.length);
  const opened = await fetch(`${line.url}/api/first`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', [CSRF_HEADER]: '1' },
    body: JSON.stringify({ token: first, login: 'elif', name: 'Elif', password: 'uzun bir parola 1' }),
  });
  cookie = opened.headers.get('set-cookie')!.split(';', 1)[0]!;
}, 120_000);
afterAll(async () => {
  await line?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const state = async (): Promise<ChannelState> =>
  ((await (await fetch(`${line.url}/api/channels`, { headers: { Cookie: cookie } })).json()) as ChannelState[]).find(
    ({ channel }) => channel === 'whatsapp-web',
  )!;
const stateIs = (words: RegExp): Promise<ChannelState> =>
  until(async () => {
    const now = await state();
    return words.test(now.detail) && now;
  });

test('waits for sign-in with the code and the risk; the session lies in a folder of its own', async () => {
  FakeClient.last.emit('qr', '2@abc,def');
  const waiting = await stateIs(/scan the QR code/);
  expect(waiting.ok).toBe(false);
  expect(waiting.signIn!.svg).toContain('<svg');
  expect(waiting.signIn!.notice.tr).toContain('kapatabilir');
  expect(steps.at(-1)!.qr).toBe('2@abc,def');
  const { dataPath, clientId } = FakeClient.last.options.authStrategy;
  expect(existsSync(dataPath)).toBe(true);
  expect([dataPath.startsWith(folder), clientId]).toEqual([true, 'default']);
  FakeClient.last.emit('authenticated');
  expect(steps.at(-1)).toBeNull();
  expect((await stateIs(/loading/)).signIn).toBeNull();
});

test('what came while nobody listened is fetched when it is ready, once', async () => {
  const client = FakeClient.last;
  const old = message('otobüs saatleri');
  client.chats = [
    { isGroup: false, unreadCount: 1, fetchMessages: async () => [old] },
    { isGroup: true, unreadCount: 9, fetchMessages: async () => Promise.reject(new Error('a group is not read')) },
  ];
  client.emit('message', old);
  client.emit('ready');
  expect((await stateIs(/connected/)).ok).toBe(true);
  await until(() => client.sent[0]);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(client.sent.length).toBe(1);
  expect(client.typing).toBe(1);
  expect((await line.store.stats()).inputs).toBe(1);
});

test('choices are numbers, and a number chooses', async () => {
  const from = '905440001122@c.us';
  const to = (): { content: unknown }[] => FakeClient.last.sent.filter((one) => one.to === from);
  FakeClient.last.emit('message', message('hosgeldin bebek destegi alabilirmiyim', { from }));
  const asked = await until(() => to()[0]);
  expect(asked.content).toMatch(/1\) Evet\n2\) Hayır/);
  FakeClient.last.emit('message', message('1', { from }));
  expect((await until(() => to()[1])).content).toContain('hangi gün doğdu');
});

test('an ack marks the message, a photo is fetched, a group is left alone', async () => {
  const client = FakeClient.last;
  client.emit('message', message('merhaba', { from: '1203@g.us' }));
  const photo = message('', { type: 'image', hasMedia: true, _data: { mimetype: 'image/png' }, from: '905550000001@c.us' });
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  client.media.set((photo.id as { _serialized: string })._serialized, { mimetype: 'image/png', data: png });
  client.emit('message', photo);
  const id = await until(() => line.store.conversationOf('whatsapp-web', 'default', '905550000001@c.us'));
  await until(async () => (await line.store.mediaOf(id))[0]?.state === 'stored');
  expect(await line.store.conversationOf('whatsapp-web', 'default', '1203@g.us')).toBeNull();
  const [sent] = client.sent;
  client.emit('message_ack', message('', { fromMe: true, id: { _serialized: sent!.id } }), 3);
  const first = await line.store.conversationOf('whatsapp-web', 'default', sent!.to);
  await until(async () => (await line.store.thread(first!, { limit: 9 })).some(({ outbound }) => outbound?.state === 'read'));
});

test('offline, a lost connection and a ban are told; a lost one comes back and what waited is sent', async () => {
  FakeClient.last.emit('change_state', 'TIMEOUT');
  expect((await stateIs(/telephone is offline/)).ok).toBe(false);
  const before = FakeClient.all.length;
  const lost = FakeClient.last;
  lost.emit('disconnected', 'NAVIGATION');
  await stateIs(/connection was lost|starting/);
  expect(lost.destroyed).toBe(true);
  // The first new try comes after five seconds.
  await until(() => FakeClient.all.length > before);
  FakeClient.last.emit('ready');
  await stateIs(/connected/);
  FakeClient.last.emit('change_state', 'TOS_BLOCK');
  expect((await stateIs(/banned/)).ok).toBe(false);
  const health = (await (await fetch(`${line.url}/health`)).json()) as { parts: Record<string, { detail: string }> };
  expect(health.parts['channel whatsapp-web']!.detail).toContain('whatsapp-cloud');
});
