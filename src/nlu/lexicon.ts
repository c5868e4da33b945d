/**
 * Fields of meaning: "lahmacun" is food as "pide" is, so that a word which no training sentence holds still says something.
 * A word is looked up by its longest known stem that leaves a chain of Turkish endings.
 */
import { endingChain } from './ending-chain';
import type { Random } from './random';
import { words } from './text';
import { Vocabulary } from './vocabulary';

/** Stems by field, as data/nlu/lexicon/*.yaml hold them; a field is named "coarse.fine". */
export type Fields = Readonly<Record<string, readonly string[]>>;

/** What a model keeps of them. The fields of stem i are `members` from `starts[i]` to `starts[i + 1]`. */
export interface Stems {
  /** Names of the fields, coarse ones among them. */
  names: string[];
  /** Hash of each stem. */
  keys: Uint32Array;
  starts: Uint32Array;
  /** Places in `names`. */
  members: Uint16Array;
}

const STEM_MIN_LETTERS = 2;
/** So long a stem is believed whatever follows it: endings are misspelt too. */
const SURE_STEM_LETTERS = 6;
/** Words remembered with their fields. */
const KEPT_MAX = 20_000;
const NONE = new Uint16Array(0);
const FNV_PRIME = 16777619;
const FNV_BASIS = 2166136261;

/** FNV-1a, gone on with by one letter; 0 is kept free to mean "no stem". */
const goOn = (hash: number, letter: number): number => Math.imul(hash ^ letter, FNV_PRIME);
const keyOf = (hash: number): number => hash >>> 0 || 1;

/** Folds the stems and gathers the fields of each; a coarse field stands beside its fine ones. */
export function compileFields(fields: Fields): Stems {
  const places = new Map<string, number>();
  const place = (name: string): number => {
    if (!places.has(name)) places.set(name, places.size);
    return places.get(name)!;
  };
  const byKey = new Map<number, Set<number>>();
  for (const [field, stems] of Object.entries(fields))
    for (const stem of stems) {
      const [folded, ...more] = words(stem);
      if (folded === undefined || more.length > 0 || folded.length < STEM_MIN_LETTERS) continue;
      let hash = FNV_BASIS;
      for (let i = 0; i < folded.length; i++) hash = goOn(hash, folded.charCodeAt(i));
      const own = byKey.get(keyOf(hash)) ?? new Set();
      byKey.set(keyOf(hash), own.add(place(field)).add(place(field.split('.')[0]!)));
    }
  const starts = new Uint32Array(byKey.size + 1);
  [...byKey.values()].forEach((own, i) => (starts[i + 1] = starts[i]! + own.size));
  return {
    names: [...places.keys()],
    keys: Uint32Array.from(byKey.keys()),
    starts,
    members: Uint16Array.from([...byKey.values()].flatMap((own) => [...own])),
  };
}

/** Where a word's fields are asked for. */
export interface FieldSource {
  readonly names: readonly string[];
  /** Places in `names`; the first is a fine field. None of an unknown word. */
  fieldsOf(word: string): Uint16Array;
}

export class Lexicon implements FieldSource {
  readonly names: readonly string[];
  private readonly vocabulary: Vocabulary;
  private readonly kept = new Map<string, Uint16Array>();

  constructor(private readonly stems: Stems) {
    this.names = stems.names;
    this.vocabulary = new Vocabulary(stems.keys);
  }

  fieldsOf(word: string): Uint16Array {
    const known = this.kept.get(word);
    if (known !== undefined) return known;
    const found = this.find(word);
    if (this.kept.size >= KEPT_MAX) this.kept.clear();
    this.kept.set(word, found);
    return found;
  }

  private find(word: string): Uint16Array {
    let hash = FNV_BASIS;
    let best = -1;
    for (let length = 1; length <= word.length; length++) {
      hash = goOn(hash, word.charCodeAt(length - 1));
      if (length < STEM_MIN_LETTERS) continue;
      const row = this.vocabulary.row(keyOf(hash));
      if (row >= 0 && fits(length, word)) best = row;
    }
    return best < 0 ? NONE : this.stems.members.subarray(this.stems.starts[best], this.stems.starts[best + 1]);
  }
}

/** The same with some words forgotten, anew at each asking: what learns from it does not lean on the fields alone. */
export const forgetful = (lexicon: Lexicon, share: number, random: Random): FieldSource => ({
  names: lexicon.names,
  fieldsOf: (word) => (random.next() < share ? NONE : lexicon.fieldsOf(word)),
});

/** Two letters are a word of their own or none: too many words begin so. */
function fits(length: number, word: string): boolean {
  if (length === word.length || length >= SURE_STEM_LETTERS) return true;
  return length > STEM_MIN_LETTERS && endingChain(word.slice(length));
}
