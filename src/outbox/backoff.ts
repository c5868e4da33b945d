const FIRST_MS = 200;
const LONGEST_MS = 60_000;

/**
 * Wait before try `tries + 1`: doubling with "equal jitter" (half fixed, half random), so that a receiver that comes back is
 * not met by everyone at once.
 *
 * @returns milliseconds
 */
export function backoffMs(tries: number, random: () => number = Math.random): number {
  const full = Math.min(FIRST_MS * 2 ** Math.min(tries, 20), LONGEST_MS);
  return full / 2 + (random() * full) / 2;
}
