/** The page of a journey: its address, what is looked up, and what is shown. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import { loadTexts } from '../../../../src/core/i18n';
import { ROOT } from '../../../../src/core/paths';
import { openTransit, type Journey, type TransitPlanner } from '../../../../src/domains/transit';
import { decodeLink, encodeLink, linkOf } from '../../../../src/domains/transit/journey-link';
import { viewOf } from '../../../../src/domains/transit/journey-view';
import { mountJourneyPage } from '../../../../src/server/journey/routes';
import { at, TRANSIT } from './made-feed';

const NOW = at('2026-03-25 08:30');
const facts = { city: 'Pınarova <Belediyesi>', cityPhone: '153' } as never;
let planner: TransitPlanner;
let server: Server;
let base: string;
let journey: Journey;

beforeAll(async () => {
  planner = await openTransit({ folder: TRANSIT });
  [journey] = (await planner.journeys('stop:otogar', 'stop:kartal', { depart: NOW })) as [Journey];
  const app = express();
  mountJourneyPage(app, {
    planner,
    texts: loadTexts(join(ROOT, 'locales')),
    city: { tr: facts, en: facts, ar: facts },
    notices: () => [{ text: 'T1 <gecikmeli>', lines: ['line:t1'], stops: [] }],
  });
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/yol/`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const page = async (token: string, more = '') => {
  const answer = await fetch(base + token + more);
  return { status: answer.status, text: await answer.text() };
};

describe('the address', () => {
  const link = {
    lang: 'tr' as const,
    from: 'stop:a~2',
    to: '',
    walkBefore: 120,
    walkAfter: 0,
    rides: [
      { tripId: 'T;1~%', from: 'Ş 1', to: '2', departure: NOW },
      { tripId: 'U', from: '3', to: '4', departure: NOW + 600_000 },
    ],
  };

  test('gives back what it was made of, whatever signs ids have', () => expect(decodeLink(encodeLink(link))).toEqual(link));

  test('holds no pin and no typed name', () => {
    const token = linkOf(journey, { lat: 40.123456, lon: 36.654321 }, 'eve yakın durak', 'tr')!;
    const text = Buffer.from(token, 'base64url').toString();
    expect(text).not.toMatch(/40[.,]1|36[.,]6|yakın/);
    expect(decodeLink(token)).toMatchObject({ from: '', to: '', rides: [{ tripId: expect.any(String) }, {}] });
  });

  test('of a walk alone there is none', () => {
    const legs = journey.legs.filter(({ kind }) => kind === 'walk');
    expect(linkOf({ ...journey, legs }, 'stop:a', 'stop:b', 'tr')).toBeNull();
  });

  test.each(['', 'x', 'MQ', '%3Cscript%3E', 'A'.repeat(2000), Buffer.from('1~tr~a~b~zz~0~0').toString('base64url')])(
    'what is none is refused: %#',
    (token) => expect(decodeLink(token)).toBeUndefined(),
  );
});

test('a ride is given stop by stop, and only as the timetable has it', async () => {
  const view = (await viewOf(planner, decodeLink(linkOf(journey, 'stop:otogar', 'stop:kartal', 'tr')!)!))!;
  const rides = journey.legs.filter((leg) => leg.kind === 'ride');
  const shown = view.legs.filter((leg) => leg.kind === 'ride');
  expect(shown.map(({ stops }) => stops.length - 1)).toEqual(rides.map(({ stops }) => stops));
  expect(shown.map(({ stops }) => [stops[0]!.departure, stops.at(-1)!.arrival])).toEqual(
    rides.map(({ departure, arrival }) => [departure, arrival]),
  );
  expect([view.departure, view.arrival]).toEqual([journey.departure, journey.arrival]);
  const { tripId, from, to, departure } = rides[0]!;
  const ride = { tripId, from: from.id, to: to.id, departure };
  expect(await planner.ride(ride)).toBeDefined();
  expect(await planner.ride({ ...ride, departure: departure + 60_000 })).toBeUndefined();
  expect(await planner.ride({ ...ride, departure: departure + 7 * 86_400_000 * 60 })).toBeUndefined();
  expect(await planner.ride({ ...ride, from: to.id, to: from.id })).toBeUndefined();
  expect(await planner.ride({ ...ride, tripId: 'none' })).toBeUndefined();
});

test('the page: map, steps, notices, in the reader’s language', async () => {
  const token = linkOf(journey, 'stop:otogar', 'stop:kartal', 'tr')!;
  const { status, text } = await page(token);
  expect(status).toBe(200);
  expect(text).toContain('<html lang="tr" dir="ltr">');
  expect(text).toContain('Otogar durağında binin');
  expect(text).toContain('T1 &#60;gecikmeli&#62;');
  expect(text).toContain('Pınarova &#60;Belediyesi&#62;');
  const [map] = /<svg[\s\S]*<\/svg>/.exec(text)!;
  expect(map.match(/class="ride /g)).toHaveLength(2);
  expect(map).toContain('role="img"');
  for (const [, x, y] of map.matchAll(/c[xy]="([\d.-]+)" cy="([\d.-]+)"/g)) {
    expect(Number(x)).toBeGreaterThanOrEqual(0);
    expect(Number(x)).toBeLessThanOrEqual(360);
    expect(Number(y)).toBeGreaterThanOrEqual(0);
  }
  // Nothing from elsewhere, nothing that runs.
  expect(text).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
  expect((await page(token, '?lang=en')).text).toContain('board at Otogar');
  expect((await page(token, '?lang=ar')).text).toContain('dir="rtl"');
});

test.each(['x', 'MX50cg', 'AAAA'])('an address that leads nowhere says so kindly: %s', async (token) => {
  const { status, text } = await page(token);
  expect(status).toBe(404);
  expect(text).toContain('Bu yolculuk bulunamadı');
});
