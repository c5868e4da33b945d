/**
 * Dates, in Turkish and English: "15 mart", "15 march", "tomorrow", "15.03.2026", "on beş mart", "ayın 15'i", "yarın", "cuma günü",
 * "haftaya salı", "3 gün sonra".
 */
import { addMonths, DAY_MS, day, dayOf, localOf, MONTHS, WEEKDAYS } from './calendar';
import { NUMBER, numberOf } from './numbers';
import { claim, matches, type Scan } from './scan';

const EDGE = '(?<![a-z0-9])';
const CASE = "(?:'?(?:(?:s?[iu]n?)?[dt][ae]n?(?:ki)?|[yn]?[aeiu]|n?[iu]n|si|su|[dt][ae]yim|la|le|lik|luk))?";
const END = `${CASE}(?![a-z0-9])`;

const NUMERIC = /(?<![\d.:/-])(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))(?![\d/])/g;
const NUMERIC_SHORT = /(?<![\d.:/-])(?<!no |no:)(\d{1,2})[/](\d{1,2})(?![\d/.]| ?(?:daire|kat|numara|nolu|blok|no)(?![a-z]))/g;
/** "15 04 2026", "15.04 tarihinde". */
const NUMERIC_SPACED = /(?<![\d.:/-] ?)(\d{1,2}) (\d{1,2}) (20\d\d)(?![\d/.:]| \d)/g;
const NUMERIC_SAID = /(?<![\d.:/-])(\d{1,2})\.(\d{1,2})(?= (?:tarih|gunu))/g;
const ISO = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/g;
/** "19 Mayıs Stadyumu", "15 Temmuz Meydanı" are places. */
const NO_PLACE =
  '(?! (?:stad|cadde|cad|cd|mahalle|mah|mh|lise|ilkokul|ortaokul|okul|universite|park|meydan|bulvar|sokak|sok|sk|kopru|salon|kultur|spor|durag|durak|hastane))';
const ENGLISH_MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const ENGLISH_WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
/** Month names, and those of five letters and more with one left out ("nsan", "temuz"): before them stands a number. */
const MONTH_NUMBER = new Map<string, number>(
  [...MONTHS, ...ENGLISH_MONTHS].flatMap((name, at) => {
    const i = at % MONTHS.length;
    const shorter = name.length < 5 ? [] : Array.from(name, (_, at) => name.slice(0, at) + name.slice(at + 1));
    return [name, ...shorter].map((written): [string, number] => [written, i + 1]);
  }),
);
const NAMED = new RegExp(`${EDGE}(${NUMBER}) ?(${[...MONTH_NUMBER.keys()].join('|')})(?: ?(\\d{4}))?${END}${NO_PLACE}`, 'g');
const DAY_OF_MONTH = new RegExp(`${EDGE}ayin (${NUMBER})${END}`, 'g');
const MONTH_EDGE = new RegExp(`${EDGE}ay (son|bas)(?=[iu])${END}`, 'g');
const WEEKEND = new RegExp(`${EDGE}(bu |haftaya )?hafta ?sonu${END}`, 'g');
const RELATIVE_DAY = new RegExp(
  `${EDGE}(bugun|yarin degil obur gun|yarindan sonra|yarin|obur gun|oburgun|ertesi gun|dun|evvelsi gun|evvelki gun|onceki gun|day after tomorrow|tomorrow|today|tonight|yesterday|bu sabah|bu aksam|bu gece|dun aksam|dun gece)(?!ya |l[iu]k)(?:k[iu](?:n[a-z]{0,3}|ler[a-z]{0,3})?)?${END}`,
  'g',
);
const IN_DAYS = new RegExp(`${EDGE}(${NUMBER}) ?(gun|hafta|ay) ?(sonra|once|evvel|sonraya)(?:ki)?${END}`, 'g');
/** Days of the week by name and by the short forms of messages. */
const WEEKDAY_NUMBER = new Map<string, number>([
  ...[WEEKDAYS, ENGLISH_WEEKDAYS].flatMap((names) => names.map((name, i): [string, number] => [name, i])),
  ['pzt', 0],
  ['pztsi', 0],
  ['crs', 2],
  ['prs', 3],
  ['cmt', 5],
  ['cmts', 5],
]);
const WEEKDAY = new RegExp(
  `${EDGE}(?:(haftaya|gelecek hafta|onumuzdeki hafta|gelecek|onumuzdeki|gecen hafta|gecen|bu hafta|bu) )?(${[...WEEKDAY_NUMBER.keys()].sort((a, b) => b.length - a.length).join('|')})( gun(?:u|une|unden|unu|leri)?)?${END}`,
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
  today: 0,
  tonight: 0,
  tomorrow: 1,
  'day after tomorrow': 2,
  yesterday: -1,
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
  for (const { match, start, end } of matches(at, NUMERIC_SPACED))
    take(at, day(Number(match[3]), Number(match[2]), Number(match[1])), start, end);
  for (const { match, start, end } of matches(at, NUMERIC_SAID))
    take(at, nearYear(at.now, Number(match[2]), Number(match[1])), start, end);
  for (const { match, start, end } of matches(at, NAMED)) {
    const month = MONTH_NUMBER.get(match[2]!)!;
    const date = numberOf(match[1]!);
    take(at, match[3] ? day(Number(match[3]), month, date) : nearYear(at.now, month, date), start, end);
  }
  for (const { match, start, end } of matches(at, DAY_OF_MONTH))
    take(at, dayOfThisMonth(at.now, numberOf(match[1]!)), start, end);
  for (const { match, start, end } of matches(at, MONTH_EDGE)) take(at, monthEdge(at.now, match[1] === 'son'), start, end);
  for (const { match, start, end } of matches(at, WEEKEND)) take(at, weekend(at.now, match[1] === 'haftaya '), start, end);
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
  if (!Number.isInteger(dayOfMonth)) return null;
  if (dayOfMonth >= today) return day(year, month, dayOfMonth);
  return month === 12 ? day(year + 1, 1, dayOfMonth) : day(year, month + 1, dayOfMonth);
}

/** The last day of this month, or the first of the next. */
function monthEdge(now: number, last: boolean): string {
  const { year, month } = localOf(now);
  const next = month === 12 ? day(year + 1, 1, 1)! : day(year, month + 1, 1)!;
  return last ? dayOf(Date.parse(`${next}T12:00:00Z`) - DAY_MS) : next;
}

/** The Saturday that is meant. */
function weekend(now: number, next: boolean): string {
  const days = (5 - localOf(now).weekday + 7) % 7;
  return dayOf(now + (days + (next ? 7 : 0)) * DAY_MS);
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
  const wanted = WEEKDAY_NUMBER.get(name!)!;
  let days = (wanted - today + 7) % 7;
  if (which.startsWith('gecen')) days = which === 'gecen hafta' ? wanted - today - 7 : days - 7;
  else if (which === 'haftaya' || which.endsWith('hafta')) days = which === 'bu hafta' ? wanted - today : wanted - today + 7;
  return dayOf(at.now + days * DAY_MS);
}
