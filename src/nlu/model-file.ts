/** Models of named files: trained on any labelled messages, kept in one file, read back without the project's data. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { KapiError, KINDS } from '../core/errors';
import type { CatalogueEntry, Reading } from '../core/reading';
import { decodeModel, encodeModel } from './cache';
import { readCatalogue, readFields, readNames, readSettings } from './corpus';
import { band, rank } from './decide';
import { parseRows } from './evaluate';
import { Classifier } from './model';
import { expand, hasPlaceholder } from './placeholders';
import { createUnderstanding, type ExplainingUnderstanding } from './reader';
import { seeded } from './random';
import type { NluSettings } from './settings';
import { train } from './train';

interface Extra {
  catalogue: CatalogueEntry[];
  settings: NluSettings;
  /** The labels are the project's own: courtesies, clauses and other languages are read too. */
  own: boolean;
}

type Row = { text: string; intent: string };

/** @throws KapiError badInput naming the file and the line */
export function readRows(files: readonly string[]): Row[] {
  return files.flatMap((file) => {
    if (!existsSync(file)) throw new KapiError(KINDS.badInput, `${file}: there is no such file.`, { field: 'data' });
    try {
      return parseRows(readFileSync(file, 'utf8'));
    } catch (error) {
      throw new KapiError(KINDS.badInput, `${file}: ${(error as Error).message}`, { field: 'data', cause: error });
    }
  });
}

/**
 * Trains on the rows alone and writes the model. The same rows give the same bytes.
 *
 * @param dataDir the project's data folder: the numbers of training, names for {placeholders}, departments of known labels
 * @returns what the model knows
 */
export function trainFile(
  rows: readonly Row[],
  dataDir: string,
  out: string,
): { sentences: number; intents: number; features: number } {
  const labels = new Set(rows.map(({ intent }) => intent));
  if (labels.size < 2) throw new KapiError(KINDS.badInput, 'at least two different intents are needed.', { field: 'data' });
  const settings = readSettings(dataDir);
  const names = readNames(dataDir);
  const random = seeded(settings.numbers.train.seed);
  const filled = rows.map(({ text, intent }) => ({ text: hasPlaceholder(text) ? expand(text, names, random) : text, intent }));
  const model = train(filled, settings.numbers.train, readFields(dataDir));
  const known = readCatalogue(dataDir);
  const own = [...labels].every((label) => known.some(({ name }) => name === label));
  const extra: Extra = { catalogue: known.filter(({ name }) => labels.has(name)), settings, own };
  writeFileSync(out, encodeModel(model, extra));
  return { sentences: rows.length, intents: labels.size, features: model.keys.length };
}

/** @throws KapiError badInput when the file is no model */
export function openModel(path: string): Pick<ExplainingUnderstanding, 'read' | 'explain'> {
  const kept = existsSync(path) ? decodeModel<Extra>(readFileSync(path)) : null;
  if (!kept)
    throw new KapiError(KINDS.badInput, `${path}: is no model; make one with kapi train --data FILE --out MODEL.`, {
      field: 'model',
    });
  const { catalogue, settings, own } = kept.extra;
  const understanding = createUnderstanding({ catalogue, settings, model: kept.model, gazetteers: [] });
  if (own) return understanding;
  const classifier = new Classifier(kept.model);
  return { explain: understanding.explain, read: (text) => plainly(classifier, settings, text) };
}

/** Of labels that are not the project's nothing is known but the sentences: the ranking decides alone. */
function plainly(classifier: Classifier, { numbers }: NluSettings, text: string): Reading {
  const ranked = rank(classifier, text.slice(0, numbers.classified_max_chars), numbers.decide.temperature);
  const [first, ...rest] = ranked.top;
  return {
    intent: first!.intent,
    confidence: first!.probability,
    decision: band(ranked, numbers.decide),
    also: [],
    alternatives: rest.map(({ intent, probability }) => ({ intent, confidence: probability })),
    entities: [],
    department: null,
    lang: 'tr',
  };
}
