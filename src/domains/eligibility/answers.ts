/** What a citizen answered, read tolerantly: an answer that cannot be read is asked again, never guessed. */
import { fold } from '../../core/fold';
import type { Json, JsonObject } from '../../core/json';
import type { Pack } from '../pack';
import { findNeighbourhood } from '../pack';
import { isDay } from '../pack/schema-common';

/** Answers by the names that conditions give them (residence, birthDate, firstApplication, ...). */
export type Answers = JsonObject;

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

/** A number, also with Turkish separators: "28.075,50 TL" is 28075.5. Negative numbers are none. */
export function numberOf(answer: Json | undefined): number | undefined {
  if (typeof answer === 'number') return Number.isFinite(answer) && answer >= 0 ? answer : undefined;
  if (typeof answer !== 'string') return undefined;
  const typed = answer.trim().match(/^(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?\s*(?:tl|lira|₺)?$/i);
  return typed ? Number(`${typed[1]!.replaceAll('.', '')}.${typed[2] ?? '0'}`) : undefined;
}

/** Whether the answer lies in the city: yes or no, or the id or name of a neighbourhood or district. */
export function residenceOf(pack: Pack, answer: Json | undefined): 'yes' | 'no' | undefined {
  if (typeof answer === 'string') {
    if (
      findNeighbourhood(pack, answer) ||
      pack.places.districts.some(({ id, name }) => id === answer || fold(name) === fold(answer))
    )
      return 'yes';
  }
  return yesNo(answer);
}

/** Ids of the papers that the citizen has; all of them for "yes". undefined: not said. */
export function papersOf(answer: Json | undefined, all: readonly string[]): Set<string> | undefined {
  if (Array.isArray(answer)) return new Set(answer.filter((id): id is string => typeof id === 'string'));
  const said = yesNo(answer);
  if (said !== undefined) return new Set(said === 'yes' ? all : []);
  return typeof answer === 'string' ? new Set(answer.split(',').map((id) => id.trim())) : undefined;
}
