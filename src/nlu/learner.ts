/** The network of net.ts while it learns: one text after the other, with a step size of its own for every row. */
import { hashWords } from './features';
import type { FieldSource } from './lexicon';
import type { NetShape, NetWeights } from './net';
import { inBytes, scattered, TINY } from './learner-tables';
import type { Random } from './random';
import { type Table, Tables } from './tables';
import type { Vectoriser } from './vector';
import { WORDS_MAX, WordFilters } from './word-filters';

export interface LearnerSettings extends NetShape {
  /** Chance of a hidden number being left out of a step. */
  dropout: number;
  /** Share of the wanted answer spread over all classes: keeps the network from being too sure. */
  label_smoothing: number;
}

/** Taken out of the global once: these run in the innermost loops. */
const { exp, max, sqrt } = Math;

/** Rows and filters each have one sum of squared gradients, which bounds their next steps (Adagrad; Duchi et al., 2011). */
export class Learner {
  private readonly tables: Tables;
  private readonly bagTable: Table;
  private readonly filters: WordFilters;
  private readonly out: Table;
  private readonly bagBias: Float32Array;
  private readonly outBias: Float32Array;
  private readonly sums: { bag: Float32Array; bagBias: Float32Array; out: Float32Array };
  private outBiasSum = 0;
  /** Indices into the tables' floats: numbers of the hidden layer, their slopes, and the logits, later their slopes. */
  private readonly hidden: number;
  private readonly slope: number;
  private readonly logits: number;
  /** What each hidden number is multiplied by in this step: 0 where it is left out. */
  private readonly kept: Float32Array;

  constructor(
    private readonly vectoriser: Vectoriser,
    private readonly lexicon: FieldSource,
    private readonly features: number,
    private readonly classes: number,
    private readonly settings: LearnerSettings,
    private readonly random: Random,
  ) {
    const { bag, filters } = settings;
    const hidden = bag + filters;
    const tables = new Tables([
      { rows: features, width: bag, bytes: 4 },
      { rows: hidden, width: classes, bytes: 4 },
      { rows: 1, width: 2 * hidden + classes + 64, bytes: 4 },
      ...WordFilters.room(features, settings),
    ]);
    this.tables = tables;
    this.hidden = tables.space(hidden);
    this.slope = tables.space(hidden);
    this.logits = tables.space(classes);
    this.bagTable = tables.place(scattered(features * bag, 0.1, random), bag);
    this.filters = new WordFilters(tables, features, settings, random, this.hidden + bag, this.slope + bag);
    this.out = tables.place(scattered(hidden * classes, 1 / sqrt(hidden), random), classes);
    this.bagBias = new Float32Array(bag);
    this.outBias = new Float32Array(classes);
    this.sums = { bag: new Float32Array(features), bagBias: new Float32Array(bag), out: new Float32Array(hidden) };
    this.kept = new Float32Array(hidden);
  }

  /** One step towards the class `own` for a text of these words. */
  learn(words: readonly string[], own: number, rate: number): void {
    const list = words.length > WORDS_MAX ? words.slice(0, WORDS_MAX) : words;
    const hashes = hashWords(list, this.lexicon);
    const { rows, values, length } = this.vectoriser.of(hashes);
    const { found } = this.vectoriser;
    this.forwardBag(rows, values, length);
    this.filters.forward(list.length, hashes, found);
    this.answer(own);
    this.backwardOut(rate);
    this.backwardBag(rows, values, length, rate);
    this.filters.backward(list.length, hashes, found, rate);
  }

  private forwardBag(rows: Uint32Array, values: Float32Array, length: number): void {
    const { tables, hidden, bagTable, bagBias, features } = this;
    const { floats } = tables;
    floats.set(bagBias, hidden);
    for (let i = 0; i < length; i++) if (rows[i]! < features) tables.push(rows[i]!, values[i]!, bagTable, hidden);
    tables.flush(bagTable, hidden);
    for (let h = hidden; h < hidden + bagBias.length; h++) floats[h] = max(0, floats[h]!);
  }

  /** Drops hidden numbers, answers, and leaves the slopes of the logits in their place. */
  private answer(own: number): void {
    const { tables, hidden, kept, logits, out, outBias, classes, random } = this;
    const { floats } = tables;
    const { dropout, label_smoothing: smooth } = this.settings;
    floats.set(outBias, logits);
    for (let h = 0; h < kept.length; h++) {
      kept[h] = random.next() < dropout ? 0 : 1 / (1 - dropout);
      const value = floats[hidden + h]! * kept[h]!;
      if (value !== 0) tables.push(h, value, out, logits);
    }
    tables.flush(out, logits);
    let highest = floats[logits]!;
    for (let c = logits; c < logits + classes; c++) highest = max(highest, floats[c]!);
    let total = 0;
    for (let c = logits; c < logits + classes; c++) total += floats[c] = exp(floats[c]! - highest);
    for (let c = logits; c < logits + classes; c++) floats[c] = floats[c]! / total - smooth / classes;
    floats[logits + own]! -= 1 - smooth;
  }

  private backwardOut(rate: number): void {
    const { tables, hidden, kept, slope, logits, out, outBias, classes, sums } = this;
    const { floats } = tables;
    let squares = 0;
    for (let c = logits; c < logits + classes; c++) squares += floats[c]! * floats[c]!;
    squares /= classes;
    tables.dots(logits, kept.length, out, slope);
    for (let h = 0; h < kept.length; h++) {
      const value = floats[hidden + h]! * kept[h]!;
      if (value === 0) {
        floats[slope + h] = 0;
        continue;
      }
      floats[slope + h]! *= kept[h]!;
      sums.out[h]! += value * value * squares;
      tables.move(h, (-rate * value) / (sqrt(sums.out[h]!) + TINY), out, logits);
    }
    tables.flushMoves(out, logits);
    this.outBiasSum += squares;
    const step = rate / (sqrt(this.outBiasSum) + TINY);
    for (let c = 0; c < classes; c++) outBias[c]! -= step * floats[logits + c]!;
  }

  private backwardBag(rows: Uint32Array, values: Float32Array, length: number, rate: number): void {
    const { tables, slope, bagTable, bagBias, sums, features } = this;
    const { floats } = tables;
    const bag = bagBias.length;
    let squares = 0;
    for (let h = 0; h < bag; h++) squares += floats[slope + h]! * floats[slope + h]!;
    if (squares === 0) return;
    for (let h = 0; h < bag; h++) {
      const own = floats[slope + h]!;
      if (own === 0) continue;
      sums.bagBias[h]! += own * own;
      bagBias[h]! -= (rate * own) / (sqrt(sums.bagBias[h]!) + TINY);
    }
    squares /= bag;
    for (let i = 0; i < length; i++) {
      const row = rows[i]!;
      if (row >= features) continue;
      const value = values[i]!;
      sums.bag[row]! += value * value * squares;
      tables.move(row, (-rate * value) / (sqrt(sums.bag[row]!) + TINY), bagTable, slope);
    }
    tables.flushMoves(bagTable, slope);
  }

  weights(): NetWeights {
    const { tables, features, classes } = this;
    const { bag, letters, filters } = this.settings;
    const bags = inBytes(tables.read(this.bagTable, features, bag), bag);
    return {
      features,
      bag,
      letters,
      filters,
      bagRows: bags.rows,
      bagScales: bags.scales,
      bagBias: this.bagBias,
      ...this.filters.weights(),
      out: tables.read(this.out, bag + filters, classes),
      outBias: this.outBias,
    };
  }
}
