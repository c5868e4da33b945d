/** Durations as ISO 8601: "üç aylık" P3M, "2 saattir" PT2H, "yarım saat" PT30M, "bir buçuk yıl" P1Y6M. */
import { NUMBER, numberOf } from './numbers';
import { claim, matches, type Scan } from './scan';

const ENDING = '(?:lik|luk|tir|dir|dur|tur|[dt][ae]n(?= (?:beri|bu yana|fazla|uzun|cok))|lar|ler|da|de|ta|te|ya|ye|a|e|i)?';
const SPAN = new RegExp(
  `(?<![a-z0-9.,:/-])(?:\\d{1,3} ?[-–] ?)?(${NUMBER}) ?(dakika|dakka|dk|saat|gun|hafta|ay|yil|sene)${ENDING}(?![a-z])`,
  'g',
);

/** Larger counts are years of the calendar ("2026 yılı") or nonsense. */
const COUNT_MAX = 1000;
/** A week; "iki yüz saat kaçta" asks for line 200. */
const HOURS_MAX = 168;

/** The duration of a count of a unit; half units become the next smaller one. Null for what makes no sense. */
export function isoDuration(count: number, unit: string): string | null {
  if (Number.isNaN(count) || count <= 0 || count > COUNT_MAX) return null;
  if (/^d/.test(unit)) return `PT${Math.round(count)}M`;
  if (unit === 'saat') {
    if (count > HOURS_MAX) return null;
    const hours = Math.floor(count);
    const minutes = Math.round((count - hours) * 60);
    return `PT${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}`;
  }
  if (unit === 'gun') return `P${Math.ceil(count)}D`;
  if (unit === 'hafta') return Number.isInteger(count) ? `P${count}W` : `P${Math.round(count * 7)}D`;
  const years = unit === 'ay' ? 0 : Math.floor(count);
  const months = unit === 'ay' ? Math.floor(count) : Math.round((count - years) * 12);
  const days = unit === 'ay' ? Math.round((count - months) * 30) : 0;
  const text = `${years > 0 ? `${years}Y` : ''}${months > 0 ? `${months}M` : ''}${days > 0 ? `${days}D` : ''}`;
  return text === '' ? null : `P${text}`;
}

export function findDurations(at: Scan): void {
  for (const { match, start, end } of matches(at, SPAN)) {
    const value = isoDuration(numberOf(match[1]!), match[2]!);
    if (value !== null) claim(at, 'duration', value, start, end);
  }
}
