/** Days and clocks of the city: its wall clock, whatever zone the server runs in. */
import type { Lang } from '../../core/items';
import { WEEKDAYS, type Weekday } from './schema-common';

const DAY_MS = 86_400_000;
const TAGS: Record<Lang, string> = { tr: 'tr-TR', en: 'en-GB', ar: 'ar-EG-u-nu-latn' };

const formats = new Map<string, Intl.DateTimeFormat>();
function format(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tag}|${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (found === undefined) formats.set(key, (found = new Intl.DateTimeFormat(tag, options)));
  return found;
}

/** The city's wall clock at an instant: day YYYY-MM-DD and time HH:MM. */
export function localClock(now: number, timeZone: string): { day: string; time: string } {
  const parts = format('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const get = (type: string) => parts.find((part) => part.type === type)!.value;
  return { day: `${get('year')}-${get('month')}-${get('day')}`, time: `${get('hour')}:${get('minute')}` };
}

/** The instant (epoch ms) at which the city's clock shows `day` and `time`. A time that a clock change skips is read an hour on. */
export function instantOf(day: string, time: string, timeZone: string): number {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  let at = wanted;
  // Two corrections suffice: the offset at the guess, then the offset at the corrected instant.
  for (let round = 0; round < 2; round++) {
    const shown = localClock(at, timeZone);
    at += wanted - Date.parse(`${shown.day}T${shown.time}:00Z`);
  }
  return at;
}

/** `day` moved by whole days. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** `day` moved by calendar months; 31 January and one month is the last day of February. */
export function addMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

export function weekdayOf(day: string): Weekday {
  return WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]!;
}

/** "25 Mart 2026", "25 March 2026". */
export function dayText(day: string, lang: Lang): string {
  return format(TAGS[lang], { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(
    Date.parse(`${day}T00:00:00Z`),
  );
}

/** "25 Mart Çarşamba 09:00"; the day is left out when it is `today`. */
export function momentText(at: number, today: string, timeZone: string, lang: Lang): string {
  const { day, time } = localClock(at, timeZone);
  if (day === today) return time;
  const date = format(TAGS[lang], { timeZone: 'UTC', day: 'numeric', month: 'long', weekday: 'long' });
  return `${date.format(Date.parse(`${day}T00:00:00Z`))} ${time}`;
}

/** An amount in lira with the language's separators, two decimals only when there are kuruş. */
export function amountText(amount: number, lang: Lang): string {
  return new Intl.NumberFormat(TAGS[lang], {
    minimumFractionDigits: Number.isInteger(amount) ? 0 : 2,
    maximumFractionDigits: 2,
  }).format(amount);
}
