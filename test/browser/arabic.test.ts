/** A guest reads Arabic from right to left in the web chat of the running line; an English line among it keeps its own direction. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { silentLog } from '../../src/core/log';
import { type Kapi, startKapi } from '../../src/main';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const SHOTS = process.env.SHOTS;

jest.setTimeout(60_000);
let folder: string;
let line: Kapi;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  if (!existsSync(path.join(__dirname, '../../dist/widget'))) throw new Error('run npm run build first');
  folder = mkdtempSync(path.join(tmpdir(), 'kapi-arabic-'));
  line = await startKapi({ KAPI_PORT: '0', KAPI_DATA_DIR: folder, KAPI_CHANNELS: 'webchat' }, silentLog);
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  page.setDefaultTimeout(15_000);
  await page.goto(`${line.url}/?lang=ar`);
});
afterAll(async () => {
  await browser?.close();
  await line?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(text: string, answer: string): Promise<void> {
  await page.locator('textarea').fill(text);
  await page.locator('textarea').press('Enter');
  await page.locator('.bubble .words', { hasText: answer }).waitFor();
}

/** Where a piece of the newest answer stands on the screen, from the left. */
const leftOf = (piece: string) =>
  page
    .locator('.bubble .words')
    .last()
    .evaluate((bubble, wanted) => {
      const texts = document.createTreeWalker(bubble, NodeFilter.SHOW_TEXT);
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        const at = node.textContent!.lastIndexOf(wanted);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        return range.getBoundingClientRect().left;
      }
      throw new Error(`${wanted} is not there`);
    }, piece);

test('page, city and bubbles stand from right to left', async () => {
  await ask('توفي والدي ماذا نفعل', 'خدمات الجنازة');
  expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl');
  expect(await page.locator('.brand').innerText()).toContain('بلدية');
  const bubble = page.locator('.bubble .words', { hasText: 'خدمات الجنازة' });
  expect(await bubble.evaluate((one) => getComputedStyle(one).direction)).toBe('rtl');
  // The answer stands on the side on which its lines begin.
  const box = (await bubble.boundingBox())!;
  expect(box.x + box.width).toBeGreaterThan(390 - 60);
});

test('what is there in English alone is told so, and its full stop stays at its end', async () => {
  await ask('أين المكتبة kütüphane', 'The Central Library');
  expect(await page.locator('.bubble .words').last().innerText()).toContain('ليست متوفرة بالعربية');
  expect(await leftOf('.\u2069')).toBeGreaterThan(await leftOf('card'));
  if (SHOTS) await page.screenshot({ path: path.join(SHOTS, 'arabic.png') });
});
