/** Turkish case endings on folded words: what they say of a place's role, and the stems a word may have before them. */
import type { Role } from '../../../core/reading';

/** Plural, possessive and buffer letters before a case: "-ler-i-n-". */
const LINK = '(?:lar|ler)?(?:s?[iu])?[yn]?';
const FORMS: [RegExp, Role | undefined][] = [
  [new RegExp(`^${LINK}[dt][ae]n$`), 'from'],
  [new RegExp(`^${LINK}[dt][ae](?:ki(?:nin)?|y[iu]m|y[iu]z|y[iu]?[dt]?[iu]?)?$`), 'at'],
  [new RegExp(`^${LINK}[ae]$`), 'to'],
  [new RegExp(`^(?:${LINK}[iu]?n?|n[iu]n|${LINK}l[ae]|l[iu]|lar|ler|m[iu]|s[iu])$`), undefined],
];
const LONGEST = 10;

export interface Ending {
  role?: Role;
}

/** What the letters after a stem say; null where they are no ending. */
export function endingOf(rest: string): Ending | null {
  if (rest === '') return {};
  if (rest.length > LONGEST) return null;
  for (const [form, role] of FORMS) if (form.test(rest)) return role === undefined ? {} : { role };
  return null;
}

/** Endings as typed with a slip: one letter left out, doubled, wrong or swapped ("otogardn", "otogardna", "otogarsan"). */
const SLIPS: Map<string, Role> = new Map();
const PLAIN: [string, Role][] = [
  ...['dan', 'den', 'tan', 'ten', 'ndan', 'nden', 'sindan', 'sinden'].map((text): [string, Role] => [text, 'from']),
  ...['daki', 'deki'].map((text): [string, Role] => [text, 'at']),
];
for (const [text, role] of PLAIN)
  for (let i = 0; i < text.length; i++) {
    const keep = (slip: string) => slip.length >= 2 && endingOf(slip) === null && !SLIPS.has(slip) && SLIPS.set(slip, role);
    keep(text.slice(0, i) + text.slice(i + 1));
    keep(text.slice(0, i) + text[i]! + text.slice(i));
    if (i + 1 < text.length) keep(text.slice(0, i) + text[i + 1]! + text[i]! + text.slice(i + 2));
    for (const letter of 'abcdefghijklmnoprstuvyz') keep(text.slice(0, i) + letter + text.slice(i + 1));
  }

export const slippedEnding = (rest: string): Ending | null => {
  const role = SLIPS.get(rest);
  return role === undefined ? null : { role };
};

const HARD: Record<string, string> = { g: 'k', d: 't', b: 'p', c: 'c' };

/** The dictionary form of a stem that went soft before a vowel: "duragi" is of "durak". Null where nothing went soft. */
export function hardened(stem: string): string | null {
  const hard = HARD[stem.at(-1) ?? ''];
  return hard === undefined || hard === stem.at(-1) ? null : stem.slice(0, -1) + hard;
}

/** The noun inside a possessive: "hastanesi" gives "hastane", "kavsagi" "kavsak"; null where there is none. */
export function withoutPossessive(word: string): string | null {
  if (word.length > 5 && /[aeiou]s[iu]$/.test(word)) return word.slice(0, -2);
  if (word.length > 4 && /[^aeiou][iu]$/.test(word)) {
    const stem = word.slice(0, -1);
    return hardened(stem) ?? stem;
  }
  return null;
}
