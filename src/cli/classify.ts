import { KapiError, KINDS } from '../core/errors';
import { out, stdinLines } from './lines';
import { readerOf } from './reader';

interface Options {
  explain?: boolean;
  model?: string;
  now?: string;
}

/** One reading a line: {"text", "intent", "confidence", "decision", ...}. A line is a text, or JSON with a `text`. */
export async function run(options: Options): Promise<number> {
  const now = options.now === undefined ? Date.now() : Date.parse(options.now);
  if (Number.isNaN(now))
    throw new KapiError(KINDS.badInput, '--now: give a time such as 2026-03-25T08:30+03:00.', { field: 'now' });
  const reader = await readerOf(options.model);
  for await (const line of stdinLines()) {
    if (line.trim() === '') continue;
    const text = textOf(line);
    out({ text, ...reader.read(text, now), ...(options.explain ? { why: reader.explain(text) } : {}) });
  }
  return 0;
}

function textOf(line: string): string {
  if (!line.trimStart().startsWith('{')) return line;
  try {
    const parsed: unknown = JSON.parse(line);
    if (parsed !== null && typeof parsed === 'object' && 'text' in parsed && typeof parsed.text === 'string') return parsed.text;
  } catch {
    // A text may begin with a brace.
  }
  return line;
}
