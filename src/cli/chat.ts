import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stringify } from 'yaml';
import { readConfig } from '../core/config';
import { KapiError, KINDS } from '../core/errors';
import type { Lang, Part } from '../core/items';
import { plainText } from '../outbox/degrade';
import { stdinLines } from './lines';
import { flowsOf, readScript, replay, type ScriptLine, spoken } from './script';
import { createSimulator, type Said, type Simulator } from './simulator';

interface Options {
  record?: string;
  script?: string;
  now?: string;
  lang: string;
}

/** A conversation in the terminal. `/foto`, `/konum 40.2 36.1`, `/bekle 240` (minutes) stand for what a keyboard cannot send. */
export async function run(options: Options): Promise<number> {
  const at = options.now === undefined ? Date.now() : Date.parse(options.now);
  if (Number.isNaN(at))
    throw new KapiError(KINDS.badInput, '--now: give a time such as 2026-03-25T08:30+03:00.', { field: 'now' });
  if (!['tr', 'en', 'ar'].includes(options.lang)) throw new KapiError(KINDS.badInput, '--lang: tr, en or ar.', { field: 'lang' });
  const simulator = await createSimulator(readConfig(process.env));
  try {
    return options.script === undefined
      ? await talk(simulator, at, options)
      : await compare(simulator, options.script, options.record);
  } finally {
    await simulator.close();
  }
}

/** Replays a file; with --record writes what is said now in place of what was. */
async function compare(simulator: Simulator, path: string, record: string | undefined): Promise<number> {
  const script = readScript(resolve(path));
  const lines = await replay(simulator, script);
  if (record !== undefined) {
    writeFileSync(resolve(record), stringify({ ...script, flows: flowsOf(simulator), lines }, { lineWidth: 0 }));
    return 0;
  }
  const same = JSON.stringify(lines) === JSON.stringify(script.lines);
  process.stdout.write(stringify(lines, { lineWidth: 0 }));
  if (!same) process.stderr.write(`${path}: the conversation goes differently now.\n`);
  return same ? 0 : 1;
}

async function talk(simulator: Simulator, at: number, options: Options): Promise<number> {
  const lang = options.lang as Lang;
  simulator.restart({ now: at, channel: 'http', ...(lang === 'tr' ? {} : { lang }) });
  const lines: ScriptLine[] = [];
  const show = (said: Said[]): void => {
    for (const one of said) {
      lines.push(spoken(one));
      process.stdout.write(`${plainText(one.part)}\n\n`);
    }
  };
  for await (const text of stdinLines()) {
    const entry = entryOf(text);
    if (entry === null) continue;
    lines.push(entry.line);
    show(entry.minutes === undefined ? await simulator.send(entry.parts) : await simulator.wait(entry.minutes * 60_000));
    show(await simulator.settle());
  }
  if (options.record !== undefined) {
    const flows = flowsOf(simulator);
    const script = { about: 'Recorded by kapi chat', flows, now: new Date(at).toISOString(), channel: 'http', lines };
    writeFileSync(resolve(options.record), stringify(script, { lineWidth: 0 }));
  }
  return 0;
}

function entryOf(text: string): { line: ScriptLine; parts: Part[]; minutes?: number } | null {
  const [command, ...rest] = text.trim().split(/\s+/);
  if (command === '') return null;
  if (command === '/foto' || command === '/photo') {
    const media = { kind: 'image' as const, mimeType: 'image/jpeg', url: 'https://example.test/photo.jpg' };
    return { line: { photo: 'photo.jpg' }, parts: [{ kind: 'media', media }] };
  }
  if (command === '/konum' || command === '/pin') {
    const [lat, lon] = rest.map(Number);
    if (lat === undefined || lon === undefined || Number.isNaN(lat + lon)) return null;
    return { line: { pin: [lat, lon] }, parts: [{ kind: 'location', lat, lon }] };
  }
  if (command === '/bekle' || command === '/wait') {
    const minutes = Number(rest[0]);
    return minutes > 0 ? { line: { wait_minutes: minutes }, parts: [], minutes } : null;
  }
  return { line: { citizen: text }, parts: [{ kind: 'text', text }] };
}
