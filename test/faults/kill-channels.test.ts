/**
 * The same promise on WhatsApp and Telegram, where the platform does not drop what it has seen under our id: nothing accepted is lost,
 * every message reaches its citizen, and one may come twice only where a crash left its sending unclear and the row says so.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { project } from '../../src/commit';
import { degrade } from '../../src/outbox/degrade';
import type { OutboxRow } from '../../src/store/port';
import { openSqliteStore } from '../../src/store/sqlite';
import { type MetaServer, messageWebhook, PHONE_ID, startMeta } from '../support/meta-server';
import { startTelegram, type TelegramDouble } from '../support/telegram-server';
import { Line, sleep, STAGES, TEXTS } from './kill';

jest.setTimeout(240_000);
const SECRET = 'app-secret';
const PEOPLE = 40;
const EACH = 8;
const KILLS = 24;
const WAIT_MS = 90_000;

interface Platform {
  env: Record<string, string>;
  /** Delivers one message; true once it was told "accepted". */
  deliver(port: number, person: string, id: number, text: string): Promise<boolean>;
  /** How often each of our messages came to the person, as a key that `keys` gives for a row too. */
  came(): Map<string, number>;
  keys(row: OutboxRow): string[];
  stop(): Promise<void>;
}

async function whatsapp(): Promise<Platform> {
  const meta: MetaServer = await startMeta();
  meta.statuses = { to: '', secret: SECRET, states: ['sent', 'delivered'] };
  const { adapter } = await import('../../adapters/whatsapp-cloud');
  return {
    env: {
      KAPI_CHANNELS: 'whatsapp-cloud',
      KAPI_WHATSAPP_CLOUD_PHONE_ID: PHONE_ID,
      KAPI_WHATSAPP_CLOUD_TOKEN: 'test-token',
      KAPI_WHATSAPP_CLOUD_APP_SECRET: SECRET,
      KAPI_WHATSAPP_CLOUD_VERIFY_TOKEN: 'x',
      KAPI_WHATSAPP_CLOUD_API_URL: meta.url,
    },
    async deliver(port, person, id, text) {
      const hook = `http://127.0.0.1:${port}/webhooks/whatsapp-cloud/default`;
      meta.statuses!.to = hook;
      return (await meta.deliver(hook, SECRET, messageWebhook(`wamid.${id}`, `90532${person}`, 'text', { body: text }))) === 200;
    },
    came: () => counted(meta.sent.map((body) => body.biz_opaque_callback_data)),
    keys: ({ outbound }) => degrade(outbound, adapter.capabilities).map(({ id }) => id),
    stop: () => meta.stop(),
  };
}

async function telegram(): Promise<Platform> {
  const double: TelegramDouble = await startTelegram();
  const { adapter } = await import('../../adapters/telegram');
  const secret = async (): Promise<string> => {
    while (!double.hook?.secret_token) await sleep(20);
    return double.hook.secret_token;
  };
  return {
    env: {
      KAPI_CHANNELS: 'telegram',
      KAPI_TELEGRAM_TOKEN: double.token,
      KAPI_TELEGRAM_API_URL: double.url,
      KAPI_TELEGRAM_MODE: 'webhook',
    },
    async deliver(port, person, id, text) {
      const chat = { id: Number(person), type: 'private' };
      const update = {
        update_id: id,
        message: { message_id: id, from: { id: Number(person) }, chat, date: 1_774_423_800, text },
      };
      const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': await secret() };
      const body = JSON.stringify(update);
      return (
        (await fetch(`http://127.0.0.1:${port}/webhooks/telegram/default`, { method: 'POST', body, headers })).status === 200
      );
    },
    // Telegram carries no id of ours: person and words are compared, and equal words of one person are counted together.
    came: () => counted(double.sent.map(({ chat_id: chat, text }) => `${chat}|${text}`)),
    keys: ({ outbound }) =>
      degrade(outbound, adapter.capabilities).map(({ part }) => `${outbound.to}|${'text' in part ? part.text : ''}`),
    stop: () => double.stop(),
  };
}

function counted(keys: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

test.each([
  ['whatsapp-cloud', whatsapp],
  ['telegram', telegram],
])('%s', async (channel, platformOf) => {
  const platform = await platformOf();
  const dataDir = mkdtempSync(join(tmpdir(), 'kapi-kill-'));
  const line = new Line({ KAPI_DATA_DIR: dataDir, KAPI_UNCERTAIN_SECONDS: '5', ...platform.env }, KILLS);
  await line.start();
  let accepted = 0;
  let ids = 0;

  async function deliver(person: string, text: string): Promise<void> {
    const id = ++ids;
    for (;;) {
      try {
        if (line.port > 0 && (await platform.deliver(line.port, person, id, text))) break;
      } catch {
        // Killed on the way: the platform sends again.
      }
      await sleep(20);
    }
    accepted++;
  }

  const people = Array.from({ length: PEOPLE }, (_, person) => String(1_000_000 + person));
  await Promise.all(
    people.map(async (person, place) => {
      for (let index = 0; index < EACH; index++) {
        await deliver(person, TEXTS[(place + index) % TEXTS.length]!);
        await sleep(60);
      }
    }),
  );
  // Small talk keeps the stages busy until the last kill, at a rate that the platform's own allows.
  for (let extra = 0, end = Date.now() + WAIT_MS; line.total < KILLS && Date.now() < end; extra++) {
    await deliver(String(2_000_000 + (extra % 200)), 'merhaba');
    await sleep(50);
  }
  const came = (): number => [...platform.came().values()].reduce((sum, count) => sum + count, 0);
  // Until nothing has come for a while: what waits for a status, a pace or a retry is on its way by then.
  for (let last = -1, still = 0, waited = 0; still < 48 && waited < WAIT_MS; waited += 250) {
    still = came() === last ? still + 1 : 0;
    last = came();
    await sleep(250);
  }
  await line.stop();

  const store = await openSqliteStore({ path: join(dataDir, 'kapi.db'), project });
  const stats = await store.stats();
  const wanted = new Map<string, { rows: number; resent: number }>();
  const unsent: string[] = [];
  for (const { id } of await store.conversations('recent', { limit: 1_000 }))
    for (const { outbound } of await store.thread(id, { limit: 1_000 })) {
      if (!outbound || outbound.state === 'cancelled') continue;
      if (!['sent', 'delivered', 'read'].includes(outbound.state)) unsent.push(`${outbound.outbound.id} ${outbound.state}`);
      for (const key of platform.keys(outbound)) {
        const found = wanted.get(key) ?? { rows: 0, resent: 0 };
        wanted.set(key, { rows: found.rows + 1, resent: found.resent + (outbound.resent ? 1 : 0) });
      }
    }
  await store.close();
  const seen = platform.came();
  const lost = [...wanted].filter(([key, { rows }]) => (seen.get(key) ?? 0) < rows);
  const doubled = [...wanted].filter(([key, { rows }]) => (seen.get(key) ?? 0) > rows);
  // A row that two crashes met may come three times; it bears one mark.
  const unmarked = doubled.filter(([, { resent }]) => resent === 0);
  const byStage = Object.fromEntries(STAGES.map((stage) => [stage, line.kills.get(stage) ?? 0]));
  console.log(
    `${channel}: kills by stage ${JSON.stringify(byStage)} (${line.total}); ${accepted} accepted, ${came()} messages, ${lost.length} lost, ` +
      `${doubled.length} came twice, ${unmarked.length} of them unmarked`,
  );
  await platform.stop();
  rmSync(dataDir, { recursive: true, force: true });

  expect(line.total).toBe(KILLS);
  expect(stats.unconsumed).toBe(0);
  expect(unsent).toEqual([]);
  expect(lost).toEqual([]);
  expect(unmarked).toEqual([]);
});
