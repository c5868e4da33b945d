/** Ticket numbers, subscriber numbers and plates. */
import { claim, matches, type Scan } from './scan';

/** "PB-26-000123"; people drop the dashes and write spaces. */
const TICKET = /(?<![a-z0-9])([a-z]{1,4})[- ]?(\d{2})[- ]?(\d{5,7})(?![0-9])/g;
/** "123456 nolu başvurum", "başvuru no: 123456", "kayıt numaram 4711". */
const RECORD = '(?:basvuru|kayit|kaydi|talep|talebi|sikayet|ticket|takip)';
const NUMBERED = new RegExp(`(?<![\\d-])(\\d{4,9})['’]? ?(?:no'?lu|no|numarali|sayili|numara)[ ,]+${RECORD}`, 'g');
const NAMED = new RegExp(
  `(?<![a-z])${RECORD}[a-z]{0,6}[ ]?(?:no'?s?u?m?|numara[a-z]{0,4})?[ :.=-]{1,3}#?(\\d{4,9})(?!\\d|[.:]\\d)`,
  'g',
);

export function findTickets(at: Scan): void {
  for (const { match, start, end } of matches(at, TICKET)) {
    if (match[1] === 'tr' || (match[0].includes(' ') && !match[0].includes('-'))) continue;
    claim(at, 'ticket', `${match[1]!.toUpperCase()}-${match[2]}-${match[3]}`, start, end);
  }
  for (const pattern of [NUMBERED, NAMED])
    for (const { match, start } of matches(at, pattern)) {
      const from = start + match[0].indexOf(match[1]!);
      claim(at, 'ticket', match[1]!, from, from + match[1]!.length);
    }
}

/** A number with "abone" (the water authority's subscriber) or "tesisat", "sözleşme", "sayaç" beside it. */
const SUBSCRIBER_WORD = '(?:abone(?:lik)?|tesisat|sozlesme|sayac|sicil)';
const SUBSCRIBER = new RegExp(
  `(?<![a-z])${SUBSCRIBER_WORD}[a-z]{0,6}[ ]?(?:no[a-z]{0,3}|numara[a-z]{0,4})?[ :.=-]{0,3}(\\d{5,12})(?!\\d)`,
  'g',
);
const SUBSCRIBER_AFTER = new RegExp(`(?<!\\d)(\\d{5,12})['’]? ?(?:no'?lu|numarali|no)? ?${SUBSCRIBER_WORD}`, 'g');

export function findSubscribers(at: Scan): void {
  for (const pattern of [SUBSCRIBER, SUBSCRIBER_AFTER])
    for (const { match, start } of matches(at, pattern)) {
      const from = start + match[0].indexOf(match[1]!);
      claim(at, 'subscriber', match[1]!, from, from + match[1]!.length);
    }
}

/**
 * Turkish plates: province 01 to 81, one to three letters, and as many digits as leave room: 4-5, 3-4 or 2-3
 * (Karayolları Trafik Yönetmeliği). Letters that are words ("10 ve 200") are no plate.
 */
const PLATE = /(?<![a-z0-9.,])(0[1-9]|[1-7]\d|8[01])[ -]?([a-z]{1,3})[ -]?(\d{2,5})(?![a-z0-9])/g;
const DIGITS_BY_LETTERS: Record<number, [number, number]> = { 1: [4, 5], 2: [3, 4], 3: [2, 3] };
const NOT_LETTERS = new Set(
  'tl dk sa no kg gr cm km mm ve bu da de ya mi ki ne su o bir ile gun ay yil kat var yok hat nci uk lu li boy yas en den dan ten tan ila'.split(
    ' ',
  ),
);

export function findPlates(at: Scan): void {
  for (const { match, start, end } of matches(at, PLATE)) {
    const [, province, letters, digits] = match;
    const [least, most] = DIGITS_BY_LETTERS[letters!.length]!;
    if (digits!.length < least || digits!.length > most || NOT_LETTERS.has(letters!)) continue;
    claim(at, 'plate', `${province} ${letters!.toUpperCase()} ${digits}`, start, end);
  }
}
