/** The whole way in two real browsers: a citizen in the widget, an agent in the console, the line between them. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { silentLog } from '../../src/core/log';
import { type Kapi, startKapi } from '../../src/main';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const BUILT = path.join(__dirname, '../../dist/console/index.html');
const SHOTS = process.env.SHOTS;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const PASSWORD = 'uzun bir parola 1';

jest.setTimeout(90_000);
let folder: string;
let line: Kapi;
let browsers: Browser[] = [];

beforeAll(async () => {
  if (!existsSync(BUILT)) throw new Error('dist/console is missing: run npm run build first');
  folder = mkdtempSync(path.join(tmpdir(), 'kapi-console-'));
  line = await startKapi({ KAPI_PORT: '0', KAPI_DATA_DIR: folder, KAPI_BURST_WAIT_MS: '800' }, silentLog);
  browsers = await Promise.all([0, 1].map(() => chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })));
});
afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await line?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function visit(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    locale: 'tr-TR',
    reducedMotion: 'reduce',
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(address);
  return page;
}

async function shot(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: path.join(SHOTS, `${name}.png`) });
}

async function axe(page: Page): Promise<string[]> {
  // A colour measured half-way through a fade is nobody's colour.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  await page.evaluate(AXE);
  const found = await page.evaluate(async (tags) => {
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself into the page
    const result = await (window as any).axe.run(document, { runOnly: tags });
    return result.violations.map(
      (violation: { id: string; nodes: { target: string[]; failureSummary: string }[] }) =>
        `${violation.id}: ${violation.nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary}`).join('; ')}`,
    );
  }, TAGS);
  return found as string[];
}

let citizen: Page;
let agent: Page;

async function write(text: string): Promise<void> {
  await citizen.locator('textarea').fill(text);
  await citizen.locator('textarea').press('Enter');
}
const heard = (text: string | RegExp) => citizen.locator('.bubble', { hasText: text }).last().waitFor({ timeout: 10_000 });

test('the first-start link creates the administrator', async () => {
  agent = await visit(browsers[1]!, (await line.firstStartUrl())!);
  await agent.getByLabel('Ad soyad').fill('Elif Aydın');
  await agent.getByLabel('Kullanıcı adı').fill('elif');
  await agent.locator('input[type=password]').fill('kısa');
  await agent.getByRole('button', { name: 'Hesabı aç' }).click();
  await agent.getByRole('alert').getByText('en az 10 karakter').waitFor();
  expect(await axe(agent)).toEqual([]);
  await shot(agent, 'console-first');
  await agent.locator('input[type=password]').fill(PASSWORD);
  await agent.getByRole('button', { name: 'Hesabı aç' }).click();
  await agent.getByText('Bekleyen görüşme yok.').waitFor();
});

test('the citizen asks for a bus, reports a pothole with a photo, asks for a person', async () => {
  citizen = await visit(browsers[0]!, `${line.url}/`, { viewport: { width: 1100, height: 800 } });
  await citizen.locator('textarea').waitFor();
  await write('28a otogardan kacta kalkiyo');
  await heard(/28A/);
  await shot(citizen, 'citizen-bus');
  await citizen.locator('input[type=file]').first().setInputFiles(path.join(__dirname, '../../docs/citizen-page.png'));
  await citizen.getByRole('button', { name: 'Kaldır: citizen-page.png' }).waitFor();
  await write('fevzi cakmak mahallesinde yolda kocaman cukur var');
  await citizen.getByRole('button', { name: 'Yazmayacağım' }).click();
  await heard(/PB-26-/);
  await write('bir insanla görüşmek istiyorum');
  await heard(/görevli/);
  await shot(citizen, 'citizen-waits');
});

test('the agent sees who waits, with the bot’s reading of each message and the record beside it', async () => {
  await agent.locator('.card').first().waitFor();
  await agent.getByText('Görevli istedi').waitFor();
  await agent.locator('.card').first().click();
  await agent
    .locator('.entry', { hasText: '28a otogardan' })
    .getByText(/Otobüs saatleri · %\d+/)
    .waitFor();
  await agent
    .locator('.desk-side')
    .getByText(/PB-26-/)
    .first()
    .waitFor();
  expect(await agent.locator('.desk-side').getByText('İletişim').count()).toBe(0);
  await agent.locator('.entry img.photo').first().waitFor();
  const seen = await agent
    .locator('.entry img.photo')
    .first()
    .evaluate((image: HTMLImageElement) => image.naturalWidth);
  expect(seen).toBeGreaterThan(0);
  await agent
    .locator('.entry', { hasText: '28a otogardan' })
    .getByText(/Otobüs saatleri · %\d+/)
    .click();
  await agent.getByText(/Metinde geçenler/).waitFor();
  await shot(agent, 'console-reading');
  await agent.keyboard.press('Escape');
  await agent.getByText(/Metinde geçenler/).waitFor({ state: 'hidden' });
  expect(await axe(agent)).toEqual([]);
});

test('the agent takes over, answers live; the bot is silent; the agent returns it', async () => {
  await agent.getByRole('button', { name: 'Devral' }).click();
  await heard(/Elif Aydın devraldı/);
  await agent.getByRole('textbox', { name: 'Yanıt', exact: true }).fill('Merhaba, ekibimiz bugün bakacak.');
  await agent.getByRole('textbox', { name: 'Yanıt', exact: true }).press('Enter');
  await heard('Merhaba, ekibimiz bugün bakacak.');
  await write('otobüs saatleri');
  await agent.locator('.entry[data-from=citizen]', { hasText: 'otobüs saatleri' }).last().waitFor();
  await agent.waitForTimeout(1_500);
  const last = await agent.locator('.entry').last().getAttribute('data-from');
  expect(last).toBe('citizen');
  await agent.getByText('Not', { exact: true }).click();
  await agent.getByRole('textbox', { name: 'Not', exact: true }).fill('Aynı yerden üçüncü bildirim');
  await agent.getByRole('button', { name: 'Notu ekle' }).click();
  await agent.locator('.entry[data-from=note]').waitFor();
  await shot(agent, 'console-thread');
  await agent.locator('.desk-side').getByLabel('Vatandaşa yanıt').fill('Ekip yola çıktı.');
  await agent.locator('.desk-side').getByRole('button', { name: 'Kaydet ve bildir' }).click();
  await heard('Ekip yola çıktı.');
  await agent.getByRole('button', { name: 'Asistana geri ver' }).click();
  await heard(/asistan olarak ben yanıt vereceğim/);
  expect(await citizen.locator('.bubble', { hasText: 'Aynı yerden üçüncü' }).count()).toBe(0);
  expect(await citizen.locator('.bubble', { hasText: 'Merhaba, ekibimiz bugün bakacak.' }).count()).toBe(1);
});

test('the agent sees why a message was read so, and says what was meant in two presses', async () => {
  const entry = agent.locator('.entry[data-from=citizen]', { hasText: 'otobüs saatleri' }).last();
  await entry.getByRole('button').click();
  const card = agent.getByRole('dialog');
  await card.getByText('En yakın örnekler').waitFor();
  await shot(agent, 'console-why');
  expect(await axe(agent)).toEqual([]);
  const meant = card.locator('button', { hasText: /./ }).first();
  const name = await meant.innerText();
  await meant.click();
  await entry.getByText(`${name} · Elif Aydın düzeltti`).waitFor();
  await agent.keyboard.press('Escape');
});

test('the citizen asks what became of the record', async () => {
  await write('başvurum ne oldu');
  await heard(/PB-26-\d+[\s\S]*Ekip yola çıktı|PB-26-\d+/);
  await shot(citizen, 'citizen-status');
});

test('an agent who comes later logs in, on a phone, in the dark, in English', async () => {
  await agent.getByRole('button', { name: 'Elif Aydın Yönetici' }).click();
  await agent.getByRole('menuitem', { name: 'Görevliler' }).click();
  await agent.getByRole('dialog').getByLabel('Ad soyad').fill('Can Er');
  await agent.getByRole('dialog').getByLabel('Kullanıcı adı').fill('can');
  await agent.getByRole('dialog').locator('input[type=password]').fill(PASSWORD);
  await agent.getByRole('button', { name: 'Görevli ekle' }).click();
  await agent.getByText('Can Er eklendi.').waitFor();
  await shot(agent, 'console-agents');
  expect(await axe(agent)).toEqual([]);

  const phone = await visit(browsers[1]!, `${line.url}/console/`, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  await phone.getByLabel('Kullanıcı adı').fill('can');
  await phone.locator('input[type=password]').fill('yanlış parola');
  await phone.getByRole('button', { name: 'Giriş yap' }).click();
  await phone.getByRole('alert').getByText('yanlış').waitFor();
  await phone.locator('input[type=password]').fill(PASSWORD);
  await phone.getByRole('button', { name: 'Giriş yap' }).click();
  await phone.getByRole('button', { name: /Can Er/ }).click();
  await phone.getByRole('menuitem', { name: 'English' }).click();
  await phone.getByRole('tab', { name: 'All' }).click();
  await phone.locator('.card').first().click();
  await phone.getByRole('button', { name: 'Take over' }).waitFor();
  await shot(phone, 'console-phone');
  expect(await axe(phone)).toEqual([]);
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  await phone.context().close();
});
