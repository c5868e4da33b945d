/** The same baby twice, from one telephone and from two at once; addresses; the delivery list; decisions made again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { project } from '../../../../src/commit';
import { ROOT } from '../../../../src/core/paths';
import type { Ticket } from '../../../../src/core/ticket';
import { createApplicationActions, deliveryList, figuresOf } from '../../../../src/domains/applications';
import { createEligibilityActions, replayDecision } from '../../../../src/domains/eligibility';
import { loadPack } from '../../../../src/domains/pack';
import { createNumbers } from '../../../../src/domains/tickets';
import { rulesIn } from '../../../../src/knowledge';
import type { Store } from '../../../../src/store/port';
import { openSqliteStore } from '../../../../src/store/sqlite';
import { message, NOW, turnOf } from '../../../store/support';

const pack = loadPack(join(ROOT, 'data/municipality'));
let folder: string;
let store: Store;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kapi-applications-'));
  store = await openSqliteStore({ path: join(folder, 'kapi.db'), project });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (name: string, args: object, conversationId = 'c1', now = NOW) => {
  const draw = createNumbers(store, () => 'PB');
  const actions = [
    ...createApplicationActions({ pack, book: store, draw }),
    ...createEligibilityActions({ pack, rules: rulesIn(store) }),
  ];
  const action = actions.find((known) => known.name === name)!;
  return action.run(args as never, { now, lang: 'tr', conversationId });
};

describe('one application for each baby', () => {
  const child = {
    programme: 'hosgeldin-bebek',
    birthDate: '2026-03-01',
    name: { name: 'Elif Yılmaz' },
    delivery: 'gonul-kapisi',
  };

  it('lets one of two parents win who apply at the same moment, however they write the name', async () => {
    const results = await Promise.all([
      run('application.claim', child, 'mother'),
      run('application.claim', { ...child, name: 'YILMAZ elif' }, 'father'),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['ok', 'other']);
    expect(results.find(({ status }) => status === 'ok')).toMatchObject({ point: expect.stringContaining('Gönül Kapısı') });
  });

  it('lets another baby of that day be applied for', async () => {
    expect((await run('application.claim', { ...child, name: 'Can Demir' }, 'neighbour')).status).toBe('ok');
  });

  it('knows the own application by the birth date, and forgets a withdrawn one', async () => {
    const [{ id, conversationId }] = (await store.accept([message('e1', 'ayse')])) as [{ id: string; conversationId: string }];
    const ticket = ticketOf('PB-26-000900', { programme: child.programme, birth: '2026-02-01' });
    await store.commit(turnOf(conversationId, 1, [id], [{ type: 'ticket.opened', ticket }]));
    const again = { ...child, birthDate: '2026-02-01', look: true };
    expect(await run('application.claim', again, conversationId)).toEqual({
      status: 'own',
      number: 'PB-26-000900',
      step: 'open',
    });
    const [second] = await store.accept([message('e2', 'ayse')]);
    const withdrawn = { type: 'ticket.status', number: 'PB-26-000900', status: 'cancelled', text: '', by: 'citizen' } as const;
    await store.commit(turnOf(conversationId, 2, [second!.id], [withdrawn]));
    expect(await run('application.claim', again, conversationId)).toEqual({ status: 'ok' });
  });
});

it.each([
  ['Kartal mah. Lale sok. no 5 daire 3', 'ok', 'Kartal Mahallesi'],
  ['yeni mahalle cinar sok 12', 'ok', 'Yeni Mahalle'],
  ['evim', 'short', null],
  ['Ankara Çankaya Atatürk Bulvarı 5', 'outside', null],
  ['istanbulda kadıköyde moda cad 3', 'outside', null],
  // A neighbourhood that bears a province's name is none.
  ['Sakarya Mah. Konutlar Cad. 27', 'ok', 'Sakarya Mahallesi'],
])('the address %j is %s', async (address, status, neighbourhood) => {
  expect(await run('address.check', { address: { type: 'text', text: address, name: address, value: address } })).toEqual({
    status,
    neighbourhood,
  });
});

it.each([
  [40.21, 36.1, 'ok'],
  [41.01, 28.97, 'outside'],
])('the pin %d %d is %s', async (lat, lon, status) => {
  expect((await run('address.check', { address: { type: 'location', value: { lat, lon } } })).status).toBe(status);
});

function ticketOf(number: string, details: NonNullable<Ticket['details']>) {
  return {
    number,
    intent: 'baby.apply',
    department: 'sosyal',
    priority: 'normal' as const,
    description: '',
    place: null,
    neighbourhood: null,
    lat: null,
    lon: null,
    media: [],
    contact: { name: null, phone: null, channel: 'http' },
    details,
  };
}

describe('the lists of the department', () => {
  const DAY_MS = 86_400_000;
  const row = (number: string, days: number, status: Ticket['status'], details: NonNullable<Ticket['details']>): Ticket => ({
    ...ticketOf(number, { programme: 'hosgeldin-bebek', ...details }),
    conversationId: 'c',
    status,
    createdAt: NOW - days * DAY_MS,
    updatedAt: NOW,
    steps: [],
  });
  const tickets = [
    row('T-1', 2, 'open', { delivery: 'home', neighbourhood: 'Kartal Mahallesi', address: 'Lale sok. 5', babies: '1' }),
    row('T-2', 9, 'in_progress', { delivery: 'home', neighbourhood: 'Kartal Mahallesi', address: 'Gül sok. 1', babies: '2' }),
    row('T-3', 1, 'open', { delivery: 'home', neighbourhood: 'Gazi Mahallesi', address: 'Nar sok. 7' }),
    row('T-4', 5, 'open', { delivery: 'gonul-kapisi' }),
    row('T-5', 30, 'resolved', { delivery: 'home', babies: '2' }),
    row('T-6', 30, 'closed', { delivery: 'gonul-kapisi' }),
    row('T-7', 400, 'resolved', { delivery: 'home' }),
    row('T-8', 3, 'cancelled', { delivery: 'home' }),
    { ...row('T-9', 3, 'open', {}), details: { programme: 'gida-destegi' } },
  ];

  it('gives the team its way: by neighbourhood, the longest waiting first', () => {
    const list = deliveryList(tickets, { pack, now: NOW, programme: 'hosgeldin-bebek', delivery: 'home' });
    expect(list.map(({ number, waits, count }) => [number, waits, count])).toEqual([
      ['T-3', 1, 1],
      ['T-2', 9, 2],
      ['T-1', 2, 1],
    ]);
  });

  it('gives a point those who come to it', () => {
    const list = deliveryList(tickets, { pack, now: NOW, programme: 'hosgeldin-bebek', delivery: 'point' });
    expect(list.map(({ number }) => number)).toEqual(['T-4']);
  });

  it('counts families reached and sets handed over, a year each', () => {
    expect(figuresOf(tickets, { pack, programme: 'hosgeldin-bebek' })).toEqual([
      expect.objectContaining({
        year: '2026',
        applications: 7,
        families: 2,
        sets: 3,
        home: 1,
        point: 1,
        waiting: 4,
        withdrawn: 1,
      }),
      expect.objectContaining({
        year: '2025',
        applications: 1,
        families: 1,
        sets: 1,
        home: 1,
        point: 0,
        waiting: 0,
        withdrawn: 0,
      }),
    ]);
  });
});

describe('a decision', () => {
  const answers = { residence: 'yes', birthDate: '2025-12-24', applicant: 'mother', firstApplication: 'yes' };
  async function decided() {
    const result = await run('eligibility.check', { programme: 'hosgeldin-bebek', ...answers });
    return { ...(result.decision as object), id: 'c:1:0', conversationId: 'c', at: NOW } as never;
  }

  it('comes out the same with its own conditions', async () => {
    expect(await replayDecision(await decided(), pack, rulesIn(store))).toMatchObject({
      was: 'not_eligible',
      again: 'not_eligible',
      same: true,
      ruleChanged: false,
      today: 'not_eligible',
      failing: ['age'],
      ruleFrom: '2026-01-01',
    });
  });

  it('comes out the same after the rule was edited, and says what the edited one would say', async () => {
    const decision = await decided();
    const edited = structuredClone(pack);
    const version = edited.programmes.find(({ id }) => id === 'hosgeldin-bebek')!.versions.at(-1)!;
    const age = version.conditions.find(({ id }) => id === 'age')!;
    if (age.kind === 'baby_age_max_days') age.max_days = 120;
    expect(await replayDecision(decision, edited, rulesIn(store))).toMatchObject({
      again: 'not_eligible',
      same: true,
      ruleChanged: true,
      today: 'eligible',
    });
  });
});
