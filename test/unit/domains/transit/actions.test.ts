import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../../src/core/json';
import { actionsOf, runAction } from '../../../../src/domains';
import { createTransitActions, openTransit, type TransitPlanner } from '../../../../src/domains/transit';
import { at, plannerOf, removeFeeds, SMALL, TRANSIT } from './made-feed';

const ACTIONS = join(__dirname, '../../../../src/domains/transit/actions');
afterAll(removeFeeds);

const ask = (planner: TransitPlanner, action: string, args: JsonObject, now: number) =>
  runAction(actionsOf(createTransitActions({ planner })), { id: '1', action, args }, { now, lang: 'tr', conversationId: 'c' });

/** What an example shows must be in the result; lists begin with the examples. */
function holds(result: unknown, shown: unknown): void {
  if (Array.isArray(shown)) for (const [i, item] of shown.entries()) holds((result as unknown[])[i], item);
  else if (shown !== null && typeof shown === 'object')
    for (const [key, value] of Object.entries(shown)) holds((result as JsonObject)[key], value);
  else expect(result).toEqual(shown);
}

describe('the example of each action holds', () => {
  let planner: TransitPlanner;
  beforeAll(async () => {
    planner = await openTransit({ folder: TRANSIT });
  });

  const files = readdirSync(ACTIONS).filter((file) => !['index.ts', 'shared.ts'].includes(file));
  test.each(files)('%s', async (file) => {
    const header = readFileSync(join(ACTIONS, file), 'utf8').replace(/\n \* ?/g, '\n');
    const [, name] = header.match(/name: '(transit\.\w+)'/)!;
    const [, args, result] = header.match(/example: (\{.*?\}) ->\s+(\{[\s\S]*?\})\n\n/)!;
    holds(await ask(planner, name!, JSON.parse(args!), at('2026-03-25 08:30')), JSON.parse(result!));
  });
});

describe('transit.departures', () => {
  const planner = plannerOf(SMALL);
  const now = at('2026-03-25 08:10');
  const departures = (args: JsonObject, moment = now) => ask(planner, 'transit.departures', args, moment);

  test('of all lines at a stop', async () => {
    expect(await departures({ stop: 'stop:emek' })).toMatchObject({
      status: 'ok',
      stop: 'Emek',
      line: null,
      departures: [
        { time: '08:15', minutes: 5, line: '2', headsign: 'Fidanlık', note: null },
        { time: '08:40', minutes: 30 },
      ],
    });
  });

  test('the first and the last of a day; tonight is still today in the small hours', async () => {
    const edge = async (which: string, moment = now, more = {}) => {
      const { note, departures: list } = await departures({ stop: 'stop:otogar', line: 'line:1', which, ...more }, moment);
      return [note, (list as JsonObject[]).map(({ time }) => time)];
    };
    expect(await edge('first')).toEqual(['passed', ['08:00']]);
    // Of the night after today: today's last, said to be after midnight.
    expect(await edge('last')).toEqual([null, ['01:10']]);
    expect(await departures({ stop: 'stop:otogar', line: 'line:1', which: 'last' })).toMatchObject({
      departures: [{ time: '01:10', as: 'after_midnight' }],
    });
    expect(await edge('last', at('2026-03-26 00:30'))).toEqual([null, ['01:10']]);
    expect(await edge('first', at('2026-03-26 00:30'))).toEqual([null, ['08:00']]);
    expect(await edge('first', now, { date: '2026-03-27' })).toEqual(['other_day', ['08:00']]);
  });

  test('tomorrow, and at a time', async () => {
    expect(await departures({ stop: 'stop:otogar', date: '2026-03-26' })).toMatchObject({
      note: 'tomorrow',
      departures: [{ time: '08:00' }, { time: '08:30' }, { time: '01:10', as: 'after_midnight' }],
    });
    expect(await departures({ stop: 'stop:otogar', time: '08:20' })).toMatchObject({
      departures: [
        { time: '08:30', minutes: 20 },
        { time: '01:10', as: 'after_midnight' },
        { time: '08:00', as: 'tomorrow' },
      ],
    });
    // A time that passed is tomorrow's; one that has just passed is now.
    expect(await departures({ stop: 'stop:otogar', time: '07:00' })).toMatchObject({ note: 'tomorrow' });
    expect(await departures({ stop: 'stop:otogar', time: '08:00' })).toMatchObject({ note: null });
  });

  test('what is asked back or told instead', async () => {
    expect(await departures({ line: 'line:1' })).toMatchObject({
      status: 'need_stop',
      line: '1',
      choices: [{ id: 'stop:otogar', label: 'Otogar' }, {}, {}, { id: 'stop:dere', label: 'Dere' }],
      terminals: [
        {
          headsign: 'Dere',
          stop: 'Otogar',
          times: [
            { hour: '08:30', as: null },
            { hour: '01:10', as: 'after_midnight' },
            { hour: '08:00', as: 'tomorrow' },
          ],
        },
      ],
    });
    expect(await departures({})).toMatchObject({ status: 'need_stop', line: null });
    expect(await departures({ line: '99', stop: 'stop:otogar' })).toMatchObject({ status: 'unknown_line', line: '99' });
    expect(await departures({ stop: 'Ankara' })).toEqual({ status: 'unknown_stop' });
    expect(await departures({ line: 'line:2', stop: 'stop:otogar' })).toMatchObject({
      status: 'none',
      note: 'line_not_here',
      lines: ['1', '3'],
    });
  });

  test('no time is quoted outside the calendar', async () => {
    expect(await departures({ stop: 'stop:otogar' }, at('2026-05-01 08:00'))).toEqual({
      status: 'feed_expired',
      note: 'feed_expired',
      from: '2026-03-01',
      to: '2026-03-31',
    });
    expect(await departures({ stop: 'stop:otogar', date: '2026-04-10' })).toMatchObject({ status: 'feed_expired' });
    expect(await departures({ stop: 'stop:otogar' }, at('2026-01-01 08:00'))).toMatchObject({ note: 'feed_not_started' });
  });
});

describe('transit.journey', () => {
  const planner = plannerOf(SMALL);
  const now = at('2026-03-25 07:50');
  const journey = (args: JsonObject, moment = now) => ask(planner, 'transit.journey', args, moment);

  test('with a change and a walk', async () => {
    expect(await journey({ from: 'stop:otogar', to: 'stop:fidanlik' })).toMatchObject({
      status: 'ok',
      from: 'Otogar',
      to: 'Fidanlık',
      note: null,
      journeys: [
        {
          departs: '08:00',
          arrives: '08:20',
          minutes: 20,
          transfers: 1,
          legs: [
            { kind: 'ride', line: '1', from: 'Otogar', to: 'Belediye', departs: '08:00', arrives: '08:05', stops: 1 },
            { kind: 'walk', to: 'Emek', metres: 260, minutes: 4 },
            { kind: 'ride', line: '2', from: 'Emek', to: 'Fidanlık', departs: '08:15' },
          ],
        },
        { departs: '08:30' },
      ],
    });
  });

  test('to be there by a time', async () => {
    const args = { from: 'stop:otogar', to: 'stop:dere', by: 'arrive', time: '09:00' };
    expect(await journey(args)).toMatchObject({ journeys: [{ departs: '08:30' }, { departs: '08:00' }] });
    // What one would have had to leave for already is not told.
    // The soonest is told instead.
    expect(await journey({ ...args, time: '08:15' }, at('2026-03-25 08:10'))).toMatchObject({
      status: 'ok',
      too_late: '08:15',
      journeys: [{ departs: '08:30' }],
    });
  });

  test('without a change', async () => {
    expect(await journey({ from: 'stop:otogar', to: 'stop:fidanlik', direct: true })).toMatchObject({
      status: 'none',
      note: 'no_direct',
    });
    expect(await journey({ from: 'stop:otogar', to: 'stop:dere', direct: true })).toMatchObject({ status: 'ok' });
  });

  test('from a pin, which has a name in the reader’s language', async () => {
    expect(await journey({ from: { lat: 40.2, lon: 36.1005 }, to: 'stop:dere' })).toMatchObject({
      status: 'ok',
      from: 'Konumunuz',
    });
  });

  test('places that are not one place', async () => {
    expect(await journey({ from: 'Ankara', to: 'stop:dere' })).toEqual({ status: 'unknown_from' });
    expect(await journey({ from: 'stop:dere', to: 'Ankara' })).toEqual({ status: 'unknown_to' });
    expect(await journey({ from: { lat: 41, lon: 36 }, to: 'stop:dere' })).toMatchObject({ status: 'none', note: 'far_from' });
    expect(await journey({ from: 'stop:dere', to: 'stop:dere' })).toMatchObject({ status: 'same', to: 'Dere' });
    expect(await journey({ from: { lat: 40.2, lon: 36.136 }, to: 'stop:dere' })).toMatchObject({ status: 'same' });
  });
});

test('transit.line says whether a line runs on a day', async () => {
  const line = (date: string) => ask(plannerOf(SMALL), 'transit.line', { line: '1', date }, at('2026-03-25 08:00'));
  expect(await line('2026-03-27')).toMatchObject({
    status: 'line',
    stops: 'Otogar – Belediye – Çarşı – Dere',
    runs: true,
    trips: 3,
  });
  expect(await line('2026-03-29')).toMatchObject({ runs: false, trips: 0 });
  expect(await line('2026-05-01')).toMatchObject({ runs: null, trips: null });
});

test('a place that cannot be found is a status, not an error', async () => {
  const planner = plannerOf(SMALL);
  for (const action of ['transit.lines_at', 'transit.nearest'])
    expect(await ask(planner, action, { place: '???' }, 0)).toEqual({ status: 'unknown' });
  expect(await ask(planner, 'transit.nearest', { place: { lat: 41, lon: 36 } }, 0)).toMatchObject({ status: 'none' });
  expect(await ask(planner, 'transit.line', {}, 0)).toEqual({ status: 'need_line' });
});
