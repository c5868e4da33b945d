/** The feed of the invented city that the project ships. */
import { openTransit, type TransitPlanner } from '../../../../src/domains/transit';
import { compare, numbers } from './agree';
import { at, TRANSIT } from './made-feed';
import { Oracle } from './oracle';

let planner: TransitPlanner;
beforeAll(async () => {
  planner = await openTransit({ folder: TRANSIT });
});

const MIDNIGHT = at('2026-03-25 00:00');
const NEIGHBOURHOODS = [
  'Fevzi Çakmak',
  'Kartal',
  'Yeni Mahalle',
  'Cumhuriyet',
  'Bahçelievler',
  'İstasyon',
  'Atatürk',
  'Çamlık',
  'Gazi',
  'Esentepe',
  'Yunus Emre',
  'Mimar Sinan',
  'Pınarbaşı',
  'Karşıyaka',
  'Şirinevler',
  'Hürriyet',
  'Kavaklı',
  'Sakarya',
];

test('the size of a city: lines, stops, a calendar that lasts', () => {
  const { lines, stops, from, to } = planner.feed();
  expect(lines).toBeGreaterThanOrEqual(15);
  expect(stops).toBeGreaterThanOrEqual(180);
  expect([from, to]).toEqual(['2024-01-01', '2099-12-31']);
});

test('every line runs every day of the week in both directions', async () => {
  for (const { id } of planner.gazetteers().find(({ type }) => type === 'line')!.entries) {
    const line = (await planner.line(id, MIDNIGHT))!;
    expect(line.directions).toHaveLength(2);
    for (const way of line.directions) expect(Math.min(...way.tripsByWeekday)).toBeGreaterThan(0);
  }
});

test('some trips leave after midnight', async () => {
  const night = await planner.departures({ at: 'stop:otogar', line: '28A', after: at('2026-03-25 00:50'), limit: 1 });
  expect(night[0]).toMatchObject({ departure: at('2026-03-25 01:10'), serviceDay: '2026-03-24' });
});

test('a public holiday runs as a Sunday does', async () => {
  const count = async (day: string) => (await planner.serviceDay({ at: 'stop:otogar', line: 'T1', day })).length;
  expect(await count('2026-04-23')).toBe(await count('2026-04-26'));
  expect(await count('2026-04-22')).toBeGreaterThan(await count('2026-04-23'));
});

test.each(NEIGHBOURHOODS)('%s is a place with lines', async (name) => {
  expect((await planner.locate(name)).status).not.toBe('unknown');
  const id = planner
    .gazetteers()
    .find(({ type }) => type === 'neighbourhood')!
    .entries.find((entry) => entry.name.startsWith(name))!.id;
  expect((await planner.linesAt(id)).length).toBeGreaterThan(0);
});

test('between any two stops there is a way by day, in up to three rides', async () => {
  const { entries } = planner.gazetteers().find(({ type }) => type === 'stop')!;
  const random = numbers(1);
  let found = 0;
  for (let i = 0; i < 200; i++) {
    const [from, to] = [entries[random(entries.length)]!.id, entries[random(entries.length)]!.id];
    if (from === to) continue;
    const journeys = await planner.journeys(from, to, { depart: at('2026-03-25 09:00') });
    expect([from, to, journeys.length]).not.toEqual([from, to, 0]);
    for (const { legs, departure, arrival } of journeys) {
      expect(legs[0]!.departure).toBe(departure);
      expect(legs.at(-1)!.arrival).toBe(arrival);
      for (let leg = 1; leg < legs.length; leg++) expect(legs[leg]!.departure).toBeGreaterThanOrEqual(legs[leg - 1]!.arrival);
      expect(legs.filter(({ kind }) => kind === 'ride').length).toBeLessThanOrEqual(3);
      found++;
    }
  }
  expect(found).toBeGreaterThan(200);
});

describe('the planner and the oracle agree', () => {
  const oracle = new Oracle(`${TRANSIT}/gtfs`, '20260325');
  test.each([
    ['by day', 8.5 * 3600, 0],
    ['with a minute to change', 8.5 * 3600, 60],
    ['before midnight', 23.75 * 3600, 0],
    ['in the small hours', 0.5 * 3600, 60],
  ])('%s', async (_, start, slack) => {
    const { pairs, wrong } = await compare({ planner, oracle, midnight: MIDNIGHT, start, slack, sources: 6, goals: 4 });
    expect(wrong).toEqual([]);
    expect(pairs).toBeGreaterThan(40);
  });
});
