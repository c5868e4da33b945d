/** Compares the planner with the oracle on random pairs of stops. Node runs this file as it is (types are only stripped). */
import type { Journey, TransitPlanner, When } from '../../../../src/domains/transit';
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
  /** Pairs for which there is a journey. */
  found: number;
  /** Pairs on which the two disagree, as text. */
  wrong: string[];
  /** Milliseconds of each search, in ascending order. */
  took: number[];
}

interface Asked {
  planner: TransitPlanner;
  oracle: Oracle;
  /** Epoch milliseconds of the midnight that the oracle's seconds count from. */
  midnight: number;
  /** Seconds from it. */
  start: number;
  slack: number;
  /** Stops that pairs begin at; each is asked for `goals` others. */
  sources?: number;
  goals?: number;
}

const NEVER = Number.POSITIVE_INFINITY;

/** What is wrong with how the legs follow one another, or ''. */
function badLegs({ legs, departure, arrival, transfers }: Journey): string {
  const rides = legs.filter(({ kind }) => kind === 'ride').length;
  if (transfers !== Math.max(0, rides - 1)) return `${transfers} transfers with ${rides} rides`;
  if (legs.length > 0 && (legs[0]!.departure !== departure || legs.at(-1)!.arrival !== arrival)) return 'ends';
  for (let i = 1; i < legs.length; i++) {
    const [before, leg] = [legs[i - 1]!, legs[i]!];
    if (before.kind === 'walk' && leg.kind === 'walk') return 'two walks';
    if (leg.departure < before.arrival) return `leg ${i} leaves before it is reached`;
  }
  return '';
}

/**
 * Asks both for the earliest arrival leaving at `start` with any number of rides, and for the latest departure that is
 * there by `start`. Departures and arrivals must be the oracle's to the second: of several journeys that arrive first
 * the one that leaves last, of several that leave last the one that arrives first.
 */
export async function compare({ planner, oracle, midnight, start, slack, sources = 20, goals = 10 }: Asked): Promise<Compared> {
  const random = numbers(start + slack + 1);
  const result: Compared = { pairs: 0, found: 0, wrong: [], took: [] };
  const options = { maxRides: NEVER, limit: 1, slackSeconds: slack };
  const stop = () => oracle.stops[random(oracle.stops.length)]!;
  const ask = async (from: string, to: string, when: When) => {
    const begun = performance.now();
    const [found] = await planner.journeys(`platform:${from}`, `platform:${to}`, when, options);
    result.took.push(performance.now() - begun);
    result.pairs++;
    if (found) result.found++;
    const bad = found && badLegs(found);
    if (bad) result.wrong.push(`${from} -> ${to}: ${bad}`);
    return found ? [(found.departure - midnight) / 1000, (found.arrival - midnight) / 1000] : [];
  };
  const check = (from: string, to: string, got: number[], expected: number[]) => {
    if (got.join() !== expected.join()) result.wrong.push(`${from} -> ${to}: ${got.join('-')}, not ${expected.join('-')}`);
  };
  for (let i = 0; i < sources; i++) {
    const one = stop();
    const earliest = oracle.earliest(one, start, slack);
    const latest = oracle.latest(one, start, slack);
    for (let j = 0; j < goals; j++) {
      const other = stop();
      if (other === one) continue;
      const arrival = earliest(other);
      const leaving = arrival === NEVER ? [] : [oracle.latest(other, arrival, slack)(one), arrival];
      const ahead = await ask(one, other, { depart: midnight + start * 1000 });
      // On foot one leaves at once, though a ride that leaves later may arrive at the same second.
      check(one, other, ahead, ahead[0] === start ? [start, arrival] : leaving);
      const departure = latest(other);
      const there = departure === -NEVER ? [] : [departure, oracle.earliest(other, departure, slack)(one)];
      check(other, one, await ask(other, one, { arrive: midnight + start * 1000 }), there);
    }
  }
  result.took.sort((a, b) => a - b);
  return result;
}
