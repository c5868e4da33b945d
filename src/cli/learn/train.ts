import { appendFileSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readConfig } from '../../core/config';
import { KapiError, KINDS } from '../../core/errors';
import { ROOT } from '../../core/paths';
import { loadUnderstanding } from '../../nlu';
import { type Candidate, DESK_WRITER, type Trial, tryCandidates } from '../../nlu/learn';
import type { Sentence } from '../../nlu/corpus';
import { out } from '../lines';

interface Options {
  try?: boolean;
}

const SHOWN = 20;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(7);

/**
 * Trains with reviewed candidates beside the sentences, and without; shows both on writers left out. A worse model is refused
 * (exit 1). Else, unless `--try`, the candidates join data/intents/ and the line's model is trained.
 */
export async function run(options: Options, files: string[]): Promise<number> {
  const dataDir = join(ROOT, 'data');
  const candidates = files.flatMap((file) => readCandidates(resolve(file)));
  process.stderr.write(`${candidates.length} candidates; two trainings begin\n`);
  const trial = tryCandidates(dataDir, candidates);
  process.stderr.write(`${table(trial).join('\n')}\n`);
  const { before, after, used, leftAside, refused } = trial;
  const accepted = refused.length === 0 && used.length > 0;
  out({
    accepted,
    used: used.length,
    leftAside,
    accuracy: { before: before.accuracy, after: after.accuracy },
    macroF1: { before: before.macroF1, after: after.macroF1 },
    refused,
  });
  if (refused.length > 0) return 1;
  if (accepted && !options.try) keep(dataDir, used);
  return 0;
}

/** @throws KapiError badInput naming the line */
function readCandidates(file: string): Candidate[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (line.trim() === '') return [];
      const row = parsed(line) as Partial<Candidate> | null;
      if (typeof row?.text === 'string' && (row.intent === null || typeof row.intent === 'string'))
        return [{ text: row.text, intent: row.intent }];
      throw new KapiError(KINDS.badInput, `${file}, line ${i + 1}: needs "text" and "intent" (or null).`, { field: 'file' });
    });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Adds the sentences under the desk's name and trains the line's model. */
function keep(dataDir: string, used: readonly Sentence[]): void {
  for (const intent of new Set(used.map((sentence) => sentence.intent))) {
    const lines = used.filter((sentence) => sentence.intent === intent).map(({ text }) => text);
    appendFileSync(join(dataDir, 'intents', `${intent}.txt`), `\n@${DESK_WRITER}\n${lines.join('\n')}\n`);
  }
  const cacheDir = join(resolve(readConfig(process.env).KAPI_DATA_DIR), 'model');
  loadUnderstanding({ dataDir, cacheDir, gazetteers: [], onTrain: (event) => event.phase === 'done' && out(event) });
}

function table({ before, after, intents, used, leftAside, refused }: Trial): string[] {
  return [
    `${used.length} new sentences, ${leftAside} left aside; measured on ${before.count} messages of writers left out`,
    `            before    after`,
    `accuracy   ${percent(before.accuracy)}  ${percent(after.accuracy)}`,
    `macro-F1   ${percent(before.macroF1)}  ${percent(after.macroF1)}`,
    ...intents
      .slice(0, SHOWN)
      .map((change) => `${percent(change.before)} ${percent(change.after)}  ${change.intent} (${change.candidates} new)`),
    ...(refused.length === 0 ? [] : ['refused:', ...refused.map((reason) => `  ${reason}`)]),
  ];
}
