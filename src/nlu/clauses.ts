/** Cuts a message into the requests it may hold, and takes the courtesies off its ends. */
import type { Numbers } from './settings';
import { fold } from './text';

/** An opening or closing courtesy, as a piece of a regular expression over folded text. */
const phrasePattern = (phrase: string): string =>
  fold(phrase)
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/ +/g, '[ ,]+');

export class Clauses {
  private readonly head: RegExp;
  private readonly tail: RegExp;
  private readonly joints: RegExp;

  /** `politeness`: greetings and courtesies, longest first wins; `joints`: words that open another request ("bir de"). */
  constructor(
    politeness: readonly string[],
    joints: readonly string[],
    private readonly numbers: Numbers['clauses'],
  ) {
    const longest = [...politeness]
      .sort((a, b) => b.length - a.length)
      .map(phrasePattern)
      .join('|');
    this.head = new RegExp(`^(?:[^a-z0-9]*(?:${longest})(?![a-z0-9]))+[^a-z0-9]*`);
    this.tail = new RegExp(`(?:[^a-z0-9]+(?:${longest}))+[^a-z0-9]*$`);
    this.joints = new RegExp(
      `[.!?;\\n]+(?=\\s|$)|,(?=\\s)|(?<![a-z0-9])(?:${joints.map(phrasePattern).join('|')})(?![a-z0-9])`,
      'g',
    );
  }

  /** The text without greetings at its beginning and courtesies at its end; the text itself when nothing else is in it. */
  core(text: string): string {
    const folded = fold(text);
    const start = this.head.exec(folded)?.[0].length ?? 0;
    const rest = folded.slice(start);
    const end = this.tail.exec(rest);
    const core = text.slice(start, end ? start + end.index : undefined).trim();
    return /[\p{L}\p{N}]{2}/u.test(core) ? core : text;
  }

  /** The clauses long enough to be a request, in order; empty when there are not at least two. */
  split(text: string): string[] {
    const folded = fold(text);
    const parts: string[] = [];
    let from = 0;
    for (const match of folded.matchAll(this.joints)) {
      parts.push(text.slice(from, match.index));
      from = match.index + match[0].length;
    }
    parts.push(text.slice(from));
    const { min_letters, min_words, split_max } = this.numbers;
    const requests = parts
      .map((part) => part.trim())
      .filter((part) => part.length >= min_letters && part.split(/\s+/).length >= min_words)
      .slice(0, split_max);
    return requests.length > 1 ? requests : [];
  }
}
