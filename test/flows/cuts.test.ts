/** Whoever has no water where a cut is known joins it in the store, and parts from it when it is another matter. */
import type { Ticket } from '../../src/core/ticket';
import { simulated } from '../support/simulated';

/** Bahçelievler's cut is announced from 09:00 to 13:00. */
const DURING = Date.parse('2026-03-25T10:30:00+03:00');
const AFTER = Date.parse('2026-03-25T19:30:00+03:00');
const simulator = simulated('cuts');

const rings = () =>
  simulator()
    .turns.flatMap(({ events }) => events)
    .filter(({ type }) => type === 'ring').length;

async function write(text: string): Promise<void> {
  await simulator().send([{ kind: 'text', text }]);
  await simulator().settle();
}

async function tickets(): Promise<Ticket[]> {
  const id = await simulator().store.conversationOf('http', 'default', simulator().citizenId());
  return simulator().store.ticketsOf(id!, 10);
}

const joinsOf = ({ steps }: Ticket) => steps.findLast((step) => step.joins !== undefined)?.joins;

test.each([
  ['at once', ['bahçelievlerde sular akmıyor']],
  ['once it is asked', ['evde su yok', 'bahçelievler mahallesi']],
])('a report joins an announced cut, the place told %s', async (_when, texts) => {
  simulator().restart({ now: DURING, channel: 'http' });
  for (const text of texts) await write(text);
  const [ticket, ...more] = await tickets();
  expect(more).toEqual([]);
  expect(ticket).toMatchObject({ intent: 'water.outage_report', status: 'open' });
  expect(joinsOf(ticket!)).toMatchObject({ id: 'bahcelievler-hat-yenileme', name: expect.stringContaining('Bahçelievler') });
});

test('nobody is rung for it, until the citizen says that theirs is another matter', async () => {
  simulator().restart({ now: DURING, channel: 'http' });
  await write('bahçelievlerde sular akmıyor');
  expect(rings()).toBe(0);
  await write('komşularda var sadece bizde yok');
  expect(rings()).toBe(1);
  const [ticket, ...more] = await tickets();
  expect(more).toEqual([]);
  expect(joinsOf(ticket!)).toBeNull();
});

test('where the house alone has none, the announced cut is not told', async () => {
  simulator().restart({ now: DURING, channel: 'http' });
  await write('bahçelievlerde sadece bizim binada su yok');
  expect(rings()).toBe(1);
  expect(joinsOf((await tickets())[0]!)).toBeUndefined();
});

test("a neighbour's report is joined by its number; the own one is added to", async () => {
  simulator().restart({ now: AFTER, channel: 'http' });
  await write('gazi mahallesinde su yok');
  const [first] = await tickets();
  await write('gazi mahallesinde sular hala kesik');
  expect(await tickets()).toHaveLength(1);
  simulator().restart({ now: AFTER + 600_000, channel: 'http' });
  await write('gazi mahallesinde sular akmiyor');
  expect(joinsOf((await tickets())[0]!)).toEqual({ id: first!.number, name: first!.number });
});
