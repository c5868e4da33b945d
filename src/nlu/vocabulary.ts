/** Which hashed features the model knows, as an open-addressing table from hash to row. */
export class Vocabulary {
  readonly keys: Uint32Array;
  readonly size: number;
  private readonly slots: Uint32Array;
  private readonly rows: Uint32Array;
  private readonly mask: number;

  /** `keys[row]` is the hash of the row's feature; each is given once and none is 0. */
  constructor(keys: Uint32Array) {
    this.keys = keys;
    this.size = keys.length;
    let capacity = 16;
    while (capacity < keys.length * 2) capacity *= 2;
    this.mask = capacity - 1;
    this.slots = new Uint32Array(capacity);
    this.rows = new Uint32Array(capacity);
    for (let row = 0; row < keys.length; row++) {
      let slot = keys[row]! & this.mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask;
      this.slots[slot] = keys[row]!;
      this.rows[slot] = row;
    }
  }

  /** The row of a feature, -1 when the model has never seen it. */
  row(hash: number): number {
    let slot = hash & this.mask;
    for (;;) {
      const key = this.slots[slot]!;
      if (key === hash) return this.rows[slot]!;
      if (key === 0) return -1;
      slot = (slot + 1) & this.mask;
    }
  }
}
