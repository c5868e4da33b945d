/** Measures the understanding on its own sentences with whole writers left out: a new citizen writes like none of the authors. */
import { crc32 } from 'node:zlib';
import type { CatalogueEntry } from '../core/reading';
import type { Sentence } from './corpus';
import type { Outcome } from './evaluate';
import type { Fields } from './lexicon';
import { fillings, trainOn } from './load';
import { Classifier } from './model';
import { withLetterSlips } from './noise';
import type { Names } from './placeholders';
import { createUnderstanding } from './reader';
import { seeded } from './random';
import type { NluSettings } from './settings';
import { fold } from './text';

export interface FoldOptions {
  sentences: readonly Sentence[];
  catalogue: CatalogueEntry[];
  names: Names;
  /** The lexicon. */
  fields: Fields;
  settings: NluSettings;
  folds: number;
  /** Chances of a slip at each letter of the sentences left out; each is a set of outcomes. */
  slips: readonly number[];
  /** Train on so many sentences of each intent at most, taken evenly over the writers kept; left out: on all. */
  perIntent?: number;
  /** Only the first so many folds. */
  first?: number;
}

export interface FoldOutcome extends Outcome {
  text: string;
  writer: string;
}

export interface FoldResult {
  /** By slips. */
  outcomes: FoldOutcome[][];
  /** The temperature that fits the sentences left out best, by slips; data/nlu.yaml holds it. */
  temperatures: number[];
  trainedOn: number;
}

/** Heaps of many people's sentences in another language, under one name: dealt one by one. */
const NO_WRITERS = new Set(['english', 'arabic']);
/** Of ten, the salt that deals the writers most evenly. */
const SALT = '4';

/** The fold of a sentence: that of its writer, the same however many sentences and writers are added. */
export const foldOf = ({ writer, text }: Sentence, folds: number): number =>
  crc32(SALT + (NO_WRITERS.has(writer) ? text : writer)) % folds;

/** Trains once a fold and reads what was left out of it. */
export function readFolds(options: FoldOptions): FoldResult {
  const { sentences, names, fields, settings, catalogue, slips } = options;
  const outcomes: FoldOutcome[][] = slips.map(() => []);
  const scored: { scores: Float32Array; own: number }[][] = slips.map(() => []);
  let trainedOn = 0;
  for (let k = 0; k < (options.first ?? options.folds); k++) {
    const kept = thinned(
      sentences.filter((sentence) => foldOf(sentence, options.folds) !== k),
      options.perIntent,
    );
    trainedOn = kept.length;
    const left = filledOnce(
      sentences.filter((sentence) => foldOf(sentence, options.folds) === k),
      names,
      settings,
    );
    const model = trainOn(kept, names, settings, fields);
    const { read } = createUnderstanding({ catalogue, settings, model, gazetteers: [] });
    const classifier = new Classifier(model);
    slips.forEach((rate, i) => {
      const random = seeded(settings.numbers.train.seed + k);
      for (const { text, intent: expected, writer } of left) {
        const typed = rate > 0 ? withLetterSlips(fold(text), rate, random) : text;
        const { intent, confidence, decision, alternatives } = read(typed, 0);
        const offered = [intent, ...alternatives.map((other) => other.intent)];
        outcomes[i]!.push({ expected, intent, confidence, decision, offered, text: typed, writer });
        const own = model.classes.indexOf(expected);
        if (own >= 0) scored[i]!.push({ scores: classifier.score(typed).scores.slice(), own });
      }
    });
  }
  return { outcomes, temperatures: scored.map(fitTemperature), trainedOn };
}

/** One invented name in each placeholder. */
function filledOnce(sentences: readonly Sentence[], names: Names, settings: NluSettings): Sentence[] {
  const { numbers } = settings;
  const once = { ...settings, numbers: { ...numbers, train: { ...numbers.train, placeholder_fillings: 1 } } };
  return fillings(sentences, names, once).map(({ text }, i) => ({ ...sentences[i]!, text }));
}

function thinned(sentences: Sentence[], perIntent: number | undefined): Sentence[] {
  if (perIntent === undefined) return sentences;
  const byIntent = Map.groupBy(sentences, ({ intent }) => intent);
  return [...byIntent.values()].flatMap((list) => {
    const step = Math.max(1, list.length / perIntent);
    return Array.from({ length: Math.min(perIntent, list.length) }, (_, i) => list[Math.floor(i * step)]!);
  });
}

/** The temperature of least log loss, by steps of a twentieth. */
export function fitTemperature(scored: readonly { scores: Float32Array; own: number }[]): number {
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY };
  for (let temperature = 0.5; temperature <= 5; temperature += 0.05) {
    let loss = 0;
    for (const { scores, own } of scored) {
      let total = 0;
      for (const score of scores) total += Math.exp((score - scores[own]!) / temperature);
      loss += Math.log(total);
    }
    if (loss < best.loss) best = { temperature, loss };
  }
  return Math.round(best.temperature * 100) / 100;
}
