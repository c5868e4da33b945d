/** Dates: "15 mart", "15.03.2026", "on beş mart", "ayın 15'i", "yarın", "cuma günü", "haftaya salı", "3 gün sonra". */
import { addMonths, DAY_MS, day, dayOf, localOf, MONTHS, WEEKDAYS } from './calendar';
import { NUMBER, numberOf } from './numbers';
import { claim, matches, type Scan } from './scan';

const EDGE = '(?<![a-z0-9])';
const CASE = "(?:'?(?:(?:s?[iu]n?)?[dt][ae]n?(?:ki)?|[yn]?[aeiu]|n?[iu]n|si|su|[dt][ae]yim|la|le|lik|luk))?";
const END = `${CASE}(?![a-z0-9])`;

const NUMERIC = /(?<![\d.:/-])(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))(?![\d/])/g;
const NUMERIC_SHORT = /(?<![\d.:/-])(\d{1,2})[/](\d{1,2})(?![\d/.])/g;
const ISO = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/g;
const NAMED = new RegExp(`${EDGE}(${NUMBER}) ?(${MONTHS.join('|')})(?: ?(\\d{4}))?${END}`, 'g');
const DAY_OF_MONTH = new RegExp(`${EDGE}ay[iı]n (\\d{1,2})${CASE}(?![a-z0-9])`, 'g');
const RELATIVE_DAY = new RegExp(
  `${EDGE}(bugun|yarin degil obur gun|yarindan sonra|yarin|obur gun|oburgun|ertesi gun|dun|evvelsi gun|evvelki gun|onceki gun|bu sabah|bu aksam|bu gece|dun aksam|dun gece)${END}`,
  'g',
);
const IN_DAYS = new RegExp(`${EDGE}(${NUMBER}) ?(gun|hafta|ay) ?(sonra|once|evvel|sonraya)${END}`, 'g');
const WEEKDAY = new RegExp(
  `${EDGE}(?:(haftaya|gelecek hafta|onumuzdeki hafta|gelecek|onumuzdeki|gecen hafta|gecen|bu hafta|bu) )?(${[...WEEKDAYS].sort((a, b) => b.length - a.length).join('|')})( gun(?:u|une|unden|unu|leri)?)?${END}`,
  'g',
);
const WEEK = new RegExp(`${EDGE}(haftaya|gelecek hafta|onumuzdeki hafta|gecen hafta)${END}`, 'g');

const RELATIVE_DAYS: Record<string, number> = {
  bugun: 0,
  'bu sabah': 0,
  'bu aksam': 0,
  'bu gece': 0,
  yarin: 1,
  'ertesi gun': 1,
  'obur gun': 2,
  oburgun: 2,
  'yarin degil obur gun': 2,
  'yarindan sonra': 2,
  dun: -1,
  'dun aksam': -1,
  'dun gece': -1,
  'evvelsi gun': -2,
  'evvelki gun': -2,
  'onceki gun': -2,
};
/** A date without a year that passed longer ago than this is meant for next year. */
const PAST_DAYS = 60;

export function findDates(at: Scan): void {
  for (const { match, start, end } of matches(at, ISO))
    take(at, day(Number(match[1]), Number(match[2]), Number(match[3])), start, end);
  for (const { match, start, end } of matches(at, NUMERIC))
    take(at, day(fullYear(match[3]!), Number(match[2]), Number(match[1])), start, end);
  for (const { match, start, end } of matches(at, NUMERIC_SHORT))
    take(at, nearYear(at.now, Number(match[2]), Number(match[1])), start, end);
  for (const { match, start, end } of matches(at, NAMED)) {
    const month = MONTHS.indexOf(match[2]!) + 1;
    const date = numberOf(match[1]!);
    take(at, match[3] ? day(Number(match[3]), month, date) : nearYear(at.now, month, date), start, end);
  }
  for (const { match, start, end } of matches(at, DAY_OF_MONTH)) take(at, dayOfThisMonth(at.now, Number(match[1])), start, end);
  for (const { match, start, end } of matches(at, IN_DAYS)) take(at, inDays(at.now, match), start, end);
  for (const { match, start, end } of matches(at, RELATIVE_DAY))
    take(at, dayOf(at.now + RELATIVE_DAYS[match[1]!]! * DAY_MS), start, end);
  for (const { match, start, end } of matches(at, WEEKDAY)) take(at, weekday(at, match, end), start, end);
  for (const { match, start, end } of matches(at, WEEK))
    take(at, dayOf(at.now + (match[1] === 'gecen hafta' ? -7 : 7) * DAY_MS), start, end);
}

function take(at: Scan, value: string | null, start: number, end: number): void {
  if (value !== null) claim(at, 'date', value, start, end);
}

const fullYear = (text: string): number => (text.length === 4 ? Number(text) : 2000 + Number(text));

/** The day and month in the year that is meant: this one, or the next when it is long past. */
function nearYear(now: number, month: number, dayOfMonth: number): string | null {
  const { year } = localOf(now);
  const here = day(year, month, dayOfMonth);
  if (here === null) return day(year + 1, month, dayOfMonth);
  return Date.parse(here) < now - PAST_DAYS * DAY_MS ? day(year + 1, month, dayOfMonth) : here;
}

function dayOfThisMonth(now: number, dayOfMonth: number): string | null {
  const { year, month, day: today } = localOf(now);
  if (dayOfMonth >= today) return day(year, month, dayOfMonth);
  return month === 12 ? day(year + 1, 1, dayOfMonth) : day(year, month + 1, dayOfMonth);
}

function inDays(now: number, match: RegExpExecArray): string | null {
  const count = numberOf(match[1]!);
  const sign = match[3]!.startsWith('sonra') ? 1 : -1;
  if (Number.isNaN(count)) return null;
  if (match[2] === 'ay') return addMonths(now, sign * Math.round(count));
  return dayOf(now + sign * Math.round(count * (match[2] === 'hafta' ? 7 : 1)) * DAY_MS);
}

/** "pazar" alone may be the market: it is Sunday only with "günü", an ending, or a word of time beside it. */
function weekday(at: Scan, match: RegExpExecArray, end: number): string | null {
  const [, which = '', name, dayWord] = match;
  if (name === 'pazar' && which === '' && !dayWord && !/^ (?:sabah|aksam|oglen|ogle|gece|saat|\d)/.test(at.folded.slice(end)))
    return null;
  if (name === 'pazar' && /^ ?(?:yeri|tezgah|esnaf)/.test(at.folded.slice(end))) return null;
  const today = localOf(at.now).weekday;
  const wanted = WEEKDAYS.indexOf(name!);
  let days = (wanted - today + 7) % 7;
  if (which.startsWith('gecen')) days = which === 'gecen hafta' ? wanted - today - 7 : days - 7;
  else if (which === 'haftaya' || which.endsWith('hafta')) days = which === 'bu hafta' ? wanted - today : wanted - today + 7;
  return dayOf(at.now + days * DAY_MS);
}
