/** Copies of sentences with the slips of a thumb on a small keyboard: +3 points on messages with typing errors. */
import type { Random } from './random';
import { fold } from './text';

/** Neighbours on a Turkish Q keyboard, folded to ASCII. */
const NEAR: Record<string, string> = {
  a: 'sqz',
  b: 'vngh',
  c: 'xvdf',
  d: 'sfecx',
  e: 'wrsd',
  f: 'dgrcv',
  g: 'fhtvb',
  h: 'gjyn',
  i: 'uojk',
  j: 'hkum',
  k: 'jlim',
  l: 'kop',
  m: 'nk',
  n: 'bmhj',
  o: 'ipl',
  p: 'ol',
  q: 'wa',
  r: 'etdf',
  s: 'adwz',
  t: 'rygf',
  u: 'yijh',
  v: 'cbfg',
  w: 'qes',
  x: 'zcs',
  y: 'tugh',
  z: 'asx',
};
const VOWEL = /[aeiou]/;

/**
 * A folded copy with slips.
 *
 * @param rate chance of a slip in each word of three letters or more, 0 to 1
 */
export function withSlips(folded: string, rate: number, random: Random): string {
  return folded.replace(/[a-z]{3,}/g, (word) => (random.next() < rate ? slip(word, random) : word));
}

function slip(word: string, random: Random): string {
  const at = random.int(word.length);
  const kind = random.next();
  const before = word.slice(0, at);
  const after = word.slice(at + 1);
  if (kind < 0.25) return before + after;
  if (kind < 0.45 && at + 1 < word.length) return before + word[at + 1] + word[at] + word.slice(at + 2);
  if (kind < 0.65) {
    const near = NEAR[word[at]!]!;
    return before + near[random.int(near.length)] + after;
  }
  if (kind < 0.8) return before + word[at] + NEAR[word[at]!]![0] + after;
  return chatty(word, at);
}

/** As people shorten on purpose: a vowel inside is dropped ("nasl"), or the r of "-yor" ("gidiyo"). */
function chatty(word: string, at: number): string {
  if (/iyor/.test(word)) return word.replace('iyor', 'iyo');
  for (let i = Math.max(1, at); i < word.length - 1; i++) if (VOWEL.test(word[i]!)) return word.slice(0, i) + word.slice(i + 1);
  return word.slice(0, -1);
}

/**
 * A copy with slips letter by letter: one is dropped, hit beside, swapped with the next or doubled, a quarter each.
 *
 * @param rate chance of a slip at each character that is no space, 0 to 1
 */
export function withLetterSlips(text: string, rate: number, random: Random): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === ' ' || random.next() >= rate) {
      out += char;
      continue;
    }
    const kind = random.int(4);
    const near = NEAR[char] ?? NEAR[fold(char)];
    if (kind === 1) out += near?.[random.int(near.length)] ?? char;
    else if (kind === 2) {
      out += (text[i + 1] ?? '') + char;
      i++;
    } else if (kind === 3) out += char + char;
  }
  return out;
}
