/** Phrases of which every word must be there, in any order: people put them in any order, and others between. */

/** A word of so many letters also matches with an ending. */
const STEM_MIN_LETTERS = 4;

/** Whether a word of a text is one of a phrase. */
export const matches = (wanted: string, word: string): boolean =>
  wanted.length >= STEM_MIN_LETTERS ? word.startsWith(wanted) : word === wanted;

/** Whether all words of a phrase stand in the text within `span` words: further apart they speak of different things. */
export function holds(text: readonly string[], phrase: readonly string[], span: number): boolean {
  const within = (list: readonly string[]): boolean => phrase.every((wanted) => list.some((word) => matches(wanted, word)));
  if (!within(text)) return false;
  const lastStart = text.length - span;
  for (let from = 0; from <= Math.max(0, lastStart); from++) if (within(text.slice(from, from + span))) return true;
  return false;
}
