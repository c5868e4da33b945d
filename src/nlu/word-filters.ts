/**
 * The half of the network in training that sees words: n-grams and fields summed into the meaning of each word, and filters over
 * every two neighbours. Rows and filters each have one sum of squared gradients, as in learner.ts.
 */
import type { Hashes } from './features';
import type { NetShape, NetWeights } from './net';
import { inBytes, scattered, TINY } from './learner-tables';
import type { Random } from './random';
import type { Table, Tables } from './tables';

/** Taken out of the global once: these run in the innermost loops. */
const { sqrt } = Math;
/** A longer text teaches by its beginning: about what is read of a message. */
export const WORDS_MAX = 400;

export class WordFilters {
  private readonly letterTable: Table;
  /** A row for each filter's left word, then one for each right word. */
  private readonly conv: Table;
  private readonly convBias: Float32Array;
  private readonly sums: { letter: Float32Array; conv: Float32Array };
  /** Meaning of each word with an empty one before and after, what it should have been, and what the filters say to it. */
  private readonly meanings: number;
  private readonly meaningSlopes: number;
  private readonly answers: number;
  /** The pair of words that each filter answered to, -1 where to none; filters of a pair as a list: the first, then the next. */
  private readonly argmax: Int32Array;
  private readonly firstOf = new Int32Array(WORDS_MAX + 1);
  private readonly nextOf: Int32Array;
  private readonly stepOf: Float32Array;
  /** What the sum of a word's n-grams was multiplied by. */
  private readonly scales = new Float32Array(WORDS_MAX);

  /** `hidden`, `slope`: where the numbers of the filters and their slopes stand among the floats of the tables. */
  constructor(
    private readonly tables: Tables,
    private readonly features: number,
    private readonly shape: NetShape,
    random: Random,
    private readonly hidden: number,
    private readonly slope: number,
  ) {
    const { letters, filters } = shape;
    this.letterTable = tables.place(scattered(features * letters, 0.3, random), letters);
    this.conv = tables.place(scattered(filters * 2 * letters, 1.7 / sqrt(2 * letters), random), letters);
    this.convBias = new Float32Array(filters);
    this.sums = { letter: new Float32Array(features), conv: new Float32Array(filters) };
    this.meanings = tables.space((WORDS_MAX + 2) * this.letterTable.width);
    this.meaningSlopes = tables.space((WORDS_MAX + 2) * this.letterTable.width);
    this.answers = tables.space((WORDS_MAX + 2) * 2 * filters);
    this.argmax = new Int32Array(filters);
    this.nextOf = new Int32Array(filters);
    this.stepOf = new Float32Array(filters);
  }

  /** What it needs of the tables' memory. */
  static room(features: number, { letters, filters }: NetShape): ConstructorParameters<typeof Tables>[0] {
    return [
      { rows: features, width: letters, bytes: 4 },
      { rows: 2 * filters, width: letters, bytes: 4 },
      { rows: 2 * (WORDS_MAX + 2), width: letters, bytes: 4 },
      { rows: WORDS_MAX + 2, width: 2 * filters, bytes: 4 },
    ];
  }

  /** Fills the hidden numbers of the filters for a text of `count` words. `found`: row of each hash. */
  forward(count: number, hashes: Hashes, found: Int32Array): void {
    this.compose(count, hashes, found);
    this.answer(count);
  }

  /** One step against the slopes of the filters. */
  backward(count: number, hashes: Hashes, found: Int32Array, rate: number): void {
    this.backwardFilters(count, rate);
    this.decompose(count, hashes, found, rate);
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

  private answer(count: number): void {
    const { tables, hidden, argmax, conv, convBias, answers, meanings } = this;
    const { floats } = tables;
    const { filters } = this.shape;
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
      floats[hidden + f] = best;
      argmax[f] = where;
    }
  }

  /** Each filter learns from the pair of words that it answered to: those of one pair together. */
  private backwardFilters(count: number, rate: number): void {
    const { tables, slope, argmax, conv, meanings, meaningSlopes, firstOf, nextOf } = this;
    const { floats } = tables;
    const { filters } = this.shape;
    const { width } = conv;
    floats.fill(0, meaningSlopes, meaningSlopes + (count + 2) * width);
    firstOf.fill(-1, 0, count + 1);
    for (let f = 0; f < filters; f++) {
      const pair = argmax[f]!;
      if (pair < 0 || floats[slope + f] === 0) continue;
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
        for (let f = first; f >= 0; f = nextOf[f]!) tables.push(row + f, floats[slope + f]!, conv, meaningSlopes + at);
        tables.flush(conv, meaningSlopes + at);
        for (let f = first; f >= 0; f = nextOf[f]!) tables.move(row + f, this.stepOf[f]!, conv, meanings + at);
        tables.flushMoves(conv, meanings + at);
      }
    }
  }

  /** How far each filter of a pair of words moves, whose meanings begin at `at`; its bias goes with it. */
  private setSteps(first: number, at: number, rate: number): void {
    const { tables, slope, sums, convBias, conv, nextOf, stepOf } = this;
    const { letters } = this.shape;
    let squares = 1;
    for (let d = at; d < at + 2 * conv.width; d++) squares += tables.floats[d]! * tables.floats[d]!;
    for (let f = first; f >= 0; f = nextOf[f]!) {
      const own = tables.floats[slope + f]!;
      sums.conv[f]! += (own * own * squares) / (2 * letters);
      stepOf[f] = (-rate * own) / (sqrt(sums.conv[f]!) + TINY);
      convBias[f]! += stepOf[f]!;
    }
  }

  /** Hands what the words learnt down to their n-grams and fields. */
  private decompose(count: number, { ends, chars, fields, fieldEnds }: Hashes, found: Int32Array, rate: number): void {
    const { tables, letterTable, scales } = this;
    const { floats } = tables;
    const { letters } = this.shape;
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

  weights(): Pick<NetWeights, 'letterRows' | 'letterScales' | 'conv' | 'convBias'> {
    const { tables, features } = this;
    const { letters, filters } = this.shape;
    const { rows, scales } = inBytes(tables.read(this.letterTable, features, letters), letters);
    const byFilter = tables.read(this.conv, 2 * filters, letters);
    const conv = new Float32Array(2 * letters * filters);
    for (let f = 0; f < 2 * filters; f++)
      for (let d = 0; d < letters; d++) conv[d * 2 * filters + f] = byFilter[f * letters + d]!;
    return { letterRows: rows, letterScales: scales, conv, convBias: this.convBias };
  }
}
