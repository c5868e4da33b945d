/** Live data from a real server that serves GTFS-realtime messages, over the demo city's timetable. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { transit_realtime as rt } from 'gtfs-realtime-bindings';
import type { JsonObject } from '../../../../src/core/json';
import { actionsOf, runAction } from '../../../../src/domains';
import {
  createLiveData,
  createTransitActions,
  type Departure,
  openTransit,
  type TransitPlanner,
} from '../../../../src/domains/transit';
import { download } from '../../../../src/media/download';
import { at, TRANSIT } from './made-feed';

const NOW = at('2026-03-25 08:30');
const SECOND = 1_000;
let planner: TransitPlanner;
let server: Server;
let address: string;
/** What the server gives next. */
let body: Uint8Array = new Uint8Array();
let status = 200;
let next: Departure[];

beforeAll(async () => {
  planner = await openTransit({ folder: TRANSIT });
  server = createServer((_request, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/rt.pb`;
  next = await planner.departures({ at: 'stop:otogar', line: 'line:28a', after: NOW, limit: 4 });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const message = (entity: rt.IFeedEntity[], made = NOW) =>
  rt.FeedMessage.encode({ header: { gtfsRealtimeVersion: '2.0', timestamp: made / SECOND }, entity }).finish();
/** Trips of the demo city repeat: one run of them is told by its start. */
async function update(
  { tripId, stop, departure }: Pick<Departure, 'tripId' | 'stop' | 'departure'>,
  more: Omit<rt.ITripUpdate, 'trip'>,
  trip: rt.ITripDescriptor = {},
): Promise<rt.IFeedEntity> {
  const { stops } = (await planner.trip(tripId))!;
  const since = stops.find(({ id }) => id === stop.id)!.departure - stops[0]!.departure;
  const startTime = new Date(departure - since * SECOND + 3 * 3_600 * SECOND).toISOString().slice(11, 19);
  return { id: `${tripId} ${startTime}`, tripUpdate: { trip: { tripId, startTime, ...trip }, ...more } };
}

async function live(bytes: Uint8Array, problems: string[] = []) {
  body = bytes;
  const data = createLiveData({
    planner,
    addresses: [address],
    now: () => NOW,
    everyMs: 0,
    fetch: (url) => download(url, { maxBytes: 1_000_000, privateHosts: [new URL(address).host] }),
    onBroken: (problem) => problems.push(problem),
  });
  await data.look();
  return data;
}

async function ask(data: Awaited<ReturnType<typeof live>>, args: JsonObject, action = 'transit.departures', now = NOW) {
  const actions = createTransitActions({
    planner,
    live: (moment) => data.at(moment),
    alerts: (moment, lang) => data.alerts(moment, lang),
  });
  return runAction(actionsOf(actions), { id: '1', action, args }, { now, lang: 'tr', conversationId: 'c' });
}
const BOARD = { stop: 'stop:otogar', line: 'line:28a' };
const rows = (result: JsonObject) => (result.departures as JsonObject[]).map(({ time, late, delay }) => [time, late, delay]);

test('a delay at the stop moves the departure, and its age is told', async () => {
  const data = await live(
    message(
      [await update(next[0]!, { stopTimeUpdate: [{ stopId: next[0]!.stop.id, departure: { delay: 240 } }] })],
      NOW - 40 * SECOND,
    ),
  );
  const result = await ask(data, BOARD);
  expect(result).toMatchObject({ status: 'ok', timing: 'live', age: 40 });
  expect(rows(result)[0]).toEqual(['08:40', 'late', 4]);
  expect(rows(result)[1]).toEqual(['08:44', null, 0]);
});

test('an absolute time, an early vehicle and one on time', async () => {
  const stop = next[0]!.stop.id;
  const time = (departure: number) => ({ time: departure / SECOND });
  const data = await live(
    message([
      await update(next[0]!, { stopTimeUpdate: [{ stopId: stop, departure: time(next[0]!.departure + 20 * SECOND) }] }),
      await update(next[1]!, { stopTimeUpdate: [{ stopId: stop, departure: time(next[1]!.departure - 120 * SECOND) }] }),
    ]),
  );
  expect(rows(await ask(data, BOARD)).slice(0, 2)).toEqual([
    ['08:36', 'on_time', 0],
    ['08:42', 'early', 2],
  ]);
});

test('a delay holds for the stops after it, not for those before', async () => {
  const [ride] = (await planner.departures({ at: 'stop:bahcelievler', line: 'line:28a', after: NOW, limit: 10 })).filter(
    ({ direction }) => direction === next[0]!.direction,
  );
  const data = await live(
    message([await update(ride!, { stopTimeUpdate: [{ stopId: ride!.stop.id, arrival: { delay: 180 } }] })]),
  );
  const later = await ask(data, { stop: 'stop:stadyum', line: 'line:28a' });
  expect(rows(later).some(([, late, delay]) => late === 'late' && delay === 3)).toBe(true);
  expect(rows(await ask(data, BOARD))[0]).toEqual(['08:36', null, 0]);
});

test('what should have left and is late is still on the board; what falls out is not', async () => {
  const [before] = await planner.departures({ at: 'stop:otogar', line: 'line:28a', after: NOW - 8 * 60 * SECOND, limit: 1 });
  const data = await live(
    message([
      await update(before!, { stopTimeUpdate: [{ stopId: before!.stop.id, departure: { delay: 360 } }] }),
      await update(next[0]!, {}, { scheduleRelationship: rt.TripDescriptor.ScheduleRelationship.CANCELED }),
      await update(next[1]!, {
        stopTimeUpdate: [
          { stopId: next[1]!.stop.id, scheduleRelationship: rt.TripUpdate.StopTimeUpdate.ScheduleRelationship.SKIPPED },
        ],
      }),
    ]),
  );
  const result = rows(await ask(data, BOARD));
  expect(result[0]![1]).toBe('late');
  expect(result.map(([time]) => time)).not.toContain('08:36');
  expect(result.map(([time]) => time)).not.toContain('08:44');
});

test('a busy stop shows what comes, not what left before', async () => {
  const late = await update(next[0]!, { stopTimeUpdate: [{ stopId: next[0]!.stop.id, departure: { delay: 240 } }] });
  const planned = await runAction(
    actionsOf(createTransitActions({ planner })),
    { id: '1', action: 'transit.departures', args: { stop: 'stop:cumhuriyet-meydani' } },
    { now: NOW, lang: 'tr', conversationId: 'c' },
  );
  const told = await ask(await live(message([late])), { stop: 'stop:cumhuriyet-meydani' });
  expect(rows(planned)).toHaveLength(6);
  expect(rows(told).map(([time]) => time)).toEqual(rows(planned).map(([time]) => time));
});

test('a trip that repeats: without its start nothing is known of which run', async () => {
  const entity = await update(next[0]!, { stopTimeUpdate: [{ stopId: next[0]!.stop.id, departure: { delay: 240 } }] });
  delete entity.tripUpdate!.trip.startTime;
  expect((await planner.trip(next[0]!.tripId))!.repeats).toBe(true);
  expect(await ask(await live(message([entity])), BOARD)).toMatchObject({ timing: 'planned' });
});

test('data of another service day say nothing of today’s', async () => {
  const delay = { stopTimeUpdate: [{ stopId: next[0]!.stop.id, departure: { delay: 600 } }] };
  const data = await live(message([await update(next[0]!, delay, { startDate: '20260324' })]));
  expect(await ask(data, BOARD)).toMatchObject({ timing: 'planned' });
});

test('older than three minutes is none', async () => {
  const late = await update(next[0]!, { stopTimeUpdate: [{ stopId: next[0]!.stop.id, departure: { delay: 240 } }] });
  const data = await live(message([late], NOW - 179 * SECOND));
  expect(await ask(data, BOARD)).toMatchObject({ timing: 'live', age: 179 });
  expect(await ask(data, BOARD, 'transit.departures', NOW + 2 * SECOND)).toMatchObject({ timing: 'planned' });
  expect(data.state(NOW + 2 * SECOND)).toMatchObject({ ok: false });
});

test('broken bytes, an error and a private address: one line each, and the data before serve on', async () => {
  const problems: string[] = [];
  const late = await update(next[0]!, { stopTimeUpdate: [{ stopId: next[0]!.stop.id, departure: { delay: 240 } }] });
  const data = await live(message([late]), problems);
  body = Buffer.from('<html>not found</html>');
  await data.look();
  status = 503;
  await data.look();
  status = 200;
  expect(problems).toHaveLength(2);
  expect(await ask(data, BOARD)).toMatchObject({ timing: 'live' });
  const refused: string[] = [];
  const guarded = createLiveData({
    planner,
    addresses: [address],
    now: () => NOW,
    everyMs: 0,
    fetch: (url) => download(url, { maxBytes: 1_000_000, privateHosts: [] }),
    onBroken: (problem) => refused.push(problem),
  });
  await guarded.look();
  expect(refused).toEqual(['the address is inside a private network']);
  expect(guarded.at(NOW)).toBeNull();
});

test('where the vehicle is', async () => {
  const [near] = await planner.nearest(40.2124, 36.0812, 1);
  const data = await live(
    message([
      {
        id: 'v',
        vehicle: {
          trip: (await update(next[0]!, {})).tripUpdate!.trip,
          position: { latitude: near!.stop.lat, longitude: near!.stop.lon },
          timestamp: NOW / SECOND,
        },
      },
    ]),
  );
  expect(await ask(data, BOARD)).toMatchObject({ vehicle: { line: '28A', stop: near!.stop.name } });
});

test('a journey tells delays, and a change that would be missed', async () => {
  const query = { from: 'stop:otogar', to: 'stop:kartal' };
  const [journey] = await planner.journeys(query.from, query.to, { depart: NOW }, { limit: 1 });
  const [first] = journey!.legs.filter((leg) => leg.kind === 'ride');
  const data = await live(
    message([
      await update(
        { tripId: first!.tripId, stop: first!.from, departure: first!.departure },
        { stopTimeUpdate: [{ stopId: first!.from.id, departure: { delay: 900 } }] },
      ),
    ]),
  );
  const result = await ask(data, query, 'transit.journey');
  expect(result).toMatchObject({ timing: 'live', at_risk: true });
  expect((result.journeys as JsonObject[])[0]).toMatchObject({
    legs: expect.arrayContaining([expect.objectContaining({ late: 'late', delay: 15 })]),
  });
});

test('alerts of a line by its route, in the reader’s language, while they are on', async () => {
  const alert = (more: rt.IAlert): rt.IFeedEntity => ({
    id: 'a',
    alert: {
      headerText: {
        translation: [
          { text: 'Güzergâh değişti', language: 'tr' },
          { text: 'Detour', language: 'en' },
        ],
      },
      informedEntity: [{ routeId: '28A' }],
      ...more,
    },
  });
  expect(await ask(await live(message([alert({})])), BOARD)).toMatchObject({ alerts: ['Güzergâh değişti'] });
  const past = { activePeriod: [{ start: 1, end: NOW / SECOND - 60 }] };
  expect(await ask(await live(message([alert(past)])), BOARD)).toMatchObject({ alerts: null });
  const others = { informedEntity: [{ routeId: 'none' }] };
  expect(await ask(await live(message([alert(others)])), BOARD)).toMatchObject({ alerts: null });
});
