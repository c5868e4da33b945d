/** Times of day: "9'da", "8 buçukta", "akşam 6", "18:30", "saat on bir buçuk", "yarım saat sonra", "dokuza çeyrek kala". */
import { clock, clockOf, dayOf, localOf, MINUTE_MS } from './calendar';
import { NUMBER, numberOf } from './numbers';
import { claim, matches, type Scan } from './scan';

const EDGE = '(?<![a-z0-9.,:/-])';
const PART = 'sabah(?:a karsi|leyin)?|oglen(?:leyin)?|ogleden sonra|ogleden once|ogle|ikindi|aksam(?:ustu|leyin)?|gece|gunduz';
const AT = "(?:'?(?:[dt][ae]n?(?:ki)?|[yn]?[ae]|gibi|[dt][ae]yim))";

const RELATIVE = new RegExp(
  `${EDGE}(${NUMBER}) ?(saat|sa|dakika|dakka|dakkaya|dk)(?: (${NUMBER}) ?(?:dakika|dakka|dk))? ?(sonra|once|sonraya|icinde)(?![a-z])`,
  'g',
);
const CLOCK = new RegExp(
  `(?<![\\d.,:/-])(?:(${PART})(?: saat)? )?([01]?\\d|2[0-3])[:.]([0-5]\\d)(?![\\d]|[.:]\\d)${AT}?(?![a-z0-9]| ?(?:metre|lira|kilo|litre|tl|kg|km|cm|mt|ton)(?![a-z]))`,
  'g',
);
const TO = new RegExp(
  `${EDGE}(?:(${PART}) )?(${NUMBER})'?[yn]?[aeiu] (${NUMBER}|ceyrek) (var|kala|geciyor|gece|gecerken)(?![a-z])`,
  'g',
);
const HALF = new RegExp(
  `${EDGE}(?:(${PART})(?: saat)? |saat )?(${NUMBER}) ?bucuk${AT}?(?![a-z]| ?(?:saat|gun|hafta|ay|yil|sene|lira|tl|milyon|bin|kilo|metre|km|yas)[a-z]{0,4}(?![a-z]))`,
  'g',
);
const HOUR = new RegExp(
  `${EDGE}(?:(${PART})(?: saat(?:i)?)? |(saat(?:i)?) )(${NUMBER})(?!\\d)(?: (?:sular[iı]nda|gibi|civari|civarinda))?${AT}?(?![a-z0-9]|[.,:]\\d)`,
  'g',
);
const BARE = new RegExp(
  `${EDGE}(\\d{1,2})'?(?:[dt][ae](?:yim|ki)?|[dt][ae]n (?:sonra|once)|[yn]?[ae] (?:kadar|dogru)|[yn]?[ae] gibi| gibi)(?![a-z])`,
  'g',
);
/** "saat 1830" without a point, "gece yarısı". */
const PACKED = /(?<![a-z0-9])saat(?:i)? ([01]\d|2[0-3])([0-5]\d)(?![a-z0-9]|[.,:]\d)/g;
const MIDNIGHT = /(?<![a-z0-9])gece yarisi(?:n?[dt]an?|n[ae])?(?![a-z])/g;
const HALF_WORD = /\bbucuk/;

/** What the wall clock's hour means: with a part of the day said, or guessed from what is left of the day. */
function hourOf(at: Scan, part: string | undefined, hour: number, minute: number): number | null {
  if (hour > 24) return null;
  if (hour > 12 || (hour === 0 && part === undefined)) return hour % 24;
  if (part === undefined) return guess(at, hour, minute);
  if (part.startsWith('sabah') || part === 'ogleden once') return hour === 12 ? 0 : hour;
  if (part === 'gece') return hour === 12 ? 0 : hour >= 7 ? hour + 12 : hour;
  if (part === 'gunduz') return hour < 7 ? hour + 12 : hour;
  if (part.startsWith('ogle') && hour >= 10) return hour;
  return hour === 12 ? 12 : hour + 12;
}

/** Without a part of the day: the next of the two, when today is meant; else the waking hours 7 to 18. */
function guess(at: Scan, hour: number, minute: number): number {
  const today = dayOf(at.now);
  const date = at.found.find((entity) => entity.type === 'date');
  if (date !== undefined && date.value !== today) return hour < 7 ? hour + 12 : hour;
  const now = localOf(at.now);
  const passed = hour * 60 + minute < now.hour * 60 + now.minute;
  if (hour < 7 || (passed && hour < 12)) return hour + 12;
  return hour;
}

/** A part of the day that stands elsewhere: "yarın sabah ... 9'da", "akşam eve 6'da". */
function partBefore(at: Scan, start: number): string | undefined {
  const before = at.folded.slice(Math.max(0, start - 30), start);
  return new RegExp(`(?<![a-z])(${PART})(?![a-z])[^.!?]*$`).exec(before)?.[1];
}

export function findTimes(at: Scan): void {
  for (const { match, start, end } of matches(at, RELATIVE)) relative(at, match, start, end);
  for (const { match, start, end } of matches(at, CLOCK)) {
    const hour = Number(match[2]);
    const evening = match[1] !== undefined && hour < 12 ? hourOf(at, match[1], hour, Number(match[3])) : hour;
    if (evening !== null) claim(at, 'time', clock(evening, Number(match[3])), start, end);
  }
  for (const { match, start, end } of matches(at, PACKED))
    claim(at, 'time', clock(Number(match[1]), Number(match[2])), start, end);
  for (const { start, end } of matches(at, MIDNIGHT)) claim(at, 'time', clock(0, 0), start, end);
  for (const { match, start, end } of matches(at, TO)) quarter(at, match, start, end);
  for (const { match, start, end } of matches(at, HALF)) whole(at, match[1], match[2]!, 30, start, end);
  for (const { match, start, end } of matches(at, HOUR))
    if (!countsThings(at, match, end)) whole(at, match[1], match[3]!, 0, start, end);
  for (const { match, start, end } of matches(at, BARE))
    if (/[.]$/.test(match[0]) === false) whole(at, undefined, match[1]!, 0, start, end);
}

/** "akşam iki araç" counts vehicles: an hour in words stands with "saat", an ending, or at the end of what is said. */
function countsThings(at: Scan, match: RegExpExecArray, end: number): boolean {
  const [text, , hourWord, number = ''] = match;
  if (/\d/.test(number) || hourWord !== undefined || / saat/.test(text) || !text.endsWith(number)) return false;
  return !/^\s*(?:$|[^a-z\s]|(?:gibi|icin|civar|sular|arasi|kadar|on|bir|iki|uc|dort|bes|alti|yedi|sekiz|dokuz|otobus|seferi|var)(?![a-z]))/.test(
    at.folded.slice(end),
  );
}

function whole(at: Scan, part: string | undefined, text: string, minute: number, start: number, end: number): void {
  const value = numberOf(text.replace(HALF_WORD, '').trim());
  const minutes = / bucuk/.test(text) || !Number.isInteger(value) ? 30 : minute;
  const hour = hourOf(at, part ?? partBefore(at, start), Math.floor(value), minutes);
  if (Number.isNaN(value) || value < 0 || value > 24 || hour === null) return;
  claim(at, 'time', clock(hour, minutes), start, end);
}

/** "dokuza çeyrek kala" is 8:45, "dokuzu on geçe" 9:10. */
function quarter(at: Scan, match: RegExpExecArray, start: number, end: number): void {
  const hour = numberOf(match[2]!);
  const minutes = match[3] === 'ceyrek' ? 15 : numberOf(match[3]!);
  const before = match[4] === 'var' || match[4] === 'kala';
  if (!(hour <= 24) || !(minutes < 60)) return;
  const meant = hourOf(at, match[1] ?? partBefore(at, start), hour, before ? 0 : minutes);
  if (meant === null) return;
  const total = (meant * 60 + (before ? -minutes : minutes) + 1440) % 1440;
  claim(at, 'time', clock(Math.floor(total / 60), total % 60), start, end);
}

/** "yarım saat sonra": a moment, so the day is given with it, over the same words. */
function relative(at: Scan, match: RegExpExecArray, start: number, end: number): void {
  const count = numberOf(match[1]!);
  const more = match[3] ? numberOf(match[3]) : 0;
  if (Number.isNaN(count) || Number.isNaN(more) || match[4] === 'icinde') return;
  const minutes = match[2]!.startsWith('sa') ? count * 60 + more : count;
  const moment = at.now + (match[4] === 'once' ? -1 : 1) * minutes * MINUTE_MS;
  claim(at, 'time', clockOf(moment), start, end);
  claim(at, 'date', dayOf(moment), start, end);
}
