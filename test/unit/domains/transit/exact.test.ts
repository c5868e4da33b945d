/** The planner against the oracle on feeds made at random; on real ones: `npm run bench journeys/exact`. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createPlanner, readFeed } from '../../../../src/domains/transit';
import { compare } from './agree';
import { at, removeFeeds, SETTINGS, writeFeed } from './made-feed';
import { Oracle } from './oracle';
import { randomFeed } from './random-feed';

afterAll(removeFeeds);

const MIDNIGHT = at('2026-03-25 00:00');
const HOUR = 3600;
const FEEDS = 20;
const TIMES = [8.5 * HOUR, 23 * HOUR + 50 * 60, 20 * 60];

test('frequencies, exceptions, transfers, nights, zero-second hops, stations, closed stops and repairs', async () => {
  let found = 0;
  for (let seed = 1; seed <= FEEDS; seed++) {
    const path = writeFeed(randomFeed(seed));
    const planner = createPlanner({ feed: readFeed(path), settings: SETTINGS, places: [] });
    const oracle = new Oracle(path, '20260325');
    for (const start of TIMES)
      for (const slack of [0, 60]) {
        const result = await compare({ planner, oracle, midnight: MIDNIGHT, start, slack, sources: 6, goals: 6 });
        expect([seed, start, slack, result.wrong]).toEqual([seed, start, slack, []]);
        found += result.found;
      }
  }
  expect(found).toBeGreaterThan(FEEDS * 100);
});

/** Real feeds, where the folder of them is there: KAPI_SHARED_DATA, else ../shared/data beside the checkout. */
const FOLDER = resolve(process.env.KAPI_SHARED_DATA || join(__dirname, '../../../../../shared/data'), 'gtfs');

if (!existsSync(FOLDER)) test.skip(`skipped: no real feeds at ${FOLDER}; set KAPI_SHARED_DATA`, () => {});
else
  test.each([
    ['kastamonu', '2026-03-25', 8.5 * HOUR],
    ['burdur', '2026-03-25', 23 * HOUR + 50 * 60],
    ['kastamonu', '2026-03-26', 20 * 60],
  ])('%s on %s', async (city, day, start) => {
    const path = join(FOLDER, `${city}.zip`);
    const planner = createPlanner({ feed: readFeed(path), settings: SETTINGS, places: [] });
    const oracle = new Oracle(path, day.replaceAll('-', ''));
    const result = await compare({ planner, oracle, midnight: at(`${day} 00:00`), start, slack: 0, sources: 8, goals: 3 });
    expect(result.wrong).toEqual([]);
    expect(result.found).toBeGreaterThan(20);
  });
