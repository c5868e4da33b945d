/** The trained classifier: linear machines, one row of small whole-number weights a feature, and a network beside them. */
import { hashWords } from './features';
import { Lexicon, type Stems } from './lexicon';
import { Net, type NetWeights, roomOf } from './net';
import { padded, type Table, Tables } from './tables';
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
  fieldWeight: number;
  /** Of the lexicon that it was trained with. */
  stems: Stems;
  /** Texts it was trained on, copies counted: with `idf` it tells how many held a feature. */
  texts: number;
  /** Weights as whole numbers -7 to 7: row by row, one for each class, each row filled up to `padded(classes)`. */
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
  base: Pick<LinearModel, 'classes' | 'keys' | 'idf' | 'wordWeight' | 'fieldWeight' | 'stems' | 'texts'>,
  full: Float32Array,
): LinearModel {
  const count = base.classes.length;
  const features = base.keys.length;
  const stride = padded(count);
  const weights = new Int8Array(features * stride);
  const scales = new Float32Array(features);
  for (let row = 0; row < features; row++) {
    let largest = 0;
    for (let c = 0; c < count; c++) largest = max(largest, abs(full[row * count + c]!));
    const scale = largest / LEVELS;
    scales[row] = scale;
    if (scale > 0) for (let c = 0; c < count; c++) weights[row * stride + c] = round(full[row * count + c]! / scale);
  }
  return { ...base, weights, scales, bias: full.slice(features * count) };
}

/** Scores texts with one model. Holds scratch space: one a thread. */
export class Classifier {
  readonly model: TextModel;
  readonly vocabulary: Vocabulary;
  readonly lexicon: Lexicon;
  private readonly vectoriser: Vectoriser;
  private readonly net: Net;
  private readonly tables: Tables;
  private readonly table: Table;
  /** Where the margins are summed, an index into the tables' floats. */
  private readonly sums: number;
  private readonly scores: Float32Array;
  private readonly bias: Float32Array;

  /** `bias`: added to the score of an intent, by name. */
  constructor(model: TextModel, bias: Readonly<Record<string, number>> = {}) {
    this.model = model;
    this.bias = Float32Array.from(model.classes, (name) => bias[name] ?? 0);
    this.vocabulary = new Vocabulary(model.keys);
    this.lexicon = new Lexicon(model.stems);
    this.vectoriser = new Vectoriser(this.vocabulary, model.idf, model.wordWeight, model.fieldWeight);
    const classes = model.classes.length;
    const room = { rows: model.keys.length, width: classes, bytes: 1 } as const;
    this.tables = new Tables([room, { rows: 1, width: classes, bytes: 4 }, ...roomOf(model.net, classes)]);
    this.table = this.tables.place(model.weights, padded(classes));
    this.sums = this.tables.space(classes);
    this.net = new Net(model.net, classes, this.tables);
    this.scores = new Float32Array(classes);
  }

  /** What both say of a text, by class. The arrays are overwritten by the next call. */
  score(text: string): Scored {
    const list = words(text);
    const hashes = hashWords(list, this.lexicon);
    const vector = this.vectoriser.of(hashes);
    const margins = this.margins(vector);
    const logs = this.net.logsOf(list, hashes, this.vectoriser.found, vector);
    const { scores, model, bias } = this;
    for (let c = 0; c < scores.length; c++) scores[c] = model.linearWeight * margins[c]! + logs[c]! + bias[c]!;
    return { scores, margins, known: vector.known };
  }

  /** The weighted features of a text. Overwritten by the next call. */
  vector(text: string): Vector {
    return this.vectoriser.of(hashWords(words(text), this.lexicon));
  }

  private margins({ rows, values, length }: Vector): Float32Array {
    const { tables, table, sums, model } = this;
    tables.floats.set(model.bias, sums);
    for (let at = 0; at < length; at++) tables.push(rows[at]!, values[at]! * model.scales[rows[at]!]!, table, sums);
    tables.flush(table, sums);
    return tables.floats.subarray(sums, sums + model.classes.length);
  }
}
