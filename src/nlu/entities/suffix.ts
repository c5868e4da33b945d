/** Turkish case endings on folded words, matched against a known stem: never stripped blindly. */
import type { Role } from '../../core/reading';

/** Plural, possessive and buffer letters that may stand between a name and its case: "-ler-i-n-". */
const LINK = '(?:lar|ler)?(?:s?[iu])?[yn]?';
const FROM = new RegExp(`^${LINK}[dt][ae]n$`);
const AT = new RegExp(`^${LINK}[dt][ae](?:ki(?:ler)?n?[a-z]{0,3}|y[iu]m|y[iu]z|yken|y[dt][iu]|m|s[iu]n[iu]?z?)?$`);
const TO = new RegExp(`^${LINK}[ae](?:yd[iu]|d[iu]r)?$`);
const OTHER = new RegExp(
  `^(?:${LINK}|${LINK}[iu]n?|${LINK}l[ae]|l[iu](?:y[iu][mz]|lar|ler)?|(?:s?[iu])?n[iu]n|lar|ler|m[iu]|d[iu]r|ym[iu]s|yd[iu])$`,
);

/** `role` where the ending tells one; undefined ending: the rest is none and the word is another. */
export interface Ending {
  role?: Role;
}

/** What the rest of a word after the stem says, or null when it is no ending. */
export function ending(rest: string): Ending | null {
  if (rest === '') return {};
  if (rest.length > 12) return null;
  if (FROM.test(rest)) return { role: 'from' };
  if (AT.test(rest)) return { role: 'at' };
  if (TO.test(rest)) return { role: 'to' };
  return OTHER.test(rest) ? {} : null;
}

/** A short stem takes only endings in harmony with it ("gara", not "gare"); ı/i, o/ö and u/ü are one after folding. */
export function inHarmony(stem: string, rest: string): boolean {
  if (stem.length > 4 || rest === '') return true;
  const vowel = /[aeiou](?=[^aeiou]*$)/.exec(stem)?.[0];
  if (vowel === 'a') return !/e/.test(rest);
  if (vowel === 'e') return !/a/.test(rest);
  return true;
}

/** The case endings that people mistype ("otogardn", "kulesnden"), each with its buffer letters. */
const FROM_FORMS = ['dan', 'den', 'ndan', 'nden', 'sindan', 'sinden', 'tan', 'ten'];
const AT_FORMS = ['da', 'de', 'nda', 'nde', 'sinda', 'sinde', 'ta', 'te', 'daki', 'deki', 'dayim', 'deyim', 'dayiz', 'deyiz'];
const TO_FORMS = ['na', 'ne', 'sina', 'sine', 'ya', 'ye'];
const ENDINGS = [...FROM_FORMS, ...AT_FORMS, ...TO_FORMS];
const SLIP_ENDING_MIN_LETTERS = 2;

/** The ending of a word that is a stem and a case ending with one letter wrong; null when it is not. */
export function misspeltEnding(word: string, stem: string): Ending | null {
  const extra = word.length - stem.length;
  if (extra < SLIP_ENDING_MIN_LETTERS - 1 || extra > 7) return null;
  for (const end of ENDINGS)
    if (end.length >= SLIP_ENDING_MIN_LETTERS && Math.abs(end.length - extra) <= 1 && oneEditApart(word, stem + end))
      return ending(end);
  return null;
}

const SOFT: Record<string, string> = { g: 'k', d: 't', b: 'p' };

/** The dictionary form of a stem whose last letter went soft before a vowel: "camlig" of "çamlığa" gives "camlik". */
export function hardened(stem: string): string | null {
  const hard = SOFT[stem.at(-1)!];
  return hard === undefined ? null : stem.slice(0, -1) + hard;
}

/** The noun inside a possessive: "hastanesi" gives "hastane", "kavsagi" "kavsak", "meydani" "meydan"; null when there is none. */
export function withoutPossessive(word: string): string | null {
  if (/[aeiou]s[iu]$/.test(word) && word.length > 5) return word.slice(0, -2);
  if (!/[^aeiou][iu]$/.test(word) || word.length < 5) return null;
  const stem = word.slice(0, -1);
  return stem.endsWith('g') ? `${stem.slice(0, -1)}k` : stem;
}

/** Whether two words differ by one letter at most: one too many, missing, wrong, or two swapped. */
export function oneEditApart(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (long.length - short.length > 1) return false;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i++;
  if (short.length < long.length) return short.slice(i) === long.slice(i + 1);
  if (short.slice(i + 1) === long.slice(i + 1)) return true;
  return short[i] === long[i + 1] && short[i + 1] === long[i] && short.slice(i + 2) === long.slice(i + 2);
}
