/**
 * Text to numbers: hashed character n-grams inside words (2 to 5 letters, the word's edges marked), words and pairs of
 * neighbouring words, and the fields of meaning of the words. Character n-grams are what survives typing errors and suffixes;
 * words and pairs carry the order; fields carry over to words that no training sentence holds.
 */
import type { FieldSource } from './lexicon';
import { words } from './text';

/** Raise it when anything here or in text.ts changes what a sentence turns into: cached models are then retrained. */
export const FEATURE_VERSION = 3;

/** Taken out of the global once: these run millions of times in training. */
const { imul, min } = Math;

const GRAM_MIN = 2;
const GRAM_MAX = 5;
/** A word longer than this is cut: nobody's vocabulary, and time must stay bounded. */
const WORD_MAX = 32;
const FNV_PRIME = 16777619;
const CHAR_SEED = 2166136261;
const WORD_SEED = 84696351;
const PAIR_SEED = 1292345171;
const FIELD_SEED = 374761393;
const FIELD_PAIR_SEED = 668265263;

/**
 * 32-bit hashes; the first `chars` of them are character n-grams, those of word i before `ends[i]`; then for each word itself
 * and its pair with the one before, and a last pair with the end. Repeats stay in.
 */
export interface Hashes {
  list: Uint32Array;
  chars: number;
  /** Where the fields of meaning begin; those of word i end before `fieldEnds[i]`, then come pairs of them. */
  fields: number;
  fieldEnds: Uint32Array;
  length: number;
  words: number;
  ends: Uint32Array;
}

/** Room for `max_classified_chars` of text with the n-grams of each; grows when a caller classifies longer texts. */
const scratch: Hashes = {
  list: new Uint32Array(1 << 14),
  chars: 0,
  fields: 0,
  fieldEnds: new Uint32Array(1 << 10),
  length: 0,
  words: 0,
  ends: new Uint32Array(1 << 10),
};

/** Hashes of a text. The result is overwritten by the next call. */
export function hashesOf(text: string, lexicon: FieldSource): Hashes {
  return hashWords(words(text), lexicon);
}

export function hashWords(list: readonly string[], lexicon: FieldSource): Hashes {
  scratch.length = 0;
  scratch.words = list.length;
  if (scratch.ends.length < list.length) {
    scratch.ends = new Uint32Array(list.length * 2);
    scratch.fieldEnds = new Uint32Array(list.length * 2);
  }
  for (let i = 0; i < list.length; i++) {
    const word = list[i]!;
    addGrams(word.length > WORD_MAX ? word.slice(0, WORD_MAX) : word);
    scratch.ends[i] = scratch.length;
  }
  scratch.chars = scratch.length;
  let before = mix(PAIR_SEED, 94);
  for (const word of list) {
    const hash = hashWord(WORD_SEED, word);
    push(hash);
    push(mix(before, hash));
    before = mix(PAIR_SEED, hash);
  }
  if (list.length > 0) push(mix(before, 36));
  addFields(list, lexicon);
  return scratch;
}

/** The fields of each word, then the first field of each beside that of the nearest word before it that has one. */
function addFields(list: readonly string[], lexicon: FieldSource): void {
  scratch.fields = scratch.length;
  const { names } = lexicon;
  for (let i = 0; i < list.length; i++) {
    const fields = lexicon.fieldsOf(list[i]!);
    for (let at = 0; at < fields.length; at++) push(hashWord(FIELD_SEED, names[fields[at]!]!));
    scratch.fieldEnds[i] = scratch.length;
  }
  let before = mix(FIELD_PAIR_SEED, 94);
  for (const word of list) {
    const fields = lexicon.fieldsOf(word);
    if (fields.length === 0) continue;
    const hash = hashWord(FIELD_SEED, names[fields[0]!]!);
    push(mix(before, hash));
    before = mix(FIELD_PAIR_SEED, hash);
  }
}

/** n-grams of " word ", each hashed on from the one before it. */
function addGrams(word: string): void {
  const size = word.length + 2;
  for (let start = 0; start < size - 1; start++) {
    let hash = CHAR_SEED;
    const stop = min(size, start + GRAM_MAX);
    for (let i = start; i < stop; i++) {
      hash = imul(hash ^ (i === 0 || i === size - 1 ? 32 : word.charCodeAt(i - 1)), FNV_PRIME);
      if (i - start + 1 >= GRAM_MIN) push(finish(hash));
    }
  }
}

function push(hash: number): void {
  if (scratch.length === scratch.list.length) {
    const wider = new Uint32Array(scratch.list.length * 2);
    wider.set(scratch.list);
    scratch.list = wider;
  }
  scratch.list[scratch.length++] = hash;
}

function hashWord(seed: number, word: string): number {
  let hash = seed;
  for (let i = 0; i < word.length; i++) hash = imul(hash ^ word.charCodeAt(i), FNV_PRIME);
  return finish(hash);
}

/** Spreads the bits; 0 is kept free to mean "no feature". */
function finish(hash: number): number {
  let spread = hash ^ (hash >>> 15);
  spread = imul(spread, 2246822519);
  spread ^= spread >>> 13;
  return spread >>> 0 || 1;
}

const mix = (left: number, right: number): number => finish(imul(left ^ right, FNV_PRIME));

/** Hash of one whole word as it stands among the features. */
export const wordHash = (word: string): number => hashWord(WORD_SEED, word);

/** The features of a text with readable names, for explaining a decision: "%ot", "otogar", "otogar nasil". */
export function namedFeatures(text: string, lexicon: FieldSource): { name: string; hash: number }[] {
  const list = words(text);
  const named: { name: string; hash: number }[] = [];
  const hashes = hashWords(list, lexicon);
  let at = 0;
  for (const word of list) {
    const edged = `_${word.slice(0, WORD_MAX)}_`;
    for (let start = 0; start < edged.length - 1; start++)
      for (let end = start + GRAM_MIN; end <= min(edged.length, start + GRAM_MAX); end++)
        named.push({ name: edged.slice(start, end), hash: hashes.list[at++]! });
  }
  list.forEach((word, i) => {
    named.push({ name: `"${word}"`, hash: hashes.list[at++]! });
    named.push({ name: `"${list[i - 1] ?? '^'} ${word}"`, hash: hashes.list[at++]! });
  });
  if (list.length > 0) named.push({ name: `"${list.at(-1)} $"`, hash: hashes.list[at++]! });
  for (const word of list)
    for (const field of lexicon.fieldsOf(word)) named.push({ name: `<${lexicon.names[field]}>`, hash: hashes.list[at++]! });
  let before = '^';
  for (const word of list) {
    const [field] = lexicon.fieldsOf(word);
    if (field === undefined) continue;
    named.push({ name: `<${before} ${lexicon.names[field]}>`, hash: hashes.list[at++]! });
    before = lexicon.names[field]!;
  }
  return named;
}
