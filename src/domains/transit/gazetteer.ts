import { fold } from '../../core/fold';
import type { Gazetteer } from '../../core/reading';
import type { City } from './city';
import { slug } from './names';
import { resolve } from './places';

type Entry = Gazetteer['entries'][number];

/** "28A" is also typed "28 A" and "28-A"; a city's single tram line is called "tramvay". */
function lineEntries({ lines, settings }: City): Entry[] {
  return lines.map(({ id, code, mode }) => {
    const apart = code.replace(/(\d)(?=\p{L})|(\p{L})(?=\d)/gu, '$1$2 ');
    const alone = mode !== 'bus' && lines.filter((line) => line.mode === mode).length === 1;
    const aliases = [
      ...(apart === code ? [] : [apart, apart.replaceAll(' ', '-')]),
      ...(alone ? (settings.mode_words[mode] ?? []) : []),
    ];
    return aliases.length ? { id, name: code, aliases } : { id, name: code };
  });
}

/** One entry a name: where its stops lie far apart, `locate` asks which. */
function stopEntries({ groups, settings }: City): Entry[] {
  const suffixes = new Set(settings.stop_suffixes.map(fold));
  return [...groups.byName].map(([id, same]) => {
    const names = new Set(same.flatMap((group) => group.aliases));
    const words = same[0]!.name.split(' ');
    if (words.length > 1 && suffixes.has(fold(words.at(-1)!))) names.add(words.slice(0, -1).join(' '));
    names.delete(same[0]!.name);
    return names.size ? { id, name: same[0]!.name, aliases: [...names] } : { id, name: same[0]!.name };
  });
}

/** Places of a kind that can be located; a place called exactly as a stop is left to the stop. */
function placeEntries(city: City, kind: 'place' | 'neighbourhood'): Entry[] {
  return city.places
    .filter((place) => place.kind === kind && resolve(city, place.id).located.status !== 'unknown')
    .map(({ id, name, aliases = [] }) => {
      const own = [name, ...aliases].filter(
        (alias) => kind === 'neighbourhood' || !city.groups.byName.has(`stop:${slug(alias)}`),
      );
      return { id, name, aliases: own.filter((alias) => alias !== name) };
    });
}

/** The names of a city for the understanding. */
export function gazetteersOf(city: City): Gazetteer[] {
  return [
    { type: 'line', entries: lineEntries(city) },
    { type: 'stop', entries: stopEntries(city) },
    { type: 'place', entries: placeEntries(city, 'place') },
    { type: 'neighbourhood', entries: placeEntries(city, 'neighbourhood') },
  ];
}
