/** The published duty list: fetched through the real guarded fetcher from a real server, kept, never quoted when out of date. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ROOT } from '../../../src/core/paths';
import { readPhrases } from '../../../src/core/phrases';
import { createDutyFeed, createKnowledgeActions } from '../../../src/domains/knowledge';
import { loadPack, type Pack } from '../../../src/domains/pack';
import { download } from '../../../src/media/download';

const NIGHT = Date.parse('2026-03-25T21:00:00+03:00');
const LIST = {
  as_of: '2026-03-25',
  days: { '2026-03-25': [{ name: 'Deniz Eczanesi', address: 'Sahil Cad. 3', phone: '0399 111 22 33', neighbourhood: 'Kartal' }] },
};
let server: Server;
let host: string;
let answer: { status: number; body: string; hang?: boolean };
let kept: string | null;
let pack: Pack;

beforeAll(async () => {
  server = createServer((_request, response) => {
    if (answer.hang) return;
    response.statusCode = answer.status;
    response.end(answer.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  kept = null;
  answer = { status: 200, body: JSON.stringify(LIST) };
  pack = loadPack(join(__dirname, '../../../data/municipality'));
  pack.pharmacies.feed = { url: `http://${host}/nobet.json`, refresh_minutes: 60, timeout_seconds: 1 };
});

const feedOf = (privateHosts = [host]) =>
  createDutyFeed({
    pack,
    now: () => NIGHT,
    fetch: (url, timeoutMs) => download(url, { maxBytes: 100_000, privateHosts, timeoutMs }),
    keep: { read: () => kept, write: (text) => (kept = text) },
  });
async function asked(feed: ReturnType<typeof feedOf>, date?: string) {
  const action = createKnowledgeActions({ pack, asks: readPhrases(join(ROOT, 'data')).asks, duty: feed }).find(
    ({ name }) => name === 'pharmacy.duty',
  )!;
  return action.run(date === undefined ? {} : { date }, { now: NIGHT, lang: 'tr', conversationId: 'c' });
}

it('answers from the published list', async () => {
  const feed = feedOf();
  await feed.refresh();
  const { status, pharmacies } = await asked(feed);
  expect(status).toBe('ok');
  expect(pharmacies).toEqual([
    { name: 'Deniz Eczanesi', address: 'Sahil Cad. 3', phone: '0399 111 22 33', neighbourhood: 'Kartal Mahallesi' },
  ]);
});

it('quotes neither a day that is not published nor the weekly list of the pack', async () => {
  const feed = feedOf();
  await feed.refresh();
  expect(await asked(feed, '2026-03-26')).toMatchObject({ status: 'stale', link: pack.pharmacies.link });
});

it('prefers the day that the pack itself names to nothing', async () => {
  pack.pharmacies.dates['2026-03-26'] = ['pinar'];
  const feed = feedOf();
  await feed.refresh();
  expect(await asked(feed, '2026-03-26')).toMatchObject({ status: 'ok', pharmacies: [{ name: 'Pınar Eczanesi' }] });
});

it.each([
  ['an answer that is no list', { status: 200, body: '{"days": {"yarın": []}}' }],
  ['an answer that is no JSON', { status: 200, body: '<html>' }],
  ['a server in trouble', { status: 503, body: '' }],
  ['a server that does not answer in time', { status: 200, body: '', hang: true }],
])(
  'keeps what it had after %s, and says so',
  async (_what, next) => {
    const feed = feedOf();
    await feed.refresh();
    answer = next;
    await feed.refresh();
    expect(feed.state().error).not.toBeNull();
    expect((await asked(feed)).status).toBe('ok');
  },
  10_000,
);

it('goes on with the kept list after a restart without the server', async () => {
  await feedOf().refresh();
  answer = { status: 503, body: '' };
  const again = feedOf();
  await again.start();
  again.stop();
  expect((await asked(again)).status).toBe('ok');
});

it('does not quote the list of an address that the pack has left', async () => {
  const feed = feedOf();
  await feed.refresh();
  pack.pharmacies.feed = { ...pack.pharmacies.feed!, url: `http://${host}/baska.json` };
  expect((await asked(feed)).status).toBe('stale');
});

it('does not fetch from inside the network unless the operator allows the host', async () => {
  const feed = feedOf([]);
  await feed.refresh();
  expect(feed.state().error).toMatch(/private network/);
});
