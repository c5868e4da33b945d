/** What a citizen answered, read tolerantly: an answer that cannot be read is asked again, never guessed. */
import { fold, foldedWords } from '../../core/fold';
import type { Json, JsonObject } from '../../core/json';
import type { Condition, Pack } from '../pack';
import { bestMatch, findNeighbourhood, namesOtherProvince } from '../pack';
import { isDay } from '../pack/schema-common';

/** Answers by the names that conditions give them (residence, birthDate, firstApplication, ...). */
export type Answers = JsonObject;

type Option = Extract<Condition, { kind: 'one_of' }>['options'][number];

const YES = new Set(['yes', 'evet', 'true', 'var', 'نعم']);
const NO = new Set(['no', 'hayir', 'false', 'yok', 'لا']);

export function yesNo(answer: Json | undefined): 'yes' | 'no' | undefined {
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
  const word = typeof answer === 'string' ? fold(answer.trim()) : '';
  return YES.has(word) ? 'yes' : NO.has(word) ? 'no' : undefined;
}

/** A day as YYYY-MM-DD or as people write it, 05.03.2026. */
export function dayOf(answer: Json | undefined): string | undefined {
  if (typeof answer !== 'string') return undefined;
  const typed = answer.trim().match(/^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/);
  const day = typed ? `${typed[3]}-${typed[2]!.padStart(2, '0')}-${typed[1]!.padStart(2, '0')}` : answer.trim();
  return isDay(day) ? day : undefined;
}

/** A number as people write it: "28.075,50 TL" is 28075.5, "28 bin" 28000, "gelirimiz yok" 0. Negative numbers are none. */
export function numberOf(answer: Json | undefined): number | undefined {
  if (typeof answer === 'number') return Number.isFinite(answer) && answer >= 0 ? answer : undefined;
  if (typeof answer !== 'string') return undefined;
  const said = fold(answer);
  if (/(?:^|\s)eksi\b|-\d/.test(said)) return undefined;
  const numbers = [...said.matchAll(/(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?(\s*bin)?(?![\d.,])/g)];
  // "Lale sok. no 3" is no income: only a few words stand beside a number that is an answer.
  if (numbers.length === 1 && /\b(?:no|sok\w*|cad\w*|mah\w*|daire)\b/.test(said)) return undefined;
  if (numbers.length === 1) {
    const [, whole, cents, thousands] = numbers[0]!;
    const value = Number(`${whole!.replaceAll('.', '')}.${cents ?? '0'}`);
    return thousands === undefined ? value : value * 1_000;
  }
  if (numbers.length > 1) return undefined;
  return /^(?:(?:hic|gelir\w*|maas\w*|calisan\w*)\s+)*(?:yok|sifir|none|no)\b/.test(said) ? 0 : undefined;
}

/** How far around its neighbourhoods' centres a city is, metres: a pin within it is of the city. */
const CITY_REACH_M = 12_000;

/** Whether the answer lies in the city: yes or no, a pin, or the id or name of a neighbourhood or district; another province is no. */
export function residenceOf(pack: Pack, answer: Json | undefined): 'yes' | 'no' | undefined {
  if (answer !== null && typeof answer === 'object' && !Array.isArray(answer)) {
    const { lat, lon } = answer;
    if (typeof lat !== 'number' || typeof lon !== 'number') return undefined;
    const near = [...pack.places.neighbourhoods, ...pack.places.districts].some(
      (centre) => metres(centre, { lat, lon }) <= CITY_REACH_M,
    );
    return near ? 'yes' : 'no';
  }
  if (typeof answer === 'string') {
    if (
      findNeighbourhood(pack, answer) ||
      pack.places.districts.some(({ id, name }) => id === answer || fold(name) === fold(answer))
    )
      return 'yes';
    const said = yesNo(answer);
    if (said !== undefined) return said;
    return namesOtherProvince(pack, answer) ? 'no' : undefined;
  }
  return yesNo(answer);
}

/** Straight-line metres on a sphere: close enough to say which city. */
function metres(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const rad = Math.PI / 180;
  const x = (b.lon - a.lon) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  const y = (b.lat - a.lat) * rad;
  return Math.hypot(x, y) * 6_371_000;
}

/** The option that is meant: its id, its label in any language, or one of its words. */
export function optionOf(answer: Json | undefined, options: Option[]): Option | undefined {
  if (typeof answer !== 'string') return undefined;
  const exact = options.find(({ id }) => id === answer);
  if (exact) return exact;
  const said = foldedWords(answer).join(' ');
  const labelled = options.find(({ label }) => Object.values(label).some((text) => foldedWords(String(text)).join(' ') === said));
  return labelled ?? bestMatch(answer, options, ({ words }) => words);
}

/** Ids of the papers that the citizen has; all of them for "yes". undefined: not said, or not understood. */
export function papersOf(answer: Json | undefined, all: readonly string[]): Set<string> | undefined {
  if (Array.isArray(answer)) return new Set(answer.filter((id): id is string => typeof id === 'string'));
  const said = yesNo(answer);
  if (said !== undefined) return new Set(said === 'yes' ? all : []);
  if (typeof answer !== 'string') return undefined;
  // "-gelir": all but this one, the button of a missing paper.
  if (answer.startsWith('-')) return new Set(all.filter((id) => id !== answer.slice(1)));
  const named = answer.split(',').map((id) => id.trim());
  return named.some((id) => all.includes(id)) ? new Set(named) : undefined;
}
