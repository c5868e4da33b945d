/** SMS on the running line, against a double that NetGSM's own client also talks to; and SMS as the last way out of WhatsApp. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Netgsm from '@netgsm/sms';
import { segmentsOf } from '../../adapters/sms/segments';
import { silentLog } from '../../src/core/log';
import { type Kapi, startKapi } from '../../src/main';
import { type MetaServer, messageWebhook, PHONE_ID, startMeta } from '../support/meta-server';
import { type NetgsmDouble, startNetgsm } from '../support/netgsm-server';
import { until } from '../support/until';

jest.setTimeout(40_000);
const SECRET = 'app-secret';
let folder: string;
let netgsm: NetgsmDouble;
let meta: MetaServer;
let line: Kapi;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kapi-sms-'));
  netgsm = await startNetgsm();
  meta = await startMeta();
  line = await startKapi(
    {
      KAPI_PORT: '0',
      KAPI_DATA_DIR: folder,
      KAPI_CHANNELS: 'auto',
      KAPI_BURST_WAIT_MS: '0',
      KAPI_SMS_USER: '4421530153',
      KAPI_SMS_PASSWORD: 'parola',
      KAPI_SMS_HEADER: 'PALANDOKEN',
      KAPI_SMS_INBOX_SECONDS: '1',
      KAPI_SMS_API_URL: netgsm.url,
      KAPI_WHATSAPP_CLOUD_PHONE_ID: PHONE_ID,
      KAPI_WHATSAPP_CLOUD_TOKEN: 'test-token',
      KAPI_WHATSAPP_CLOUD_APP_SECRET: SECRET,
      KAPI_WHATSAPP_CLOUD_VERIFY_TOKEN: 'x',
      KAPI_WHATSAPP_CLOUD_API_URL: meta.url,
    },
    silentLog,
  );
  const hook = `${line.url}/webhooks/whatsapp-cloud/default`;
  meta.statuses = { to: hook, secret: SECRET, states: ['sent', 'delivered'] };
});
afterAll(async () => {
  await line?.stop();
  await meta?.stop();
  await netgsm?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const rowsOf = async (channel: string, sender: string) => {
  const id = await line.store.conversationOf(channel, 'default', sender);
  return id === null ? [] : (await line.store.thread(id, { limit: 20 })).flatMap(({ outbound }) => outbound ?? []);
};

test('an incoming SMS is a conversation; each is answered once however often it is listed', async () => {
  netgsm.inbox.push({
    message: '28a otogardan kacta kalkiyo',
    sender: '05321112233',
    receiver: '4421530153',
    datetime: '25.03.2026 08:30:00',
  });
  const reply = await until(() => netgsm.sent.find(({ no }) => no === '5321112233'));
  expect(reply.msg).toContain('28A');
  expect(reply.iysfilter).toBe('0');
  netgsm.states.set(reply.jobid, 1);
  await until(async () => (await rowsOf('sms', '905321112233'))[0]?.state === 'delivered');
  expect(netgsm.sent.filter(({ no }) => no === '5321112233').length).toBe(1);
});

test('choices are numbered, and the ordinal in words chooses', async () => {
  const say = (message: string, second: number) =>
    netgsm.inbox.push({ message, sender: '05420000001', receiver: '4421530153', datetime: `25.03.2026 08:31:0${second}` });
  say('hosgeldin bebek destegi alabilirmiyim', 1);
  const heard = () =>
    netgsm.sent
      .filter(({ no }) => no === '5420000001')
      .map(({ msg }) => msg)
      .join('\n');
  await until(() => /1\) Evet\n2\) Hayır/.test(heard()));
  say('birinci', 2);
  await until(() => heard().includes('hangi gün doğdu'));
});

test('what only may be done next takes one short line, and its number is heard', async () => {
  const say = (message: string, second: number) =>
    netgsm.inbox.push({ message, sender: '05420000003', receiver: '4421530153', datetime: `25.03.2026 08:32:0${second}` });
  const heard = () => netgsm.sent.filter(({ no }) => no === '5420000003').map(({ msg }) => msg);
  say('karta nereden para yuklerim', 1);
  await until(() => heard().some((msg) => msg.endsWith('\n1) Sorun bildir 2) Görevliye bağlan')));
  expect(heard().join('\n')).not.toContain('Nasıl devam edelim');
  say('1', 2);
  await until(() => heard().some((msg) => /PB-\d\d-\d+/.test(msg)));
});

test('what WhatsApp no longer takes goes as an SMS to the number it vouched for, marked so', async () => {
  const from = '905329998877';
  meta.closed.add(`TR.${from}`);
  expect(
    await meta.deliver(
      `${line.url}/webhooks/whatsapp-cloud/default`,
      SECRET,
      messageWebhook('wamid.A', from, 'text', { body: 'merhaba' }),
    ),
  ).toBe(200);
  const sms = await until(() => netgsm.sent.find(({ no }) => no === '5329998877'));
  expect(sms.msg.length).toBeGreaterThan(20);
  const row = await until(async () => (await rowsOf('whatsapp-cloud', `TR.${from}`)).find(({ error }) => error === 'by_sms'));
  expect(row.state).toBe('sent');
});

test('the account’s errors: 80 waits, 20 is refused, 30 shows in health with the mend', async () => {
  netgsm.fail = ['80', '20'];
  netgsm.inbox.push({ message: 'merhaba', sender: '05420000002', receiver: '1', datetime: '25.03.2026 08:33:00' });
  const failed = await until(async () => (await rowsOf('sms', '905420000002')).find(({ state }) => state === 'failed'));
  expect(failed.error).toBe('too_long');
  const { adapter } = await import('../../adapters/sms');
  const settings = {
    KAPI_SMS_USER: '4421530153',
    KAPI_SMS_PASSWORD: 'yanlis',
    KAPI_SMS_HEADER: 'PALANDOKEN',
    KAPI_SMS_API_URL: netgsm.url,
  };
  const check = (extra: object) =>
    adapter.create({ account: 'default', settings: { ...settings, ...extra }, log: silentLog } as never).check();
  expect(await check({})).toMatchObject({ ok: false, detail: expect.stringContaining('KAPI_SMS_PASSWORD is refused') });
  expect(await check({ KAPI_SMS_PASSWORD: 'parola' })).toMatchObject({ ok: true });
  expect(await check({ KAPI_SMS_PASSWORD: 'parola', KAPI_SMS_HEADER: 'BASKASI' })).toMatchObject({
    ok: false,
    detail: expect.stringContaining('PALANDOKEN'),
  });
});

test('NetGSM’s own client is taken by the double, and sends what we send', async () => {
  const client = new Netgsm({ username: '4421530153', password: 'parola' });
  (client as unknown as { baseURL: string }).baseURL = netgsm.url;
  const { render } = await import('../../adapters/sms/render');
  const ours = render({ to: '905320000009', lang: 'tr', part: { kind: 'text', text: 'Kaydınız kapandı' } } as never);
  const answer = await client.sendRestSms({ msgheader: 'PALANDOKEN', iysfilter: '0', ...ours });
  expect(answer.jobid).toMatch(/^\d+$/);
  expect(netgsm.sent.at(-1)).toMatchObject({ no: '5320000009', msg: 'Kaydınız kapandı', encoding: 'TR', iysfilter: '0' });
});

test.each([
  ['28A 08.40', 'basic', 9, 1],
  ['a'.repeat(160), 'basic', 160, 1],
  ['a'.repeat(161), 'basic', 161, 2],
  ['Çöp ve ödeme ÜÖÄ', 'basic', 16, 1],
  ['ğışçİŞĞ', 'turkish', 14, 1],
  ['ş'.repeat(78), 'turkish', 156, 2],
  ['[a]', 'basic', 5, 1],
  ['تم', 'ucs2', 2, 1],
  ['ب'.repeat(71), 'ucs2', 71, 2],
])('%s costs as 3GPP TS 23.038 counts', (text, alphabet, length, segments) => {
  expect(segmentsOf(text)).toEqual({ alphabet, length, segments });
});
