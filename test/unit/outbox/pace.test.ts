import { createPace } from '../../../src/outbox/pace';

test('one goes a full interval after the other, also after a stall', async () => {
  const pace = createPace();
  const went: number[] = [];
  const all = Array.from({ length: 40 }, async (_, index) => {
    await pace.turn('a', `p${index}`, { perSecond: 100 });
    went.push(performance.now());
    if (index === 10) for (const end = performance.now() + 80; performance.now() < end; );
  });
  await Promise.all(all);
  const gaps = went.slice(1).map((time, index) => time - went[index]!);
  expect(Math.min(...gaps)).toBeGreaterThan(8);
});

test('a person’s own pace holds nobody else, and accounts do not wait for each other', async () => {
  const pace = createPace();
  const rate = { perSecond: 1_000, perChatMs: 150 };
  const began = performance.now();
  const took: Record<string, number> = {};
  const go = async (name: string, account: string, chat: string) => {
    await pace.turn(account, chat, rate);
    took[name] = performance.now() - began;
  };
  await Promise.all([go('x1', 'a', 'x'), go('x2', 'a', 'x'), go('y', 'a', 'y'), go('other', 'b', 'x')]);
  expect(took.x2).toBeGreaterThanOrEqual(140);
  for (const name of ['x1', 'y', 'other']) expect(took[name]).toBeLessThan(100);
});

test('a pause holds the whole account, the longer one counts, and a stop ends every wait', async () => {
  const pace = createPace();
  pace.pause('a', Date.now() + 200);
  pace.pause('a', Date.now() + 50);
  const began = performance.now();
  expect(await pace.turn('b', 'x', undefined)).toBe(true);
  expect(performance.now() - began).toBeLessThan(100);
  expect(await pace.turn('a', 'x', undefined)).toBe(true);
  expect(performance.now() - began).toBeGreaterThanOrEqual(190);
  pace.pause('a', Date.now() + 60_000);
  const held = pace.turn('a', 'x', { perSecond: 10 });
  pace.stop();
  expect(await held).toBe(false);
});
