/** Numbers in digits and words: "15", "on beş", "yirmi sekiz", "iki yüz", "bir buçuk", "yarım". */
import { claim, isFree, matches, type Scan } from './scan';

const UNITS: Record<string, number> = { bir: 1, iki: 2, uc: 3, dort: 4, bes: 5, alti: 6, yedi: 7, sekiz: 8, dokuz: 9 };
const TENS: Record<string, number> = {
  on: 10,
  yirmi: 20,
  otuz: 30,
  kirk: 40,
  elli: 50,
  altmis: 60,
  yetmis: 70,
  seksen: 80,
  doksan: 90,
};

const unit = Object.keys(UNITS).join('|');
const ten = Object.keys(TENS).join('|');
/** A spelled number up to 9999, as a piece of a regular expression over folded text. */
const SPELLED = `(?:(?:(?:${unit})[ ]?)?bin(?![a-z])[ ]?)?(?:(?:(?:${unit})[ ]?)?yuz[ ]?)?(?:(?:${ten})[ ]?)?(?:${unit})?`;

/** Either digits or words; may match the empty string, so callers put something after it. */
export const NUMBER = `(?:\\d{1,4}(?:[.,]\\d)?(?:[ ]bucuk)?|(?=(?:${unit}|${ten}|yuz|bin|yarim|bucuk|ceyrek))(?:yarim|${SPELLED}(?:[ ]bucuk)?))`;

/** The value of a text that NUMBER matched, a half counted as 0.5; NaN when it is none. */
export function numberOf(text: string): number {
  const trimmed = text.trim();
  if (/^\d/.test(trimmed)) {
    const [digits, half] = trimmed.split(/ (?=bucuk)/);
    return Number(digits!.replace(',', '.')) + (half ? 0.5 : 0);
  }
  if (trimmed === 'yarim') return 0.5;
  let total = 0;
  let current = 0;
  for (const part of trimmed.match(new RegExp(`${ten}|${unit}|yuz|bin|bucuk|\\S`, 'g')) ?? []) {
    if (part === 'bucuk') current += 0.5;
    else if (part === 'bin') {
      total = Math.max(1, current) * 1000;
      current = 0;
    } else if (part === 'yuz') current = Math.max(1, current) * 100;
    else if (UNITS[part] !== undefined) current += UNITS[part];
    else if (TENS[part] !== undefined) current += TENS[part];
    else return Number.NaN;
  }
  return trimmed === '' ? Number.NaN : total + current;
}

/** Three digits in words ("yüz yirmi üç", "beş yüz iki") and two ("kırk beş", "sıfır yedi"), for numbers told digit group by group. */
export const SPELLED_HUNDREDS = `(?:(?:${unit}) )?yuz(?: (?:${ten}))?(?: (?:${unit}))?`;
export const SPELLED_TENS = `(?:(?:${ten})(?: (?:${unit}))?|sifir (?:${unit}|sifir))`;

/** A group of a number told in words or digits, filled with zeros to its length. */
export function spelledDigits(text: string, length: number): string {
  if (/^\d+$/.test(text)) return text;
  const value = text
    .split(' ')
    .filter((word) => word !== 'sifir')
    .join(' ');
  return String(value === '' ? 0 : numberOf(value)).padStart(length, '0');
}

const COUNT = new RegExp(`(?<![a-z0-9.,:/-])(${NUMBER})(?=(?:'?[iu]?nc[iu])?(?![a-z0-9]|[.,:/-]\\d))`, 'g');
/** What people count, with any ending. */
const THING =
  'tane|adet|kisi|cocu|bebe|ikiz|araba|arac|ev|hane|daire|kat|agac|kope|kedi|konteyner|sise|torba|koltuk|bilet|numara|nufus|can|yas|kere|kez|defa|tl|lira|metre|kilo|litre|ton|masa|sandalye|ogrenci|engelli|yetim|cuval|oda|blok|dukkan|sayfa';
const COUNTED = new RegExp(`^(?:(?:'?[iu]?nc[iu])? (?:${THING})[a-z]*|['’]?(?:i|u|si))?(?![a-z])`);
const ORDINAL = /^'?[iu]?nc[iu]/;
/** "evet", "kata", "canım": a thing's beginning that is another word. */
const NO_THING = /^ (?:evet|evlen[a-z]*|canim|kati?l[a-z]*|tonton|cocukken)(?![a-z])/;

/** "40 bin", "40bin"; "40.000" has its points between thousands. */
const THOUSANDS = /(?<![a-z0-9.,:/-])(\d{1,4}) ?bin(?![a-z])/g;
const POINTED = /(?<![a-z0-9.,:/-])(\d{1,3}(?:\.\d{3})+)(?![a-z0-9]|[.,:/-]\d)/g;
/** "7-8 köpek". */
const RANGE = /(?<![a-z0-9.,:/-])(\d{1,3}) ?- ?(\d{1,3})(?= [a-z])/g;
const PERCENT = new RegExp(`(?<![a-z0-9])(?:yuzde |% ?)(${NUMBER})(?![a-z0-9])`, 'g');

/** Counts that no other entity holds: digits alone, words only before something countable ("üç çocuk", not "bir bakın"). */
export function findNumbers(at: Scan): void {
  for (const { match, start, end } of matches(at, POINTED)) claim(at, 'number', match[1]!.replaceAll('.', ''), start, end);
  for (const { match, start, end } of matches(at, THOUSANDS)) claim(at, 'number', String(Number(match[1]) * 1000), start, end);
  for (const { match, start, end } of matches(at, PERCENT)) {
    const value = numberOf(match[1]!);
    if (!Number.isNaN(value)) claim(at, 'number', String(value), start, end);
  }
  for (const { match, start, end } of matches(at, RANGE)) {
    claim(at, 'number', String(Number(match[1])), start, start + match[1]!.length);
    claim(at, 'number', String(Number(match[2])), end - match[2]!.length, end);
  }
  for (const { match, start } of matches(at, COUNT)) count(at, match[1]!.trimEnd(), start);
}

function count(at: Scan, text: string, start: number): void {
  const end = start + text.length;
  const value = numberOf(text);
  if (Number.isNaN(value) || !isFree(at, start, end)) return;
  const rest = at.folded.slice(end, end + 30);
  const spelled = !/^\d/.test(text);
  const counted = (COUNTED.exec(rest)?.[0] ?? '') !== '' && !NO_THING.test(rest);
  if (spelled && !counted && at.folded.trim() !== text) return;
  // "birinci" ranks; only a floor, a flat or a block is named by its place.
  if (spelled && ORDINAL.test(rest) && !/^'?[iu]?nc[iu] (?:kat|daire|blok)/.test(rest)) return;
  // Half a loaf is no count.
  if (text === 'yarim' || text === 'bucuk' || text === 'ceyrek') return;
  claim(at, 'number', String(value), start, end);
}
