/** The Bot Framework on the running line, against a double of the Bot Connector that signs with a key of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adapter } from '../../adapters/botframework';
import { allowed, MICROSOFT } from '../../adapters/botframework/address';
import { KINDS } from '../../src/core/errors';
import { silentLog } from '../../src/core/log';
import { type Kapi, startKapi } from '../../src/main';
import { type BotConnector, startConnector } from '../support/bot-connector';
import { until } from '../support/until';

jest.setTimeout(30_000);
const APP = 'c9e8c047-2a74-40a2-b28a-b162d5f5327c';
let folder: string;
let connector: BotConnector;
let line: Kapi;
let count = 0;

beforeAll(async () => {
  // The library prints what it thinks of a bad token.
  jest.spyOn(console, 'error').mockImplementation(() => {});
  folder = mkdtempSync(join(tmpdir(), 'kapi-bot-'));
  connector = await startConnector();
  line = await startKapi(
    {
      KAPI_PORT: '0',
      KAPI_DATA_DIR: folder,
      KAPI_BURST_WAIT_MS: '0',
      KAPI_CHANNELS: 'auto,botframework',
      KAPI_BOTFRAMEWORK_SERVICE_URLS: connector.url,
      // A second account with credentials: only what the Connector signed for it is taken.
      KAPI_BOTFRAMEWORK_APP_ID__TEAMS: APP,
      KAPI_BOTFRAMEWORK_APP_PASSWORD__TEAMS: 'a secret of the test',
      KAPI_BOTFRAMEWORK_OPENID_URL: connector.openIdUrl,
      KAPI_MEDIA_PRIVATE_HOSTS: '127.0.0.1',
    },
    silentLog,
  );
}, 120_000);
afterAll(async () => {
  await line?.stop();
  await connector?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const activity = (conversation: string, content: object): object => ({
  type: 'message',
  id: `a${++count}`,
  timestamp: new Date().toISOString(),
  serviceUrl: connector.url,
  channelId: 'directline',
  from: { id: 'ayse', name: 'Ayşe' },
  recipient: { id: 'kapi' },
  conversation: { id: conversation },
  ...content,
});
async function post(body: object, account = 'default', authorization?: string): Promise<number> {
  const response = await fetch(`${line.url}/webhooks/botframework/${account}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(authorization ? { authorization } : {}) },
    body: JSON.stringify(body),
  });
  return response.status;
}
const to = (conversation: string) => connector.sent.filter(({ conversationId }) => conversationId === conversation);

test('a citizen is answered with suggested actions, and a pressed one chooses', async () => {
  expect(await post(activity('c1', { text: 'hosgeldin bebek destegi alabilirmiyim' }))).toBe(200);
  const asked = await until(() => to('c1')[0]);
  const [yes] = (asked.activity.suggestedActions as { actions: { title: string; value: object }[] }).actions;
  expect(yes!.title).toBe('Evet');
  await post(activity('c1', { text: 'Evet', value: yes!.value }));
  expect((await until(() => to('c1')[1])).activity.text).toContain('hangi gün doğdu');
});

test('Teams gets a card with buttons', async () => {
  await post(activity('c2', { channelId: 'msteams', text: 'hosgeldin bebek destegi alabilirmiyim' }));
  const { activity: asked } = await until(() => to('c2')[0]);
  const [card] = asked.attachments as { content: { actions: { title: string; data: object }[] } }[];
  expect(card!.content.actions.map(({ title }) => title)).toEqual(['Evet', 'Hayır']);
  await post(activity('c2', { channelId: 'msteams', value: card!.content.actions[0]!.data }));
  expect((await until(() => to('c2')[1])).activity.text).toContain('hangi gün doğdu');
});

test('a picture at the service is fetched', async () => {
  const picture = { contentType: 'image/*', contentUrl: `${connector.url}/v3/attachments/a1/views/original` };
  await post(activity('c3', { attachments: [picture] }));
  await until(async () => {
    const rows = await Promise.all(
      (await line.store.conversations('recent', { limit: 50 })).map(({ id }) => line.store.mediaOf(id)),
    );
    return rows.flat().some(({ channel, state }) => channel === 'botframework' && state === 'stored');
  });
});

test('an address that is not on the list gets nothing, whatever the activity says', async () => {
  expect(await post(activity('c4', { text: 'merhaba', serviceUrl: 'http://169.254.169.254/' }))).toBe(401);
  expect(await post(activity('c4', { text: 'merhaba', serviceUrl: `${connector.url}@evil.example/` }))).toBe(401);
  expect(await post(activity('c4', { text: 'merhaba', serviceUrl: undefined }))).toBe(401);
  expect(to('c4')).toEqual([]);
});

test('with credentials only what the Connector signed for this bot is taken', async () => {
  const claims = { aud: APP, serviceurl: connector.url };
  const body = activity('t1', { text: 'otobüs saatleri', channelId: 'msteams' });
  const { inputs } = await line.store.stats();
  expect(await post(body, 'teams')).toBe(401);
  expect(await post(body, 'teams', 'Bearer none')).toBe(401);
  expect(await post(body, 'teams', connector.token(claims, true))).toBe(401);
  expect(await post(body, 'teams', connector.token({ ...claims, aud: 'another-bot' }))).toBe(401);
  expect(await post(body, 'teams', connector.token({ ...claims, exp: 1_000 }))).toBe(401);
  expect(await post(body, 'teams', connector.token({ ...claims, serviceurl: 'https://smba.trafficmanager.net' }))).toBe(401);
  expect((await line.store.stats()).inputs).toBe(inputs);
  expect(await post(body, 'teams', connector.token(claims))).toBe(200);
  expect((await line.store.stats()).inputs).toBe(inputs + 1);
});

test('a citizen who blocked the bot, and an error that passes', async () => {
  connector.fail = [{ status: 403 }];
  await post(activity('c5', { text: 'merhaba' }));
  const rows = async () => {
    const found = (await line.store.conversations('recent', { limit: 50 })).map(({ id }) => line.store.thread(id, { limit: 9 }));
    return (await Promise.all(found)).flat();
  };
  await until(async () => (await rows()).find(({ outbound }) => outbound?.error === 'blocked'));
  connector.fail = [{ status: 502 }];
  await post(activity('c6', { text: 'merhaba' }));
  await until(() => to('c6')[0]);
});

test('does not start without credentials or a list of addresses', () => {
  const create = (settings: Record<string, string>): unknown => {
    try {
      return adapter.create({ account: 'default', settings } as never);
    } catch (error) {
      return error;
    }
  };
  expect(create({})).toMatchObject({ kind: KINDS.config, field: 'KAPI_BOTFRAMEWORK_APP_ID' });
  expect(create({ KAPI_BOTFRAMEWORK_APP_ID: APP })).toMatchObject({
    kind: KINDS.config,
    field: 'KAPI_BOTFRAMEWORK_APP_PASSWORD',
  });
  expect(create({ KAPI_BOTFRAMEWORK_SERVICE_URLS: 'somewhere' })).toMatchObject({ field: 'KAPI_BOTFRAMEWORK_SERVICE_URLS' });
});

test.each([
  ['https://smba.trafficmanager.net/emea/', true],
  ['https://directline.botframework.com/', true],
  ['https://botframework.com.evil.example/', false],
  ['https://evilbotframework.com/', false],
  ['http://smba.trafficmanager.net/', false],
  ['https://smba.trafficmanager.net:8443/', false],
  ['not an address', false],
])('%s is one of Microsoft’s own: %s', (address, expected) => expect(allowed(address, MICROSOFT)).toBe(expected));
