/** `kapi channels` as an operator uses it, against doubles of the platforms. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../src/core/paths';
import { type MetaServer, PHONE_ID, startMeta } from '../support/meta-server';
import { startTelegram, type TelegramDouble } from '../support/telegram-server';

jest.setTimeout(60_000);
let telegram: TelegramDouble;
let meta: MetaServer;
beforeAll(async () => {
  [telegram, meta] = await Promise.all([startTelegram(), startMeta()]);
});
afterAll(async () => {
  await Promise.all([telegram.stop(), meta.stop()]);
});

function kapi(
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number | null; lines: Record<string, unknown>[]; errors: string }> {
  const child = spawn(join(ROOT, 'node_modules/node/bin/node'), [join(ROOT, 'bin/kapi.cjs'), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (errors += data));
  return new Promise((done) =>
    child.on('close', (code) =>
      done({
        code,
        lines: output
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
        errors,
      }),
    ),
  );
}

const settings = () => ({
  KAPI_TELEGRAM_TOKEN: telegram.token,
  KAPI_TELEGRAM_API_URL: telegram.url,
  KAPI_TELEGRAM_TOKEN__SU: '2:revoked',
  KAPI_WHATSAPP_CLOUD_PHONE_ID: PHONE_ID,
  KAPI_WHATSAPP_CLOUD_TOKEN: meta.token,
  KAPI_WHATSAPP_CLOUD_APP_SECRET: 's',
  KAPI_WHATSAPP_CLOUD_VERIFY_TOKEN: 'v',
  KAPI_WHATSAPP_CLOUD_API_URL: meta.url,
});

test('lists every account with its state and the mend; exit 1 when one is wrong', async () => {
  const { code, lines } = await kapi(['channels'], settings());
  expect(lines.map(({ channel, ok }) => [channel, ok])).toEqual([
    ['webchat', true],
    ['whatsapp-cloud', true],
    ['telegram', true],
    ['telegram/su', false],
  ]);
  expect(lines[3]!.detail).toContain('KAPI_TELEGRAM_TOKEN is refused');
  expect(code).toBe(1);
});

test('sends a message to try a channel; an unknown one is one clear line', async () => {
  const sent = await kapi(['channels', '--send', 'telegram', '--to', '77', '--text', 'deneme'], settings());
  expect(sent.lines).toEqual([{ sent: true, platformId: '77:1' }]);
  expect(telegram.sent[0]).toMatchObject({ chat_id: '77', text: 'deneme' });
  const wrong = await kapi(['channels', '--send', 'faks', '--to', '1', '--text', 'x'], settings());
  expect(wrong.code).toBe(2);
  expect(wrong.errors).toContain('there is no running channel "faks"');
});
