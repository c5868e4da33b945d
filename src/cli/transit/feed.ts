/** What the transit commands share: the feed, local times, lines in and out. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KapiError, KINDS } from '../../core/errors';
import { ROOT } from '../../core/paths';
import { createPlanner, loadSettings, readFeed, type TransitPlanner } from '../../domains/transit';
import { out, stdinLines } from '../lines';

const SETTINGS = join(ROOT, 'data/municipality/transit/settings.yaml');
const MINUTE_MS = 60_000;
const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})[T ](([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?)(\.\d{1,3})?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Runs a job with the planner of a feed; a feed that cannot be used is one line on standard error.
 *
 * @returns the exit code: 0, 1 for a broken feed
 * @throws KapiError config where there is no feed at that path (wrong use)
 */
export async function withPlanner(feed: string, job: (planner: TransitPlanner) => Promise<void>): Promise<number> {
  const path = resolve(feed);
  let planner: TransitPlanner;
  try {
    planner = createPlanner({ feed: readFeed(path), settings: loadSettings(SETTINGS), places: [] });
  } catch (error) {
    if (!(error instanceof KapiError) || !existsSync(path)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  try {
    await job(planner);
  } finally {
    await planner.close();
  }
  return 0;
}

/** Local times of the planner's city. */
export class LocalTime {
  private readonly zone: string;
  private readonly offsetMs: number;

  constructor(planner: TransitPlanner) {
    const minutes = planner.settings().utc_offset_minutes;
    this.offsetMs = minutes * MINUTE_MS;
    const two = (value: number): string => String(Math.abs(value)).padStart(2, '0');
    this.zone = `${minutes < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
  }

  /** "2026-03-25T09:12:30+03:00" */
  text(at: number): string {
    return new Date(at + this.offsetMs).toISOString().slice(0, 19) + this.zone;
  }

  /** Epoch milliseconds of "2026-03-25T08:30" (seconds and a zone may follow); NaN where it is no time. */
  read(text: unknown): number {
    const parts = typeof text === 'string' && LOCAL_TIME.exec(text);
    if (!parts) return Number.NaN;
    const [, day, time, , , part = '', zone = this.zone] = parts;
    // 30 February is no day, though Date.parse takes it for one.
    const real = new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day!);
    return real ? Date.parse(`${day}T${time}${part}${zone}`) : Number.NaN;
  }
}

/** The answer to a question that cannot be understood, with what to mend. */
export const badInput = (detail: string): object => ({ none: 'bad_input', detail });

/** Answers each line of standard input with one line, in order; a line that is no JSON object gets {"none": …} too. */
export async function answerLines(answer: (query: Record<string, unknown>) => Promise<object>): Promise<void> {
  for await (const line of stdinLines()) {
    const query = objectOf(line);
    out(query ? await answer(query) : badInput('the line is no JSON object'));
  }
}

function objectOf(line: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(line);
    return parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** A stop_id as a question gives it: ids that are numbers may come as such. Undefined where there is none. */
export function stopIdOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** @throws KapiError config where --slack is no number of seconds */
export function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (text.trim() === '' || !Number.isInteger(seconds) || seconds < 0)
    throw new KapiError(KINDS.config, '--slack: give whole seconds, 0 or more.', { field: 'slack' });
  return seconds;
}
