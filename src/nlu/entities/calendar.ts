/** Calendar arithmetic at Turkey's clock: +03:00 all year since 2016. */
export const TURKEY_OFFSET_MS = 3 * 3_600_000;
export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

export interface Local {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  /** 0 Monday to 6 Sunday. */
  weekday: number;
}

export function localOf(epochMs: number): Local {
  const date = new Date(epochMs + TURKEY_OFFSET_MS);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    weekday: (date.getUTCDay() + 6) % 7,
  };
}

const two = (value: number): string => String(value).padStart(2, '0');

/** YYYY-MM-DD of a moment at Turkey's clock. */
export function dayOf(epochMs: number): string {
  const { year, month, day } = localOf(epochMs);
  return `${year}-${two(month)}-${two(day)}`;
}

/** HH:MM of a moment at Turkey's clock. */
export function clockOf(epochMs: number): string {
  const { hour, minute } = localOf(epochMs);
  return `${two(hour)}:${two(minute)}`;
}

export const clock = (hour: number, minute: number): string => `${two(hour)}:${two(minute)}`;

/** YYYY-MM-DD, or null when there is no such day. */
export function day(year: number, month: number, dayOfMonth: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
  const there = date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth;
  return there ? `${year}-${two(month)}-${two(dayOfMonth)}` : null;
}

/** The day so many months before or after, cut to the month's end (31 March less a month is 28 or 29 February). */
export function addMonths(epochMs: number, months: number): string {
  const { year, month, day: dayOfMonth } = localOf(epochMs);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return day(first.getUTCFullYear(), first.getUTCMonth() + 1, Math.min(dayOfMonth, last))!;
}

export const MONTHS = [
  'ocak',
  'subat',
  'mart',
  'nisan',
  'mayis',
  'haziran',
  'temmuz',
  'agustos',
  'eylul',
  'ekim',
  'kasim',
  'aralik',
];
export const WEEKDAYS = ['pazartesi', 'sali', 'carsamba', 'persembe', 'cuma', 'cumartesi', 'pazar'];
