/**
 * The second opinion beside the linear machines: a small network that sees which words stand beside which. Each word is the sum
 * of what its n-grams mean, so that a misspelt or unseen one still means something; filters look at every two neighbours and
 * keep the strongest answer (Kim, "Convolutional Neural Networks for Sentence Classification", 2014); a bag of all features
 * stands beside them.
 */
import type { Hashes } from './features';
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
  /** For the left and then the right word of a pair: `letters` rows of `filters`. */
  conv: Float32Array;
  convBias: Float32Array;
  /** A row of classes for each of the bag's numbers, then of the filters. */
  out: Float32Array;
  outBias: Float32Array;
}

/** Taken out of the global once: these run in the innermost loops. */
const { exp, log, max, sqrt } = Math;

/** What words the filters have answered for lately is kept: most words of a message have been in others. */
const WORDS_KEPT = 4096;

/** Scores texts with a network. Holds scratch space: one a thread. */
export class Net {
  private readonly hidden: Float32Array;
  private readonly meaning: Float32Array;
  private readonly logs: Float32Array;
  private readonly kept = new Map<string, Float32Array>();

  constructor(
    private readonly weights: NetWeights,
    private readonly classes: number,
  ) {
    this.hidden = new Float32Array(weights.bag + weights.filters);
    this.meaning = new Float32Array(weights.letters);
    this.logs = new Float32Array(classes);
  }

  /** Logarithms of the probabilities by class. `found`: row of each hash. Overwritten by the next call. */
  logsOf(words: readonly string[], hashes: Hashes, found: Int32Array, vector: Vector): Float32Array {
    this.fillBag(vector);
    this.fillFilters(words, hashes, found);
    const { logs, hidden, classes } = this;
    const { out, outBias } = this.weights;
    logs.set(outBias);
    for (let h = 0; h < hidden.length; h++) {
      const value = hidden[h]!;
      if (value === 0) continue;
      const row = h * classes;
      for (let c = 0; c < classes; c++) logs[c]! += value * out[row + c]!;
    }
    let highest = logs[0]!;
    for (let c = 1; c < classes; c++) highest = max(highest, logs[c]!);
    let total = 0;
    for (let c = 0; c < classes; c++) total += exp(logs[c]! - highest);
    const less = highest + log(total);
    for (let c = 0; c < classes; c++) logs[c]! -= less;
    return logs;
  }

  private fillBag({ rows, values, length }: Vector): void {
    const { hidden } = this;
    const { bag, bagRows, bagScales, bagBias, features } = this.weights;
    hidden.set(bagBias);
    for (let i = 0; i < length; i++) {
      const row = rows[i]!;
      if (row >= features) continue;
      const value = values[i]! * bagScales[row]!;
      const from = row * bag;
      for (let h = 0; h < bag; h++) hidden[h]! += value * bagRows[from + h]!;
    }
    for (let h = 0; h < bag; h++) hidden[h] = max(0, hidden[h]!);
  }

  private fillFilters(words: readonly string[], hashes: Hashes, found: Int32Array): void {
    const { hidden } = this;
    const { bag, filters, convBias } = this.weights;
    hidden.fill(0, bag);
    let left: Float32Array | null = null;
    for (let k = 0; k <= words.length; k++) {
      const right: Float32Array | null = k < words.length ? this.answers(words[k]!, k, hashes, found) : null;
      for (let f = 0; f < filters; f++) {
        const value = convBias[f]! + (left === null ? 0 : left[f]!) + (right === null ? 0 : right[filters + f]!);
        if (value > hidden[bag + f]!) hidden[bag + f] = value;
      }
      left = right;
    }
  }

  /** What the filters say to a word on the left of a pair, then to it on the right. */
  private answers(word: string, k: number, hashes: Hashes, found: Int32Array): Float32Array {
    const known = this.kept.get(word);
    if (known !== undefined) return known;
    const { meaning } = this;
    const { filters, letters, conv } = this.weights;
    this.sum(k, hashes, found);
    const answers = new Float32Array(2 * filters);
    for (let side = 0; side < 2; side++)
      for (let d = 0; d < letters; d++) {
        const value = meaning[d]!;
        const from = (side * letters + d) * filters;
        for (let f = 0; f < filters; f++) answers[side * filters + f]! += value * conv[from + f]!;
      }
    if (this.kept.size >= WORDS_KEPT) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(word, answers);
    return answers;
  }

  private sum(k: number, hashes: Hashes, found: Int32Array): void {
    const { meaning } = this;
    meaning.fill(0);
    const from = k === 0 ? 0 : hashes.ends[k - 1]!;
    let count = 0;
    for (let i = from; i < hashes.ends[k]!; i++) count += this.add(found[i]!);
    count += this.add(found[hashes.chars + 2 * k]!);
    const scale = count === 0 ? 0 : 1 / sqrt(count);
    for (let d = 0; d < meaning.length; d++) meaning[d]! *= scale;
  }

  private add(row: number): number {
    const { meaning } = this;
    const { letters, letterRows, letterScales, features } = this.weights;
    if (row < 0 || row >= features) return 0;
    const scale = letterScales[row]!;
    for (let d = 0; d < letters; d++) meaning[d]! += scale * letterRows[row * letters + d]!;
    return 1;
  }
}
