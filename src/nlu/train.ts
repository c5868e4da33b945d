/**
 * Trains the linear classifier: one support-vector machine an intent, each against the rest, by dual coordinate descent
 * (Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", 2008; squared hinge loss). All of them go
 * over an example together, so that its features are read once.
 */
import { hashesOf } from './features';
import { quantise, type LinearModel } from './model';
import { withSlips } from './noise';
import { type Random, seeded, shuffle } from './random';
import { fold } from './text';
import { Vectoriser } from './vector';
import { Vocabulary } from './vocabulary';

export interface Example {
  text: string;
  intent: string;
}

export interface TrainSettings {
  /** Copies of each sentence with typing errors. */
  noise_copies: number;
  /** Chance of a slip in a word of such a copy, 0 to 1. */
  noise_word_rate: number;
  /** Weight of an error against the size of the weights (the C of an SVM). */
  error_weight: number;
  /** Times over all sentences. */
  epochs: number;
  /** A feature is kept when at least so many texts (copies counted) hold it. */
  feature_min_texts: number;
  /** Commonest features kept at most; bounds the model's size. */
  features_max: number;
  /** Length of the word block of a vector, where the character block has 1. */
  word_block_weight: number;
  seed: number;
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

/** Trains on the examples. Deterministic: the same examples and settings give the same bytes. */
export function train(examples: readonly Example[], settings: TrainSettings): LinearModel {
  const random = seeded(settings.seed);
  const classes = [...new Set(examples.map((example) => example.intent))].sort();
  const texts = withCopies(examples, settings, random);
  const { keys, idf } = chooseFeatures(texts, settings);
  const corpus = vectorise(texts, classes, keys, idf, settings);
  const weights = descend(corpus, classes.length, keys.length, settings, random);
  return quantise({ classes, keys, idf, wordWeight: settings.word_block_weight, texts: texts.length }, weights);
}

function withCopies(examples: readonly Example[], settings: TrainSettings, random: Random): Example[] {
  const texts = [...examples];
  for (let copy = 0; copy < settings.noise_copies; copy++)
    for (const { text, intent } of examples)
      texts.push({ text: withSlips(fold(text.normalize('NFC')), settings.noise_word_rate, random), intent });
  return texts;
}

/** The features that enough texts hold, the commonest first when there are too many, and their rarity. */
function chooseFeatures(texts: readonly Example[], settings: TrainSettings): { keys: Uint32Array; idf: Float32Array } {
  const counts = new Map<number, number>();
  const lastSeen = new Map<number, number>();
  texts.forEach(({ text }, i) => {
    const hashes = hashesOf(text);
    for (let at = 0; at < hashes.length; at++) {
      const hash = hashes.list[at]!;
      if (lastSeen.get(hash) === i) continue;
      lastSeen.set(hash, i);
      counts.set(hash, (counts.get(hash) ?? 0) + 1);
    }
  });
  let kept = [...counts].filter(([, count]) => count >= settings.feature_min_texts);
  kept.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  kept = kept.slice(0, settings.features_max);
  const keys = Uint32Array.from(kept, ([hash]) => hash);
  const idf = Float32Array.from(kept, ([, count]) => 1 + Math.log((1 + texts.length) / (1 + count)));
  return { keys, idf };
}

function vectorise(
  texts: readonly Example[],
  classes: string[],
  keys: Uint32Array,
  idf: Float32Array,
  settings: TrainSettings,
): Corpus {
  const vectoriser = new Vectoriser(new Vocabulary(keys), idf, settings.word_block_weight);
  const label = new Map(classes.map((name, i) => [name, i]));
  const starts = new Uint32Array(texts.length + 1);
  let rows = new Uint32Array(texts.length * 200 + 4096);
  let values = new Float32Array(rows.length);
  texts.forEach(({ text }, i) => {
    const vector = vectoriser.of(hashesOf(text));
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
  return { rows, values, starts, labels: Uint16Array.from(texts, ({ intent }) => label.get(intent)!) };
}

/** Weights by feature and class, the last row being the bias. */
function descend(corpus: Corpus, classes: number, features: number, settings: TrainSettings, random: Random): Float32Array {
  const { starts, labels, values } = corpus;
  const examples = labels.length;
  const weights = new Float32Array((features + 1) * classes);
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
  return weights;
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
