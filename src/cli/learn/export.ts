import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { project } from '../../commit';
import { type Config, readConfig } from '../../core/config';
import { KapiError, KINDS } from '../../core/errors';
import type { Lesson } from '../../core/lesson';
import { ROOT } from '../../core/paths';
import { candidates, readPeople } from '../../nlu';
import { fold } from '../../nlu/text';
import { SQLITE_FILE } from '../../store';
import { out } from '../lines';
import { readerOf } from '../reader';

interface Options {
  out?: string;
}

const PAGE_ROWS = 1_000;

/**
 * What agents corrected and citizens refused, as candidate sentences: one JSON line each, {"text", "intent", "was", "by", "at"}.
 * `intent` null: only known is that it was none of those offered; who reviews sets it or drops the line.
 */
export async function run(options: Options): Promise<number> {
  const config = readConfig(process.env);
  const lessons = await lessonsOf(config);
  const reader = await readerOf(undefined);
  const hide = candidates(readPeople(join(ROOT, 'data')));
  const rows = latest(lessons).map(({ text, intent, was, by, at }) => ({
    text: hide(text, reader.read(text, at).entities),
    intent,
    was,
    by,
    at: new Date(at).toISOString(),
  }));
  if (options.out === undefined) rows.forEach(out);
  else {
    writeFileSync(resolve(options.out), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    out({ candidates: rows.length, file: resolve(options.out) });
  }
  return 0;
}

/** The last word on each text; one that was taken back is none. */
export function latest(lessons: readonly Lesson[]): Lesson[] {
  const byText = new Map<string, Lesson>();
  for (const lesson of lessons) byText.set(fold(lesson.text).trim(), lesson);
  return [...byText.values()].filter(({ intent, was }) => intent !== was);
}

/** Read beside the running line: nothing is written. */
async function lessonsOf(config: Config): Promise<Lesson[]> {
  const all: Lesson[] = [];
  const { read, close } = await openLessons(config);
  try {
    for (let page = await read(0); page.length > 0; page = await read(all.length)) all.push(...page);
  } finally {
    await close();
  }
  return all;
}

async function openLessons(config: Config): Promise<{ read(skip: number): Promise<Lesson[]>; close(): Promise<void> | void }> {
  if (config.MONGODB_URI !== '') {
    const { openMongoStore } = await import('../../store/mongodb');
    const store = await openMongoStore({ uri: config.MONGODB_URI, project });
    return { read: (skip) => store.lessons({ skip, limit: PAGE_ROWS }), close: () => store.close() };
  }
  const path = join(resolve(config.KAPI_DATA_DIR), SQLITE_FILE);
  if (!existsSync(path))
    throw new KapiError(KINDS.config, `There is no store in ${resolve(config.KAPI_DATA_DIR)}: set KAPI_DATA_DIR.`, {
      field: 'KAPI_DATA_DIR',
    });
  const { openReading } = await import('../../store/sqlite');
  const reading = openReading(path);
  return { read: (skip) => reading.lessons({ skip, limit: PAGE_ROWS }), close: reading.close };
}
