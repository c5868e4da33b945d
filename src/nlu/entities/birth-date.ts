/** A baby's birth date: "12 şubatta doğdu", "doğum tarihi 12.02.2026", "bebeğim 3 haftalık", "dün doğdu". */
import type { Entity } from '../../core/reading';
import { addMonths, DAY_MS, day, dayOf } from './calendar';
import { NUMBER, numberOf } from './numbers';
import { claim, matches, type Scan } from './scan';

const BIRTH = /(?<![a-z])(?:dog(?:du|mus|an|um|umu|umlu|umum|urdu|urdum|acak|dular|dugu|dum)|dunyaya gel|dt(?![a-z])|d\.t)/;
const YEAR = /(?<!\d)(?:19|20)\d\d(?!\d)/;
const BABY = /(?<![a-z])(?:bebe|bebk|oglum|kizim|cocug|yavrum|torun|ikiz|minik|prenses)/;
const AGE = new RegExp(
  `(?<![a-z0-9.,:/-])(${NUMBER}) ?(gun|hafta|ay)(?:lik|luk)(?![a-z]| (?:kart|abone|maas|bilet|sure|ucret|izin|kira|borc|fatura))`,
  'g',
);

/** An age said of a baby becomes the day; runs before durations claim it. */
export function findAges(at: Scan): void {
  if (!BABY.test(at.folded) && !BIRTH.test(at.folded) && !at.intent.startsWith('baby.')) return;
  for (const { match, start, end } of matches(at, AGE)) {
    const count = numberOf(match[1]!);
    const value = dayOfBirth(at.now, count, match[2]!);
    if (value !== null) claim(at, 'birth_date', value, start, end);
  }
}

function dayOfBirth(now: number, count: number, unit: string): string | null {
  if (Number.isNaN(count) || count <= 0) return null;
  if (unit === 'ay') return addMonths(now - Math.round((count % 1) * 30) * DAY_MS, -Math.floor(count));
  return dayOf(now - Math.round(count * (unit === 'hafta' ? 7 : 1)) * DAY_MS);
}

/** A date near a word of birth is a birth date; without a year it is the last such day. Runs after the dates are found. */
export function markBirthDates(at: Scan): void {
  if (!BIRTH.test(at.folded)) return;
  const date = at.found.find((entity) => entity.type === 'date' && birthBeside(at, entity));
  if (date === undefined) return;
  const expected = /doga?cak/.test(at.folded);
  date.type = 'birth_date';
  // A year that was written stays: a birth date to come is asked about, not changed in silence.
  if (!expected && !YEAR.test(at.folded.slice(date.start, date.end)) && Date.parse(date.value) > at.now)
    date.value = aYearBefore(date.value);
}

function birthBeside(at: Scan, { start, end }: Entity): boolean {
  return BIRTH.test(at.folded.slice(Math.max(0, start - 30), end + 30));
}

function aYearBefore(value: string): string {
  const [year, month, dayOfMonth] = value.split('-').map(Number);
  return day(year! - 1, month!, dayOfMonth!) ?? day(year! - 1, 2, 28)!;
}
