/** All ways of an hour against the planner's own single searches, which the oracle judges. */
import { createPlanner, type Journey, readFeed } from '../../../../src/domains/transit';
import { numbers } from './agree';
import { at, plannerOf, removeFeeds, SETTINGS, SMALL, timesOf, writeFeed } from './made-feed';
import { randomFeed } from './random-feed';

afterAll(removeFeeds);

const DEPART = at('2026-03-25 08:00');
const walked = (journey: Journey) =>
  journey.legs.reduce((sum, leg) => sum + (leg.kind === 'walk' ? leg.arrival - leg.departure : 0), 0);

test('of two ways that leave together the later one is offered where it needs no change', async () => {
  const rows = [
    ...timesOf('t1', '08:00', ['a', 'b']),
    ...timesOf('u1', '08:08', ['b', 'd']),
    't2,08:00:00,08:00:00,a2,1',
    't2,08:25:00,08:25:00,d,2',
    't3,08:40:00,08:40:00,a,1',
    't3,08:50:00,08:50:00,d,2',
    // Later by more than the settings' 20 minutes than what leaves no earlier.
    't4,08:01:00,08:01:00,a,1',
    't4,09:40:00,09:40:00,d,2',
  ];
  const trips = `${SMALL.trips!}r1,week,t4,Dere,0\n`;
  const head = 'trip_id,arrival_time,departure_time,stop_id,stop_sequence';
  const planner = plannerOf({ ...SMALL, trips, stop_times: [head, ...rows].join('\n') });
  const found = await planner.range('platform:a', 'platform:d', { depart: at('2026-03-25 07:55') });
  expect(found.map(({ arrival, transfers }) => [(arrival - DEPART) / 60_000, transfers])).toEqual([
    [13, 1],
    [25, 0],
    [50, 0],
  ]);
  expect(await planner.range('platform:a', 'platform:d', { depart: at('2026-03-25 07:55'), minutes: 30 })).toHaveLength(2);
});

test('the earliest arrival for every departure, with every number of rides, is among them; none beats another', async () => {
  let compared = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const settings = { ...SETTINGS, range_extra_minutes: 600 };
    const planner = createPlanner({ feed: readFeed(writeFeed(randomFeed(seed))), settings, places: [] });
    const random = numbers(seed);
    for (let i = 0; i < 12; i++) {
      const [from, to] = [`platform:s${random(16)}`, `platform:s${random(16)}`];
      if (from === to) continue;
      const found = await planner.range(from, to, { depart: DEPART, minutes: 240 });
      for (const one of found) {
        const better = found.filter(
          (other) =>
            other !== one &&
            other.departure >= one.departure &&
            other.arrival <= one.arrival &&
            other.transfers <= one.transfers &&
            walked(other) < walked(one) - 60_000,
        );
        expect([seed, from, to, better]).toEqual([seed, from, to, []]);
      }
      for (let minute = 0; minute <= 240; minute += 20)
        for (const maxRides of [1, 2, 3]) {
          const depart = DEPART + minute * 60_000;
          const [best] = await planner.journeys(from, to, { depart }, { limit: 1, maxRides });
          if (!best || best.departure > DEPART + 240 * 60_000 || best.legs.every(({ kind }) => kind === 'walk')) continue;
          const arrivals = found
            .filter((one) => one.departure >= depart && one.transfers < maxRides)
            .map(({ arrival }) => arrival);
          expect([seed, from, to, minute, maxRides, Math.min(...arrivals)]).toEqual([
            seed,
            from,
            to,
            minute,
            maxRides,
            best.arrival,
          ]);
          compared++;
        }
    }
  }
  expect(compared).toBeGreaterThan(300);
});
