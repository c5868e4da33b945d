/** The words that a city's names are made of, and which of them a typed word may stand for. */
import type { Role } from '../../../core/reading';
import { endingOf, hardened, slippedEnding, withoutPossessive } from './endings';
import type { NamingSettings } from './settings';
import type { Word } from './words';

/** A word of the vocabulary that a typed word may be, and how alike they are (0 to 1). */
export interface Guess {
  word: number;
  alike: number;
  role?: Role;
}

const TYPO_LETTERS = 4;
const SHORT_FORM = 5;
const TWO_TYPOS_LETTERS = 8;
const PREFIX_LETTERS = 3;
const LONGEST = 28;
const ENDED = 0.98;
const SOFTENED = 0.97;
const SLIPPED_ENDING = 0.92;

/** A way of writing a word of the vocabulary: itself, cut short, or without its possessive ending. */
interface Surface {
  text: string;
  word: number;
  alike: number;
}

export class Vocabulary {
  /** Weight of a word: rare ones say more. Light ones ("durağı", "nolu") say next to nothing. */
  readonly weight: number[] = [];
  private readonly ids = new Map<string, number>();
  private readonly names = new Map<number, number>();
  private readonly canonical = new Map<string, string>();
  private readonly surfaces = new Map<string, Surface[]>();
  private readonly deletions = new Map<string, Surface[]>();
  private readonly prefixes = new Map<string, Surface[]>();
  private readonly light: Set<string>;
  private total = 0;

  constructor(settings: NamingSettings) {
    for (const [word, forms] of Object.entries(settings.short_forms)) {
      for (const form of forms) this.canonical.set(form, word);
    }
    this.light = new Set(settings.light);
  }

  /** The words of one way of writing a name, as numbers. Call `close` when all are in. */
  add(words: readonly string[]): number[] {
    this.total++;
    const numbers = words.map((text) => this.numberOf(text));
    for (const word of new Set(numbers)) this.names.set(word, (this.names.get(word) ?? 0) + 1);
    return numbers;
  }

  private numberOf(text: string): number {
    const canon = this.canonical.get(text) ?? text;
    let id = this.ids.get(canon);
    if (id === undefined) {
      id = this.ids.size;
      this.ids.set(canon, id);
      this.keep({ text: canon, word: id, alike: 1 });
      for (const [form, word] of this.canonical)
        if (word === canon) this.keep({ text: form, word: id, alike: 1 }, form.length > SHORT_FORM);
    }
    this.keep({ text, word: id, alike: 1 });
    const bare = withoutPossessive(text);
    if (bare !== null) this.keep({ text: bare, word: id, alike: SOFTENED });
    return id;
  }

  /** @param typos whether it may be misspelt: of "hast" one letter is too much */
  private keep(surface: Surface, typos = true): void {
    const known = this.surfaces.get(surface.text);
    if (known?.some(({ word }) => word === surface.word)) return;
    push(this.surfaces, surface.text, surface);
    if (/^\d/.test(surface.text)) return;
    for (let length = PREFIX_LETTERS; length < surface.text.length; length++)
      push(this.prefixes, surface.text.slice(0, length), surface);
    if (!typos || surface.text.length < TYPO_LETTERS) return;
    for (const variant of shortened(surface.text)) push(this.deletions, variant, surface);
  }

  /** Works out the weights. */
  close(): void {
    for (const [text, id] of this.ids) {
      const rarity = Math.log(1 + this.total / (this.names.get(id) ?? 1));
      this.weight[id] = this.light.has(text) ? 0.1 : rarity;
    }
  }

  /** Weight of a word that no name has. */
  get strange(): number {
    return Math.log(1 + this.total);
  }

  isLight(text: string): boolean {
    if (this.light.has(text)) return true;
    return stemsOf(text).some(({ stem }) => this.light.has(stem) || this.light.has(hardened(stem) ?? stem));
  }

  /** What a typed word may be; the best of each word of the vocabulary. `exact`: no misspelling is thought of. */
  guesses({ text, cut, ending }: Pick<Word, 'text' | 'cut' | 'ending'>, exact = false): Guess[] {
    const best = new Map<number, Guess>();
    const take = (surfaces: readonly Surface[] | undefined, alike: number, role: Role | undefined): void => {
      for (const surface of surfaces ?? []) {
        const score = surface.alike * alike;
        if (score > (best.get(surface.word)?.alike ?? 0))
          best.set(surface.word, { word: surface.word, alike: score, ...(role ? { role } : {}) });
      }
    };
    const said = ending === '' ? undefined : (endingOf(ending) ?? slippedEnding(ending))?.role;
    take(this.surfaces.get(text), 1, said);
    if (/^\d/.test(text) || text.length > LONGEST) return [...best.values()];
    const stems = cut ? [] : stemsOf(text);
    for (const { stem, role } of stems) {
      take(this.surfaces.get(stem), ENDED, role);
      const hard = hardened(stem);
      if (hard !== null) take(this.surfaces.get(hard), SOFTENED, role);
    }
    if (!cut)
      for (let length = text.length - 2; length >= TYPO_LETTERS; length--) {
        const slipped = slippedEnding(text.slice(length));
        if (slipped) take(this.surfaces.get(text.slice(0, length)), SLIPPED_ENDING, slipped.role);
      }
    // A word that stands in the vocabulary, with its ending or without, is no slip of another.
    if (exact || [...best.values()].some(({ alike }) => alike >= SLIPPED_ENDING)) return [...best.values()];
    this.misspelt(text, said, take);
    for (const { stem, role } of stems) this.misspelt(stem, role, (surfaces, alike) => take(surfaces, alike * ENDED, role));
    if (best.size === 0 && text.length >= PREFIX_LETTERS)
      for (const surface of this.prefixes.get(text) ?? [])
        take([surface], 0.6 + (0.35 * text.length) / surface.text.length, said);
    return [...best.values()];
  }

  private misspelt(
    text: string,
    role: Role | undefined,
    take: (surfaces: Surface[], alike: number, role: Role | undefined) => void,
  ): void {
    if (text.length < TYPO_LETTERS - 1) return;
    const seen = new Set<Surface>();
    for (const variant of shortened(text, role === undefined))
      for (const surface of this.deletions.get(variant) ?? []) {
        if (seen.has(surface)) continue;
        seen.add(surface);
        const longest = Math.max(text.length, surface.text.length);
        const allowed = Math.min(text.length, surface.text.length) >= TWO_TYPOS_LETTERS ? 2 : 1;
        const distance = damerau(text, surface.text, allowed);
        if (distance > 0 && distance <= allowed) take([surface], 1 - (distance * 0.9) / longest, role);
      }
  }
}

function stemsOf(text: string): { stem: string; role?: Role }[] {
  const stems: { stem: string; role?: Role }[] = [];
  for (let length = text.length - 1; length >= 2; length--) {
    const found = endingOf(text.slice(length));
    if (found) stems.push({ stem: text.slice(0, length), ...found });
  }
  return stems;
}

/** The word, and the word less one or (where it is long and `twice`) two letters. */
function shortened(text: string, twice = true): Set<string> {
  const list = new Set([text]);
  for (let i = 0; i < text.length; i++) {
    const once = text.slice(0, i) + text.slice(i + 1);
    list.add(once);
    if (twice && text.length >= TWO_TYPOS_LETTERS)
      for (let j = i; j < once.length; j++) list.add(once.slice(0, j) + once.slice(j + 1));
  }
  return list;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/**
 * Letters to add, drop, change or swap from one word to the other (Damerau, adjacent swaps only), or `limit` + 1 where it
 * takes more. Written here because it runs some hundred times a name: natural's fills a table of objects each time.
 */
export function damerau(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, j) => j);
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      let cost = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    before = last;
    last = row;
  }
  return last[right.length]!;
}
