/** The departments' lists in a real browser: deliveries are ticked off, reservations confirmed and refused, citizens told. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { JsonObject } from '../../src/core/json';
import { silentLog } from '../../src/core/log';
import { newSession } from '../../src/core/session';
import { type Event, turnId } from '../../src/core/turn';
import { type Kapi, startKapi } from '../../src/main';
import { message } from '../store/support';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const SHOTS = process.env.SHOTS;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const HOUR_MS = 3_600_000;
const FAR = new Date(Date.now() + 240 * HOUR_MS).toISOString().slice(0, 10);

jest.setTimeout(90_000);
let folder: string;
let line: Kapi;
let browser: Browser;
let agent: Page;

beforeAll(async () => {
  if (!existsSync(path.join(__dirname, '../../dist/console/index.html'))) throw new Error('run npm run build first');
  folder = mkdtempSync(path.join(tmpdir(), 'kapi-departments-'));
  line = await startKapi({ KAPI_PORT: '0', KAPI_DATA_DIR: folder, KAPI_CHANNELS: 'webchat' }, silentLog);
  const baby = { programme: 'hosgeldin-bebek', birth: '2026-03-01', babies: '1', applicant: 'mother' };
  await record('PB-26-000001', 'baby.apply', {
    ...baby,
    name: 'Elif Yılmaz',
    delivery: 'home',
    address: 'Lale sok. 5',
    neighbourhood: 'Kartal Mahallesi',
  });
  await record('PB-26-000002', 'baby.apply', {
    ...baby,
    name: 'Ali ve Ayşe Demir',
    babies: '2',
    delivery: 'home',
    address: 'Çınar Sok. 12',
    neighbourhood: 'Gazi Mahallesi',
  });
  await record('PB-26-000003', 'baby.apply', { ...baby, name: 'Can Er', delivery: 'gonul-kapisi' });
  const pitch = { facility: 'hali-saha', unit: '1', date: FAR, name: 'Murat Kurt' };
  await record('PB-26-000004', 'facility.booking', {
    ...pitch,
    session: '18:00-19:00',
    slots: [`hali-saha|${FAR} 18:00-19:00|1`],
  });
  await record('PB-26-000005', 'facility.booking', {
    ...pitch,
    session: '19:00-20:00',
    slots: [`hali-saha|${FAR} 19:00-20:00|1`],
  });
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  await line?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A citizen of their own with one record, as a flow leaves it. */
async function record(number: string, intent: string, details: JsonObject): Promise<void> {
  const input = { ...message(`e-${number}`, `citizen-${number}`), channel: 'webchat' };
  const [{ conversationId }] = (await line.store.accept([input])) as [{ conversationId: string }];
  const now = Date.now();
  if (Array.isArray(details.slots))
    await line.store.slotsClaim({ slots: details.slots as string[], number, conversationId, now, until: now + HOUR_MS });
  const ticket = {
    number,
    intent,
    department: 'sosyal',
    priority: 'normal' as const,
    description: '',
    place: null,
    neighbourhood: null,
    lat: null,
    lon: null,
    media: [],
    contact: { name: null, phone: '0532 123 45 67', channel: 'webchat' },
    details,
  };
  const events: Event[] = [{ type: 'ticket.opened', ticket }];
  const session = newSession({ channel: 'webchat', account: 'default', to: `citizen-${number}` }, 'tr');
  const turn = {
    id: turnId(conversationId, 1),
    conversationId,
    version: 1,
    inputs: [input.id],
    at: now,
    session,
    events,
    calls: [],
  };
  expect(await line.store.commit(turn)).toBe('committed');
}

async function axe(): Promise<string[]> {
  await agent.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  await agent.evaluate(AXE);
  const found = await agent.evaluate(async (tags) => {
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself into the page
    const result = await (window as any).axe.run(document, { runOnly: tags });
    return result.violations.map(
      (violation: { id: string; nodes: { target: string[] }[] }) =>
        `${violation.id}: ${violation.nodes.map(({ target }) => target.join(' ')).join('; ')}`,
    );
  }, TAGS);
  return found as string[];
}

async function open(item: string): Promise<void> {
  await agent.getByRole('button', { name: 'Elif Aydın' }).click();
  await agent.getByRole('menuitem', { name: item }).click();
  await agent.getByRole('dialog').getByRole('row').nth(1).waitFor();
}
const status = async (number: string) => (await line.store.ticket(number))?.status;
async function until(check: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 50 && !(await check()); tries++) await new Promise((again) => setTimeout(again, 100));
  expect(await check()).toBe(true);
}

test('the list of deliveries stands by neighbourhood and is ticked off', async () => {
  const context = await browser.newContext({ locale: 'tr-TR', reducedMotion: 'reduce', viewport: { width: 1440, height: 900 } });
  agent = await context.newPage();
  agent.setDefaultTimeout(10_000);
  await agent.goto((await line.firstStartUrl())!);
  await agent.getByLabel('Ad soyad').fill('Elif Aydın');
  await agent.getByLabel('Kullanıcı adı').fill('elif');
  await agent.locator('input[type=password]').fill('uzun bir parola 1');
  await agent.getByRole('button', { name: 'Hesabı aç' }).click();
  await agent.getByText('Bekleyen görüşme yok.').waitFor();

  await open('Başvurular ve teslimat');
  const rows = agent.getByRole('dialog').getByRole('row');
  expect(await rows.filter({ hasText: 'PB-26-' }).allInnerTexts()).toEqual([
    expect.stringContaining('Ali ve Ayşe Demir (2)'),
    expect.stringContaining('Kartal Mahallesi, Lale sok. 5'),
    expect.stringContaining('Gönül Kapısı'),
  ]);
  expect(await axe()).toEqual([]);
  if (SHOTS) await agent.screenshot({ path: path.join(SHOTS, 'console-applications.png') });

  const downloaded = agent.waitForEvent('download');
  await agent.getByRole('button', { name: 'Listeyi indir (CSV)' }).click();
  const csv = readFileSync((await (await downloaded).path())!, 'utf8');
  expect(csv).toContain('"PB-26-000002";"0";"Ali ve Ayşe Demir";"2";"Eve";"Gazi Mahallesi";"Çınar Sok. 12";"0532 123 45 67"');

  await rows.filter({ hasText: 'PB-26-000002' }).getByRole('button', { name: 'Teslim edildi' }).click();
  await until(async () => (await status('PB-26-000002')) === 'resolved');
  await rows.filter({ hasText: 'PB-26-000002' }).waitFor({ state: 'detached' });
  await rows.filter({ hasText: new Date().getFullYear().toString() }).last().getByText('2', { exact: true }).first().waitFor();
  await agent.keyboard.press('Escape');
});

test('a reservation is confirmed, another refused and its place free again', async () => {
  await open('Rezervasyonlar');
  const row = (number: string) => agent.getByRole('dialog').getByRole('row').filter({ hasText: number });
  expect(await axe()).toEqual([]);
  if (SHOTS) await agent.screenshot({ path: path.join(SHOTS, 'console-reservations.png') });
  await row('PB-26-000004').getByRole('button', { name: 'Onayla' }).click();
  await row('PB-26-000004').getByText('Onaylandı').waitFor();
  await row('PB-26-000005').getByRole('button', { name: 'Reddet' }).click();
  await row('PB-26-000005').waitFor({ state: 'detached' });
  expect([await status('PB-26-000004'), await status('PB-26-000005')]).toEqual(['resolved', 'cancelled']);
  expect(await line.store.slotsTaken('hali-saha|', Date.now())).toEqual([`hali-saha|${FAR} 18:00-19:00|1`]);
  const told = await line.store.conversationOf('webchat', 'default', 'citizen-PB-26-000005');
  const said = (await line.store.thread(told!, { limit: 10 })).flatMap(({ outbound }) =>
    outbound ? JSON.stringify(outbound.outbound.part) : [],
  );
  expect(said.join()).toContain('onaylanamadı');
});
