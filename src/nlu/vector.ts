/** Weighs the features of a text: (1 + log count) times rarity, each block (characters, words) brought to its own length. */
import type { Hashes } from './features';
import type { Vocabulary } from './vocabulary';

/** A sparse vector. `rows` and `values` are valid up to `length`. */
export interface Vector {
  rows: Uint32Array;
  values: Float32Array;
  length: number;
  /** Share of the text's distinct features that the model has seen, 0 to 1: near 0 for gibberish and foreign text. */
  known: number;
}

const LOGS = Float32Array.from({ length: 64 }, (_, count) => (count === 0 ? 0 : 1 + Math.log(count)));

/** Makes vectors over one vocabulary; keeps its own scratch space, so a vector is overwritten by the next call. */
export class Vectoriser {
  /** Row of each hash of the last text, -1 where the model does not know it. */
  found = new Int32Array(1 << 14);
  private readonly seen: Uint8Array;
  private readonly vector: Vector = { rows: new Uint32Array(1 << 12), values: new Float32Array(1 << 12), length: 0, known: 0 };

  /** `idf[row]`: rarity of each feature. `wordWeight`, `fieldWeight`: length of those blocks where that of the characters is 1. */
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly idf: Float32Array,
    private readonly wordWeight: number,
    private readonly fieldWeight: number,
  ) {
    this.seen = new Uint8Array(vocabulary.size);
  }

  of(hashes: Hashes): Vector {
    const { vector } = this;
    if (vector.rows.length < hashes.length) {
      vector.rows = new Uint32Array(hashes.length * 2);
      vector.values = new Float32Array(hashes.length * 2);
    }
    vector.length = 0;
    if (this.found.length < hashes.length) this.found = new Int32Array(hashes.length * 2);
    for (let i = 0; i < hashes.length; i++) this.found[i] = this.vocabulary.row(hashes.list[i]!);
    const unknown = this.block(0, hashes.chars, 1) + this.block(hashes.chars, hashes.fields, this.wordWeight);
    vector.known = vector.length === 0 ? 0 : vector.length / (vector.length + unknown);
    this.block(hashes.fields, hashes.length, this.fieldWeight);
    return vector;
  }

  /** Adds one block of features and gives how many were unknown. */
  private block(from: number, to: number, weight: number): number {
    const { vector, seen, found } = this;
    const first = vector.length;
    let unknown = 0;
    for (let i = from; i < to; i++) {
      const row = found[i]!;
      if (row < 0) unknown++;
      else if (seen[row] === 0) {
        seen[row] = 1;
        vector.rows[vector.length++] = row;
      } else if (seen[row]! < 63) seen[row]!++;
    }
    let squares = 0;
    for (let i = first; i < vector.length; i++) {
      const row = vector.rows[i]!;
      const value = LOGS[seen[row]!]! * this.idf[row]!;
      seen[row] = 0;
      vector.values[i] = value;
      squares += value * value;
    }
    const scale = squares > 0 ? weight / Math.sqrt(squares) : 0;
    for (let i = first; i < vector.length; i++) vector.values[i]! *= scale;
    return unknown;
  }
}
