/** Ticket numbers, subscriber numbers and plates. */
import { NO_CODE_LETTERS, NOT_A_CODE, platesIn, subscribersIn } from '../../core/numbers';
import { claim, isFree, matches, type Scan } from './scan';

/** "PB-26-000123"; people drop the dashes, and write spaces, points or slashes. */
const DASH = '(?: ?[-–—_./] ?| )?';
const TICKET = new RegExp(`(?<![a-z0-9])([a-z]{1,4})${DASH}(\\d{2})${DASH}(\\d{5,7})(?![0-9])`, 'g');
/** With only spaces between: as many digits as a number of ours has, filled with zeros, after letters that are no word. */
const SPACED = /^([a-z]{2,4}) \d{2} 0\d{5}$/;
const RECORD = '(?:basv|kayi[td]|kaydi|tale[bp]|sikayet|ihbar|ticket|takip|dilekce|oneri)';
/** "123456 nolu başvurum", "başvuru no: 123456", "kayıt numaram 4711". */
const NUMBERED = new RegExp(`(?<![\\d-])(\\d{4,9})['’]? ?(?:no ?'?lu|no|numarali|sayili|numara)[ ,]+${RECORD}`, 'g');
const NAMED = new RegExp(
  `(?<![a-z])${RECORD}[a-z]{0,6}[ ]?(no'?s?u?m?|numara[a-z]{0,4}|kod[a-z]{0,3})?[ :.=-]{1,3}#?(\\d{4,9})(?!\\d|[.:]\\d)${NOT_A_CODE}`,
  'g',
);
const YEAR = /^(?:19|20)\d\d$/;

export function findTickets(at: Scan): void {
  for (const { match, start, end } of matches(at, TICKET)) {
    const [text, letters = '', year, digits] = match;
    if (letters === 'tr' || NO_CODE_LETTERS.has(letters)) continue;
    if (/^[a-z]+ \d+ \d+$/.test(text) && !SPACED.test(text)) continue;
    if (/^[a-z]+ \d{7,}$/.test(text)) continue;
    claim(at, 'ticket', `${letters.toUpperCase()}-${year}-${digits}`, start, end);
  }
  for (const { match, start } of matches(at, NUMBERED)) claim(at, 'ticket', match[1]!, start, start + match[1]!.length);
  for (const { match, start } of matches(at, NAMED)) {
    const [text, named, digits = ''] = match;
    // "şikayet 2026" names a year.
    if (named === undefined && YEAR.test(digits)) continue;
    const from = start + text.length - digits.length;
    claim(at, 'ticket', digits, from, from + digits.length);
  }
}

export function findSubscribers(at: Scan): void {
  for (const { value, start, end } of subscribersIn(at.folded))
    if (isFree(at, start, end)) claim(at, 'subscriber', value, start, end);
}

export function findPlates(at: Scan): void {
  for (const { value, start, end } of platesIn(at.folded)) if (isFree(at, start, end)) claim(at, 'plate', value, start, end);
}
