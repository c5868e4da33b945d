/**
 * The linear machines: one support-vector machine an intent, each against the rest, by dual coordinate descent (Hsieh et al.,
 * "A Dual Coordinate Descent Method for Large-scale Linear SVM", 2008; squared hinge loss). All of them go over an example
 * together, so that its features are read once.
 */
import { hashesOf } from './features';
import { Lexicon, type Stems } from './lexicon';
import { type Random, seeded, shuffle } from './random';
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
  const { starts, labels, values } = corpus;
  const examples = labels.length;
  const duals = new Float32Array(examples * classes);
  const slack = 1 / (2 * settings.error_weight);
  const order = Uint32Array.from({ length: examples }, (_, i) => i);
  const scores = new Float32Array(classes);
  const changed = new Uint16Array(classes);
  const steps = new Float32Array(classes);
  const resting = new Uint8Array(examples);
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    shuffle(order, random);
    for (const example of order) {
      // An example that changed nothing lately is looked at every third time only: most are settled after a few rounds.
      if (resting[example]! > 0 && epoch < settings.epochs - 1) {
        resting[example]!--;
        continue;
      }
      const from = starts[example]!;
      const to = starts[example + 1]!;
      let square = 1 + slack;
      for (let at = from; at < to; at++) square += values[at]! * values[at]!;
      score(corpus, weights, example, classes, features, scores);
      let count = 0;
      let largest = 0;
      const own = labels[example]!;
      for (let c = 0; c < classes; c++) {
        const sign = c === own ? 1 : -1;
        const dual = duals[example * classes + c]!;
        const gradient = sign * scores[c]! - 1 + dual * slack;
        if (dual === 0 && gradient >= 0) continue;
        const next = max(0, dual - gradient / square);
        const step = next - dual;
        if (abs(step) < 1e-6) continue;
        duals[example * classes + c] = next;
        steps[count] = sign * step;
        changed[count++] = c;
        largest = max(largest, abs(step));
      }
      if (count > 0) apply(corpus, weights, example, classes, features, steps, changed, count);
      if (epoch > 2 && largest < 0.01) resting[example] = 2;
    }
  }
}

function score(
  corpus: Corpus,
  weights: Float32Array,
  example: number,
  classes: number,
  features: number,
  scores: Float32Array,
): void {
  const { rows, values, starts } = corpus;
  const bias = features * classes;
  for (let c = 0; c < classes; c++) scores[c] = weights[bias + c]!;
  for (let at = starts[example]!; at < starts[example + 1]!; at++) {
    const value = values[at]!;
    const row = rows[at]! * classes;
    for (let c = 0; c < classes; c++) scores[c]! += value * weights[row + c]!;
  }
}

/** Moves the weights of the classes whose dual changed. */
function apply(
  corpus: Corpus,
  weights: Float32Array,
  example: number,
  classes: number,
  features: number,
  steps: Float32Array,
  changed: Uint16Array,
  count: number,
): void {
  const { rows, values, starts } = corpus;
  for (let at = starts[example]!; at <= starts[example + 1]!; at++) {
    const last = at === starts[example + 1]!;
    const value = last ? 1 : values[at]!;
    const row = (last ? features : rows[at]!) * classes;
    for (let i = 0; i < count; i++) weights[row + changed[i]!]! += value * steps[i]!;
  }
}
