/** Trains the classifier: chooses the features, then the linear machines and the network, each on a thread of its own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { hashesOf } from './features';
import { HashCounts } from './hash-counts';
import { compileFields, type Fields, Lexicon } from './lexicon';
import { type LinearSettings, type LinearTask, trainLinear, weightsOf } from './linear';
import { quantise, type TextModel } from './model';
import { withLetterSlips } from './noise';
import { type Random, seeded } from './random';
import { fold } from './text';
import { type NetSettings, trainNet } from './train-net';
import { Vectoriser } from './vector';
import { Vocabulary } from './vocabulary';

export interface Example {
  text: string;
  intent: string;
}

export interface TrainSettings extends LinearSettings {
  /** Copies of each sentence with typing errors. */
  noise_copies: number;
  /** Chance of a slip at each letter of such a copy, 0 to 1. */
  noise_letter_rate: number;
  /** A feature is kept when at least so many texts (copies counted) hold it. */
  feature_min_texts: number;
  /** Commonest features kept at most; bounds the model's size. */
  features_max: number;
  /** What a margin of 1 counts for against the logarithms of the network's probabilities. */
  linear_weight: number;
  net: NetSettings;
}

/** Trains on the examples, with the fields of a lexicon. Deterministic: the same of all three give the same bytes. */
export function train(examples: readonly Example[], settings: TrainSettings, fields: Fields): TextModel {
  const stems = compileFields(fields);
  const lexicon = new Lexicon(stems);
  const classes = [...new Set(examples.map((example) => example.intent))].sort();
  const label = new Map(classes.map((name, i) => [name, i]));
  const texts = withCopies(examples, settings, seeded(settings.seed));
  const { keys, idf } = chooseFeatures(texts, settings, lexicon);
  const { error_weight, epochs, word_block_weight, field_block_weight, seed } = settings;
  const machines = beside({
    texts: texts.map(({ text }) => text),
    labels: Uint16Array.from(texts, ({ intent }) => label.get(intent)!),
    classes: classes.length,
    keys,
    idf,
    stems,
    settings: { error_weight, epochs, word_block_weight, field_block_weight, seed },
  });
  const net = trainNet(
    examples.map(({ text }) => text),
    examples.map(({ intent }) => label.get(intent)!),
    classes.length,
    new Vectoriser(new Vocabulary(keys), idf, word_block_weight, field_block_weight),
    lexicon,
    keys.length,
    settings.net,
    seed,
  );
  const weights = { wordWeight: word_block_weight, fieldWeight: field_block_weight };
  const linear = quantise({ classes, keys, idf, ...weights, stems, texts: texts.length }, machines());
  return { ...linear, net, linearWeight: settings.linear_weight };
}

const WORKER = join(__dirname, 'linear-worker.js');
/** How far the other thread has come, in the first number of the shared state. */
export const STATE = { waiting: 0, running: 1, done: 2, failed: 3 } as const;

/**
 * Starts training the linear machines on another thread; the result waits for them. Where there is no compiled worker (tests
 * run from the sources), or it cannot start, they are trained when they are asked for: the same bytes, later.
 */
function beside(task: LinearTask): () => Float32Array {
  const here = (): Float32Array => {
    const weights = new Float32Array(weightsOf(task));
    trainLinear(task, weights);
    return weights;
  };
  if (!existsSync(WORKER) || task.texts.length < 1000) return here;
  const weights = new Float32Array(new SharedArrayBuffer(weightsOf(task) * 4));
  const state = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(WORKER, { workerData: { task, weights, state } });
  worker.on('error', () => {});
  worker.unref();
  return () => {
    Atomics.wait(state, 0, STATE.running);
    if (Atomics.load(state, 0) === STATE.done) return weights.slice();
    void worker.terminate();
    return here();
  };
}

function withCopies(examples: readonly Example[], settings: TrainSettings, random: Random): Example[] {
  const texts = [...examples];
  for (let copy = 0; copy < settings.noise_copies; copy++)
    for (const { text, intent } of examples)
      texts.push({ text: withLetterSlips(fold(text.normalize('NFC')), settings.noise_letter_rate, random), intent });
  return texts;
}

/** The features that enough texts hold, the commonest first when there are too many, and their rarity. */
function chooseFeatures(
  texts: readonly Example[],
  settings: TrainSettings,
  lexicon: Lexicon,
): { keys: Uint32Array; idf: Float32Array } {
  const counts = new HashCounts();
  texts.forEach(({ text }, i) => {
    const hashes = hashesOf(text, lexicon);
    for (let at = 0; at < hashes.length; at++) counts.add(hashes.list[at]!, i + 1);
  });
  let kept = counts.atLeast(settings.feature_min_texts);
  kept.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  kept = kept.slice(0, settings.features_max);
  const keys = Uint32Array.from(kept, ([hash]) => hash);
  const idf = Float32Array.from(kept, ([, count]) => 1 + Math.log((1 + texts.length) / (1 + count)));
  return { keys, idf };
}
