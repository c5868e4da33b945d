/**
 * Measures the understanding: on its own sentences with whole writers left out (a new citizen writes like none of them), or
 * on messages from elsewhere, one JSON object {text, intent} a line.
 */
import type { Decision, Reading } from '../core/reading';
import { Clauses } from './clauses';
import type { Sentence } from './corpus';
import { Decider } from './decide';
import { fillings, trainOn } from './load';
import { Classifier } from './model';
import { withSlips } from './noise';
import type { Names } from './placeholders';
import { seeded } from './random';
import type { NluSettings } from './settings';
import { fold } from './text';

export interface Outcome {
  expected: string;
  intent: string;
  confidence: number;
  decision: Decision;
  /** The intent and its runners-up. */
  offered: string[];
}

export interface IntentScore {
  intent: string;
  count: number;
  precision: number;
  recall: number;
  f1: number;
}

/** All shares are 0 to 1. */
export interface Report {
  count: number;
  accuracy: number;
  macroF1: number;
  /** Share of messages in each band, and how many of them are right: of `ask`, how many offer the right one among three. */
  bands: { accept: Band; ask: Band; reject: Band };
  /** Mean distance between confidence and being right, over ten steps of confidence. */
  calibrationError: number;
  intents: IntentScore[];
  /** Commonest mistakes, most frequent first. */
  confusions: { expected: string; intent: string; count: number }[];
}

export interface Band {
  share: number;
  right: number;
}

const CONFUSIONS_SHOWN = 25;
const OFFERED = 3;

/** Scores outcomes. Macro-F1 is the mean over the intents that occur in `expected`. */
export function report(outcomes: readonly Outcome[]): Report {
  const names = [...new Set(outcomes.map(({ expected }) => expected))].sort();
  const intents = names.map((intent) => scoreOf(intent, outcomes));
  const right = outcomes.filter(({ expected, intent }) => expected === intent).length;
  return {
    count: outcomes.length,
    accuracy: right / Math.max(1, outcomes.length),
    macroF1: intents.reduce((sum, { f1 }) => sum + f1, 0) / Math.max(1, intents.length),
    bands: { accept: bandOf('accept', outcomes), ask: bandOf('ask', outcomes), reject: bandOf('reject', outcomes) },
    calibrationError: calibrationError(outcomes),
    intents,
    confusions: confusionsOf(outcomes),
  };
}

function scoreOf(intent: string, outcomes: readonly Outcome[]): IntentScore {
  const wanted = outcomes.filter(({ expected }) => expected === intent).length;
  const said = outcomes.filter((outcome) => outcome.intent === intent).length;
  const right = outcomes.filter((outcome) => outcome.intent === intent && outcome.expected === intent).length;
  const precision = said === 0 ? 0 : right / said;
  const recall = wanted === 0 ? 0 : right / wanted;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { intent, count: wanted, precision, recall, f1 };
}

function bandOf(decision: Decision, outcomes: readonly Outcome[]): Band {
  const inside = outcomes.filter((outcome) => outcome.decision === decision);
  const right = inside.filter(({ expected, intent, offered }) =>
    decision === 'ask'
      ? offered.slice(0, OFFERED).includes(expected)
      : decision === 'accept'
        ? intent === expected
        : expected === 'out_of_scope',
  );
  return { share: inside.length / Math.max(1, outcomes.length), right: right.length / Math.max(1, inside.length) };
}

function calibrationError(outcomes: readonly Outcome[]): number {
  let error = 0;
  for (let step = 0; step < 10; step++) {
    const inside = outcomes.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === step);
    const sure = inside.reduce((sum, { confidence }) => sum + confidence, 0);
    const right = inside.filter(({ expected, intent }) => expected === intent).length;
    error += Math.abs(sure - right);
  }
  return error / Math.max(1, outcomes.length);
}

function confusionsOf(outcomes: readonly Outcome[]): Report['confusions'] {
  const counts = new Map<string, { expected: string; intent: string; count: number }>();
  for (const { expected, intent } of outcomes) {
    if (expected === intent) continue;
    const key = `${expected} ${intent}`;
    const entry = counts.get(key) ?? { expected, intent, count: 0 };
    entry.count++;
    counts.set(key, entry);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).slice(0, CONFUSIONS_SHOWN);
}

export interface FoldOptions {
  sentences: readonly Sentence[];
  names: Names;
  settings: NluSettings;
  folds: number;
  /** Leaves out whole writers, or sentences at random. */
  by: 'writer' | 'sentence';
  /** Chance of a slip in each word of the sentences left out, 0 to 1. */
  slips: number;
}

export interface FoldReport extends Report {
  /** The temperature that fits the sentences left out best; data/nlu.yaml holds it. */
  bestTemperature: number;
}

/** Trains `folds` times with a part left out and reads that part. Takes as many trainings. */
export function evaluateFolds(options: FoldOptions): FoldReport {
  const outcomes: Outcome[] = [];
  const margins: { scores: Float32Array; own: number }[] = [];
  for (let k = 0; k < options.folds; k++) {
    const { kept, left } = splitFold(options, k);
    const classifier = new Classifier(trainOn(kept, options.names, options.settings));
    const random = seeded(options.settings.numbers.train.seed + k);
    for (const { text, intent } of left) {
      const typed = options.slips > 0 ? withSlips(fold(text), options.slips, random) : text;
      outcomes.push(readWith(classifier, options.settings, typed, intent));
      const own = classifier.model.classes.indexOf(intent);
      if (own >= 0) margins.push({ scores: classifier.score(typed).scores.slice(), own });
    }
  }
  return { ...report(outcomes), bestTemperature: fitTemperature(margins) };
}

function splitFold({ sentences, names, settings, folds, by }: FoldOptions, k: number): { kept: Sentence[]; left: Sentence[] } {
  const writers = [...new Set(sentences.map(({ writer }) => writer))].sort();
  const foldOf = (sentence: Sentence, i: number): number => (by === 'writer' ? writers.indexOf(sentence.writer) : i) % folds;
  const left = sentences.filter((sentence, i) => foldOf(sentence, i) === k);
  const once = { ...settings, numbers: { ...settings.numbers, train: { ...settings.numbers.train, placeholder_fillings: 1 } } };
  const filled = fillings(left, names, once).map(({ text }, i) => ({ ...left[i]!, text }));
  return { kept: sentences.filter((sentence, i) => foldOf(sentence, i) !== k), left: filled };
}

let lastDecider: { classifier: Classifier; decider: Decider } | null = null;

function readWith(classifier: Classifier, { numbers, words }: NluSettings, text: string, expected: string): Outcome {
  if (lastDecider?.classifier !== classifier) {
    const clauses = new Clauses(words.politeness, words.clause_joints, numbers.clauses);
    lastDecider = { classifier, decider: new Decider(classifier, clauses, numbers) };
  }
  const { ranked, decision } = lastDecider.decider.decide(text);
  const [first] = ranked.top;
  return {
    expected,
    intent: first!.intent,
    confidence: first!.probability,
    decision,
    offered: ranked.top.map(({ intent }) => intent),
  };
}

/** The temperature of least log loss, by steps of a fiftieth. */
export function fitTemperature(margins: readonly { scores: Float32Array; own: number }[]): number {
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY };
  for (let temperature = 0.06; temperature <= 1; temperature += 0.02) {
    let loss = 0;
    for (const { scores, own } of margins) {
      let total = 0;
      for (const score of scores) total += Math.exp((score - scores[own]!) / temperature);
      loss += Math.log(total);
    }
    if (loss < best.loss) best = { temperature, loss };
  }
  return Math.round(best.temperature * 100) / 100;
}

/** Parses rows of {text, intent}, one JSON object a line. @throws SyntaxError naming the line */
export function parseRows(jsonl: string): { text: string; intent: string }[] {
  return jsonl
    .split('\n')
    .map((line, i) => ({ line: line.trim(), number: i + 1 }))
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => {
      const row = parseLine(line, number) as { text?: unknown; intent?: unknown };
      if (typeof row.text !== 'string' || typeof row.intent !== 'string')
        throw new SyntaxError(`line ${number}: needs "text" and "intent"`);
      return { text: row.text, intent: row.intent };
    });
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new SyntaxError(`line ${number}: not a JSON object`);
  }
}

/** Reads messages from elsewhere with a running understanding. */
export function evaluateRows(
  understanding: { read(text: string, now: number): Reading },
  rows: readonly { text: string; intent: string }[],
  now: number,
): Report {
  const outcomes = rows.map(({ text, intent: expected }): Outcome => {
    const { intent, confidence, decision, alternatives } = understanding.read(text, now);
    return { expected, intent, confidence, decision, offered: [intent, ...alternatives.map((other) => other.intent)] };
  });
  return report(outcomes);
}
