/** Ticket numbers, subscriber numbers and plates. */
import { claim, matches, type Scan } from './scan';

/** "PB-26-000123"; people drop the dashes, and write spaces, points or slashes. */
const DASH = '(?: ?[-–—_./] ?| )?';
const TICKET = new RegExp(`(?<![a-z0-9])([a-z]{1,4})${DASH}(\\d{2})${DASH}(\\d{5,7})(?![0-9])`, 'g');
/** With only spaces between: as many digits as a number of ours has, filled with zeros, after letters that are no word. */
const SPACED = /^([a-z]{2,4}) \d{2} 0\d{5}$/;
const RECORD = '(?:basv|kayi[td]|kaydi|tale[bp]|sikayet|ihbar|ticket|takip|dilekce|oneri)';
/** What makes a number beside it a sum, a time or a count. */
const NOT_A_CODE = '(?! ?(?:tl|lira|gun|hafta|ay|yil|saat|dk|dakika|kisi|kez|kere|defa|adet|tane|metre|gece)(?![a-z]))';
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
    if (letters === 'tr' || NOT_LETTERS.has(letters)) continue;
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

/** A number with "abone" (the water authority's subscriber) or "tesisat", "sözleşme", "sayaç", "müşteri" beside it. */
const SUBSCRIBER_WORD = '(?:ab[o]?ne(?:lik)?|tesisat|sozlesme|saya[cç]|sicil|musteri)';
const GROUPED = '(\\d(?:[ -]?\\d){4,11})';
const SUBSCRIBER = new RegExp(
  `(?<![a-z])${SUBSCRIBER_WORD}[a-z]{0,6} {0,2}(?:hesap |seri )?(?:no[a-z]{0,3}|numara[a-z]{0,4})?[ :.=#-]{0,4}${GROUPED}(?!\\d|[.:]\\d)${NOT_A_CODE}`,
  'g',
);
const SUBSCRIBER_AFTER = new RegExp(`(?<!\\d)(\\d{5,12})['’]? ?(?:no'?lu|numarali|no)? ?${SUBSCRIBER_WORD}`, 'g');

export function findSubscribers(at: Scan): void {
  for (const pattern of [SUBSCRIBER, SUBSCRIBER_AFTER])
    for (const { match, start } of matches(at, pattern)) {
      const from = start + match[0].indexOf(match[1]!);
      claim(at, 'subscriber', match[1]!.replace(/\D/g, ''), from, from + match[1]!.length);
    }
}

/**
 * Turkish plates: province 01 to 81, one to three letters, and as many digits as leave room: 4-5, 3-4 or 2-3
 * (Karayolları Trafik Yönetmeliği). Letters that are words ("10 ve 200") are no plate.
 */
const PLATE =
  /(?<![a-z0-9.,])(0[1-9]|[1-7]\d|8[01])[ .-]{0,2}([a-z]{1,3})[ .-]{0,2}(\d{2,5})(?=(?:'?(?:l[iu]|n[iu]n|[dt][ae]n?|[yn]?[aeiu]|nolu|plaka[a-z]*))?(?![a-z0-9]))/g;
const DIGITS_BY_LETTERS: Record<number, [number, number]> = { 1: [4, 5], 2: [3, 4], 3: [2, 3] };
const NOT_LETTERS = new Set(
  'tl dk sa no kg gr cm km mm ve bu da de ya mi ki ne su o bir ile gun ay yil kat var yok hat nci uk lu li boy yas en den dan ten tan ila on bin yuz ye yi na ni nin te ta'.split(
    ' ',
  ),
);
/** Single letters that measure: "50 m 1000". A plate with them has five digits or is called one. */
const UNIT_LETTERS = new Set(['m', 'g', 'l']);

export function findPlates(at: Scan): void {
  const called = /plaka|taksi|arac|dolmus|minibus/.test(at.folded);
  for (const { match, start, end } of matches(at, PLATE)) {
    const [, province, letters, digits] = match;
    const [least, most] = DIGITS_BY_LETTERS[letters!.length]!;
    if (digits!.length < least || digits!.length > most || NOT_LETTERS.has(letters!)) continue;
    if (UNIT_LETTERS.has(letters!) && digits!.length < 5 && !called) continue;
    claim(at, 'plate', `${province} ${letters!.toUpperCase()} ${digits}`, start, end);
  }
}
