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
  const cut = (word: string): string => {
    const ending = endings.find((end) => word.endsWith(end) && word.length - end.length >= least + (end.length === 1 ? 1 : 0));
    return ending === undefined ? word : cut(word.slice(0, -ending.length));
  };
  const seen = new Map<string, string>();
  const stemOf = (word: string): string => {
    const known = seen.get(word);
    if (known !== undefined) return known;
    const bare = cut(word);
    const last = bare.at(-1)!;
    const hard = bare.length > least && HARD[last] ? cut(bare.slice(0, -1) + HARD[last]) : bare;
    const stem = hard.slice(0, most);
    if (seen.size < SEEN_MAX) seen.set(word, stem);
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

/** "Kartal'da" is Kartal: what stands behind an apostrophe is an ending. */
const withoutApostrophes = (text: string): string => text.replace(/(\p{L})['’]\p{L}+/gu, '$1');
