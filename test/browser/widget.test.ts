/** The widget in a real browser, against a real server: nothing lost, nothing doubled, and usable by everyone. */
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { MessageItem } from '../../src/core/items';
import { type House, startHouse } from '../support/webchat-server';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const WIDGET = path.join(__dirname, '../../dist/widget/widget.js');
const SHOTS = process.env.SHOTS;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

jest.setTimeout(60_000);
let browser: Browser;
let house: House;
let pages: Page[] = [];

beforeAll(async () => {
  if (!existsSync(WIDGET)) throw new Error('dist/widget/widget.js is missing: run npm run build first');
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});
afterAll(() => browser?.close());
beforeEach(async () => {
  house = await startHouse({});
});
afterEach(async () => {
  for (const page of pages) await page.context().close();
  pages = [];
  await house.stop();
});

async function visit(address: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    locale: 'tr-TR',
    permissions: ['geolocation'],
    geolocation: { latitude: 39.9, longitude: 41.26, accuracy: 12 },
    ...options,
  });
  const page = await context.newPage();
  pages.push(page);
  await page.goto(house.url + address);
  return page;
}

const field = (page: Page) => page.locator('textarea');
const bubbles = (page: Page) => page.locator('.bubble .words').allInnerTexts();
const partsOf = (items: MessageItem[]): string[] =>
  items.map(({ parts: [part] }) => (part?.kind === 'text' ? part.text : (part?.kind ?? '')));

async function write(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press('Enter');
}

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; !what(); tries++) {
    if (tries > 200) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The accessibility rules that the page breaks, in its present state. */
async function violations(page: Page): Promise<string[]> {
  await page.waitForTimeout(300);
  await page.evaluate(AXE);
  const result = await page.evaluate(
    (tags) =>
      (
        globalThis as unknown as {
          axe: { run(o: object): Promise<{ passes: unknown[]; violations: { id: string; nodes: { html: string }[] }[] }> };
        }
      ).axe.run({ runOnly: tags }),
    TAGS,
  );
  expect(result.passes.length).toBeGreaterThan(10);
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

const echo = (item: MessageItem): void => {
  const [part] = item.parts;
  const text = part?.kind === 'text' ? `yanıt: ${part.text}` : `yanıt: ${part?.kind}`;
  void house.say(item.sender.ids[0]!, { kind: 'text', text });
};

test('under the page’s strict policy a message goes and its answer comes', async () => {
  house.onMessage = echo;
  const page = await visit('/?lang=tr');
  const refused: string[] = [];
  page.on('console', (line) => line.type() === 'error' && refused.push(line.text()));
  await write(page, 'merhaba');
  await page.getByText('yanıt: merhaba').waitFor();
  expect(house.accepted).toMatchObject([{ lang: 'tr', parts: [{ kind: 'text', text: 'merhaba' }] }]);
  await page.reload();
  await page.getByText('yanıt: merhaba').waitFor();
  expect((await bubbles(page)).slice(1)).toEqual(['merhaba', 'yanıt: merhaba']);
  expect(refused).toEqual([]);
});

test('what is written without a connection is sent in order when it is back, each once', async () => {
  house.onMessage = echo;
  const page = await visit('/');
  await write(page, 'bir');
  await page.getByText('yanıt: bir').waitFor();
  await page.context().setOffline(true);
  for (const text of ['iki', 'üç', 'dört']) await write(page, text);
  await page.waitForTimeout(500);
  await page.context().setOffline(false);
  await until(() => house.accepted.length === 4);
  await page.getByText('yanıt: dört').waitFor();
  await page.waitForTimeout(500);
  expect(partsOf(house.accepted)).toEqual(['bir', 'iki', 'üç', 'dört']);
  expect((await bubbles(page)).filter((text) => text.startsWith('yanıt')).sort()).toEqual([
    'yanıt: bir',
    'yanıt: dört',
    'yanıt: iki',
    'yanıt: üç',
  ]);
});

test('a server that goes away, is down, and comes back loses and doubles nothing', async () => {
  const page = await visit('/');
  await write(page, 'bir');
  await until(() => house.accepted.length === 1);
  house.down = true;
  await write(page, 'iki');
  await page.waitForTimeout(1_500);
  expect(house.accepted).toHaveLength(1);
  // A reload while it waits: the queue is the browser's.
  await page.reload();
  await page.getByText('iki').waitFor();
  house.down = false;
  await until(() => house.accepted.length === 2);
  // Answered while the tab's socket is cut: read from the history on return.
  await page.context().setOffline(true);
  await page.waitForTimeout(300);
  await house.say(house.accepted[0]!.sender.ids[0]!, { kind: 'text', text: 'yokken yazıldı' }, { silent: true });
  await page.context().setOffline(false);
  await page.getByText('yokken yazıldı').waitFor({ timeout: 20_000 });
  expect(partsOf(house.accepted)).toEqual(['bir', 'iki']);
});

test('two tabs share one conversation', async () => {
  house.onMessage = echo;
  const first = await visit('/');
  await write(first, 'bir');
  await first.getByText('yanıt: bir').waitFor();
  const second = await first.context().newPage();
  await second.goto(`${house.url}/`);
  await second.getByText('yanıt: bir').waitFor();
  await write(second, 'iki');
  await first.getByText('yanıt: iki').waitFor();
  expect((await bubbles(first)).slice(1)).toEqual(['bir', 'yanıt: bir', 'iki', 'yanıt: iki']);
});

test('choices are pressed once; a stale one cannot be', async () => {
  const page = await visit('/');
  await write(page, 'otobus');
  await until(() => house.accepted.length === 1);
  const visitor = house.accepted[0]!.sender.ids[0]!;
  const choices = [
    { id: 'yes', label: 'Evet' },
    { id: 'no', label: 'Hayır' },
  ];
  await house.say(visitor, { kind: 'choices', text: 'Bunu mu?', questionId: 'q1', choices });
  await page.getByRole('button', { name: 'Hayır' }).click();
  await until(() => house.accepted.length === 2);
  expect(house.accepted[1]!.parts).toEqual([{ kind: 'choice', questionId: 'q1', id: 'no', label: 'Hayır' }]);
  expect(await page.getByRole('button', { name: 'Evet' }).isDisabled()).toBe(true);
  await house.say(visitor, { kind: 'choices', text: 'Ya bu?', questionId: 'q2', choices });
  await write(page, 'başka bir şey');
  await until(() => house.accepted.length === 3);
  await house.say(visitor, { kind: 'text', text: 'Peki.' });
  await page.getByText('Peki.').waitFor();
  for (const button of await page.getByRole('button', { name: /Evet|Hayır/ }).all()) expect(await button.isDisabled()).toBe(true);
});

test('a large photo is shrunk, a place is shown before it is sent', async () => {
  const page = await visit('/');
  const bytes = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(3_000, 2_000);
    const brush = canvas.getContext('2d')!;
    for (let x = 0; x < 3_000; x += 20) {
      brush.fillStyle = `hsl(${x} 60% 50%)`;
      brush.fillRect(x, 0, 20, 2_000);
    }
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  await page.locator('input[type=file]').setInputFiles({ name: 'yol.png', mimeType: 'image/png', buffer: Buffer.from(bytes) });
  await page.getByRole('button', { name: 'Kaldır: yol.png' }).waitFor();
  await page.getByRole('button', { name: 'Konumumu ekle' }).click();
  await page.getByText('yaklaşık 12 m').waitFor();
  expect(house.accepted).toHaveLength(0);
  await write(page, 'yol çöktü');
  await until(() => house.accepted.length === 2);
  expect(house.accepted.map(({ parts }) => parts[0])).toMatchObject([
    { kind: 'media', caption: 'yol çöktü', media: { kind: 'image', mimeType: 'image/jpeg', fileName: 'yol.png' } },
    { kind: 'location', lat: 39.9, lon: 41.26 },
  ]);
  await page.reload();
  const size = await page.locator('.photo img').evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  });
  expect(size).toEqual([1_600, 1_067]);
});

test('what the server refuses for good is shown with its reason and can be deleted', async () => {
  const page = await visit('/');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('not an image') });
  await page.getByText('Bu fotoğraf açılamadı').waitFor();
  await page.evaluate(() =>
    localStorage.setItem(
      'kapi.queue',
      JSON.stringify([{ message: { clientId: 'client-0001', text: 'x'.repeat(5_000) }, at: Date.now(), tries: 0 }]),
    ),
  );
  await page.reload();
  await page.getByText('Gönderilemedi: Mesaj ya da dosya çok büyük.').waitFor();
  await page.getByRole('button', { name: 'Sil', exact: true }).click();
  await page.getByText('Gönderilemedi').waitFor({ state: 'detached' });
  await write(page, 'kısa');
  await until(() => house.accepted.length === 1);
});

test('by keyboard alone: open, write, close with Escape, back where one was', async () => {
  const page = await visit('/embedding');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const focused = (): Promise<string> =>
    page.evaluate(
      () =>
        document.querySelector('kapi-chat')!.shadowRoot!.activeElement?.className ||
        document.querySelector('kapi-chat')!.shadowRoot!.activeElement?.tagName ||
        '',
    );
  // The focus moves in the frame after the field is drawn.
  const comes = async (where: string): Promise<void> => {
    for (let tries = 0; (await focused()) !== where && tries < 40; tries++) await page.waitForTimeout(50);
    expect(await focused()).toBe(where);
  };
  await field(page).waitFor();
  await comes('TEXTAREA');
  await page.keyboard.type('merhaba');
  await page.keyboard.press('Enter');
  await until(() => house.accepted.length === 1);
  await page.keyboard.press('Escape');
  await field(page).waitFor({ state: 'detached' });
  await comes('launcher');
  await house.say(house.accepted[0]!.sender.ids[0]!, { kind: 'text', text: 'Buyurun' });
  await page.getByRole('button', { name: 'Sohbeti aç, 1 okunmamış mesaj' }).waitFor();
});

test('nothing a person writes becomes HTML', async () => {
  const page = await visit('/');
  const nasty = '<img src=x onerror="document.title=1"><script>document.title=2</script> javascript:alert(1)';
  await write(page, nasty);
  await until(() => house.accepted.length === 1);
  await house.say(house.accepted[0]!.sender.ids[0]!, { kind: 'text', text: nasty }, { author: 'agent', authorName: '<b>x</b>' });
  await page.getByText('<b>x</b>', { exact: false }).first().waitFor();
  expect(await page.locator('.bubble img, .bubble script, .name b, .bubble a').count()).toBe(0);
});

describe.each(['tr', 'en', 'ar'])('accessible in %s', (lang) => {
  test.each([
    ['desktop', { viewport: { width: 1280, height: 800 } }],
    ['phone', { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true }],
    ['dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' as const }],
  ])('%s', async (name, options) => {
    house.onMessage = (item) => {
      const to = item.sender.ids[0]!;
      void house.say(
        to,
        {
          kind: 'choices',
          text: 'https://a.bel.tr 444 1 153',
          questionId: 'q1',
          choices: [
            { id: 'a', label: 'A' },
            { id: 'b', label: 'B' },
          ],
        },
        { lang: lang as 'tr' },
      );
      void house.say(to, { kind: 'text', text: '…' }, { author: 'agent', authorName: 'Zeynep', lang: lang as 'tr' });
    };
    const page = await visit(`/?lang=${lang}`, { ...options, bypassCSP: true });
    await field(page).waitFor();
    expect(await violations(page)).toEqual([]);
    await write(page, lang === 'ar' ? 'مرحبا' : 'merhaba');
    await page.getByText('Zeynep').first().waitFor();
    expect(await violations(page)).toEqual([]);
    // WCAG 1.4.10: nothing is wider than a narrow phone.
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await page.locator('.root').getAttribute('dir')).toBe(lang === 'ar' ? 'rtl' : 'ltr');
    if (SHOTS) await page.screenshot({ path: path.join(SHOTS, `widget-${lang}-${name}.png`) });
  });
});

test('a logged-in citizen finds the history on another device; a stranger in the same browser does not', async () => {
  const key = 'a key of the city and its own site';
  const own = await startHouse({ KAPI_WEBCHAT_IDENTITY_SECRET: key });
  try {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { sub: 'vatandas-17', exp: Math.floor(Date.now() / 1_000) + 600 };
    const signed = `${part({ alg: 'HS256' })}.${part(claims)}`;
    const identity = `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
    const portal = async (who: string): Promise<Page> => {
      const page = await visit('/health', { viewport: { width: 900, height: 700 } });
      const script = `<script src="${own.url}/webchat/widget.js" defer data-lang="tr" data-open data-identity="${who}"></script>`;
      await page.route('**/portal', (route) =>
        route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>e-Belediye</title>${script}` }),
      );
      await page.goto(`${own.url}/portal`);
      await field(page).waitFor();
      return page;
    };
    const phone = await portal(identity);
    await write(phone, 'telefondan yazdım');
    await until(() => own.accepted.length === 1);
    const desktop = await portal(identity);
    await desktop.locator('.bubble .words', { hasText: 'telefondan yazdım' }).waitFor();
    const stranger = await portal('');
    expect(await bubbles(stranger)).not.toContain('telefondan yazdım');
  } finally {
    await own.stop();
  }
});
