import { z } from 'zod';
import type { Entity } from '../../../core/reading';
import { fold } from '../../../core/fold';
import type { JsonObject } from '../../../core/json';
import type { Action, ActionResult } from '../../action';
import { isoDay } from '../clock';
import { weekdayOf } from '../gtfs/services';
import type { Lookup } from '../lookup';
import { endingOf } from '../naming/endings';
import { type Word, wordsOf } from '../naming/words';
import { Local } from './shared';

/**
 * transit.read: the places and lines of a request, with what understanding left open: misspelt and numbered stops, a line
 * called by its kind, a day of the week, a city elsewhere.
 *
 * example: {"text": "otogardn kartala nasil giderim"} ->
 *   {"status": "ok", "from": {"value": "place:otogar", "name": "Otogar"}, "to": {"value": "stop:kartal", "name": "Kartal"}}
 *
 * from, to: by their endings, else in the order said · at: the one place of a request that has one (`only_to`: and it is gone to) · line, lines: all of
 * them · date: of "pazar günleri", "hafta sonu" · elsewhere: another city's name · unknown: what may have been a name.
 */
export function readAction(lookup: Lookup): Action {
  const local = new Local(lookup.planner.settings());
  return {
    name: 'transit.read',
    about: 'The places and lines of a request',
    args: z.object({ text: z.string(), entities: z.array(z.any()).optional() }),
    async run(args, { now }): Promise<ActionResult> {
      const text = String(args.text);
      const entities = (args.entities ?? []) as unknown as Entity[];
      const words = wordsOf(text);
      const { places, numbers } = placesOf(lookup, text, entities);
      // "Yakutiye 47 nolu durak": the number is the stop's, not a line's.
      const others = entities.filter((entity) => !numbers.includes(entity));
      const lines = linesOf(lookup, words, others, text);
      const loose = words.filter((word) => !within(word, [...places, ...entities]));
      const elsewhere = lookup.elsewhere(loose.map((word) => word.text));
      const date = entities.some(({ type }) => type === 'date') ? undefined : weekdayIn(loose, local, now);
      const found = ends(places);
      const unknown = found.to || elsewhere ? undefined : nameless(lookup, text, loose, places.length > 0);
      return {
        status: 'ok',
        ...found,
        ...(numbers.length > 0 ? { not_line: true } : {}),
        ...(lines.length > 0 ? { line: lines[0]!, lines } : {}),
        ...(date ? { date: { value: date } } : {}),
        ...(elsewhere ? { elsewhere } : {}),
        ...(unknown ? { unknown } : {}),
      };
    },
  };
}

interface Said {
  value: string;
  name: string;
  role?: Entity['role'];
  start: number;
  end: number;
}

const PLACES = ['place', 'stop', 'neighbourhood'];
/** A name found here wins over the understanding's when it is longer and fits so well. */
const LONGER_SURE = 0.85;

/** Places in the order of the text: the understanding's, and what the matcher finds beside and around them. */
function placesOf(lookup: Lookup, text: string, entities: Entity[]): { places: Said[]; numbers: Entity[] } {
  const numbers: Entity[] = [];
  const said: Said[] = [];
  for (const type of PLACES)
    for (const { type: own, value, name, text: typed, start, end, role } of entities)
      if (own === type && !said.some((other) => overlap(other, { start, end })))
        said.push({ ...meant(lookup, value, name ?? typed, typed), start, end, ...(role ? { role } : {}) });
  const taken = entities.filter(({ type }) => !PLACES.includes(type) && type !== 'district');
  for (const { id, name, score, start, end, role, rivals, unsure } of lookup.matcher.mentions(text)) {
    const others = taken.filter((entity) => overlap(entity, { start, end }));
    const numbered = others.every(({ type, start: at }) => (type === 'line' || type === 'number') && at > start);
    if (others.length > 0 && !(numbered && score >= LONGER_SURE)) continue;
    numbers.push(...others.filter(({ type }) => type === 'line'));
    const inside = said.filter((other) => overlap(other, { start, end }));
    const longer = inside.every((other) => end - start > other.end - other.start + 1) && score >= LONGER_SURE;
    if (inside.length > 0 && !longer) continue;
    for (const other of inside) said.splice(said.indexOf(other), 1);
    // What may mean several is given as it was typed: the action that uses it asks.
    const asked = rivals.length > 0 || unsure;
    const value = asked ? text.slice(start, end) : id;
    said.push({ value, name: asked ? value : name, start, end, ...(role ? { role } : {}) });
  }
  return { places: said.sort((a, b) => a.start - b.start), numbers };
}

/** A part of a name that several bear ("dadaşkent") is given as it was typed: the action that uses it asks which was meant. */
function meant(lookup: Lookup, value: string, name: string, typed: string): { value: string; name: string } {
  const decided = lookup.matcher.decide(typed);
  const several = decided !== null && 'among' in decided && decided.among.some(({ id }) => id === value);
  return several && decided.among.length > 1 ? { value: typed, name: typed } : { value, name };
}

interface Span {
  start: number;
  end: number;
}
const overlap = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;
const within = (word: Span, spans: Span[]): boolean => spans.some((span) => overlap(word, span));

/** Which place is left and which is gone to. "Hastanedeyim, otogara": one is where one is. */
function ends(places: Said[]): JsonObject {
  const from = places.find(({ role }) => role === 'from');
  const to = places.find(({ role }) => role === 'to');
  const rest = places.filter((place) => place !== from && place !== to);
  const starts = from ?? (to || rest.length > 1 ? (rest.find(({ role }) => role === 'at') ?? rest[0]) : undefined);
  const goal = to ?? rest.find((place) => place !== starts);
  const at = from ?? places.find(({ role }) => role !== 'to') ?? to;
  const onlyTo = to !== undefined && places.length === 1;
  return { ...shown('from', starts), ...shown('to', goal), ...shown('at', at), ...(onlyTo ? { only_to: true } : {}) };
}

const shown = (key: string, place: Said | undefined): JsonObject =>
  place ? { [key]: { value: place.value, name: place.name } } : {};

/** Lines that were named, and one that people call by its kind ("son tramvay"). */
function linesOf(lookup: Lookup, words: Word[], entities: Entity[], text: string): { value: string; name: string }[] {
  const lines = lookup.planner.gazetteers().find(({ type }) => type === 'line')?.entries ?? [];
  const named = entities
    .filter(({ type }) => type === 'line')
    .map((entity) => longer(lines, entity, text) ?? { value: entity.value, name: entity.name ?? entity.text });
  if (named.length > 0)
    return [...new Map([...named, ...listed(words, entities, lines)].map((line) => [line.value, line])).values()];
  for (const { id, name, aliases = [] } of lines)
    for (const alias of aliases.filter((one) => !/\d/.test(one))) {
      const [kind] = wordsOf(alias);
      const isSaid = words.some(({ text }) => text.startsWith(kind!.text) && endingOf(text.slice(kind!.text.length)) !== null);
      if (isSaid) return [{ value: id, name }];
    }
  return [];
}

/** "G7/A": a code that goes on after the one that was found. */
function longer(
  lines: { id: string; name: string }[],
  { start, text: found }: Entity,
  text: string,
): { value: string; name: string } | undefined {
  const rest = fold(text.slice(start));
  const codes = lines.filter(
    ({ name }) =>
      name.length > found.length &&
      /[^\p{L}\p{N}]/u.test(name) &&
      new RegExp(`^${escapeOf(fold(name))}(?![\\p{L}\\p{N}])`, 'u').test(rest),
  );
  const [best] = codes.sort((a, b) => b.name.length - a.name.length);
  return best && { value: best.id, name: best.name };
}
const escapeOf = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** "28A, 80 ve E5": beside a line that is named a bare number is one too, where the feed has it. */
function listed(words: Word[], entities: Entity[], lines: { id: string; name: string }[]): { value: string; name: string }[] {
  const taken = entities.filter(({ type }) => type !== 'number');
  return words
    .filter((word) => /^\d+$/.test(word.text) && !within(word, taken))
    .flatMap(({ text }) => lines.filter(({ name }) => name === text).map(({ id, name }) => ({ value: id, name })));
}

const DAYS = ['pazartesi', 'sali', 'carsamba', 'persembe', 'cuma', 'cumartesi', 'pazar'];
const DAY_ENDING = /^(?:gunu|gunleri|lari|leri|yi|i|u|ya|a|da|den|dan|nin)?$/;
const SATURDAY = 5;

/** The next such day from today on: "pazar", "cumartesi günleri", "hafta sonu", "hafta içi". */
function weekdayIn(words: Word[], local: Local, now: number): string | undefined {
  const today = local.clock.day(now);
  const next = (wanted: number): string => isoDay(today + ((wanted - weekdayOf(today) + 7) % 7));
  for (const [i, { text }] of words.entries()) {
    const second = words[i + 1]?.text ?? '';
    if (/^hafta(?:sonu|sonlari)/.test(text) || (text === 'hafta' && second.startsWith('son'))) return next(SATURDAY);
    if (/^haftaici/.test(text) || (text === 'hafta' && second.startsWith('ic')))
      return weekdayOf(today) < SATURDAY ? isoDay(today) : next(0);
    const day = DAYS.findIndex((name) => text.startsWith(name) && DAY_ENDING.test(text.slice(name.length)));
    if (day >= 0) return next(day);
  }
  return undefined;
}

const UNKNOWN_WORDS_MAX = 3;
const SHORT_REQUEST_WORDS = 6;

/** In a request that is short, or goes to a place that is not known, the words that are of no question must have been meant as a name. */
function nameless(lookup: Lookup, text: string, words: Word[], someplace: boolean): string | undefined {
  if (words.length === 0 || words.length > SHORT_REQUEST_WORDS) return undefined;
  const odd = words.filter(({ text: word }) => word.length > 2 && !/^\d/.test(word) && !lookup.isCommon(word));
  // Beside a place that is known only what is gone to is missed: "meydandan atatürk evine".
  if (someplace && !/[ae]$/.test(odd.at(-1)?.text ?? '')) return undefined;
  return odd.length > 0 && odd.length <= UNKNOWN_WORDS_MAX ? text.slice(odd[0]!.start, odd.at(-1)!.end) : undefined;
}
