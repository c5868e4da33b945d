/** Cuts a message into the requests it may hold, and takes the courtesies off its ends. */
import type { Numbers } from './settings';
import { fold } from './text';

/** An opening or closing courtesy, as a piece of a regular expression over folded text. */
const phrasePattern = (phrase: string): string =>
  fold(phrase)
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/ +/g, '[ ,]+');

const THANKS = /^(?:simdiden.{1,8})?(?:tesekkur|tsk|sag)/;

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
    const sorted = [...politeness].sort((a, b) => b.length - a.length).map(phrasePattern);
    const longest = sorted.join('|');
    // "Teşekkürler, …" is a courtesy, "teşekkür ederim yol yapılmış" says what for.
    const opening = sorted.map((phrase) => (THANKS.test(phrase) ? `${phrase}(?=\\s*[^a-z0-9\\s])` : phrase)).join('|');
    this.head = new RegExp(`^(?:[^a-z0-9]*(?:${opening})(?![a-z0-9]))+[^a-z0-9]*`);
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

  /** A long message tells much and asks one thing. */
  isStory(text: string): boolean {
    return text.trim().split(/\s+/).length > this.numbers.request_max_words;
  }

  /**
   * The pieces long enough to be a request, in order; empty when there are not at least two. A comma parts only a short
   * message: a story has one at every breath.
   */
  split(text: string): Part[] {
    const folded = fold(text);
    const { min_letters, min_words, split_max } = this.numbers;
    const story = this.isStory(text);
    const cuts: Cut[] = [];
    for (const match of folded.matchAll(this.joints)) {
      const cut: Cut = { start: match.index, end: match.index + match[0].length, kind: kindOf(match) };
      if (cut.kind === 'comma' && story) continue;
      const before = cuts.at(-1);
      // Of two cuts with nothing between, the plainer one counts: ". Ayrıca".
      if (before && folded.slice(before.end, cut.start).trim() === '')
        cuts[cuts.length - 1] = {
          start: before.start,
          end: cut.end,
          kind: RANK[before.kind] > RANK[cut.kind] ? before.kind : cut.kind,
        };
      else cuts.push(cut);
    }
    const parts: Part[] = [];
    for (let i = 0; i <= cuts.length; i++) {
      const part = text.slice(cuts[i - 1]?.end ?? 0, cuts[i]?.start).trim();
      const cut = cuts[Math.max(0, i - 1)]?.kind ?? 'comma';
      if (part.length >= min_letters && part.split(/\s+/).length >= min_words) parts.push({ text: part, cut });
    }
    return parts.length > 1 ? parts.slice(0, split_max) : [];
  }
}

/** Where one request may end and another begin. */
export interface Cut {
  start: number;
  end: number;
  /** joint: words that open another request · sentence: its end · comma: a comma or "ve". */
  kind: 'joint' | 'sentence' | 'comma';
}

export interface Part {
  text: string;
  cut: Cut['kind'];
}

const RANK: Record<Cut['kind'], number> = { comma: 0, sentence: 1, joint: 2 };
const WEAK_JOINTS = new Set(['ve', 'hem']);

function kindOf(match: RegExpMatchArray): Cut['kind'] {
  const [text] = match;
  if (text === ',' || WEAK_JOINTS.has(text)) return 'comma';
  return /^[.!?;\n]/.test(text) ? 'sentence' : 'joint';
}
