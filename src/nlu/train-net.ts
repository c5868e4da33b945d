/**
 * Trains the network of net.ts: one sentence after the other, each time with new typing errors and some words left out, with a
 * step size of its own for every row (Adagrad; Duchi et al., 2011).
 */
import { type Hashes, hashWords } from './features';
import { type FieldSource, forgetful, type Lexicon } from './lexicon';
import type { NetShape, NetWeights } from './net';
import { withLetterSlips } from './noise';
import { type Random, seeded, shuffle } from './random';
import { fold, words } from './text';
import type { Vectoriser } from './vector';

export interface NetSettings extends NetShape {
  /** Commonest features that it learns; the linear machines know more. */
  features_max: number;
  /** Sentences looked at in all, whatever their number: bounds the time. */
  steps: number;
  /** Times over all sentences at most. */
  epochs_max: number;
  learning_rate: number;
  /** Chance of a hidden number being left out of a step. */
  dropout: number;
  /** Chance of a word being left out, in texts of more than two. */
  word_dropout: number;
  /** Chance of a word's fields of meaning being left out. */
  field_dropout: number;
  /** Chance of a slip at each letter. */
  noise_letter_rate: number;
  /** Share of the wanted answer spread over all classes: keeps the network from being too sure. */
  label_smoothing: number;
}

/** Taken out of the global once: these run in the innermost loops. */
const { exp, max, min, round, sqrt } = Math;
const TINY = 1e-6;

/** Numbers between -size and size. */
const scattered = (length: number, size: number, random: Random): Float32Array =>
  Float32Array.from({ length }, () => (random.next() * 2 - 1) * size);

/** One network in training. Rows and filters each have one sum of squared gradients, which bounds their next steps. */
class Learner {
  private readonly bagTable: Float32Array;
  private readonly letterTable: Float32Array;
  private readonly bagBias: Float32Array;
  /** By filter: its weights for the left word, then for the right one. In 64 bits, as that is quicker. */
  private readonly conv: Float64Array;
  private readonly convBias: Float64Array;
  private readonly out: Float64Array;
  private readonly outBias: Float64Array;
  private readonly sums: {
    bag: Float32Array;
    letter: Float32Array;
    bagBias: Float32Array;
    conv: Float32Array;
    out: Float32Array;
  };
  private outBiasSum = 0;
  private readonly hidden: Float64Array;
  private readonly kept: Float64Array;
  private readonly slope: Float64Array;
  private readonly logits: Float64Array;
  private readonly argmax: Int32Array;
  /** Meaning of each word with an empty one before and after, and what it should have been. */
  private meanings = new Float64Array(0);
  private meaningSlopes = new Float64Array(0);
  private counts = new Float64Array(0);

  constructor(
    private readonly vectoriser: Vectoriser,
    private readonly lexicon: FieldSource,
    private readonly features: number,
    private readonly classes: number,
    private readonly settings: NetSettings,
    private readonly random: Random,
  ) {
    const { bag, letters, filters } = settings;
    const hidden = bag + filters;
    this.bagTable = scattered(features * bag, 0.1, random);
    this.letterTable = scattered(features * letters, 0.3, random);
    this.bagBias = new Float32Array(bag);
    this.conv = Float64Array.from(scattered(filters * 2 * letters, 1.7 / sqrt(2 * letters), random));
    this.convBias = new Float64Array(filters);
    this.out = Float64Array.from(scattered(hidden * classes, 1 / sqrt(hidden), random));
    this.outBias = new Float64Array(classes);
    this.sums = {
      bag: new Float32Array(features),
      letter: new Float32Array(features),
      bagBias: new Float32Array(bag),
      conv: new Float32Array(filters),
      out: new Float32Array(hidden),
    };
    this.hidden = new Float64Array(hidden);
    this.kept = new Float64Array(hidden);
    this.slope = new Float64Array(hidden);
    this.logits = new Float64Array(classes);
    this.argmax = new Int32Array(filters);
  }

  /** One step towards `own` for a text of these words. */
  learn(list: readonly string[], own: number, rate: number): void {
    const hashes = hashWords(list, this.lexicon);
    const vector = this.vectoriser.of(hashes);
    const { found } = this.vectoriser;
    this.forwardBag(vector.rows, vector.values, vector.length);
    this.compose(list.length, hashes, found);
    this.forwardFilters(list.length);
    this.answer(own);
    this.backwardOut(rate);
    this.backwardBag(vector.rows, vector.values, vector.length, rate);
    this.backwardFilters(list.length, rate);
    this.decompose(list.length, hashes, found, rate);
  }

  private forwardBag(rows: Uint32Array, values: Float32Array, length: number): void {
    const { hidden, bagTable, bagBias, features } = this;
    const { bag } = this.settings;
    for (let h = 0; h < bag; h++) hidden[h] = bagBias[h]!;
    for (let i = 0; i < length; i++) {
      const value = values[i]!;
      if (rows[i]! >= features) continue;
      const from = rows[i]! * bag;
      for (let h = 0; h < bag; h++) hidden[h]! += value * bagTable[from + h]!;
    }
    for (let h = 0; h < bag; h++) hidden[h] = max(0, hidden[h]!);
  }

  /** Sums the n-grams of each word into its meaning, and adds its fields. */
  private compose(count: number, { ends, chars, fields, fieldEnds }: Hashes, found: Int32Array): void {
    const { letters } = this.settings;
    const size = (count + 2) * letters;
    if (this.meanings.length < size) {
      this.meanings = new Float64Array(size * 2);
      this.meaningSlopes = new Float64Array(size * 2);
      this.counts = new Float64Array(count * 2 + 4);
    }
    const { meanings, letterTable, counts, features } = this;
    meanings.fill(0, 0, size);
    for (let k = 0; k < count; k++) {
      const at = (k + 1) * letters;
      let known = 0;
      for (let i = k === 0 ? 0 : ends[k - 1]!; i <= ends[k]!; i++) {
        const row = i === ends[k] ? found[chars + 2 * k]! : found[i]!;
        if (row < 0 || row >= features) continue;
        known++;
        for (let d = 0; d < letters; d++) meanings[at + d]! += letterTable[row * letters + d]!;
      }
      const scale = known === 0 ? 0 : 1 / sqrt(known);
      counts[k] = scale;
      for (let d = 0; d < letters; d++) meanings[at + d]! *= scale;
      for (let i = k === 0 ? fields : fieldEnds[k - 1]!; i < fieldEnds[k]!; i++) {
        const row = found[i]!;
        if (row < 0 || row >= features) continue;
        for (let d = 0; d < letters; d++) meanings[at + d]! += letterTable[row * letters + d]!;
      }
    }
  }

  private forwardFilters(count: number): void {
    const { hidden, argmax, conv, convBias, meanings } = this;
    const { bag, letters, filters } = this.settings;
    const width = 2 * letters;
    for (let f = 0; f < filters; f++) {
      let best = 0;
      let where = -1;
      const from = f * width;
      for (let k = 0; k <= count; k++) {
        const at = k * letters;
        let first = convBias[f]!;
        let second = 0;
        let third = 0;
        let fourth = 0;
        for (let d = 0; d < width; d += 4) {
          first += meanings[at + d]! * conv[from + d]!;
          second += meanings[at + d + 1]! * conv[from + d + 1]!;
          third += meanings[at + d + 2]! * conv[from + d + 2]!;
          fourth += meanings[at + d + 3]! * conv[from + d + 3]!;
        }
        const value = first + second + third + fourth;
        if (value > best) {
          best = value;
          where = k;
        }
      }
      hidden[bag + f] = best;
      argmax[f] = where;
    }
  }

  /** Drops hidden numbers, answers, and leaves the slopes of the logits in their place. */
  private answer(own: number): void {
    const { hidden, kept, logits, out, outBias, classes, random } = this;
    const { dropout, label_smoothing: smooth } = this.settings;
    logits.set(outBias);
    for (let h = 0; h < hidden.length; h++) {
      kept[h] = random.next() < dropout ? 0 : 1 / (1 - dropout);
      const value = hidden[h]! * kept[h]!;
      if (value === 0) continue;
      const row = h * classes;
      for (let c = 0; c < classes; c++) logits[c]! += value * out[row + c]!;
    }
    let highest = logits[0]!;
    for (let c = 1; c < classes; c++) highest = max(highest, logits[c]!);
    let total = 0;
    for (let c = 0; c < classes; c++) total += logits[c] = exp(logits[c]! - highest);
    for (let c = 0; c < classes; c++) logits[c] = logits[c]! / total - smooth / classes;
    logits[own]! -= 1 - smooth;
  }

  private backwardOut(rate: number): void {
    const { hidden, kept, slope, logits, out, outBias, classes, sums } = this;
    let squares = 0;
    for (let c = 0; c < classes; c++) squares += logits[c]! * logits[c]!;
    squares /= classes;
    for (let h = 0; h < hidden.length; h++) {
      slope[h] = 0;
      const value = hidden[h]! * kept[h]!;
      if (value === 0) continue;
      sums.out[h]! += value * value * squares;
      const step = (rate * value) / (sqrt(sums.out[h]!) + TINY);
      const row = h * classes;
      let sum = 0;
      for (let c = 0; c < classes; c++) {
        sum += out[row + c]! * logits[c]!;
        out[row + c]! -= step * logits[c]!;
      }
      slope[h] = sum * kept[h]!;
    }
    this.outBiasSum += squares;
    const step = rate / (sqrt(this.outBiasSum) + TINY);
    for (let c = 0; c < classes; c++) outBias[c]! -= step * logits[c]!;
  }

  private backwardBag(rows: Uint32Array, values: Float32Array, length: number, rate: number): void {
    const { slope, bagTable, bagBias, sums, features } = this;
    const { bag } = this.settings;
    let squares = 0;
    for (let h = 0; h < bag; h++) squares += slope[h]! * slope[h]!;
    if (squares === 0) return;
    for (let h = 0; h < bag; h++) {
      if (slope[h] === 0) continue;
      sums.bagBias[h]! += slope[h]! * slope[h]!;
      bagBias[h]! -= (rate * slope[h]!) / (sqrt(sums.bagBias[h]!) + TINY);
    }
    squares /= bag;
    for (let i = 0; i < length; i++) {
      const row = rows[i]!;
      if (row >= features) continue;
      const value = values[i]!;
      sums.bag[row]! += value * value * squares;
      const step = (rate * value) / (sqrt(sums.bag[row]!) + TINY);
      const from = row * bag;
      for (let h = 0; h < bag; h++) bagTable[from + h]! -= step * slope[h]!;
    }
  }

  /** Each filter learns from the pair of words that it answered to. */
  private backwardFilters(count: number, rate: number): void {
    const { slope, argmax, conv, convBias, meanings, meaningSlopes, sums } = this;
    const { bag, letters, filters } = this.settings;
    const width = 2 * letters;
    meaningSlopes.fill(0, 0, (count + 2) * letters);
    for (let f = 0; f < filters; f++) {
      const own = slope[bag + f]!;
      const at = argmax[f]! * letters;
      if (own === 0 || at < 0) continue;
      const from = f * width;
      let squares = 1;
      for (let d = 0; d < width; d++) squares += meanings[at + d]! * meanings[at + d]!;
      sums.conv[f]! += (own * own * squares) / width;
      const step = (rate * own) / (sqrt(sums.conv[f]!) + TINY);
      for (let d = 0; d < width; d++) {
        meaningSlopes[at + d]! += own * conv[from + d]!;
        conv[from + d]! -= step * meanings[at + d]!;
      }
      convBias[f]! -= step;
    }
  }

  /** Hands what the words learnt down to their n-grams and fields. */
  private decompose(count: number, { ends, chars, fields, fieldEnds }: Hashes, found: Int32Array, rate: number): void {
    const { meaningSlopes, counts } = this;
    const { letters } = this.settings;
    for (let k = 0; k < count; k++) {
      const at = (k + 1) * letters;
      let squares = 0;
      for (let d = 0; d < letters; d++) squares += meaningSlopes[at + d]! * meaningSlopes[at + d]!;
      if (squares === 0) continue;
      const scale = counts[k]!;
      const share = (scale * scale * squares) / letters;
      for (let i = k === 0 ? 0 : ends[k - 1]!; i <= ends[k]!; i++)
        this.moveLetters(i === ends[k] ? found[chars + 2 * k]! : found[i]!, share, rate * scale, at);
      for (let i = k === 0 ? fields : fieldEnds[k - 1]!; i < fieldEnds[k]!; i++)
        this.moveLetters(found[i]!, squares / letters, rate, at);
    }
  }

  /** One step of a row against the slope of the word at `at`. */
  private moveLetters(row: number, share: number, rate: number, at: number): void {
    const { letterTable, meaningSlopes, sums, features } = this;
    const { letters } = this.settings;
    if (row < 0 || row >= features) return;
    sums.letter[row]! += share;
    const step = rate / (sqrt(sums.letter[row]!) + TINY);
    for (let d = 0; d < letters; d++) letterTable[row * letters + d]! -= step * meaningSlopes[at + d]!;
  }

  weights(): NetWeights {
    const { bag, letters, filters } = this.settings;
    const bags = inBytes(this.bagTable, bag);
    const lettersInBytes = inBytes(this.letterTable, letters);
    const conv = new Float32Array(2 * letters * filters);
    for (let f = 0; f < filters; f++)
      for (let d = 0; d < 2 * letters; d++) {
        const side = d < letters ? 0 : filters;
        conv[(d % letters) * 2 * filters + side + f] = this.conv[f * 2 * letters + d]!;
      }
    return {
      features: this.features,
      bag,
      letters,
      filters,
      bagRows: bags.rows,
      bagScales: bags.scales,
      letterRows: lettersInBytes.rows,
      letterScales: lettersInBytes.scales,
      bagBias: this.bagBias,
      conv,
      convBias: Float32Array.from(this.convBias),
      out: Float32Array.from(this.out),
      outBias: Float32Array.from(this.outBias),
    };
  }
}

/** A table in 8 bits, scaled by row. */
export function inBytes(table: Float32Array, width: number): { rows: Int8Array; scales: Float32Array } {
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

/** Trains on texts with the class of each. Deterministic. */
export function trainNet(
  texts: readonly string[],
  labels: ArrayLike<number>,
  classes: number,
  vectoriser: Vectoriser,
  lexicon: Lexicon,
  features: number,
  settings: NetSettings,
  seed: number,
): NetWeights {
  const random = seeded(seed);
  const learner = new Learner(
    vectoriser,
    forgetful(lexicon, settings.field_dropout, random),
    min(features, settings.features_max),
    classes,
    settings,
    random,
  );
  const folded = texts.map((text) => fold(text.normalize('NFC')));
  const order = Uint32Array.from({ length: texts.length }, (_, i) => i);
  const epochs = max(1, min(settings.epochs_max, round(settings.steps / texts.length)));
  const steps = epochs * texts.length;
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (const example of order) {
      const typed = words(withLetterSlips(folded[example]!, settings.noise_letter_rate, random));
      const list = typed.length > 2 ? typed.filter(() => random.next() >= settings.word_dropout) : typed;
      learner.learn(list, labels[example]!, settings.learning_rate * (1 - step / steps));
      step++;
    }
  }
  return learner.weights();
}
