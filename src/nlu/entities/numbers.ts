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
export const NUMBER = `(?:\\d{1,4}(?:[.,]\\d)?|(?=(?:${unit}|${ten}|yuz|bin|yarim|bucuk|ceyrek))(?:yarim|${SPELLED}(?:[ ]bucuk)?))`;

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

const COUNT = new RegExp(`(?<![a-z0-9.,:/-])(${NUMBER})(?![a-z0-9]|[.,:/-]\\d)`, 'g');
const COUNTED =
  /^(?: (?:tane|adet|kisi|kisilik|cocuk|cocugum|bebek|araba|arac|ev|hane|daire|kat|agac|kopek|kedi|konteyner|sise|torba|koltuk|bilet|numara)|['’]?(?:i|u|si|nci|inci|uncu))?(?![a-z])/;

/** "40 bin". */
const THOUSANDS = /(?<![a-z0-9.,:/-])(\d{1,4}) bin(?![a-z])/g;

/** Counts that no other entity holds: digits alone, words only before something countable ("üç çocuk", not "bir bakın"). */
export function findNumbers(at: Scan): void {
  for (const { match, start, end } of matches(at, THOUSANDS)) claim(at, 'number', String(Number(match[1]) * 1000), start, end);
  for (const { match, start } of matches(at, COUNT)) {
    const text = match[1]!.trimEnd();
    const end = start + text.length;
    const value = numberOf(text);
    if (Number.isNaN(value) || !isFree(at, start, end)) continue;
    const spelled = !/^\d/.test(text);
    const counted = (COUNTED.exec(at.folded.slice(end))?.[0] ?? '') !== '';
    if (spelled && !counted && at.folded.trim() !== text) continue;
    claim(at, 'number', String(value), start, end);
  }
}
