/**
 * 5,000 broken payloads a channel through the running line's own door, each signed as the platform signs: no crash, no 5xx, no
 * growing heap, and a citizen who writes meanwhile is answered.
 */
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { silentLog } from '../../src/core/log';
import { type Kapi, startKapi } from '../../src/main';
import { shaken, travelling } from '../adapters/fuzz';

jest.setTimeout(240_000);
const PAYLOADS = 5_000;
const AT_ONCE = 16;
const SECRET = 'a-secret-of-the-test';
const TOKEN = '123456:a-token-of-the-test';
/** Heap that may stay after 5,000 payloads: the line's own caches fill meanwhile. */
const GROWTH_MAX_BYTES = 48 * 2 ** 20;

let folder: string;
let platforms: Server;
let line: Kapi;
let visitor: string;
let heard = 0;
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'kapi-fuzz-'));
  // Whatever is sent to a platform is taken.
  platforms = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      heard++;
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end('{"ok":true,"result":{"message_id":1,"username":"kapi"},"messages":[{"id":"x"}],"message_id":"x","id":"x"}');
    });
  });
  await new Promise<void>((resolve) => platforms.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(platforms.address() as AddressInfo).port}`;
  const meta = (prefix: string) => ({
    [`${prefix}TOKEN`]: TOKEN,
    [`${prefix}APP_SECRET`]: SECRET,
    [`${prefix}VERIFY_TOKEN`]: SECRET,
    [`${prefix}API_URL`]: url,
  });
  line = await startKapi(
    {
      KAPI_PORT: '0',
      KAPI_DATA_DIR: folder,
      KAPI_BURST_WAIT_MS: '0',
      KAPI_CHANNELS: 'auto,botframework',
      KAPI_PUBLIC_URL: 'https://kapi.example',
      KAPI_HTTP_SECRET: SECRET,
      KAPI_HTTP_CALLBACK_URL: url,
      ...meta('KAPI_WHATSAPP_CLOUD_'),
      KAPI_WHATSAPP_CLOUD_PHONE_ID: '106540352242922',
      ...meta('KAPI_MESSENGER_'),
      ...meta('KAPI_INSTAGRAM_'),
      KAPI_TELEGRAM_TOKEN: TOKEN,
      KAPI_TELEGRAM_API_URL: url,
      KAPI_BOTFRAMEWORK_SERVICE_URLS: `${url} https://directline.botframework.com https://smba.trafficmanager.net`,
      KAPI_WEBCHAT_VISITOR_PER_MINUTE: '10000',
      KAPI_WEBCHAT_ADDRESS_PER_MINUTE: '1000000',
    },
    silentLog,
  );
  const session = await fetch(`http://127.0.0.1:${line.port}/webchat/session`, { method: 'POST' });
  visitor = ((await session.json()) as { token: string }).token;
}, 120_000);
afterAll(async () => {
  await line?.stop();
  platforms?.closeAllConnections();
  platforms?.close();
  rmSync(folder, { recursive: true, force: true });
});

const hmac = (body: string): string => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
const hub = (body: string) => ({ 'X-Hub-Signature-256': hmac(body) });

/** Where each channel's payloads come in, and what proves them. */
const DOORS: Record<string, { path?: string; headers(body: string): Record<string, string>; body?(payload: unknown): unknown }> =
  {
    http: { headers: (body) => ({ 'X-Kapi-Signature-256': hmac(body) }) },
    'whatsapp-cloud': { headers: hub },
    messenger: { headers: hub },
    instagram: { headers: hub },
    telegram: {
      headers: () => ({ 'X-Telegram-Bot-Api-Secret-Token': createHash('sha256').update(`kapi webhook ${TOKEN}`).digest('hex') }),
    },
    botframework: { headers: () => ({}) },
    webchat: {
      path: '/webchat/messages',
      headers: () => ({ Authorization: `Bearer ${visitor}` }),
      body: (payload) => (payload as { message?: unknown } | null)?.message,
    },
  };

function fixturesOf(channel: string): unknown[] {
  const at = path.join(__dirname, '../../adapters', channel, 'fixtures');
  const files = readdirSync(at).filter((file) => file.endsWith('.in.json'));
  return files.map((file) => JSON.parse(readFileSync(path.join(at, file), 'utf8')));
}

test.each(Object.keys(DOORS))('%s', async (channel) => {
  const door = DOORS[channel]!;
  const url = `http://127.0.0.1:${line.port}${door.path ?? `/webhooks/${channel}/default`}`;
  const answers = new Map<number, number>();
  const wrong: string[] = [];
  const payloads = shaken(fixturesOf(channel), PAYLOADS, 8_153);
  collect();
  const before = process.memoryUsage().heapUsed;
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const { what, payload } of payloads) {
        const body = travelling(door.body ? door.body(payload) : payload);
        const headers = { 'Content-Type': 'application/json', ...door.headers(body) };
        const { status } = await fetch(url, { method: 'POST', headers, body });
        answers.set(status, (answers.get(status) ?? 0) + 1);
        if (status >= 500) wrong.push(`${what}: ${status}`);
      }
    }),
  );
  loop.disable();
  expect(wrong).toEqual([]);
  const total = [...answers.values()].reduce((sum, count) => sum + count, 0);
  expect(total).toBe(PAYLOADS);
  // A door that refuses everything would pass for nothing.
  expect(answers.get(200) ?? 0).toBeGreaterThan(PAYLOADS / 50);
  // Printed, not judged: the sixteen clients share this loop, and these machines are noisy.
  const blockedMs = loop.max / 1e6;
  process.stdout.write(
    `${channel}: ${[...answers].map(([status, count]) => `${status} ${count}`).join(', ')}; loop at most ${blockedMs.toFixed(0)} ms\n`,
  );
  const settled = Date.now() + 60_000;
  while ((await line.store.stats()).unconsumed > 0 && Date.now() < settled)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await line.store.stats()).unconsumed).toBe(0);
  collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(GROWTH_MAX_BYTES);
});

test('a citizen who writes afterwards is answered', async () => {
  const before = heard;
  const body = JSON.stringify({ id: 'after-all', from: 'ayse', text: 'otobüs saatleri' });
  const headers = { 'Content-Type': 'application/json', 'X-Kapi-Signature-256': hmac(body) };
  expect((await fetch(`http://127.0.0.1:${line.port}/webhooks/http/default`, { method: 'POST', headers, body })).status).toBe(
    200,
  );
  for (let tries = 0; heard === before && tries < 200; tries++) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(heard).toBeGreaterThan(before);
});
