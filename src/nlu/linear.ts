/**
 * The linear machines: one support-vector machine an intent, each against the rest, by dual coordinate descent (Hsieh et al.,
 * "A Dual Coordinate Descent Method for Large-scale Linear SVM", 2008; squared hinge loss). All of them go over an example
 * together, so that its features are read once.
 */
import { hashesOf } from './features';
import { Lexicon, type Stems } from './lexicon';
import { type Random, seeded, shuffle } from './random';
import { type Table, Tables } from './tables';
import { Vectoriser } from './vector';
import { Vocabulary } from './vocabulary';

export interface LinearSettings {
  /** Weight of an error against the size of the weights (the C of an SVM). */
  error_weight: number;
  /** Times over all sentences. */
  epochs: number;
  /** Length of the word block of a vector, where the character block has 1. */
  word_block_weight: number;
  /** The same of the block of fields of meaning. */
  field_block_weight: number;
  seed: number;
}

/** What the machines learn from. Plain data, so that another thread can be handed it. */
export interface LinearTask {
  texts: string[];
  /** Class of each text. */
  labels: Uint16Array;
  classes: number;
  /** Hash and rarity of each feature. */
  keys: Uint32Array;
  idf: Float32Array;
  /** Of the lexicon. */
  stems: Stems;
  settings: LinearSettings;
}

/** Taken out of the global once: these run in the innermost loop. */
const { abs, max } = Math;
/** A smaller step of a dual is not worth the way to all its weights. */
const STEP_MIN = 1e-6;

interface Corpus {
  /** Rows and values of example i: from starts[i] to starts[i + 1]. */
  rows: Uint32Array;
  values: Float32Array;
  starts: Uint32Array;
  labels: Uint16Array;
}

/** How many weights a task gives: by feature and class, and a last row of biases. */
export const weightsOf = ({ keys, classes }: LinearTask): number => (keys.length + 1) * classes;

/** Writes the weights of the machines into `weights`, which holds zeros. Deterministic. */
export function trainLinear(task: LinearTask, weights: Float32Array): void {
  descend(vectorise(task), task.classes, task.keys.length, task.settings, seeded(task.settings.seed), weights);
}

function vectorise({ texts, labels, keys, idf, stems, settings }: LinearTask): Corpus {
  const vectoriser = new Vectoriser(new Vocabulary(keys), idf, settings.word_block_weight, settings.field_block_weight);
  const lexicon = new Lexicon(stems);
  const starts = new Uint32Array(texts.length + 1);
  let rows = new Uint32Array(texts.length * 200 + 4096);
  let values = new Float32Array(rows.length);
  texts.forEach((text, i) => {
    const vector = vectoriser.of(hashesOf(text, lexicon));
    const from = starts[i]!;
    if (from + vector.length > rows.length) {
      const wider = new Uint32Array((from + vector.length) * 2);
      wider.set(rows);
      const widerValues = new Float32Array(wider.length);
      widerValues.set(values);
      rows = wider;
      values = widerValues;
    }
    rows.set(vector.rows.subarray(0, vector.length), from);
    values.set(vector.values.subarray(0, vector.length), from);
    starts[i + 1] = from + vector.length;
  });
  return { rows, values, starts, labels };
}

function descend(
  corpus: Corpus,
  classes: number,
  features: number,
  settings: LinearSettings,
  random: Random,
  weights: Float32Array,
): void {
  const { labels } = corpus;
  const examples = labels.length;
  const tables = new Tables([
    { rows: features + 1, width: classes, bytes: 4 },
    { rows: 2, width: classes, bytes: 4 },
  ]);
  const table = tables.place(weights, classes);
  const scores = tables.space(classes);
  const steps = tables.space(classes);
  const { floats } = tables;
  const duals = new Float32Array(examples * classes);
  const slack = 1 / (2 * settings.error_weight);
  const order = Uint32Array.from({ length: examples }, (_, i) => i);
  const resting = new Uint8Array(examples);
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    shuffle(order, random);
    for (const example of order) {
      // An example that changed nothing lately is looked at every third time only: most are settled after a few rounds.
      if (resting[example]! > 0 && epoch < settings.epochs - 1) {
        resting[example]!--;
        continue;
      }
      const square = score(corpus, example, features, tables, table, scores) + slack;
      floats.fill(0, steps, steps + classes);
      let largest = 0;
      const own = labels[example]!;
      for (let c = 0; c < classes; c++) {
        const sign = c === own ? 1 : -1;
        const dual = duals[example * classes + c]!;
        const gradient = sign * floats[scores + c]! - 1 + dual * slack;
        if (dual === 0 && gradient >= 0) continue;
        const next = max(0, dual - gradient / square);
        const step = next - dual;
        if (abs(step) < STEP_MIN) continue;
        duals[example * classes + c] = next;
        floats[steps + c] = sign * step;
        largest = max(largest, abs(step));
      }
      if (largest > 0) apply(corpus, example, features, tables, table, steps);
      if (epoch > 2 && largest < 0.01) resting[example] = 2;
    }
  }
  weights.set(tables.read(table, features + 1, classes));
}

/** Sums what the machines say of an example; gives its squared length, the bias counted. */
function score(corpus: Corpus, example: number, features: number, tables: Tables, table: Table, scores: number): number {
  const { rows, values, starts } = corpus;
  tables.floats.fill(0, scores, scores + table.width);
  let square = 1;
  for (let at = starts[example]!; at < starts[example + 1]!; at++) {
    const value = values[at]!;
    square += value * value;
    tables.push(rows[at]!, value, table, scores);
  }
  tables.push(features, 1, table, scores);
  tables.flush(table, scores);
  return square;
}

/** Moves the weights of the classes whose dual changed. */
function apply(corpus: Corpus, example: number, features: number, tables: Tables, table: Table, steps: number): void {
  const { rows, values, starts } = corpus;
  for (let at = starts[example]!; at < starts[example + 1]!; at++) tables.move(rows[at]!, values[at]!, table, steps);
  tables.move(features, 1, table, steps);
  tables.flushMoves(table, steps);
}
