/** In how many texts each hashed feature stands: a table of numbers, as there are more features than a Map is quick with. */
export class HashCounts {
  private hashes = new Uint32Array(1 << 16);
  private counts = new Uint32Array(1 << 16);
  private lastTexts = new Int32Array(1 << 16);
  private used = 0;

  /** Notes a feature (not 0) of a text; texts come one after the other, from 1 on. Repeats in a text count once. */
  add(hash: number, text: number): void {
    const slot = this.slotOf(hash);
    if (this.hashes[slot] === 0) {
      this.hashes[slot] = hash;
      this.used++;
    } else if (this.lastTexts[slot] === text) return;
    this.lastTexts[slot] = text;
    this.counts[slot]!++;
    if (this.used * 2 > this.hashes.length) this.widen();
  }

  /** Features that at least so many texts hold, with their number. */
  atLeast(least: number): [hash: number, count: number][] {
    const found: [number, number][] = [];
    this.hashes.forEach((hash, slot) => {
      if (hash !== 0 && this.counts[slot]! >= least) found.push([hash, this.counts[slot]!]);
    });
    return found;
  }

  private slotOf(hash: number): number {
    const mask = this.hashes.length - 1;
    let slot = hash & mask;
    while (this.hashes[slot] !== 0 && this.hashes[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  private widen(): void {
    const { hashes, counts, lastTexts } = this;
    this.hashes = new Uint32Array(hashes.length * 2);
    this.counts = new Uint32Array(hashes.length * 2);
    this.lastTexts = new Int32Array(hashes.length * 2);
    hashes.forEach((hash, old) => {
      if (hash === 0) return;
      const slot = this.slotOf(hash);
      this.hashes[slot] = hash;
      this.counts[slot] = counts[old]!;
      this.lastTexts[slot] = lastTexts[old]!;
    });
  }
}
