import type { Journey } from '../../../../src/domains/transit';
import { at, local, plannerOf, removeFeeds, SMALL, timesOf } from './made-feed';

const DAY = '2026-03-25';
const planner = plannerOf(SMALL);
afterAll(removeFeeds);

/** A journey in one line of text. */
const told = (journey: Journey, date = DAY) =>
  [
    local(journey.departure, date),
    ...journey.legs.map((leg) => (leg.kind === 'ride' ? `${leg.line} ${leg.from.id}-${leg.to.id}` : `walk ${leg.to.name}`)),
    local(journey.arrival, date),
  ].join(' | ');

const departing = async (from: string, to: string, when: string, date = DAY) =>
  (await planner.journeys(from, to, { depart: at(when) })).map((journey) => told(journey, date));

describe('journeys', () => {
  test('one ride', async () => {
    expect(await departing('stop:otogar', 'stop:dere', `${DAY} 07:50`)).toEqual([
      '08:00 | 1 a-d | 08:15',
      '08:30 | 1 a-d | 08:45',
    ]);
  });

  test('a change with a walk between two stops', async () => {
    // 1 reaches B at 08:05; Emek is 199 m away, 259 m on foot, 216 s, and a minute is kept free: 2 is caught at 08:15.
    const [first] = await planner.journeys('stop:otogar', 'stop:fidanlik', { depart: at(`${DAY} 07:55`) });
    expect(told(first!)).toBe('08:00 | 1 a-b | walk Emek | 2 e-f | 08:20');
    expect(first).toMatchObject({ transfers: 1, walkMetres: 259 });
    const walk = first!.legs[1]!;
    expect(walk.arrival - walk.departure).toBe(216_000);
    const ride = first!.legs[0]!;
    expect(ride.kind === 'ride' && [ride.headsign, ride.stops, ride.tripId, ride.lineId, ride.mode]).toEqual([
      'Dere',
      1,
      't1',
      'line:1',
      'bus',
    ]);
  });

  test('the slack at a change decides whether it is caught', async () => {
    const tight = plannerOf({
      ...SMALL,
      stop_times: [
        'trip_id,arrival_time,departure_time,stop_id,stop_sequence',
        ...timesOf('t1', '08:00', ['a', 'b']),
        'u1,08:08:40,08:08:40,e,1',
        'u1,08:20:00,08:20:00,f,2',
      ].join('\n'),
    });
    const ask = (slackSeconds: number) =>
      tight.journeys('stop:otogar', 'stop:fidanlik', { depart: at(`${DAY} 07:00`) }, { slackSeconds, limit: 1 });
    expect((await ask(0)).map((journey) => told(journey))).toEqual(['08:00 | 1 a-b | walk Emek | 2 e-f | 08:20']);
    // A minute more is 08:09:36, too late; on the next day line 2 does not run.
    expect(await ask(60)).toEqual([]);
  });

  test('to be there by a time: leaves as late as possible', async () => {
    const found = await planner.journeys('stop:otogar', 'stop:dere', { arrive: at(`${DAY} 09:00`) });
    expect(found.map((journey) => told(journey))).toEqual(['08:30 | 1 a-d | 08:45', '08:00 | 1 a-d | 08:15']);
  });

  test('after midnight the service day is still yesterday', async () => {
    expect((await departing('stop:otogar', 'stop:dere', '2026-03-26 00:30', '2026-03-26'))[0]).toBe('01:10 | 1 a-d | 01:25');
    // Friday's night runs on Saturday, Saturday's does not exist: what is left is Monday's first.
    expect((await departing('stop:otogar', 'stop:dere', '2026-03-28 00:30', '2026-03-28'))[0]).toBe('01:10 | 1 a-d | 01:25');
    expect((await departing('stop:otogar', 'stop:dere', '2026-03-29 00:30', '2026-03-30'))[0]).toBe('08:00 | 1 a-d | 08:15');
  });

  test('an exception adds a service and takes one out', async () => {
    expect(await departing('stop:dere', 'stop:otogar', `${DAY} 08:00`)).toEqual([
      expect.stringContaining('2026-03-26 09:00 | 3 d-a'),
    ]);
    expect(await departing('stop:emek', 'stop:fidanlik', '2026-03-26 08:00', '2026-03-26')).toEqual([
      '2026-03-27 08:15 | 2 e-f | 2026-03-27 08:20',
      '2026-03-27 08:40 | 2 e-f | 2026-03-27 08:45',
    ]);
  });

  test('from a pin, and on foot where that is quicker', async () => {
    const pin = { lat: 40.2019, lon: 36.1121 };
    const [walk] = await planner.journeys(pin, 'stop:belediye', { depart: at(`${DAY} 08:00`) });
    expect(walk!.legs.map((leg) => leg.kind)).toEqual(['walk']);
    const [ride] = await planner.journeys(pin, 'stop:fidanlik', { depart: at(`${DAY} 08:00`) });
    expect(told(ride!)).toBe('08:14 | walk Emek | 2 e-f | 08:20');
  });

  test('one ride at most where no change is wanted', async () => {
    const ask = (maxRides: number) =>
      planner.journeys('stop:otogar', 'stop:fidanlik', { depart: at(`${DAY} 07:55`) }, { maxRides });
    expect(await ask(1)).toEqual([]);
    expect(await ask(2)).not.toEqual([]);
  });

  test('unknown places give no journey', async () => {
    expect(await planner.journeys('stop:yok', 'stop:dere', { depart: at(`${DAY} 08:00`) })).toEqual([]);
    expect(await planner.journeys({ lat: Number.NaN, lon: 0 }, 'stop:dere', { depart: at(`${DAY} 08:00`) })).toEqual([]);
  });
});

describe('departures', () => {
  const board = async (query: Partial<Parameters<typeof planner.departures>[0]>) =>
    (await planner.departures({ at: 'stop:otogar', after: at(`${DAY} 08:10`), limit: 3, ...query })).map(
      (one) => `${one.line} ${local(one.departure, DAY)} ${one.headsign} ${one.serviceDay}`,
    );

  test('goes on past midnight and into the next day', async () => {
    expect(await board({})).toEqual([
      `1 08:30 Dere ${DAY}`,
      `1 2026-03-26 01:10 Dere ${DAY}`,
      '1 2026-03-26 08:00 Dere 2026-03-26',
    ]);
  });

  test('a line that does not stop there, and the last stop of a trip, have none', async () => {
    expect(await board({ line: 'line:2' })).toEqual([]);
    expect(await board({ line: 'line:9' })).toEqual([]);
    expect(await board({ at: 'stop:dere', line: 'line:1' })).toEqual([]);
  });

  test('a service day holds its night', async () => {
    const all = await planner.serviceDay({ at: 'stop:belediye', line: '1', day: DAY });
    expect(all.map((one) => local(one.departure, DAY))).toEqual(['08:05', '08:35', '2026-03-26 01:15']);
    expect(await planner.serviceDay({ at: 'stop:belediye', day: 'not a day' })).toEqual([]);
  });
});

describe('what is fixed', () => {
  test('lines with their stops and the days they run', async () => {
    const line = await planner.line('1', at(`${DAY} 08:00`));
    expect(line).toMatchObject({
      id: 'line:1',
      code: '1',
      directions: [{ headsign: 'Dere', tripsByWeekday: [3, 3, 3, 3, 3, 0, 0] }],
    });
    expect(line!.directions[0]!.stops.map(({ name }) => name)).toEqual(['Otogar', 'Belediye', 'Çarşı', 'Dere']);
    expect(await planner.line('77')).toBeUndefined();
  });

  test('lines at a stop', async () => {
    expect((await planner.linesAt('stop:belediye')).map(({ code, headsigns }) => [code, headsigns])).toEqual([
      ['1', ['Dere']],
      ['3', ['Otogar']],
    ]);
  });

  test('the nearest stops, one of each name', async () => {
    const near = await planner.nearest(40.2, 36.1121, 2);
    expect(near.map(({ stop, metres }) => [stop.name, metres])).toEqual([
      ['Belediye', 11],
      ['Emek', 259],
    ]);
  });

  test('the state of the calendar, to which the night of the last day belongs', () => {
    expect(planner.feed()).toMatchObject({ name: 'Deneme', from: '2026-03-01', to: '2026-03-31', lines: 3 });
    expect(planner.state(at('2026-02-27 12:00'))).toBe('feed_not_started');
    expect(planner.state(at('2026-04-01 01:00'))).toBe('ok');
    expect(planner.state(at('2026-04-01 12:00'))).toBe('feed_expired');
  });

  test('names for the understanding', () => {
    const [lines, stops] = planner.gazetteers();
    expect(lines!.entries.map(({ name }) => name)).toEqual(['1', '2', '3']);
    // Both platforms of Otogar are one entry; a2 is served by nothing.
    expect(stops!.entries.map(({ id }) => id)).toEqual([
      'stop:otogar',
      'stop:belediye',
      'stop:carsi',
      'stop:dere',
      'stop:emek',
      'stop:fidanlik',
    ]);
  });
});

describe('places', () => {
  const places = [
    {
      id: 'mahalle:carsi',
      name: 'Çarşı Mahallesi',
      aliases: ['Çarşı'],
      kind: 'neighbourhood' as const,
      lat: 40.2002,
      lon: 36.1238,
    },
    { id: 'place:cay', name: 'Çay Bahçesi', kind: 'place' as const, lat: 40.2, lon: 36.1365 },
    { id: 'place:okul', name: 'Okul', kind: 'place' as const, stops: ['fidanlık'] },
    { id: 'place:uzak', name: 'Uzak', kind: 'place' as const, lat: 41, lon: 37 },
    { id: 'place:yok', name: 'Yok Böyle Yer', kind: 'place' as const },
  ];
  const located = plannerOf(SMALL, places);

  test.each([
    ['stop:carsi', 'ok'],
    ['mahalle:carsi', 'ok'],
    ['place:cay', 'ok'],
    ['place:okul', 'ok'],
    ['ÇARŞI mah.', 'ok'],
    ['platform:a', 'ok'],
    // Nothing calls there, but one can walk from it.
    ['platform:a2', 'ok'],
    ['platform:zz', 'unknown'],
    ['place:uzak', 'far'],
    ['place:yok', 'unknown'],
    ['', 'unknown'],
    ['...', 'unknown'],
  ])('%s is %s', async (ref, status) => {
    expect((await located.locate(ref)).status).toBe(status);
  });

  test('only what can be located is named', () => {
    const ids = located.gazetteers().flatMap(({ entries }) => entries.map(({ id }) => id));
    expect(ids).toEqual(expect.arrayContaining(['mahalle:carsi', 'place:cay', 'place:okul']));
    expect(ids).not.toContain('place:yok');
  });

  test('stops of one name far apart are asked about, with their lines', async () => {
    const twice = plannerOf({ ...SMALL, stops: SMALL.stops!.replace('Fidanlık,40.22', 'Belediye,40.22') });
    expect(await twice.locate('stop:belediye')).toEqual({
      status: 'ambiguous',
      choices: [
        { id: 'stop:belediye~1', label: 'Belediye (1, 3)' },
        { id: 'stop:belediye~2', label: 'Belediye (2)' },
      ],
    });
    expect((await twice.locate('stop:belediye~2')).status).toBe('ok');
    expect(twice.gazetteers()[1]!.entries.filter(({ name }) => name === 'Belediye')).toHaveLength(1);
  });

  test('numbered twins side by side are one stop', async () => {
    const stops = SMALL.stops!.replace('a2,Otogar', 'a2,OTOGAR 2').replace('a,Otogar', 'a,OTOGAR 1');
    const trips = SMALL.stop_times!.replace('v1,09:15:00,09:15:00,a,', 'v1,09:15:00,09:15:00,a2,');
    const twins = plannerOf({ ...SMALL, stops, stop_times: trips });
    expect(twins.gazetteers()[1]!.entries[0]).toEqual({ id: 'stop:otogar', name: 'Otogar', aliases: ['Otogar 1', 'Otogar 2'] });
  });
});
