/** The network of net.ts while it learns: one text after the other, with a step size of its own for every row. */
import { type Hashes, hashWords } from './features';
import type { FieldSource } from './lexicon';
import type { NetShape, NetWeights } from './net';
import type { Random } from './random';
import { type Table, Tables } from './tables';
import type { Vectoriser } from './vector';

export interface LearnerSettings extends NetShape {
  /** Chance of a hidden number being left out of a step. */
  dropout: number;
  /** Share of the wanted answer spread over all classes: keeps the network from being too sure. */
  label_smoothing: number;
}

/** Taken out of the global once: these run in the innermost loops. */
const { exp, max, round, sqrt } = Math;
const TINY = 1e-6;
/** A longer text teaches by its beginning: about what is read of a message. */
const WORDS_MAX = 400;

/** Numbers between -size and size. */
const scattered = (length: number, size: number, random: Random): Float32Array =>
  Float32Array.from({ length }, () => (random.next() * 2 - 1) * size);

/** Rows and filters each have one sum of squared gradients, which bounds their next steps (Adagrad; Duchi et al., 2011). */
export class Learner {
  private readonly tables: Tables;
  private readonly bagTable: Table;
  private readonly letterTable: Table;
  /** A row for each filter's left word, then one for each right word. */
  private readonly conv: Table;
  private readonly out: Table;
  private readonly bagBias: Float32Array;
  private readonly convBias: Float32Array;
  private readonly outBias: Float32Array;
  private readonly sums: {
    bag: Float32Array;
    letter: Float32Array;
    bagBias: Float32Array;
    conv: Float32Array;
    out: Float32Array;
  };
  private outBiasSum = 0;
  /** Indices into the tables' floats: numbers of the hidden layer, their slopes, and the logits, later their slopes. */
  private readonly hidden: number;
  private readonly slope: number;
  private readonly logits: number;
  /** Meaning of each word with an empty one before and after, what it should have been, and what the filters say to it. */
  private readonly meanings: number;
  private readonly meaningSlopes: number;
  private readonly answers: number;
  private readonly kept: Float32Array;
  /** The pair of words that each filter answered to, -1 where to none; filters of a pair as a list: the first, then the next. */
  private readonly argmax: Int32Array;
  private readonly firstOf = new Int32Array(WORDS_MAX + 1);
  private readonly nextOf: Int32Array;
  private readonly stepOf: Float32Array;
  /** What the sum of a word's n-grams was multiplied by. */
  private readonly scales = new Float32Array(WORDS_MAX);

  constructor(
    private readonly vectoriser: Vectoriser,
    private readonly lexicon: FieldSource,
    private readonly features: number,
    private readonly classes: number,
    private readonly settings: LearnerSettings,
    private readonly random: Random,
  ) {
    const { bag, letters, filters } = settings;
    const hidden = bag + filters;
    const tables = new Tables([
      { rows: features, width: bag, bytes: 4 },
      { rows: features, width: letters, bytes: 4 },
      { rows: 2 * filters, width: letters, bytes: 4 },
      { rows: hidden, width: classes, bytes: 4 },
      { rows: 1, width: 2 * hidden + classes + 64, bytes: 4 },
      { rows: 2 * (WORDS_MAX + 2), width: letters, bytes: 4 },
      { rows: WORDS_MAX + 2, width: 2 * filters, bytes: 4 },
    ]);
    this.tables = tables;
    this.bagTable = tables.place(scattered(features * bag, 0.1, random), bag);
    this.letterTable = tables.place(scattered(features * letters, 0.3, random), letters);
    this.conv = tables.place(scattered(filters * 2 * letters, 1.7 / sqrt(2 * letters), random), letters);
    this.out = tables.place(scattered(hidden * classes, 1 / sqrt(hidden), random), classes);
    this.bagBias = new Float32Array(bag);
    this.convBias = new Float32Array(filters);
    this.outBias = new Float32Array(classes);
    this.sums = {
      bag: new Float32Array(features),
      letter: new Float32Array(features),
      bagBias: new Float32Array(bag),
      conv: new Float32Array(filters),
      out: new Float32Array(hidden),
    };
    this.hidden = tables.space(hidden);
    this.slope = tables.space(hidden);
    this.logits = tables.space(classes);
    this.meanings = tables.space((WORDS_MAX + 2) * this.letterTable.width);
    this.meaningSlopes = tables.space((WORDS_MAX + 2) * this.letterTable.width);
    this.answers = tables.space((WORDS_MAX + 2) * 2 * filters);
    this.kept = new Float32Array(hidden);
    this.argmax = new Int32Array(filters);
    this.nextOf = new Int32Array(filters);
    this.stepOf = new Float32Array(filters);
  }

  /** One step towards the class `own` for a text of these words. */
  learn(words: readonly string[], own: number, rate: number): void {
    const list = words.length > WORDS_MAX ? words.slice(0, WORDS_MAX) : words;
    const hashes = hashWords(list, this.lexicon);
    const { rows, values, length } = this.vectoriser.of(hashes);
    const { found } = this.vectoriser;
    this.forwardBag(rows, values, length);
    this.compose(list.length, hashes, found);
    this.forwardFilters(list.length);
    this.answer(own);
    this.backwardOut(rate);
    this.backwardBag(rows, values, length, rate);
    this.backwardFilters(list.length, rate);
    this.decompose(list.length, hashes, found, rate);
  }

  private forwardBag(rows: Uint32Array, values: Float32Array, length: number): void {
    const { tables, hidden, bagTable, bagBias, features } = this;
    const { floats } = tables;
    floats.set(bagBias, hidden);
    for (let i = 0; i < length; i++) if (rows[i]! < features) tables.push(rows[i]!, values[i]!, bagTable, hidden);
    tables.flush(bagTable, hidden);
    for (let h = hidden; h < hidden + bagBias.length; h++) floats[h] = max(0, floats[h]!);
  }

  /** Sums the n-grams of each word into its meaning, and adds its fields. */
  private compose(count: number, { ends, chars, fields, fieldEnds }: Hashes, found: Int32Array): void {
    const { tables, letterTable, scales, features } = this;
    const { floats } = tables;
    const { width } = letterTable;
    floats.fill(0, this.meanings, this.meanings + (count + 2) * width);
    for (let k = 0; k < count; k++) {
      const at = this.meanings + (k + 1) * width;
      let known = 0;
      for (let i = k === 0 ? 0 : ends[k - 1]!; i <= ends[k]!; i++) {
        const row = i === ends[k] ? found[chars + 2 * k]! : found[i]!;
        if (row < 0 || row >= features) continue;
        known++;
        tables.push(row, 1, letterTable, at);
      }
      tables.flush(letterTable, at);
      const scale = known === 0 ? 0 : 1 / sqrt(known);
      scales[k] = scale;
      for (let d = at; d < at + width; d++) floats[d]! *= scale;
      for (let i = k === 0 ? fields : fieldEnds[k - 1]!; i < fieldEnds[k]!; i++)
        if (found[i]! >= 0 && found[i]! < features) tables.push(found[i]!, 1, letterTable, at);
      tables.flush(letterTable, at);
    }
  }

  private forwardFilters(count: number): void {
    const { tables, hidden, argmax, conv, convBias, answers, meanings } = this;
    const { floats } = tables;
    const { bag, filters } = this.settings;
    const width = 2 * filters;
    for (let k = 0; k < count + 2; k++) tables.dots(meanings + k * conv.width, width, conv, answers + k * width);
    for (let f = 0; f < filters; f++) {
      let best = 0;
      let where = -1;
      for (let k = 0; k <= count; k++) {
        const at = answers + k * width + f;
        const value = convBias[f]! + floats[at]! + floats[at + width + filters]!;
        if (value > best) {
          best = value;
          where = k;
        }
      }
      floats[hidden + bag + f] = best;
      argmax[f] = where;
    }
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

  /** Each filter learns from the pair of words that it answered to: those of one pair together. */
  private backwardFilters(count: number, rate: number): void {
    const { tables, slope, argmax, conv, meanings, meaningSlopes, firstOf, nextOf } = this;
    const { floats } = tables;
    const { bag, filters } = this.settings;
    const { width } = conv;
    floats.fill(0, meaningSlopes, meaningSlopes + (count + 2) * width);
    firstOf.fill(-1, 0, count + 1);
    for (let f = 0; f < filters; f++) {
      const pair = argmax[f]!;
      if (pair < 0 || floats[slope + bag + f] === 0) continue;
      nextOf[f] = firstOf[pair]!;
      firstOf[pair] = f;
    }
    for (let pair = 0; pair <= count; pair++) {
      const first = firstOf[pair]!;
      if (first < 0) continue;
      this.setSteps(first, meanings + pair * width, rate);
      for (const side of [0, 1]) {
        const at = (pair + side) * width;
        const row = side * filters;
        for (let f = first; f >= 0; f = nextOf[f]!) tables.push(row + f, floats[slope + bag + f]!, conv, meaningSlopes + at);
        tables.flush(conv, meaningSlopes + at);
        for (let f = first; f >= 0; f = nextOf[f]!) tables.move(row + f, this.stepOf[f]!, conv, meanings + at);
        tables.flushMoves(conv, meanings + at);
      }
    }
  }

  /** How far each filter of a pair of words moves, whose meanings begin at `at`; its bias goes with it. */
  private setSteps(first: number, at: number, rate: number): void {
    const { tables, slope, sums, convBias, conv, nextOf, stepOf } = this;
    const { bag, letters } = this.settings;
    let squares = 1;
    for (let d = at; d < at + 2 * conv.width; d++) squares += tables.floats[d]! * tables.floats[d]!;
    for (let f = first; f >= 0; f = nextOf[f]!) {
      const own = tables.floats[slope + bag + f]!;
      sums.conv[f]! += (own * own * squares) / (2 * letters);
      stepOf[f] = (-rate * own) / (sqrt(sums.conv[f]!) + TINY);
      convBias[f]! += stepOf[f]!;
    }
  }

  /** Hands what the words learnt down to their n-grams and fields. */
  private decompose(count: number, { ends, chars, fields, fieldEnds }: Hashes, found: Int32Array, rate: number): void {
    const { tables, letterTable, scales } = this;
    const { floats } = tables;
    const { letters } = this.settings;
    for (let k = 0; k < count; k++) {
      const at = this.meaningSlopes + (k + 1) * letterTable.width;
      let squares = 0;
      for (let d = at; d < at + letters; d++) squares += floats[d]! * floats[d]!;
      if (squares === 0) continue;
      const scale = scales[k]!;
      const share = (scale * scale * squares) / letters;
      for (let i = k === 0 ? 0 : ends[k - 1]!; i <= ends[k]!; i++)
        this.moveLetters(i === ends[k] ? found[chars + 2 * k]! : found[i]!, share, rate * scale, at);
      for (let i = k === 0 ? fields : fieldEnds[k - 1]!; i < fieldEnds[k]!; i++)
        this.moveLetters(found[i]!, squares / letters, rate, at);
      tables.flushMoves(letterTable, at);
    }
  }

  /** One step of a row against the slope of the word at `at`. */
  private moveLetters(row: number, share: number, rate: number, at: number): void {
    const { tables, letterTable, sums, features } = this;
    if (row < 0 || row >= features) return;
    sums.letter[row]! += share;
    tables.move(row, -rate / (sqrt(sums.letter[row]!) + TINY), letterTable, at);
  }

  weights(): NetWeights {
    const { tables, features, classes } = this;
    const { bag, letters, filters } = this.settings;
    const bags = inBytes(tables.read(this.bagTable, features, bag), bag);
    const lettersInBytes = inBytes(tables.read(this.letterTable, features, letters), letters);
    const byFilter = tables.read(this.conv, 2 * filters, letters);
    const conv = new Float32Array(2 * letters * filters);
    for (let f = 0; f < 2 * filters; f++)
      for (let d = 0; d < letters; d++) conv[d * 2 * filters + f] = byFilter[f * letters + d]!;
    return {
      features,
      bag,
      letters,
      filters,
      bagRows: bags.rows,
      bagScales: bags.scales,
      letterRows: lettersInBytes.rows,
      letterScales: lettersInBytes.scales,
      bagBias: this.bagBias,
      conv,
      convBias: this.convBias,
      out: tables.read(this.out, bag + filters, classes),
      outBias: this.outBias,
    };
  }
}

/** A table in 8 bits, scaled by row. */
function inBytes(table: Float32Array, width: number): { rows: Int8Array; scales: Float32Array } {
  const scales = new Float32Array(table.length / width);
  const rows = new Int8Array(table.length);
  for (let row = 0; row < scales.length; row++) {
    let largest = 0;
    for (let i = row * width; i < (row + 1) * width; i++) largest = max(largest, Math.abs(table[i]!));
    scales[row] = largest / 127;
    if (largest > 0) for (let i = row * width; i < (row + 1) * width; i++) rows[i] = round((table[i]! / largest) * 127);
  }
  return { rows, scales };
}
