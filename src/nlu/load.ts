/** Loads the understanding of a data folder, training it when the data has changed since the model was kept. */
import { join } from 'node:path';
import type { CatalogueEntry, Gazetteer } from '../core/reading';
import { hashOf, readCache, writeCache } from './cache';
import { readCatalogue, readNames, readSentences, readSettings, type Sentence, sentenceFiles } from './corpus';
import { FEATURE_VERSION } from './features';
import type { LinearModel } from './model';
import { expand, hasPlaceholder, type Names } from './placeholders';
import { createUnderstanding, type ExplainingUnderstanding } from './reader';
import { seeded } from './random';
import type { NluSettings } from './settings';
import { type Example, train } from './train';

/** Raise it when train.ts, noise.ts or placeholders.ts changes what is learnt from the same sentences. */
export const TRAINING_VERSION = 2;

export interface LoadOptions {
  /** The project's data folder: intents.yaml, intents/, nlu.yaml, nlu/. */
  dataDir: string;
  /** Where the trained model is kept; it may be deleted at any time. */
  cacheDir: string;
  gazetteers: readonly Gazetteer[];
  /** Told before and after training, which takes seconds. */
  onTrain?: (event: { phase: 'started' } | { phase: 'done'; ms: number; sentences: number; features: number }) => void;
}

interface Kept {
  catalogue: CatalogueEntry[];
  settings: NluSettings;
}

/**
 * The understanding of a data folder. From the kept model: tens of milliseconds. After a change of the data: seconds, once.
 *
 * @throws KapiError config when a data file is missing or wrong
 */
export function loadUnderstanding(options: LoadOptions): ExplainingUnderstanding {
  const { dataDir, cacheDir, gazetteers } = options;
  const key = hashOf(dataFiles(dataDir), [`features ${FEATURE_VERSION}`, `training ${TRAINING_VERSION}`]);
  const kept = readCache<Kept>(cacheDir, key) ?? trainAndKeep(options, key);
  const { catalogue, settings } = kept.extra;
  const sentences = (): Sentence[] => readSentences(dataDir, catalogue);
  return createUnderstanding({ catalogue, settings, model: kept.model, gazetteers, sentences });
}

/** Every file that training depends on, by name: a new, changed or removed one changes the key. */
function dataFiles(dataDir: string): string[] {
  const own = ['intents.yaml', 'nlu.yaml', 'nlu/words.yaml', 'nlu/foreign.yaml', 'nlu/names.yaml'].map((name) =>
    join(dataDir, name),
  );
  return [...own, ...sentenceFiles(dataDir)];
}

function trainAndKeep({ dataDir, cacheDir, onTrain }: LoadOptions, key: string): { model: LinearModel; extra: Kept } {
  const started = performance.now();
  onTrain?.({ phase: 'started' });
  const catalogue = readCatalogue(dataDir);
  const settings = readSettings(dataDir);
  const sentences = readSentences(dataDir, catalogue);
  const model = trainOn(sentences, readNames(dataDir), settings);
  const extra: Kept = { catalogue, settings };
  writeCache(cacheDir, key, model, extra);
  const ms = Math.round(performance.now() - started);
  onTrain?.({ phase: 'done', ms, sentences: sentences.length, features: model.keys.length });
  return { model, extra };
}

/** Trains on sentences whose placeholders are filled with invented names, several fillings each. */
export function trainOn(sentences: readonly Sentence[], names: Names, settings: NluSettings): LinearModel {
  return train(fillings(sentences, names, settings), settings.numbers.train);
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
