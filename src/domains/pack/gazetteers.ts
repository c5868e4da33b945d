/** The names of the city's own places, for understanding and for the domains. */
import { fold, foldedWords } from '../../core/fold';
import type { Gazetteer } from '../../core/reading';
import type { Department, District, Institution, Neighbourhood, Pack, Place } from './types';

/** Districts, neighbourhoods and places as understanding matches them. A neighbourhood also goes by its name without "Mahallesi". */
export function gazetteers(pack: Pack): Gazetteer[] {
  const { districts, neighbourhoods, places } = pack.places;
  return [
    { type: 'district', entries: districts.map(({ id, name, aliases }) => ({ id, name, aliases })) },
    { type: 'neighbourhood', entries: neighbourhoods.map((item) => ({ id: item.id, name: item.name, aliases: namesOf(item) })) },
    { type: 'place', entries: places.map(({ id, name, aliases }) => ({ id, name, aliases })) },
  ];
}

function namesOf({ name, aliases }: Neighbourhood): string[] {
  const bare = name.replace(/ Mahallesi$/, '');
  return [...new Set([bare, ...aliases])].filter((alias) => alias !== name);
}

/** The neighbourhood of an id, or of a name as typed ("kartal mah", "Fevzi Çakmak"); undefined when there is none. */
export function findNeighbourhood(pack: Pack, idOrName: string): Neighbourhood | undefined {
  const asked = bareName(idOrName);
  return pack.places.neighbourhoods.find(
    (item) => item.id === idOrName || [item.name, ...namesOf(item)].some((name) => bareName(name) === asked),
  );
}

/** Folded, without the last word when it only says "neighbourhood". */
function bareName(name: string): string {
  const words = foldedWords(name);
  if (words.length > 1 && /^(mahallesi|mahalle|mah|mh)$/.test(words.at(-1)!)) words.pop();
  return words.join(' ');
}

/** The district or place of an id; undefined when there is none. */
export function findPlace(pack: Pack, id: string): District | Place | undefined {
  return pack.places.places.find((item) => item.id === id) ?? pack.places.districts.find((item) => item.id === id);
}

export function findDepartment(pack: Pack, key: string): Department | undefined {
  return pack.departments.find((item) => item.key === key);
}

export function findInstitution(pack: Pack, key: string): Institution | undefined {
  return pack.institutions.find((item) => item.key === key);
}

/**
 * How well `text` matches a list of beginnings ("pasaport", "şirket kur"): the folded length of the longest one that
 * occurs, 0 when none does. A beginning matches from the start of a word, so that suffixes do not matter.
 */
export function matchOf(text: string, beginnings: readonly string[]): number {
  const haystack = ` ${foldedWords(text).join(' ')}`;
  let best = 0;
  for (const beginning of beginnings) {
    const needle = foldedWords(fold(beginning)).join(' ');
    if (needle.length > best && haystack.includes(` ${needle}`)) best = needle.length;
  }
  return best;
}

/** The item whose beginnings match `text` best, the first of equals; undefined when none matches. */
export function bestMatch<T>(text: string, items: readonly T[], beginningsOf: (item: T) => readonly string[]): T | undefined {
  let best: T | undefined;
  let length = 0;
  for (const item of items) {
    const found = matchOf(text, beginningsOf(item));
    if (found > length) [best, length] = [item, found];
  }
  return best;
}
