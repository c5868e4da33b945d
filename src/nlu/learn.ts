/**
 * Tries candidates from use: the same training with and without them, measured on writers left out of both. A model that is
 * worse is refused, whatever the candidates say.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { CatalogueEntry } from '../core/reading';
import { readCatalogue, readFields, readNames, readSentences, readSettings, readYaml, type Sentence } from './corpus';
import { evaluateRows, type Report } from './evaluate';
import { fillings, trainOn } from './load';
import { createUnderstanding } from './reader';
import type { NluSettings } from './settings';
import { fold } from './text';

const LIMITS = z.strictObject({
  held_out_every: z.int().min(2),
  accuracy_loss_max_points: z.number().min(0),
  intent_loss_max_points: z.number().min(0),
  intent_min_messages: z.int().min(1),
  danger_recall_loss_max_points: z.number().min(0),
});
type Limits = z.infer<typeof LIMITS>;

/** A reviewed candidate. `intent` null or unknown: it is left aside and counted. */
export interface Candidate {
  text: string;
  intent: string | null;
}

export interface IntentChange {
  intent: string;
  /** Messages left out. */
  count: number;
  candidates: number;
  /** F1, 0 to 1. */
  before: number;
  after: number;
}

export interface Trial {
  before: Pick<Report, 'accuracy' | 'macroF1' | 'count'>;
  after: Pick<Report, 'accuracy' | 'macroF1' | 'count'>;
  /** Every intent that a candidate is of or that changed, the largest loss first. */
  intents: IntentChange[];
  /** New sentences: known intents, not among the sentences yet. */
  used: Sentence[];
  /** Candidates left aside: no intent, an unknown one, or known already. */
  leftAside: number;
  /** Why the model is worse, one line each; empty when it is not. */
  refused: string[];
}

/** The writer under whose name reviewed candidates stand among the sentences. */
export const DESK_WRITER = 'masa';

/** @throws KapiError config for a missing or wrong data file. Takes as long as two trainings. */
export function tryCandidates(dataDir: string, candidates: readonly Candidate[]): Trial {
  const limits = readYaml(join(dataDir, 'nlu', 'learn.yaml'), LIMITS);
  const catalogue = readCatalogue(dataDir);
  const settings = readSettings(dataDir);
  const sentences = readSentences(dataDir, catalogue);
  const used = usable(candidates, sentences, catalogue);
  const { kept, left } = split(sentences, limits.held_out_every);
  const names = readNames(dataDir);
  const fields = readFields(dataDir);
  const once = { ...settings, numbers: { ...settings.numbers, train: { ...settings.numbers.train, placeholder_fillings: 1 } } };
  const rows = fillings(left, names, once);
  const measure = (more: readonly Sentence[]): Report =>
    measured(trainOn([...kept, ...more], names, settings, fields), catalogue, settings, rows);
  const before = measure([]);
  const after = measure(used);
  const intents = changes(before, after, used);
  return {
    before,
    after,
    intents,
    used,
    leftAside: candidates.length - used.length,
    refused: refusals(before, after, intents, catalogue, limits),
  };
}

function usable(
  candidates: readonly Candidate[],
  sentences: readonly Sentence[],
  catalogue: readonly CatalogueEntry[],
): Sentence[] {
  const intents = new Set(catalogue.map(({ name }) => name));
  const seen = new Set(sentences.map(({ text }) => fold(text)));
  return candidates.flatMap(({ text, intent }): Sentence[] => {
    const said = text.replace(/\s+/g, ' ').trim();
    if (intent === null || !intents.has(intent) || said === '' || seen.has(fold(said))) return [];
    seen.add(fold(said));
    return [{ text: said, intent, writer: DESK_WRITER }];
  });
}

/** The desk's own sentences are never left out: they are no writer. */
function split(sentences: readonly Sentence[], every: number): { kept: Sentence[]; left: Sentence[] } {
  const writers = [...new Set(sentences.map(({ writer }) => writer))].filter((writer) => writer !== DESK_WRITER).sort();
  const out = new Set(writers.filter((_, i) => i % every === 0));
  return { kept: sentences.filter(({ writer }) => !out.has(writer)), left: sentences.filter(({ writer }) => out.has(writer)) };
}

function measured(
  model: ReturnType<typeof trainOn>,
  catalogue: CatalogueEntry[],
  settings: NluSettings,
  rows: readonly { text: string; intent: string }[],
): Report {
  return evaluateRows(createUnderstanding({ catalogue, settings, model, gazetteers: [] }), rows, 0);
}

function changes(before: Report, after: Report, used: readonly Sentence[]): IntentChange[] {
  return after.intents
    .map(({ intent, count, f1 }) => ({
      intent,
      count,
      candidates: used.filter((sentence) => sentence.intent === intent).length,
      before: before.intents.find((other) => other.intent === intent)?.f1 ?? 0,
      after: f1,
    }))
    .filter((change) => change.candidates > 0 || change.before !== change.after)
    .sort((a, b) => a.after - a.before - (b.after - b.before));
}

const points = (share: number): string => `${(100 * share).toFixed(1)}`;

function refusals(
  before: Report,
  after: Report,
  intents: readonly IntentChange[],
  catalogue: readonly CatalogueEntry[],
  limits: Limits,
): string[] {
  const lost = (from: number, to: number, most: number): boolean => 100 * (from - to) > most + 1e-9;
  const found: string[] = [];
  if (lost(before.accuracy, after.accuracy, limits.accuracy_loss_max_points))
    found.push(`accuracy falls from ${points(before.accuracy)} to ${points(after.accuracy)}`);
  for (const { intent, count, before: from, after: to } of intents)
    if (count >= limits.intent_min_messages && lost(from, to, limits.intent_loss_max_points))
      found.push(`F1 of ${intent} falls from ${points(from)} to ${points(to)}`);
  const dangers = catalogue.filter(({ name, does }) => does === 'direct' && name.startsWith('emergency.'));
  for (const { name } of dangers) {
    const recall = (report: Report): number => report.intents.find(({ intent }) => intent === name)?.recall ?? 0;
    if (lost(recall(before), recall(after), limits.danger_recall_loss_max_points))
      found.push(`recall of ${name} falls from ${points(recall(before))} to ${points(recall(after))}`);
  }
  return found;
}
