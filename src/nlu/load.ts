/**
 * Loads the understanding of a data folder. Its model is committed as data/nlu/model.bin; where the sentences have changed
 * since, one trained in the meantime is taken from the cache folder, or trained anew.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Gazetteer } from '../core/reading';
import { encodeModel, hashOf, keep, keptFile, readModel, writeWhole } from './cache';
import {
  CATALOGUE_ENTRY,
  lexiconFiles,
  readCatalogue,
  readFields,
  readNames,
  readSentences,
  readSettings,
  type Sentence,
  sentenceFiles,
} from './corpus';
import { FEATURE_VERSION } from './features';
import type { TextModel } from './model';
import type { Fields } from './lexicon';
import { expand, hasPlaceholder, type Names } from './placeholders';
import { createUnderstanding, type ExplainingUnderstanding } from './reader';
import { seeded } from './random';
import { type NluSettings, SETTINGS } from './settings';
import { type Example, train } from './train';

/** Raise it when what is learnt from the same sentences changes: train.ts, train-net.ts, learner.ts, word-filters.ts, linear.ts, noise.ts, placeholders.ts. */
export const TRAINING_VERSION = 5;
const VERSION = `features ${FEATURE_VERSION} training ${TRAINING_VERSION}`;

export interface LoadOptions {
  /** The project's data folder: intents.yaml, intents/, nlu.yaml, nlu/. */
  dataDir: string;
  /** Where what was read and trained is kept; it may be deleted at any time. */
  cacheDir: string;
  gazetteers: readonly Gazetteer[];
  /**
   * What to do when no model of just these sentences is at hand: train one and wait for it, or read with the committed one
   * (left out: train). Where none can be read at all it is trained.
   */
  whenChanged?: 'train' | 'keep';
  /** Told before and after training. */
  onTrain?: (event: { phase: 'started' } | { phase: 'done'; ms: number; sentences: number; features: number }) => void;
}

export interface LoadedUnderstanding extends ExplainingUnderstanding {
  /** The model was trained from the sentences as they are now; false only where nobody was to wait for training. */
  current: boolean;
}

/** What is read from YAML: kept as JSON, as reading YAML takes longer than all else of a start. */
const FACTS = z.strictObject({ catalogue: z.array(CATALOGUE_ENTRY), settings: SETTINGS });
type Facts = z.infer<typeof FACTS>;

/** What a model file of the project's own sentences says of itself. */
interface Origin {
  /** Hash of all it was trained from. */
  key: string;
  /** Of the code that trained it. */
  version: string;
}

/** @throws KapiError config when a data file is missing or wrong */
export function loadUnderstanding(options: LoadOptions): LoadedUnderstanding {
  const { dataDir, cacheDir, gazetteers } = options;
  const facts = readFacts(dataDir, cacheDir);
  const { model, current } = modelOf(options, facts);
  const sentences = (): Sentence[] => readSentences(dataDir, facts.catalogue);
  return { ...createUnderstanding({ ...facts, model, gazetteers, sentences }), current };
}

/** The project's own model as it is committed. */
export const committedModel = (dataDir: string): string => join(dataDir, 'nlu', 'model.bin');

function modelOf(options: LoadOptions, facts: Facts): { model: TextModel; current: boolean } {
  const { dataDir, cacheDir, whenChanged = 'train', onTrain } = options;
  const key = trainingKey(dataDir, facts);
  const committed = readModel<Origin>(committedModel(dataDir));
  if (committed?.extra.key === key) return { model: committed.model, current: true };
  const kept = readModel<Origin>(keptFile(cacheDir, 'model', key));
  if (kept) return { model: kept.model, current: true };
  if (whenChanged === 'keep' && committed?.extra.version === VERSION) return { model: committed.model, current: false };
  const started = performance.now();
  onTrain?.({ phase: 'started' });
  const { model, bytes, sentences } = trainOwn(dataDir, facts);
  keep(cacheDir, 'model', key, bytes);
  onTrain?.({ phase: 'done', ms: Math.round(performance.now() - started), sentences, features: model.keys.length });
  return { model, current: true };
}

function trainOwn(dataDir: string, facts: Facts): { model: TextModel; bytes: Buffer; sentences: number } {
  const sentences = readSentences(dataDir, facts.catalogue);
  const model = trainOn(sentences, readNames(dataDir), facts.settings, readFields(dataDir));
  const origin: Origin = { key: trainingKey(dataDir, facts), version: VERSION };
  return { model, bytes: encodeModel(model, origin), sentences: sentences.length };
}

/** Hash of all that training depends on. Word lists, key phrases and thresholds are not among it. */
function trainingKey(dataDir: string, { catalogue, settings }: Facts): string {
  const names = catalogue.map(({ name }) => name).sort();
  return hashOf(
    [join(dataDir, 'nlu', 'names.yaml'), ...lexiconFiles(dataDir), ...sentenceFiles(dataDir)],
    [VERSION, names.join(' '), JSON.stringify(settings.numbers.train)],
  );
}

/** The catalogue and the settings, from the cache where the files have not changed. */
function readFacts(dataDir: string, cacheDir: string): Facts {
  const files = ['intents.yaml', 'nlu.yaml', 'nlu/words.yaml', 'nlu/foreign.yaml', 'nlu/dangers.yaml'].map((name) =>
    join(dataDir, name),
  );
  if (!files.every((file) => existsSync(file))) return parseFacts(dataDir);
  const key = hashOf(files, []);
  const kept = keptFacts(keptFile(cacheDir, 'settings', key));
  if (kept) return kept;
  const facts = parseFacts(dataDir);
  keep(cacheDir, 'settings', key, JSON.stringify(facts));
  return facts;
}

/** Kept facts are checked again: the code that wrote them may have been another version. */
function keptFacts(path: string): Facts | null {
  if (!existsSync(path)) return null;
  try {
    return FACTS.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

const parseFacts = (dataDir: string): Facts => ({ catalogue: readCatalogue(dataDir), settings: readSettings(dataDir) });

/**
 * Trains the project's own model afresh and writes it to data/nlu/model.bin, or with `check` only compares.
 *
 * @returns whether the file holds just these bytes now, and what was trained
 */
export function trainCommitted(
  dataDir: string,
  check: boolean,
): { same: boolean; sentences: number; features: number; bytes: number } {
  const { model, bytes, sentences } = trainOwn(dataDir, parseFacts(dataDir));
  const path = committedModel(dataDir);
  const same = existsSync(path) && readFileSync(path).equals(bytes);
  if (!check && !same) writeWhole(path, bytes);
  return { same: same || !check, sentences, features: model.keys.length, bytes: bytes.length };
}

/** Trains on sentences whose placeholders are filled with invented names, several fillings each. */
export function trainOn(sentences: readonly Sentence[], names: Names, settings: NluSettings, fields: Fields): TextModel {
  return train(fillings(sentences, names, settings), settings.numbers.train, fields);
}

export function fillings(sentences: readonly Sentence[], names: Names, settings: NluSettings): Example[] {
  const { placeholder_fillings: times, seed } = settings.numbers.train;
  const random = seeded(seed);
  return sentences.flatMap(({ text, intent }) =>
    hasPlaceholder(text)
      ? Array.from({ length: times }, () => ({ text: expand(text, names, random), intent }))
      : [{ text, intent }],
  );
}
