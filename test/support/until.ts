const TRIES = 800;
const EVERY_MS = 25;

/** Waits for something to come to be, at most twenty seconds, and gives it. */
export async function until<T>(look: () => Promise<T | undefined | null | false> | T | undefined | null | false): Promise<T> {
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  throw new Error('it did not come to be');
}
