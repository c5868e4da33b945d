/**
 * The second opinion beside the linear machines: a small network that sees which words stand beside which. Each word is the sum
 * of what its n-grams mean, so that a misspelt or unseen one still means something; filters look at every two neighbours and
 * keep the strongest answer (Kim, "Convolutional Neural Networks for Sentence Classification", 2014); a bag of all features
 * stands beside them.
 */
import type { Hashes } from './features';
import type { Table, Tables } from './tables';
import type { Vector } from './vector';

export interface NetShape {
  /** Numbers a feature puts into the bag. */
  bag: number;
  /** Numbers an n-gram puts into its word. */
  letters: number;
  /** Pairs of neighbours looked for. */
  filters: number;
}

export interface NetWeights extends NetShape {
  /** Rows of the vocabulary that it knows: the first, which are the commonest. */
  features: number;
  /** In 8 bits, row by row of the vocabulary, and what 1 stands for in each row. */
  bagRows: Int8Array;
  bagScales: Float32Array;
  letterRows: Int8Array;
  letterScales: Float32Array;
  bagBias: Float32Array;
  /** `letters` rows: what each filter makes of it in the left word of a pair, then in the right one. */
  conv: Float32Array;
  convBias: Float32Array;
  /** A row of classes for each of the bag's numbers, then of the filters. */
  out: Float32Array;
  outBias: Float32Array;
}

/** Taken out of the global once: these run in the innermost loops. */
const { exp, log, max, sqrt } = Math;

/** Places for what the filters have answered to a word: most words of a message have been in others. A power of two. */
const WORDS_KEPT = 8192;

/** What a network needs of the tables' memory. */
export const roomOf = (
  { bag, letters, filters, features }: NetWeights,
  classes: number,
): ConstructorParameters<typeof Tables>[0] => [
  { rows: features, width: bag, bytes: 1 },
  { rows: features, width: letters, bytes: 1 },
  { rows: letters + WORDS_KEPT, width: 2 * filters, bytes: 4 },
  { rows: bag + filters, width: classes, bytes: 4 },
  { rows: 1, width: bag + filters + letters + classes + 64, bytes: 4 },
];

/** Scores texts with a network. Holds scratch space: one a thread. */
export class Net {
  private readonly bagTable: Table;
  private readonly letterTable: Table;
  private readonly conv: Table;
  private readonly out: Table;
  /** Indices into the tables' floats. */
  private readonly hidden: number;
  private readonly meaning: number;
  private readonly logs: number;
  /** Answers by place, and the word that each place holds. */
  private readonly answers: number;
  private readonly kept: string[] = new Array<string>(WORDS_KEPT).fill('');

  constructor(
    private readonly weights: NetWeights,
    private readonly classes: number,
    private readonly tables: Tables,
  ) {
    const { bag, letters, filters } = weights;
    this.bagTable = tables.place(weights.bagRows, bag);
    this.letterTable = tables.place(weights.letterRows, letters);
    this.conv = tables.place(weights.conv, 2 * filters);
    this.out = tables.place(weights.out, classes);
    this.hidden = tables.space(bag + filters);
    this.meaning = tables.space(letters);
    this.answers = tables.space(WORDS_KEPT * 2 * filters);
    this.logs = tables.space(classes);
  }

  /** Logarithms of the probabilities by class. `found`: row of each hash. Overwritten by the next call. */
  logsOf(words: readonly string[], hashes: Hashes, found: Int32Array, vector: Vector): Float32Array {
    this.fillBag(vector);
    this.fillFilters(words, hashes, found);
    const { tables, classes } = this;
    const { bag, filters, outBias } = this.weights;
    const logs = tables.floats.subarray(this.logs, this.logs + classes);
    logs.set(outBias);
    tables.addRows(this.hidden, bag + filters, this.out, this.logs);
    let highest = logs[0]!;
    for (let c = 1; c < classes; c++) highest = max(highest, logs[c]!);
    let total = 0;
    for (let c = 0; c < classes; c++) total += exp(logs[c]! - highest);
    const less = highest + log(total);
    for (let c = 0; c < classes; c++) logs[c]! -= less;
    return logs;
  }

  private fillBag({ rows, values, length }: Vector): void {
    const { tables, hidden } = this;
    const { bag, bagScales, bagBias, features } = this.weights;
    const { floats } = tables;
    floats.set(bagBias, hidden);
    for (let i = 0; i < length; i++) {
      const row = rows[i]!;
      if (row < features) tables.push(row, values[i]! * bagScales[row]!, this.bagTable, hidden);
    }
    tables.flush(this.bagTable, hidden);
    for (let h = 0; h < bag; h++) floats[hidden + h] = max(0, floats[hidden + h]!);
  }

  private fillFilters(words: readonly string[], hashes: Hashes, found: Int32Array): void {
    const { floats } = this.tables;
    const { bag, filters, convBias } = this.weights;
    const first = this.hidden + bag;
    floats.fill(0, first, first + filters);
    let left = -1;
    for (let k = 0; k <= words.length; k++) {
      const right = k < words.length ? this.answer(words[k]!, k, hashes, found) : -1;
      for (let f = 0; f < filters; f++) {
        const value = convBias[f]! + (left < 0 ? 0 : floats[left + f]!) + (right < 0 ? 0 : floats[right + filters + f]!);
        if (value > floats[first + f]!) floats[first + f] = value;
      }
      left = right;
    }
  }

  /** Where stands what the filters say to a word on the left of a pair, then to it on the right. */
  private answer(word: string, k: number, hashes: Hashes, found: Int32Array): number {
    const { tables, kept, meaning } = this;
    const { filters, letters } = this.weights;
    const place = hashes.list[hashes.chars + 2 * k]! & (WORDS_KEPT - 1);
    const at = this.answers + place * 2 * filters;
    if (kept[place] === word) return at;
    this.sum(k, hashes, found);
    tables.floats.fill(0, at, at + 2 * filters);
    tables.addRows(meaning, letters, this.conv, at);
    kept[place] = word;
    return at;
  }

  /** The n-grams of a word, and itself, summed into its meaning. */
  private sum(k: number, hashes: Hashes, found: Int32Array): void {
    const { tables, meaning } = this;
    const { letters } = this.weights;
    const { floats } = tables;
    floats.fill(0, meaning, meaning + letters);
    let count = 0;
    for (let i = k === 0 ? 0 : hashes.ends[k - 1]!; i < hashes.ends[k]!; i++) count += this.push(found[i]!);
    count += this.push(found[hashes.chars + 2 * k]!);
    tables.flush(this.letterTable, meaning);
    const scale = count === 0 ? 0 : 1 / sqrt(count);
    for (let d = 0; d < letters; d++) floats[meaning + d]! *= scale;
    for (let i = k === 0 ? hashes.fields : hashes.fieldEnds[k - 1]!; i < hashes.fieldEnds[k]!; i++) this.push(found[i]!);
    tables.flush(this.letterTable, meaning);
  }

  private push(row: number): number {
    const { features, letterScales } = this.weights;
    if (row < 0 || row >= features) return 0;
    this.tables.push(row, letterScales[row]!, this.letterTable, this.meaning);
    return 1;
  }
}
