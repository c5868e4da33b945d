/**
 * Words as the search compares them: folded, without stop words, their endings cut. Turkish hangs endings on a stem without
 * changing it, so cutting the same way on both sides finds "sahiplendirme" for "sahiplenmek istiyorum".
 */
import { foldedWords } from '../../core/fold';
import type { FindingSettings } from './settings';

/** Consonants that go soft before a vowel: "köpeği" is of "köpek". */
const HARD: Record<string, string> = { b: 'p', d: 't', g: 'k' };

export type Stemmer = (text: string) => string[];

/** Builds the function that turns a text into its stems, in order. */
export function createStemmer(settings: FindingSettings): Stemmer {
  const { stem_min_letters: least, stem_max_letters: most } = settings;
  const stops = new Set(settings.stop_words.flatMap(foldedWords));
  const endings = [...new Set(settings.endings)].sort((a, b) => b.length - a.length);
  const endingOf = (word: string): string | undefined =>
    endings.find((end) => word.endsWith(end) && word.length - end.length >= least + (end.length === 1 ? 1 : 0));
  // A loop, not a recursion: one "word" of a whole message may be nothing but endings.
  const cut = (word: string): string => {
    let left = word;
    for (let ending = endingOf(left); ending !== undefined; ending = endingOf(left)) left = left.slice(0, -ending.length);
    return left;
  };
  const seen = new Map<string, string>();
  const stemOf = (word: string): string => {
    const known = seen.get(word);
    if (known !== undefined) return known;
    const bare = cut(word);
    const last = bare.at(-1)!;
    const hard = bare.length > least && HARD[last] ? cut(bare.slice(0, -1) + HARD[last]) : bare;
    const stem = hard.slice(0, most);
    if (seen.size < SEEN_MAX && word.length <= SEEN_LETTERS_MAX) seen.set(word, stem);
    return stem;
  };
  return (text) =>
    foldedWords(withoutApostrophes(text))
      .filter((word) => word.length > 1 && !stops.has(word) && !stops.has(word.replace(ASKING, '')))
      .map(stemOf);
}

/** "Lazımmı": the particle of a question, written together. */
const ASKING = /m[iu](?:dir|dur|yim|yum|yiz|yuz|siniz|sunuz)?$/;

/** Words whose stems are remembered: more than a city's pages have. */
const SEEN_MAX = 20_000;
/** Longer ones are no words that come again, and would fill the memory. */
const SEEN_LETTERS_MAX = 40;

/** "Kartal'da" is Kartal: what stands behind an apostrophe is an ending. */
const withoutApostrophes = (text: string): string => text.replace(/(\p{L})['’]\p{L}+/gu, '$1');
