/** What the transit commands share: the feed, local times, lines in and out. */
import { join, resolve } from 'node:path';
import { KapiError, KINDS } from '../../core/errors';
import { ROOT } from '../../core/paths';
import { createPlanner, loadSettings, readFeed, type TransitPlanner } from '../../domains/transit';
import { out, stdinLines } from '../lines';

const SETTINGS = join(ROOT, 'data/municipality/transit/settings.yaml');
const MINUTE_MS = 60_000;

/** @throws KapiError config naming the file and line of what is wrong with the feed */
export function plannerOf(feed: string): TransitPlanner {
  return createPlanner({ feed: readFeed(resolve(feed)), settings: loadSettings(SETTINGS), places: [] });
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

  /** Epoch milliseconds of "2026-03-25T08:30" (a zone may follow); NaN where it is no time. */
  read(text: unknown): number {
    if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text)) return Number.NaN;
    return Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : text.replace(' ', 'T') + this.zone);
  }
}

/** Answers each line of standard input with one line, in order; what is no JSON object gets {"none": …} too. */
export async function answerLines(answer: (query: Record<string, unknown>) => Promise<object>): Promise<void> {
  for await (const line of stdinLines()) {
    if (line.trim() === '') continue;
    const query = objectOf(line);
    out(query ? await answer(query) : { none: 'bad_input' });
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

/** @throws KapiError badInput where --slack is no number of seconds */
export function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 0)
    throw new KapiError(KINDS.badInput, '--slack: give whole seconds, 0 or more.', { field: 'slack' });
  return seconds;
}
