import { createPace } from '../../../src/outbox/pace';

test('an account is held at its rate, a person at theirs, and the others do not wait for that person', () => {
  const pace = createPace();
  const rate = { perSecond: 10, perChatMs: 1_000 };
  expect(pace.slot('a', 'x', rate, 0)).toBe(0);
  expect(pace.slot('a', 'x', rate, 0)).toBe(1_000);
  expect(pace.slot('a', 'y', rate, 0)).toBe(200);
  expect(pace.slot('b', 'x', rate, 0)).toBe(0);
  expect(pace.slot('a', 'x', rate, 5_000)).toBe(0);
});

test('a second of traffic never holds more than the rate', () => {
  const pace = createPace();
  const at = Array.from({ length: 500 }, (_, index) => pace.slot('a', `p${index}`, { perSecond: 80 }, 0));
  for (let from = 0; from < 5_000; from += 250)
    expect(at.filter((time) => time >= from && time < from + 1_000).length).toBeLessThanOrEqual(81);
});

test('a pause holds the whole account, and only a longer one replaces it', () => {
  const pace = createPace();
  pace.pause('a', 3_000);
  pace.pause('a', 2_000);
  expect(pace.pausedUntil('a')).toBe(3_000);
  expect(pace.slot('a', 'x', { perSecond: 10 }, 1_000)).toBe(2_000);
  expect(pace.slot('b', 'x', { perSecond: 10 }, 1_000)).toBe(0);
});
