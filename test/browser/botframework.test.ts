/** A citizen in Microsoft's own Web Chat, through offline-directline, to the running line: clients that nobody here wrote. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { silentLog } from '../../src/core/log';
import { type Kapi, startKapi } from '../../src/main';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const CLIENTS = path.join(__dirname, '../support/directline');
const SHOTS = process.env.SHOTS;

jest.setTimeout(90_000);
let folder: string;
let line: Kapi;
let directline: ChildProcess;
let browser: Browser;
let page: Page;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

beforeAll(async () => {
  if (!existsSync(path.join(CLIENTS, 'node_modules')))
    throw new Error('the clients are missing: run "npm ci --ignore-scripts --prefix test/support/directline" first');
  folder = mkdtempSync(path.join(tmpdir(), 'kapi-directline-'));
  const port = await freePort();
  line = await startKapi(
    {
      KAPI_PORT: '0',
      KAPI_DATA_DIR: folder,
      KAPI_BURST_WAIT_MS: '0',
      KAPI_CHANNELS: 'auto,botframework',
      KAPI_BOTFRAMEWORK_SERVICE_URLS: `http://127.0.0.1:${port}`,
    },
    silentLog,
  );
  const hook = `${line.url}/webhooks/botframework/default`;
  directline = spawn(process.execPath, [path.join(CLIENTS, 'server.cjs'), String(port), hook], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => directline.stdout!.once('data', resolve));
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  page = await (await browser.newContext({ locale: 'tr-TR', viewport: { width: 420, height: 760 } })).newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`http://127.0.0.1:${port}/`);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  directline?.kill();
  await line?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function write(text: string): Promise<void> {
  const box = page.locator('[data-id="webchat-sendbox-input"]');
  await box.fill(text);
  await box.press('Enter');
}
const heard = (text: string | RegExp) => page.locator('.webchat__bubble', { hasText: text }).last().waitFor();

test('a question is answered, and a suggested action chosen', async () => {
  await write('28a otogardan kacta kalkiyo');
  await heard(/28A/);
  await write('hosgeldin bebek destegi alabilirmiyim');
  await page.getByRole('button', { name: 'Evet' }).first().click();
  await heard(/hangi gün doğdu/);
  if (SHOTS) await page.screenshot({ path: path.join(SHOTS, 'directline.png') });
});

test('who asks for a person waits at the desk', async () => {
  await write('bir insanla görüşmek istiyorum');
  await heard(/görevli/);
  const [waiting] = await line.store.conversations('waiting', { limit: 9 });
  expect(waiting).toMatchObject({ channel: 'botframework' });
});
