/** WhatsApp on the running line, against a double of Meta's servers, and both against a client nobody here wrote. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WhatsAppClient } from '@kapso/whatsapp-cloud-api';
import { verifySignature } from '@kapso/whatsapp-cloud-api/server';
import { silentLog } from '../../src/core/log';
import { type Kapi, startKapi } from '../../src/main';
import { type MetaServer, messageWebhook, PHONE_ID, startMeta, WABA_ID, webhook } from '../support/meta-server';
import { until } from '../support/until';

const SECRET = 'app-secret';
const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de', 'hex');
jest.setTimeout(20_000);
let folder: string;
let meta: MetaServer;
let line: Kapi;
let hook: string;
/** The clock's lead over the real one. */
const ahead = 0;

function start(extra: Record<string, string> = {}): Promise<Kapi> {
  return startKapi(
    {
      KAPI_PORT: '0',
      KAPI_DATA_DIR: folder,
      KAPI_CHANNELS: 'whatsapp-cloud',
      KAPI_BURST_WAIT_MS: '0',
      KAPI_MEDIA_PRIVATE_HOSTS: '',
      KAPI_WHATSAPP_CLOUD_PHONE_ID: PHONE_ID,
      KAPI_WHATSAPP_CLOUD_TOKEN: 'test-token',
      KAPI_WHATSAPP_CLOUD_APP_SECRET: SECRET,
      KAPI_WHATSAPP_CLOUD_VERIFY_TOKEN: 'palandoken',
      KAPI_WHATSAPP_CLOUD_WABA_ID: WABA_ID,
      KAPI_WHATSAPP_CLOUD_API_URL: meta.url,
      KAPI_WHATSAPP_CLOUD_NOTICE_TEMPLATE: 'kapi_bilgi',
      KAPI_UNCERTAIN_SECONDS: '1',
      ...extra,
    },
    silentLog,
    { now: () => Date.now() + ahead },
  );
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kapi-wa-'));
  meta = await startMeta();
  line = await start();
  hook = `${line.url}/webhooks/whatsapp-cloud/default`;
  meta.statuses = { to: hook, secret: SECRET, states: ['sent', 'delivered', 'read'] };
}, 60_000);
afterAll(async () => {
  await line?.stop();
  await meta?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

let count = 0;
const nextPerson = (): string => `90532${String(1_000_000 + ++count)}`;
const nextId = (): string => `wamid.IN${++count}`;

/** Sends a citizen's message; resolves once it was acknowledged. */
async function say(from: string, type: string, content: unknown, extra: object = {}, id = nextId()): Promise<string> {
  expect(await meta.deliver(hook, SECRET, messageWebhook(id, from, type, content, extra))).toBe(200);
  return id;
}

const to = (from: string) => meta.sent.filter((body) => body.recipient === `TR.${from}` || body.to === from);

/** The n-th message that reached the person. */
async function heard(from: string, n = 1) {
  for (let tries = 0; tries < 200; tries++) {
    const found = to(from);
    if (found.length >= n) return found[n - 1]!;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${from} heard ${to(from).length} messages, not ${n}`);
}

async function rowsOf(from: string) {
  const id = (await line.store.conversationOf('whatsapp-cloud', 'default', `TR.${from}`))!;
  return (await line.store.thread(id, { limit: 50 })).flatMap(({ outbound }) => outbound ?? []);
}

describe('the way in', () => {
  test('answers the handshake to whoever knows the verify token', async () => {
    const ask = (token: string) => fetch(`${hook}?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158201444`);
    expect(await (await ask('palandoken')).text()).toBe('1158201444');
    expect((await ask('another')).status).toBe(401);
  });

  test('refuses what is not signed over these very bytes, and stores nothing', async () => {
    const before = (await line.store.stats()).inputs;
    const payload = messageWebhook('wamid.X', '905320000001', 'text', { body: 'merhaba' });
    expect(await meta.deliver(hook, 'another-secret', payload)).toBe(401);
    expect(await meta.deliver(hook, SECRET, payload, 'sha256=00')).toBe(401);
    expect(await meta.deliver(hook, SECRET, { object: 'page' })).toBe(400);
    expect((await line.store.stats()).inputs).toBe(before);
  });

  test('our signature is the one a foreign library makes', () => {
    const rawBody = JSON.stringify(webhook({}));
    const signatureHeader = `sha256=${createHmac('sha256', SECRET).update(rawBody).digest('hex')}`;
    expect(verifySignature({ appSecret: SECRET, rawBody, signatureHeader })).toBe(true);
  });

  test('a replayed webhook is answered once', async () => {
    const from = nextPerson();
    const id = await say(from, 'text', { body: 'merhaba' });
    await say(from, 'text', { body: 'merhaba' }, {}, id);
    await heard(from);
    await say(from, 'text', { body: 'teşekkürler' });
    await heard(from, 2);
    expect(to(from).length).toBe(2);
  });

  test("another number's messages are not taken", async () => {
    const before = (await line.store.stats()).inputs;
    const from = nextPerson();
    const payload = webhook(
      { messages: [{ from, id: nextId(), timestamp: '1774423800', type: 'text', text: { body: 'merhaba' } }] },
      '999',
    );
    expect(await meta.deliver(hook, SECRET, payload)).toBe(200);
    expect((await line.store.stats()).inputs).toBe(before);
  });

  test('a huge batch in one webhook is taken whole', async () => {
    const people = Array.from({ length: 200 }, nextPerson);
    const messages = people.map((from) => ({
      from,
      id: nextId(),
      timestamp: '1774423800',
      type: 'text',
      text: { body: 'merhaba' },
    }));
    expect(await meta.deliver(hook, SECRET, webhook({ messages }))).toBe(200);
    await until(async () => people.every((from) => to(from).length === 1));
  });
});

describe('a conversation', () => {
  test('a bus is asked for; the message is marked as read; statuses reach the row', async () => {
    const from = nextPerson();
    const id = await say(from, 'text', { body: '28a otogardan kacta kalkiyo' });
    const reply = await heard(from);
    expect(JSON.stringify(reply)).toMatch(/28A/);
    expect(reply.recipient).toBe(`TR.${from}`);
    await until(async () => meta.read.includes(id));
    await until(async () => (await rowsOf(from))[0]?.state === 'read');
  });

  test('a button is pressed; pressed again later it is not applied to the question of that moment', async () => {
    const from = nextPerson();
    await say(from, 'text', { body: 'hosgeldin bebek destegi alabilirmiyim' });
    const first = (await heard(from)).interactive.action.buttons;
    expect(first.map(({ reply }: { reply: { title: string } }) => reply.title)).toContain('Evet');
    const press = { type: 'button_reply', button_reply: first[0].reply };
    await say(from, 'interactive', press);
    const second = await heard(from, 2);
    expect(JSON.stringify(second)).not.toContain(first[0].reply.id);
    await say(from, 'interactive', press);
    expect(JSON.stringify(await heard(from, 3))).toContain(
      JSON.stringify(second).match(/"id":"(q\d+):/)?.[1] ?? second.text.body.slice(-30),
    );
  });

  test('a photo is fetched from Meta under the token and kept; one that is a program is refused, one that is gone fails', async () => {
    const from = nextPerson();
    meta.media.set('m1', { bytes: PNG, mimeType: 'image/png' });
    meta.media.set('exe', { bytes: Buffer.from('4d5a90000300', 'hex'), mimeType: 'image/jpeg' });
    meta.media.set('inside', { bytes: PNG, mimeType: 'image/png', url: 'http://169.254.169.254/latest/meta-data' });
    meta.media.set('large', { bytes: PNG, mimeType: 'image/png', size: 500_000_000 });
    for (const id of ['m1', 'exe', 'inside', 'large', 'gone'])
      await say(from, 'image', { id, mime_type: 'image/jpeg', caption: 'yolda çukur var' });
    const conversation = await until(() => line.store.conversationOf('whatsapp-cloud', 'default', `TR.${from}`));
    const rows = await until(async () => {
      const found = await line.store.mediaOf(conversation);
      return found.length === 5 && found.every(({ state }) => state !== 'waiting') && found;
    });
    expect(Object.fromEntries(rows.map(({ ref, state }) => [ref.platformId, state]))).toEqual({
      m1: 'stored',
      exe: 'refused',
      inside: 'refused',
      large: 'refused',
      gone: 'refused',
    });
  });

  test.each([
    ['sticker', { id: 'm1', mime_type: 'image/webp' }],
    ['contacts', [{ name: { formatted_name: 'Usta' }, phones: Array.from({ length: 500 }, (_, n) => ({ phone: `0532${n}` })) }]],
    ['order', { catalog_id: '1' }],
    ['unsupported', undefined],
    ['text', { body: '\u202E'.repeat(5_000) }],
  ])('%s gets a kind answer', async (type, content) => {
    const from = nextPerson();
    await say(from, type, content);
    expect(JSON.stringify(await heard(from)).length).toBeGreaterThan(50);
  });

  test('an edit is answered anew, a reaction and a deletion are not answered', async () => {
    const from = nextPerson();
    const id = await say(from, 'text', { body: '28a otogardan kaçta' });
    await heard(from);
    await say(from, 'reaction', { message_id: 'wamid.OUT1', emoji: '👍' });
    await say(from, 'revoke', { original_message_id: id });
    await say(from, 'edit', {
      original_message_id: id,
      message: { type: 'text', text: { body: '27 otogardan kaçta kalkıyor' } },
    });
    await heard(from, 2);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(to(from).length).toBe(2);
  });

  test('someone without a number is addressed as Meta wants it', async () => {
    const id = nextId();
    const payload = webhook({
      contacts: [{ profile: { name: 'Deniz' }, user_id: 'TR.998877' }],
      messages: [{ from_user_id: 'TR.998877', id, timestamp: '1774423800', type: 'text', text: { body: 'merhaba' } }],
    });
    expect(await meta.deliver(hook, SECRET, payload)).toBe(200);
    const reply = await until(async () => meta.sent.find(({ recipient }) => recipient === 'TR.998877'));
    expect(reply.to).toBeUndefined();
  });
});

describe('when Meta refuses', () => {
  test.each([
    [131_016, 503],
    [130_429, 429],
    [131_056, 400],
    [190, 401],
  ])(
    '%i is sent again and arrives once',
    async (code, status) => {
      const from = nextPerson();
      meta.fail = [{ code, status, retryAfter: 1 }];
      await say(from, 'text', { body: 'merhaba' });
      await heard(from);
      await until(async () => ['sent', 'delivered', 'read'].includes((await rowsOf(from))[0]?.state ?? ''));
      expect(to(from).length).toBe(1);
    },
    15_000,
  );

  test('131026 fails with a reason, and the conversation goes to a person', async () => {
    const from = nextPerson();
    meta.fail = [{ code: 131_026 }];
    await say(from, 'text', { body: 'merhaba' });
    const row = await until(async () => (await rowsOf(from)).find(({ state }) => state === 'failed'));
    expect(row.error).toBe('unreachable');
    const id = (await line.store.conversationOf('whatsapp-cloud', 'default', `TR.${from}`))!;
    expect(
      (await until(async () => (await line.store.conversation(id))?.waitingReason && line.store.conversation(id)))?.waitingReason,
    ).toBe('desk.reason_undelivered');
  });

  test('131047 after the 200 goes out once more as the template', async () => {
    const from = nextPerson();
    meta.closed.add(`TR.${from}`);
    await say(from, 'text', { body: 'merhaba' });
    const second = await heard(from, 2);
    expect(second.type).toBe('template');
    expect(second.template.name).toBe('kapi_bilgi');
    await until(async () => (await rowsOf(from))[0]?.state === 'read');
    expect(to(from).length).toBe(2);
  });

  test('a status of somebody else’s message is no trouble', async () => {
    const status = {
      id: 'wamid.FOREIGN',
      status: 'failed',
      timestamp: '1774423800',
      recipient_id: '1',
      biz_opaque_callback_data: 'crm-17',
      errors: [{ code: 131_026 }],
    };
    const before = (await line.store.stats()).inputs;
    expect(await meta.deliver(hook, SECRET, webhook({ statuses: [status] }))).toBe(200);
    expect((await line.store.stats()).inputs).toBe(before);
  });

  test('the account is held at its rate: no storm of refusals', async () => {
    meta.perSecond = 80;
    meta.refusedForRate = 0;
    const people = Array.from({ length: 240 }, nextPerson);
    const began = Date.now();
    const messages = people.map((from) => ({
      from,
      id: nextId(),
      timestamp: '1774423800',
      type: 'text',
      text: { body: 'merhaba' },
    }));
    expect(await meta.deliver(hook, SECRET, webhook({ messages }))).toBe(200);
    await until(async () => people.every((from) => to(from).length >= 1));
    meta.perSecond = 0;
    expect(Date.now() - began).toBeGreaterThan(2_500);
    expect(meta.refusedForRate).toBeLessThanOrEqual(3);
    expect(people.every((from) => to(from).length === 1)).toBe(true);
  }, 20_000);

  test('a revoked token and a missing subscription are named in /health with the mend', async () => {
    const health = async () => (await (await fetch(`${line.url}/health`)).json()).parts['channel whatsapp-cloud'];
    expect(await health()).toMatchObject({ ok: true });
    meta.token = 'renewed';
    const from = nextPerson();
    await say(from, 'text', { body: 'merhaba' });
    const sick = await until(async () => {
      const found = await health();
      return found.ok ? null : found;
    });
    expect(sick.detail).toContain('access token is refused');
    meta.token = 'test-token';
    await heard(from);
    await until(async () => (await health()).ok);
  }, 20_000);
});

test('a foreign client’s messages are taken by the double, and say the same as ours', async () => {
  const client = new WhatsAppClient({ accessToken: 'test-token', baseUrl: meta.url, graphVersion: 'v23.0' });
  const number = '905329990000';
  await client.messages.sendText({ phoneNumberId: PHONE_ID, to: number, body: 'Merhaba' });
  await client.messages.sendInteractiveButtons({
    phoneNumberId: PHONE_ID,
    to: number,
    bodyText: 'Kayıt açayım mı?',
    buttons: [
      { id: 'q7:yes', title: 'Evet' },
      { id: 'q7:no', title: 'Hayır' },
    ],
  });
  const { render } = await import('../../adapters/whatsapp-cloud/render');
  const base = {
    id: 'x',
    conversationId: 'c',
    channel: 'whatsapp-cloud',
    account: 'default',
    to: number,
    inReplyTo: [],
    purpose: 'reply',
    createdAt: 0,
    author: 'bot',
    lang: 'tr',
  } as const;
  const ours = [
    render({ ...base, part: { kind: 'text', text: 'Merhaba' } }),
    render({
      ...base,
      part: {
        kind: 'choices',
        text: 'Kayıt açayım mı?',
        questionId: 'q7',
        choices: [
          { id: 'yes', label: 'Evet' },
          { id: 'no', label: 'Hayır' },
        ],
      },
    }),
  ];
  const theirs = to(number).map(({ type, text, interactive }) => ({ type, text: text?.body, interactive }));
  expect(
    ours.map(({ type, text, interactive }) => ({ type, text: (text as { body?: string } | undefined)?.body, interactive })),
  ).toEqual(theirs);
});

test('a notice a day later goes as the template', async () => {
  const { adapter } = await import('../../adapters/whatsapp-cloud');
  const from = nextPerson();
  const running = adapter.create({
    account: 'default',
    settings: Object.fromEntries(
      Object.entries({
        PHONE_ID,
        TOKEN: 'test-token',
        APP_SECRET: SECRET,
        VERIFY_TOKEN: 'x',
        API_URL: meta.url,
        NOTICE_TEMPLATE: 'kapi_bilgi',
      }).map(([name, value]) => [`KAPI_WHATSAPP_CLOUD_${name}`, value]),
    ),
    accept: async () => ({ accepted: 0, duplicate: 0 }),
    saveMedia: async () => ({ kind: 'image' }),
    history: async () => [],
    openMedia: async () => ({ bytes: PNG, mimeType: 'image/png' }),
    ignored: () => {},
    log: silentLog,
    folder: () => {
      throw new Error('not used by this test');
    },
    signIn: () => {},
    mediaMaxBytes: 1_000_000,
    publicUrl: '',
    city: { name: '', shortName: '' },
  });
  const row = {
    id: 'c:1:0',
    conversationId: 'c',
    channel: 'whatsapp-cloud',
    account: 'default',
    to: from,
    inReplyTo: [],
    purpose: 'notice',
    createdAt: 0,
    author: 'bot',
    lang: 'tr',
  } as const;
  const old = Date.now() - 25 * 3_600_000;
  await running.send({ ...row, heardAt: old, part: { kind: 'text', text: 'Kaydınız\nkapandı.' } });
  expect((await heard(from)).template.components[0].parameters[0].text).toBe('Kaydınız kapandı.');
  await running.send({
    ...row,
    heardAt: Date.now(),
    part: { kind: 'media', media: { kind: 'image', hash: 'a'.repeat(64) }, text: 'Harita' },
  });
  expect((await heard(from, 2)).image).toEqual({ id: 'upload1', caption: 'Harita' });
  await running.stop?.();
});
