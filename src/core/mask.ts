/**
 * Hides identity numbers and bank account numbers in a text before it is stored. Pure; finds them also with spaces, points or
 * dashes in between. Without a right checksum a number is hidden only where the text calls it one, so that no ticket or phone
 * number is lost.
 */
import { fold } from './fold';
import { phonesIn, platesIn, subscribersIn } from './numbers';

export type PersonalKind = 'identity_number' | 'iban';

/** Stands beside the text it was taken from. */
export interface Personal {
  kind: PersonalKind;
  /** Whether its checksum held. */
  valid: boolean;
  /** As it stands in the text: stars and the last two digits. */
  masked: string;
  /** The same person is recognised by it. */
  hash: string;
  /** Only where the open question asked for it, and only for its department. */
  sealed?: string;
}

export interface Found {
  /** UTF-16 offsets into the text. */
  start: number;
  end: number;
  digits: string;
}

/** Spaces (not line ends), points, dashes, slashes, and the invisible signs that copying brings, up to two of them. */
const SEPARATOR = '(?:[^\\S\\n]|[.\\-–—/_\\u200b-\\u200f\\u2060\\ufeff]){0,2}';
/** Eleven digits, the first not 0; longer runs of digits are something else. */
const ELEVEN = new RegExp(`(?<![0-9])[1-9](?:${SEPARATOR}[0-9]){10}(?![0-9])`, 'g');
/** TR, two check digits, 22 digits: 26 characters, printed in groups of four. */
const IBAN = new RegExp(`(?<![a-z0-9])t${SEPARATOR}r(?:${SEPARATOR}[0-9]){24}(?![0-9])`, 'gi');

/** Digits of other scripts and full-width letters as ASCII; offsets stay. */
const plain = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9\uff01-\uff5e]/g, (letter) => {
    const code = letter.charCodeAt(0);
    return String.fromCharCode(code >= 0xff01 ? code - 0xfee0 : 48 + (code & 0xf));
  });

/**
 * Whether eleven digits are a T.C. identity number: the tenth is (7 × the sum of 1st, 3rd, 5th, 7th, 9th − the sum of 2nd,
 * 4th, 6th, 8th) mod 10, the eleventh the sum of the first ten mod 10.
 */
export function isIdentityNumber(digits: string): boolean {
  if (!/^[1-9]\d{10}$/.test(digits)) return false;
  const d = Array.from(digits, Number);
  const odd = d[0]! + d[2]! + d[4]! + d[6]! + d[8]!;
  const even = d[1]! + d[3]! + d[5]! + d[7]!;
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return tenth === d[9] && (odd + even + d[9]!) % 10 === d[10];
}

/** Whether 26 characters are a Turkish IBAN: ISO 13616, the number rearranged is 1 modulo 97. */
export function isIban(compact: string): boolean {
  if (!/^TR\d{24}$/.test(compact)) return false;
  const rearranged = `${compact.slice(4)}2927${compact.slice(2, 4)}`;
  let rest = 0;
  for (const digit of rearranged) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** Identity numbers in a text, in order. */
export function findIdentityNumbers(text: string): Found[] {
  return find(text, ELEVEN, isIdentityNumber);
}

/** Turkish bank account numbers in a text, in order. */
export function findIbans(text: string): Found[] {
  return find(text, IBAN, isIban);
}

function find(text: string, pattern: RegExp, isRight: (compact: string) => boolean): Found[] {
  const list: Found[] = [];
  for (const match of plain(text).matchAll(pattern)) {
    const digits = match[0].replace(/[^0-9a-z]/gi, '').toUpperCase();
    if (isRight(digits)) list.push({ start: match.index, end: match.index + match[0].length, digits });
  }
  return list;
}

/** A number that names a person, where the text says so or its checksum does. */
export interface PersonalNumber extends Found {
  kind: PersonalKind;
  /** Whether the checksum holds. A mistyped number is as private as a right one. */
  valid: boolean;
}

/** Called an identity number, or all that a message says: it is one, whatever its checksum. */
const CALLED = new RegExp(
  `(?<![a-z])(?:t\\.?[ ]?c\\.?(?:kn)?|kimlik|vatanda[sş]l[iı]k)[^0-9\\n]{0,25}?([1-9](?:${SEPARATOR}[0-9]){10})(?![0-9])`,
  'gi',
);
const ALONE = new RegExp(`^[^0-9a-z]{0,5}([1-9](?:${SEPARATOR}[0-9]){10})[^0-9a-z]{0,5}$`, 'gi');

/** Identity and bank account numbers of a text in order, mistyped ones too. */
export function findPersonal(text: string): PersonalNumber[] {
  const folded = plain(text);
  const hits: PersonalNumber[] = [];
  const add = (kind: PersonalKind, found: Found, valid: boolean): void => {
    if (!hits.some((hit) => found.start < hit.end && hit.start < found.end)) hits.push({ ...found, kind, valid });
  };
  for (const found of find(text, IBAN, () => true)) add('iban', found, isIban(found.digits));
  for (const found of findIdentityNumbers(text)) add('identity_number', found, true);
  for (const pattern of [CALLED, ALONE])
    for (const match of folded.matchAll(pattern)) {
      const end = match.index + match[0].lastIndexOf(match[1]!) + match[1]!.length;
      add('identity_number', { start: end - match[1]!.length, end, digits: match[1]!.replace(/\D/g, '') }, false);
    }
  return hits.sort((a, b) => a.start - b.start);
}

/** Stars, and the last two digits so that the citizen recognises it. */
export function starred(kind: PersonalKind, digits: string): string {
  const lead = kind === 'iban' ? 'TR' : '';
  return `${lead}${'*'.repeat(digits.length - lead.length - 2)}${digits.slice(-2)}`;
}

/** The text with such numbers starred, and what was found. */
export function maskPersonal(text: string): { text: string; found: PersonalKind[] } {
  const found = findPersonal(text);
  let out = '';
  let from = 0;
  for (const { start, end, digits, kind } of found) {
    out += text.slice(from, start) + starred(kind, digits);
    from = end;
  }
  return { text: out + text.slice(from), found: found.map(({ kind }) => kind) };
}

/**
 * The text with every number that leads to a person starred, for logs and exports: identity and account numbers, telephones,
 * plates, subscriber numbers. The last two characters stay, so that two can be told apart.
 */
export function maskNumbers(text: string): string {
  const masked = maskPersonal(text).text;
  const folded = fold(plain(masked));
  const found = [...subscribersIn(folded), ...phonesIn(folded), ...platesIn(folded)].sort((a, b) => a.start - b.start);
  let out = '';
  let from = 0;
  for (const { start, end } of found) {
    if (start < from) continue;
    const number = masked.slice(start, end);
    out += masked.slice(from, start) + number.slice(0, -2).replace(/[\p{L}\p{N}]/gu, '*') + number.slice(-2);
    from = end;
  }
  return out + masked.slice(from);
}
