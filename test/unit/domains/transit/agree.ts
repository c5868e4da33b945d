/** Compares the planner with the oracle on random pairs of stops. */
import type { TransitPlanner } from '../../../../src/domains/transit';
import type { Oracle } from './oracle';

/** Whole numbers below n that look random and are the same in every run (a linear congruence over the high bits). */
export function numbers(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

export interface Compared {
  pairs: number;
  /** Pairs on which the two disagree, as text. */
  wrong: string[];
  /** Milliseconds of each search, in ascending order. */
  took: number[];
}

/**
 * Asks both for the earliest arrival from each of some stops to several, leaving at `start` seconds of the day whose
 * midnight is `midnight`, with any number of rides; then asks the planner to arrive by that time, which must leave no
 * earlier than the journey found forwards.
 */
export async function compare(
  planner: TransitPlanner,
  oracle: Oracle,
  midnight: number,
  start: number,
  slack: number,
): Promise<Compared> {
  const random = numbers(start + slack);
  const result: Compared = { pairs: 0, wrong: [], took: [] };
  const options = { maxRides: Number.POSITIVE_INFINITY, limit: 1, slackSeconds: slack };
  for (let i = 0; i < 20; i++) {
    const from = oracle.stops[random(oracle.stops.length)]!;
    const earliest = oracle.earliest(from, start, slack);
    for (let j = 0; j < 10; j++) {
      const to = oracle.stops[random(oracle.stops.length)]!;
      if (to === from) continue;
      const begun = performance.now();
      const [found] = await planner.journeys(`platform:${from}`, `platform:${to}`, { depart: midnight + start * 1000 }, options);
      result.took.push(performance.now() - begun);
      const [expected, got] = [earliest(to), found ? (found.arrival - midnight) / 1000 : Number.POSITIVE_INFINITY];
      result.pairs++;
      if (got !== expected) result.wrong.push(`${from} -> ${to}: ${got}, not ${expected}`);
      if (!found) continue;
      const [back] = await planner.journeys(`platform:${from}`, `platform:${to}`, { arrive: found.arrival }, options);
      if (!back || back.departure < found.departure || back.arrival > found.arrival)
        result.wrong.push(`${from} -> ${to}: backwards`);
    }
  }
  result.took.sort((a, b) => a - b);
  return result;
}
