/** A small seeded generator, so that the same sentences always give the same model. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Whole number in [0, below). */
  int(below: number): number;
}

/** mulberry32: 32 bits of state, good enough for shuffling and typing errors, never for secrets. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return { next, int: (below) => Math.floor(next() * below) };
}

/** Fisher-Yates, in place. */
export function shuffle<T extends { length: number; [index: number]: number }>(list: T, random: Random): T {
  for (let i = list.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    const kept = list[i]!;
    list[i] = list[j]!;
    list[j] = kept;
  }
  return list;
}
