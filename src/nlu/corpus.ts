/** Reads the catalogue and the training sentences: data/intents.yaml and data/intents/<name>.txt. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { KapiError, KINDS } from '../core/errors';
import type { CatalogueEntry } from '../core/reading';
import type { Fields } from './lexicon';
import type { Names } from './placeholders';
import { DANGERS, FOREIGN, LEXICON, type NluSettings, NUMBERS, WORDS } from './settings';

/** One training sentence, with the imagined writer whose words they are. */
export interface Sentence {
  text: string;
  intent: string;
  writer: string;
}

export const CATALOGUE_ENTRY = z.strictObject({
  name: z.string().regex(/^[a-z]+(\.[a-z_]+)?$|^out_of_scope$/),
  does: z.enum(['answer', 'flow', 'ticket', 'incident', 'direct', 'meta']),
  department: z.string().nullable().default(null),
  about: z.string().min(1),
});
const CATALOGUE = z.strictObject({ version: z.literal(1), intents: z.array(CATALOGUE_ENTRY) });

/** @throws KapiError config: the file, the place in it, what is wrong */
export function readYaml<T>(path: string, schema: z.ZodType<T>): T {
  let parsed: unknown;
  try {
    parsed = parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new KapiError(KINDS.config, `${path}: ${(cause as Error).message.split('\n')[0]}`, { field: path, cause });
  }
  const checked = schema.safeParse(parsed);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0]!;
  throw new KapiError(KINDS.config, `${path}: ${issue.path.join('.') || 'the file'}: ${issue.message}`, { field: path });
}

/** @throws KapiError config when the file is missing, not YAML, or not a catalogue; a name stands in it once */
export function readCatalogue(dataDir: string): CatalogueEntry[] {
  const path = join(dataDir, 'intents.yaml');
  const { intents } = readYaml(path, CATALOGUE);
  const names = intents.map((intent) => intent.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new KapiError(KINDS.config, `${path}: ${twice} stands there twice`, { field: path });
  return intents;
}

/** @throws KapiError config for a missing or wrong data file */
export function readSettings(dataDir: string): NluSettings {
  return {
    numbers: readYaml(join(dataDir, 'nlu.yaml'), NUMBERS),
    words: readYaml(join(dataDir, 'nlu', 'words.yaml'), WORDS),
    foreign: readYaml(join(dataDir, 'nlu', 'foreign.yaml'), FOREIGN),
    dangers: readYaml(join(dataDir, 'nlu', 'dangers.yaml'), DANGERS),
  };
}

/** Paths of the lexicon's files, in the order of their names; none where a city has no lexicon. */
export function lexiconFiles(dataDir: string): string[] {
  const folder = join(dataDir, 'nlu', 'lexicon');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));
}

/** The fields of meaning of all files; a field of two files has the stems of both. @throws KapiError config */
export function readFields(dataDir: string): Fields {
  const fields: Record<string, string[]> = {};
  for (const path of lexiconFiles(dataDir))
    for (const [field, stems] of Object.entries(readYaml(path, LEXICON))) fields[field] = [...(fields[field] ?? []), ...stems];
  return fields;
}

/** Invented names for placeholders. @throws KapiError config */
export const readNames = (dataDir: string): Names =>
  readYaml(join(dataDir, 'nlu', 'names.yaml'), z.record(z.string(), z.array(z.string().min(1)).min(1)));

const PEOPLE = z.strictObject({ first_names: z.array(z.string().min(1)) });

/** First names that candidates hide. @throws KapiError config */
export const readPeople = (dataDir: string): string[] => readYaml(join(dataDir, 'nlu', 'people.yaml'), PEOPLE).first_names;

/** Paths of all sentence files, in the order of their names. @throws KapiError config when the folder is missing */
export function sentenceFiles(dataDir: string): string[] {
  const folder = join(dataDir, 'intents');
  if (!existsSync(folder))
    throw new KapiError(KINDS.config, `${folder}: the folder of training sentences is missing`, { field: folder });
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => join(folder, name));
}

/** Parses one sentence file: `# note`, `@writer`, and one sentence a line. */
export function parseSentences(text: string, intent: string): Sentence[] {
  const list: Sentence[] = [];
  let writer = '';
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('@')) writer = line.slice(1);
    else list.push({ text: line, intent, writer });
  }
  return list;
}

/** All sentences of the catalogue's intents. An intent without a file has none; `checkCorpus` says so. */
export function readSentences(dataDir: string, catalogue: readonly CatalogueEntry[]): Sentence[] {
  const known = new Set(catalogue.map(({ name }) => name));
  return sentenceFiles(dataDir).flatMap((path) => {
    const intent = basename(path, '.txt');
    return known.has(intent) ? parseSentences(readFileSync(path, 'utf8'), intent) : [];
  });
}

/** What is wrong with the data, one line each, empty when all is well: missing, unknown and near-empty sentence files. */
export function checkCorpus(dataDir: string): string[] {
  const catalogue = readCatalogue(dataDir);
  const known = new Set(catalogue.map(({ name }) => `${name}.txt`));
  const there = new Set(readdirSync(join(dataDir, 'intents')));
  const problems: string[] = [];
  for (const name of known) if (!there.has(name)) problems.push(`data/intents/${name}: missing; the intent cannot be recognised`);
  for (const name of there) if (!known.has(name)) problems.push(`data/intents/${name}: not in data/intents.yaml`);
  const owner = new Map<string, string>();
  for (const { text, intent } of readSentences(dataDir, catalogue)) {
    const first = owner.get(text);
    if (first !== undefined && first !== intent) problems.push(`"${text}": stands under ${first} and under ${intent}`);
    owner.set(text, intent);
  }
  return problems;
}
