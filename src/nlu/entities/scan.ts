/** What every finder of entities works on: the folded text, its words, and what has been claimed already. */
import type { Entity, EntityType, Role } from '../../core/reading';
import { fold, type Token, tokenise } from '../text';

/** One text under search. Offsets are UTF-16 into `text`; `folded` has the same length. */
export interface Scan {
  text: string;
  folded: string;
  tokens: Token[];
  /** Epoch milliseconds. */
  now: number;
  /** The intent that was read: a bare number is a line in a question about lines only. */
  intent: string;
  /** Spans that belong to an entity already, by offset. */
  taken: Uint8Array;
  found: Entity[];
}

export function scan(text: string, now: number, intent: string): Scan {
  return { text, folded: fold(text), tokens: tokenise(text), now, intent, taken: new Uint8Array(text.length), found: [] };
}

export function isFree(at: Scan, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (at.taken[i] === 1) return false;
  return true;
}

/** Adds an entity and claims its span. */
export function claim(
  at: Scan,
  type: EntityType,
  value: string,
  start: number,
  end: number,
  more: { role?: Role; name?: string } = {},
): void {
  at.found.push({ type, value, text: at.text.slice(start, end), start, end, ...more });
  at.taken.fill(1, start, end);
}

/** Matches of a global regular expression over the folded text whose span is free. */
export function* matches(at: Scan, pattern: RegExp): Generator<{ match: RegExpExecArray; start: number; end: number }> {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(at.folded); match !== null; match = pattern.exec(at.folded)) {
    const start = match.index;
    const end = start + match[0].length;
    if (match[0] === '') pattern.lastIndex++;
    else if (isFree(at, start, end)) yield { match, start, end };
  }
}
