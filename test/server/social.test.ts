/** Messenger and Instagram on the running line, against the double of Meta's servers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adapter as messenger } from '../../adapters/messenger';
import { KINDS } from '../../src/core/errors';
import type { Outbound } from '../../src/core/items';
import { silentLog } from '../../src/core/log';
import { type Kapi, startKapi } from '../../src/main';
import { type MetaServer, startMeta } from '../support/meta-server';
import { until } from '../support/until';

jest.setTimeout(30_000);
const SECRET = 'app-secret';
let folder: string;
let meta: MetaServer;
let line: Kapi;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kapi-social-'));
  meta = await startMeta();
  const settings = (prefix: string) => ({
    [`${prefix}TOKEN`]: 'test-token',
    [`${prefix}APP_SECRET`]: SECRET,
    [`${prefix}VERIFY_TOKEN`]: 'palandoken',
    [`${prefix}ACCOUNT_ID`]: '1000',
    [`${prefix}API_URL`]: meta.url,
  });
  line = await startKapi(
    {
      KAPI_PORT: '0',
      KAPI_DATA_DIR: folder,
      KAPI_BURST_WAIT_MS: '0',
      ...settings('KAPI_MESSENGER_'),
      ...settings('KAPI_INSTAGRAM_'),
    },
    silentLog,
  );
});
afterAll(async () => {
  await line?.stop();
  await meta?.stop();
  rmSync(folder, { recursive: true, force: true });
});

let count = 0;
const to = (person: string) => meta.sent.filter(({ recipient }) => recipient?.id === person);

describe.each([
  ['messenger', 'page'],
  ['instagram', 'instagram'],
])('%s', (channel, object) => {
  const hook = () => `${line.url}/webhooks/${channel}/default`;
  const person = `${channel}-7`;
  const event = (content: object, account = '1000') => ({
    object,
    entry: [
      {
        id: account,
        time: 1,
        messaging: [{ sender: { id: person }, recipient: { id: account }, timestamp: Date.now(), ...content }],
      },
    ],
  });
  const say = (content: object) => meta.deliver(hook(), SECRET, event({ message: { mid: `m_${++count}`, ...content } }));

  test('handshake and signature', async () => {
    const ask = (token: string) => fetch(`${hook()}?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=42`);
    expect(await (await ask('palandoken')).text()).toBe('42');
    expect((await ask('another')).status).toBe(401);
    expect(await meta.deliver(hook(), 'another-secret', event({ message: { mid: 'x', text: 'merhaba' } }))).toBe(401);
  });

  test('a citizen is answered and chooses; echoes, standby and other accounts are left alone', async () => {
    expect(await say({ text: 'hosgeldin bebek destegi alabilirmiyim' })).toBe(200);
    const asked = await until(() => to(person)[0]);
    const [yes] = asked.message.quick_replies;
    expect(yes.title).toBe('Evet');
    await say({ text: 'Evet', quick_reply: { payload: yes.payload } });
    expect((await until(() => to(person)[1])).message.text).toContain('hangi gün doğdu');
    const before = (await line.store.stats()).inputs;
    expect(await say({ is_echo: true, text: 'Bebeğiniz hangi gün doğdu?' })).toBe(200);
    expect(await meta.deliver(hook(), SECRET, event({ message: { mid: 'other', text: 'merhaba' } }, '2000'))).toBe(200);
    const standby = {
      object,
      entry: [{ id: '1000', time: 1, standby: [{ sender: { id: person }, message: { mid: 'sb', text: 'merhaba' } }] }],
    };
    expect(await meta.deliver(hook(), SECRET, standby)).toBe(200);
    expect((await line.store.stats()).inputs).toBe(before);
  });

  test('a mention in a story gets a kind answer', async () => {
    const heard = to(person).length;
    await say({ attachments: [{ type: 'story_mention', payload: { url: 'https://lookaside.fbsbx.com/x' } }] });
    expect((await until(() => to(person)[heard])).message.text.length).toBeGreaterThan(20);
  });

  test('a closed window fails visibly and goes to a person', async () => {
    meta.fail = [{ code: 551 }];
    await say({ text: 'iptal' });
    const id = (await line.store.conversationOf(channel, 'default', person))!;
    await until(async () =>
      (await line.store.thread(id, { limit: 20 })).some(
        ({ outbound }) => outbound?.state === 'failed' && outbound.error === 'unreachable',
      ),
    );
    await until(async () => (await line.store.conversation(id))?.waitingReason === 'desk.reason_undelivered');
  });
});

test('after 24 hours only the staff’s words go, tagged; after seven days none', async () => {
  const running = messenger.create({
    account: 'default',
    settings: {
      KAPI_MESSENGER_TOKEN: 'test-token',
      KAPI_MESSENGER_APP_SECRET: 's',
      KAPI_MESSENGER_VERIFY_TOKEN: 'v',
      KAPI_MESSENGER_API_URL: meta.url,
    },
    log: silentLog,
  } as never);
  const row = (author: 'bot' | 'agent', hours: number): Outbound => ({
    id: 'c:1:0',
    conversationId: 'c',
    channel: 'messenger',
    account: 'default',
    to: `late-${author}`,
    inReplyTo: [],
    purpose: 'reply',
    createdAt: 0,
    author,
    lang: 'tr',
    part: { kind: 'text', text: 'Kaydınız kapandı.' },
    heardAt: Date.now() - hours * 3_600_000,
  });
  await expect(running.send(row('bot', 25))).rejects.toMatchObject({ kind: KINDS.windowClosed });
  await expect(running.send(row('agent', 24 * 8))).rejects.toMatchObject({ kind: KINDS.windowClosed });
  await running.send(row('agent', 25));
  expect(to('late-agent')[0]).toMatchObject({ messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' });
  await running.send(row('bot', 23));
  expect(to('late-bot')[0]).toMatchObject({ messaging_type: 'RESPONSE' });
  await running.stop?.();
});
