/** Telegram on the running line: against telegram-test-api in both modes, and against a double for files, errors and the secret. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import TelegramServer from 'telegram-test-api';
import { silentLog } from '../../src/core/log';
import { type Kapi, startKapi } from '../../src/main';
import { startTelegram, type TelegramDouble } from '../support/telegram-server';
import { until } from '../support/until';

jest.setTimeout(30_000);
const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de', 'hex');
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function start(settings: Record<string, string>): Promise<Kapi> {
  const folder = mkdtempSync(join(tmpdir(), 'kapi-tg-'));
  folders.push(folder);
  return startKapi(
    { KAPI_PORT: '0', KAPI_DATA_DIR: folder, KAPI_CHANNELS: 'telegram', KAPI_BURST_WAIT_MS: '0', ...settings },
    silentLog,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

describe.each(['polling', 'webhook'])('telegram-test-api, %s', (mode) => {
  const token = '123:foreign';
  let platform: InstanceType<typeof TelegramServer>;
  let line: Kapi;
  let relay: Server | null = null;

  beforeAll(async () => {
    platform = new TelegramServer({ port: await freePort(), host: '127.0.0.1' });
    await platform.start();
    const settings = { KAPI_TELEGRAM_TOKEN: token, KAPI_TELEGRAM_API_URL: platform.config.apiURL, KAPI_TELEGRAM_MODE: mode };
    line = await start(settings);
    if (mode === 'webhook') relay = await relayWithSecret(platform, token, line.url);
  });
  afterAll(async () => {
    await line?.stop();
    relay?.close();
    await platform?.stop();
  });

  test('a citizen asks, is answered, presses a button', async () => {
    const client = platform.getClient(token, { userId: 77, chatId: 77, firstName: 'Ayşe', timeout: 10_000, interval: 50 });
    await client.sendCommand(client.makeCommand('/start'));
    const hello = (await client.getUpdates()).result;
    expect(hello.length).toBe(1);
    await client.sendMessage(client.makeMessage('28a otogardan kacta kalkiyo'));
    expect(JSON.stringify((await client.getUpdates()).result)).toContain('28A');
    await client.sendMessage(client.makeMessage('hosgeldin bebek destegi alabilirmiyim'));
    const asked = (await client.getUpdates()).result[0] as unknown as {
      message: { reply_markup: { inline_keyboard: { text: string; callback_data: string }[][] } };
    };
    const [yes] = asked.message.reply_markup.inline_keyboard.flat();
    expect(yes!.text).toBe('Evet');
    await client.sendCallback(client.makeCallbackQuery(yes!.callback_data));
    expect(JSON.stringify((await client.getUpdates()).result)).toContain('Bebeğiniz hangi gün doğdu');
  });
});

/** telegram-test-api sends no secret header; a relay puts in the one that Kapı asked for. */
async function relayWithSecret(platform: InstanceType<typeof TelegramServer>, token: string, lineUrl: string): Promise<Server> {
  const hooks = platform.webhooks as Record<string, { url: string; secret_token: string }>;
  const { url, secret_token: secret } = await until(() => hooks[token]);
  expect(url).toBe(`${lineUrl}/webhooks/telegram/default`);
  const relay = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret };
      const answer = await fetch(url, { method: 'POST', body: Buffer.concat(chunks), headers });
      response.writeHead(answer.status);
      response.end(await answer.text());
    });
  });
  await new Promise<void>((done) => relay.listen(0, '127.0.0.1', done));
  hooks[token]!.url = `http://127.0.0.1:${(relay.address() as AddressInfo).port}/`;
  return relay;
}

describe('the double', () => {
  let telegram: TelegramDouble;
  let line: Kapi;
  let updates = 1_000;

  beforeAll(async () => {
    telegram = await startTelegram();
    line = await start({
      KAPI_TELEGRAM_TOKEN: telegram.token,
      KAPI_TELEGRAM_API_URL: telegram.url,
      KAPI_TELEGRAM_MODE: 'webhook',
    });
  });
  afterAll(async () => {
    await line?.stop();
    await telegram?.stop();
  });

  const say = (from: number, content: object) => {
    const id = ++updates;
    const chat = { id: from, type: 'private', first_name: 'Ali' };
    return telegram.deliver({
      update_id: id,
      message: { message_id: id, from: { id: from, first_name: 'Ali' }, chat, date: 1_774_423_800, ...content },
    });
  };
  const to = (person: number) => telegram.sent.filter(({ chat_id: chat }) => String(chat) === String(person));
  const rows = async (person: number) => {
    const id = (await line.store.conversationOf('telegram', 'default', String(person)))!;
    return (await line.store.thread(id, { limit: 20 })).flatMap(({ outbound }) => outbound ?? []);
  };

  test('a webhook without the secret is refused and nothing is stored', async () => {
    const before = (await line.store.stats()).inputs;
    const update = { update_id: 1, message: { message_id: 1, chat: { id: 5, type: 'private' }, date: 1, text: 'merhaba' } };
    expect(await telegram.deliver(update, '')).toBe(401);
    expect(await telegram.deliver(update, 'x'.repeat(64))).toBe(401);
    expect(await telegram.deliver({ nothing: 1 })).toBe(400);
    expect((await line.store.stats()).inputs).toBe(before);
  });

  test('an update that Telegram repeats is answered once', async () => {
    const update = {
      update_id: 7,
      message: { message_id: 7, from: { id: 42 }, chat: { id: 42, type: 'private' }, date: 1_774_423_800, text: 'merhaba' },
    };
    expect(await telegram.deliver(update)).toBe(200);
    expect(await telegram.deliver(update)).toBe(200);
    await until(() => to(42).length === 1);
    await say(42, { text: 'sağ olun' });
    await until(() => to(42).length === 2);
  });

  test('a photo is fetched; a group is declined once; a long list of choices keeps within 64 bytes', async () => {
    telegram.files.set('large', PNG);
    await say(43, {
      photo: [{ file_id: 'small' }, { file_id: 'large', file_size: PNG.length }],
      caption: 'fevzi çakmak mahallesinde yolda çukur var',
    });
    const conversation = await until(() => line.store.conversationOf('telegram', 'default', '43'));
    const [media] = await until(async () => {
      const found = await line.store.mediaOf(conversation);
      return found[0]?.state === 'stored' && found;
    });
    expect(media!.mimeType).toBe('image/png');
    const group = {
      update_id: ++updates,
      message: { message_id: 1, from: { id: 44 }, chat: { id: -100, type: 'supergroup' }, date: 1, text: 'su var mı' },
    };
    expect(await telegram.deliver(group)).toBe(200);
    expect(await telegram.deliver({ ...group, update_id: ++updates })).toBe(200);
    await until(() => to(-100).length === 1);
    expect(to(-100)[0]!.text).toContain('özel mesaj');
  });

  test('429 is obeyed, 403 is a block and calls nobody, a chat that is gone goes to a person', async () => {
    telegram.fail = [{ code: 429, description: 'Too Many Requests: retry after 1', retryAfter: 1 }];
    const began = Date.now();
    await say(50, { text: 'merhaba' });
    await until(() => to(50).length === 1);
    expect(Date.now() - began).toBeGreaterThanOrEqual(1_000);

    telegram.fail = [{ code: 403, description: 'Forbidden: bot was blocked by the user' }];
    await say(51, { text: 'merhaba' });
    const blocked = await until(async () => (await rows(51)).find(({ state }) => state === 'failed'));
    expect(blocked.error).toBe('blocked');
    telegram.fail = [{ code: 400, description: 'Bad Request: chat not found' }];
    await say(52, { text: 'merhaba' });
    const gone = await until(async () => (await rows(52)).find(({ state }) => state === 'failed'));
    expect(gone.error).toBe('unreachable');
    const waiting = await until(
      async () =>
        (await line.store.conversations('waiting', { limit: 10 })).length > 0 &&
        line.store.conversations('waiting', { limit: 10 }),
    );
    expect(waiting.map(({ to: person }) => person)).toEqual(['52']);
  });

  test('two messages to one person are a second apart', async () => {
    await say(60, { text: 'merhaba' });
    await until(() => to(60).length === 1);
    const began = Date.now();
    await say(60, { text: 'sağ olun' });
    await until(() => to(60).length === 2);
    expect(Date.now() - began).toBeGreaterThan(500);
  });

  test('health names a webhook that Telegram does not reach and a refused token', async () => {
    const { adapter } = await import('../../adapters/telegram');
    const make = (token: string) =>
      adapter.create({
        account: 'default',
        settings: { KAPI_TELEGRAM_TOKEN: token, KAPI_TELEGRAM_API_URL: telegram.url, KAPI_TELEGRAM_MODE: 'webhook' },
        publicUrl: line.url,
        log: silentLog,
      } as never);
    expect((await make(telegram.token).check()).ok).toBe(true);
    telegram.hookError = 'SSL error {certificate verify failed}';
    expect(await make(telegram.token).check()).toMatchObject({
      ok: false,
      detail: expect.stringContaining('certificate verify failed'),
    });
    telegram.hookError = null;
    expect(await make('1:revoked').check()).toMatchObject({
      ok: false,
      detail: expect.stringContaining('KAPI_TELEGRAM_TOKEN is refused'),
    });
    telegram.hook = { url: 'https://somebody.else/' };
    expect((await make(telegram.token).check()).detail).toContain('set anew');
    expect(telegram.hook.url).toBe(`${line.url}/webhooks/telegram/default`);
  });
});
