/** Reservations: the calendar, and 50 citizens who want one evening at the same moment. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { project } from '../../../src/commit';
import { ROOT } from '../../../src/core/paths';
import { type Actions, actionsOf, runAction } from '../../../src/domains';
import { createApplicationActions } from '../../../src/domains/applications';
import { type Facility, loadPack } from '../../../src/domains/pack';
import { createReservationActions, reservationList } from '../../../src/domains/reservations';
import { dayOf, nightsOf, priceOf } from '../../../src/domains/reservations/calendar';
import { createNumbers } from '../../../src/domains/tickets';
import type { Store } from '../../../src/store/port';
import { openSqliteStore } from '../../../src/store/sqlite';
import { bookingOpened, message, turnOf } from '../../store/support';

const pack = loadPack(join(ROOT, 'data/municipality'));
const facility = (id: string): Facility => pack.facilities.find((known) => known.id === id)!;
const at = (text: string): number => Date.parse(`${text}+03:00`);
const MORNING = at('2026-03-25T08:30:00');

let folder: string;
let store: Store;
let actions: Actions;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kapi-reservations-'));
  store = await openSqliteStore({ path: join(folder, 'kapi.db'), project });
  const draw = createNumbers(store, () => 'PB');
  actions = actionsOf(
    createReservationActions({ pack, book: store, draw }),
    createApplicationActions({ pack, book: store, draw }),
  );
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const call = (action: string, args: object, conversationId = 'c1', now = MORNING) =>
  runAction(actions, { id: '1', action, args: args as never }, { now, lang: 'tr', conversationId });

/** The examples of a header: "example at <moment>: {arguments} -> {part of the result}". */
const EXAMPLES = ['reservations', 'applications'].flatMap((domain) => {
  const actionFolder = join(ROOT, 'src/domains', domain, 'actions');
  return readdirSync(actionFolder).flatMap((file) => {
    const text = readFileSync(join(actionFolder, file), 'utf8');
    const action = text.match(/name: '([^']+)'/)![1]!;
    const found = [...text.matchAll(/^ \* example(?: at (\S+))?: (\{.*\}) -> (\{.*\})$/gm)];
    return found.length === 0
      ? [[action, '', '{}', '']]
      : found.map(([, moment, args, result]) => [action, moment ?? '', args!, result!]);
  });
});

test.each(EXAMPLES)('%s, example at %s: %s', async (action, moment, args, result) => {
  expect(result).not.toBe('');
  expect(await call(action!, JSON.parse(args!), 'c1', moment ? Date.parse(moment) : MORNING)).toMatchObject(JSON.parse(result!));
});

describe('the calendar', () => {
  test.each([
    ['hali-saha', '2026-03-26', MORNING, 'open', 13],
    // Two hours' notice: at 16:30 the session of 18:00 is the last that is not too near is 19:00.
    ['hali-saha', '2026-03-25', at('2026-03-25T16:30:00'), 'open', 4],
    ['hali-saha', '2026-03-25', at('2026-03-25T20:01:00'), 'past', 0],
    ['hali-saha', '2026-12-31', MORNING, 'closed', 0],
    ['hali-saha', '2028-01-01', MORNING, 'no_season', 0],
    ['dugun-salonu', '2026-03-27', MORNING, 'past', 0],
    ['dugun-salonu', '2026-05-16', MORNING, 'open', 2],
    ['camlik-kampi', '2026-10-15', MORNING, 'open', 1],
    ['camlik-kampi', '2026-10-16', MORNING, 'no_season', 0],
  ] as const)('%s on %s', (id, day, now, is, sessions) => {
    const found = dayOf(facility(id), day, now, pack);
    expect([found.is, found.is === 'open' ? found.sessions.length : 0]).toEqual([is, sessions]);
  });

  test.each([
    ['dugun-salonu', '2026-05-16', '2026-03-25', 35_000],
    ['dugun-salonu', '2026-05-18', '2026-03-25', 22_000],
    ['dugun-salonu', '2026-05-18', '2027-02-01', null],
  ])('%s on %s, asked on %s: %s', (id, day, today, price) => {
    expect(priceOf(facility(id), day, today)).toBe(price);
  });

  test.each([
    [undefined, 1],
    ['3', 3],
    ['3 gece', 3],
    [{ type: 'number', value: '4', text: 'dört' }, 4],
    ['0', undefined],
    ['birkaç', undefined],
    ['2,5', undefined],
  ])('nights %j: %j', (said, nights) => {
    expect(nightsOf(said as never)).toBe(nights);
  });
});

describe('no place is given twice', () => {
  const evening = { facility: 'hali-saha', date: '2026-03-26', session: '19:00-20:00' };
  const everybody = (args: object) =>
    Promise.all(Array.from({ length: 50 }, (_, index) => call('facility.request', args, `c${index}`)));

  test('50 ask for one hour of two pitches at once: two get it, 48 are told', async () => {
    const results = await everybody(evening);
    const won = results.filter(({ status }) => status === 'ok');
    expect(won.map(({ unit }) => unit).sort()).toEqual(['1', '2']);
    expect(new Set(won.map(({ number }) => number)).size).toBe(2);
    expect(results.filter(({ status }) => status === 'taken')).toHaveLength(48);
    expect((await call('facility.free', { ...evening })).choices).not.toContainEqual({ id: '19:00-20:00', label: '19:00-20:00' });
  });

  test('50 ask for nights of three pitches that overlap: no night of a pitch has two owners', async () => {
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        call(
          'facility.request',
          { facility: 'camlik-kampi', date: `2026-06-1${index % 5}`, session: 'night', nights: 3 },
          `c${index}`,
        ),
      ),
    );
    const slots = results.flatMap((result) => (result.status === 'ok' ? (result.slots as string[]) : []));
    expect(slots.length).toBeGreaterThanOrEqual(9);
    expect(new Set(slots).size).toBe(slots.length);
  });

  test('a turn that runs again keeps its place; after a withdrawal another gets it', async () => {
    const hall = { facility: 'dugun-salonu', date: '2026-05-16', session: '19:00-23:30' };
    const [input] = await store.accept([message('e1')]);
    const first = await call('facility.request', hall, input!.conversationId);
    expect(first.status).toBe('ok');
    const opened = bookingOpened(String(first.number), first.slots as string[]);
    await store.commit(turnOf(input!.conversationId, 1, [input!.id], [opened]));
    expect((await call('facility.request', hall, 'other', MORNING + 3_600_000)).status).toBe('taken');

    const [second] = await store.accept([message('e2')]);
    const withdrawn = {
      type: 'ticket.status',
      number: String(first.number),
      status: 'cancelled',
      text: '',
      by: 'citizen',
    } as const;
    await store.commit(turnOf(input!.conversationId, 2, [second!.id], [withdrawn]));
    expect((await call('facility.request', hall, 'other')).status).toBe('ok');
  });

  test('a place that was held for a request that never came is free again', async () => {
    const hall = { facility: 'dugun-salonu', date: '2026-05-17', session: '13:00-17:00' };
    expect((await call('facility.request', hall, 'gone')).status).toBe('ok');
    expect((await call('facility.request', hall, 'later', MORNING + 599_000)).status).toBe('taken');
    expect((await call('facility.request', hall, 'later', MORNING + 601_000)).status).toBe('ok');
  });
});

test('the desk sees what is to be confirmed first, then what is coming, and nothing past or withdrawn', () => {
  const ticket = (number: string, status: string, date: string, session = '18:00-19:00') =>
    ({
      ...(bookingOpened(number, []) as unknown as { ticket: object }).ticket,
      status,
      createdAt: MORNING,
      details: { facility: 'hali-saha', unit: '1', date, session, name: 'Ali Kaya' },
    }) as never;
  const rows = reservationList(
    [
      ticket('T-1', 'resolved', '2026-03-26'),
      ticket('T-2', 'open', '2026-03-28'),
      ticket('T-3', 'open', '2026-03-27', '20:00-21:00'),
      ticket('T-4', 'cancelled', '2026-03-27'),
      ticket('T-5', 'resolved', '2026-03-24'),
    ],
    pack,
    MORNING,
  );
  expect(rows.map(({ number }) => number)).toEqual(['T-3', 'T-2', 'T-1']);
  expect(rows[0]).toMatchObject({ facility: 'Bahçelievler Halı Sahası', unit: '1 numaralı saha', name: 'Ali Kaya' });
});
