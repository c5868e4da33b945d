/** The trained classifier: linear machines, one row of small whole-number weights a feature, and a network beside them. */
import { hashWords } from './features';
import { Net, type NetWeights } from './net';
import { words } from './text';
import { type Vector, Vectoriser } from './vector';
import { Vocabulary } from './vocabulary';

export interface LinearModel {
  /** Intent names, sorted; the order of all scores. */
  classes: string[];
  /** Hash of each feature, by row. */
  keys: Uint32Array;
  /** Rarity of each feature, by row. */
  idf: Float32Array;
  /** Length of the word block of a vector, where the character block has 1. */
  wordWeight: number;
  /** Texts it was trained on, copies counted: with `idf` it tells how many held a feature. */
  texts: number;
  /** Weights as whole numbers -7 to 7: row by row, one for each class. */
  weights: Int8Array;
  /** What 1 in a row's weights stands for. */
  scales: Float32Array;
  bias: Float32Array;
}

/** The linear machines and the network beside them. */
export interface TextModel extends LinearModel {
  net: NetWeights;
  /** What a margin of 1 counts for against the network's logarithms. */
  linearWeight: number;
}

export interface Scored {
  /** Both together: the higher, the likelier. */
  scores: Float32Array;
  /** Of the linear machines alone: above 0 one says yes. */
  margins: Float32Array;
  /** Share of the text's features that the model knows, 0 to 1. */
  known: number;
}

/** Taken out of the global once: these run for every weight. */
const { abs, max, round } = Math;

/** The largest whole number that a weight becomes: four bits in the file. */
const LEVELS = 7;

/** Weights in 4 bits, scaled by row: an eighth of the size. */
export function quantise(
  base: Pick<LinearModel, 'classes' | 'keys' | 'idf' | 'wordWeight' | 'texts'>,
  full: Float32Array,
): LinearModel {
  const count = base.classes.length;
  const features = base.keys.length;
  const weights = new Int8Array(features * count);
  const scales = new Float32Array(features);
  for (let row = 0; row < features; row++) {
    let largest = 0;
    for (let c = 0; c < count; c++) largest = max(largest, abs(full[row * count + c]!));
    const scale = largest / LEVELS;
    scales[row] = scale;
    if (scale > 0) for (let c = 0; c < count; c++) weights[row * count + c] = round(full[row * count + c]! / scale);
  }
  return { ...base, weights, scales, bias: full.slice(features * count) };
}

/** Scores texts with one model. Holds scratch space: one a thread. */
export class Classifier {
  readonly model: TextModel;
  readonly vocabulary: Vocabulary;
  private readonly vectoriser: Vectoriser;
  private readonly net: Net;
  private readonly margins: Float32Array;
  private readonly scores: Float32Array;

  constructor(model: TextModel) {
    this.model = model;
    this.vocabulary = new Vocabulary(model.keys);
    this.vectoriser = new Vectoriser(this.vocabulary, model.idf, model.wordWeight);
    this.net = new Net(model.net, model.classes.length);
    this.margins = new Float32Array(model.classes.length);
    this.scores = new Float32Array(model.classes.length);
  }

  /** What both say of a text, by class. The arrays are overwritten by the next call. */
  score(text: string): Scored {
    const list = words(text);
    const hashes = hashWords(list);
    const vector = this.vectoriser.of(hashes);
    this.fillMargins(vector);
    const logs = this.net.logsOf(list, hashes, this.vectoriser.found, vector);
    const { scores, margins, model } = this;
    for (let c = 0; c < scores.length; c++) scores[c] = model.linearWeight * margins[c]! + logs[c]!;
    return { scores, margins, known: vector.known };
  }

  /** The weighted features of a text. Overwritten by the next call. */
  vector(text: string): Vector {
    return this.vectoriser.of(hashWords(words(text)));
  }

  private fillMargins(vector: Vector): void {
    const { margins } = this;
    const { weights, scales, bias } = this.model;
    const count = margins.length;
    margins.set(bias);
    for (let at = 0; at < vector.length; at++) {
      const row = vector.rows[at]!;
      const value = vector.values[at]! * scales[row]!;
      const from = row * count;
      for (let c = 0; c < count; c++) margins[c]! += value * weights[from + c]!;
    }
  }
}
