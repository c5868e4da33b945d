/** Real feeds, where the folder of them is there: KAPI_SHARED_DATA, else ../shared/data beside the checkout. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openTransit, type TransitPlanner } from '../../../../src/domains/transit';
import { at, local, TRANSIT } from './made-feed';

const FOLDER = resolve(process.env.KAPI_SHARED_DATA || join(__dirname, '../../../../../shared/data'), 'gtfs');
const ERZURUM = join(FOLDER, 'erzurum.zip');
const DAY = '2026-03-25';

if (!existsSync(ERZURUM)) {
  test.skip(`skipped: no real feeds at ${FOLDER}; set KAPI_SHARED_DATA`, () => {});
  console.warn(`skipped: there is no ${ERZURUM}; set KAPI_SHARED_DATA to the folder that holds gtfs/erzurum.zip`);
} else {
  describe('Erzurum', () => {
    let planner: TransitPlanner;
    beforeAll(async () => {
      planner = await openTransit({ folder: TRANSIT, gtfs: ERZURUM });
    });

    test('loads', () => {
      expect(planner.feed()).toMatchObject({ from: '2026-03-15', to: '2026-04-14', stopTimes: 402_698 });
    });

    test('next departures of a line', async () => {
      const line = planner.gazetteers()[0]!.entries.find(({ name }) => name === 'B1')!;
      const { directions } = (await planner.line(line.id, at(`${DAY} 08:30`)))!;
      const board = await planner.departures({
        at: directions[0]!.stops[0]!.group,
        line: line.id,
        after: at(`${DAY} 08:30`),
        limit: 3,
      });
      expect(board).toHaveLength(3);
      for (const one of board) expect(local(one.departure, DAY) >= '08:30').toBe(true);
    });

    test('journeys between stops, and none quoted past the calendar', async () => {
      const { entries } = planner.gazetteers()[1]!;
      const journeys = await planner.journeys(entries[1]!.id, entries[100]!.id, { depart: at(`${DAY} 08:30`) });
      expect(journeys.length).toBeGreaterThan(0);
      expect(planner.state(at('2026-11-24 08:30'))).toBe('feed_expired');
    });
  });
}
