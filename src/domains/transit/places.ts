import { type City, linesOf } from './city';
import { straightMetres, walkMetres, walkSeconds } from './geo';
import type { StopGroup } from './groups';
import { bears, slug } from './names';
import type { Access } from './raptor';
import type { NamedPlace } from './settings';
import type { FoundPlace, Located, PlaceChoice, PlaceRef, Point } from './types';

/** A place with the stops that are it, where there are any: a pin has none, a walk leads from it to stops. */
export interface Spot {
  place: FoundPlace;
  /** Stops that count as the place itself. */
  stops: number[];
  /** Stops that bear the place's name too: lines that serve a neighbourhood. */
  around: number[];
}

/** What a reference may be; `spot` is undefined for 'unknown' and 'ambiguous'. */
export type Resolved =
  | { located: Exclude<Located, { status: 'ok' }> }
  | { located: Extract<Located, { status: 'ok' }>; spot: Spot };

const LABEL_LINES = 3;
const UNKNOWN: Resolved = { located: { status: 'unknown' } };

const found = (spot: Spot): Resolved => ({ located: { status: 'ok', place: spot.place }, spot });

function groupSpot(groups: StopGroup[], name: string, id: string, around = groups): Spot {
  const mean = (axis: 'lat' | 'lon') => groups.reduce((sum, group) => sum + group[axis], 0) / groups.length;
  return {
    place: { id, name, lat: mean('lat'), lon: mean('lon') },
    stops: groups.flatMap((group) => group.stops),
    around: around.flatMap((group) => group.stops),
  };
}

/** Stop groups to choose from, those with the most lines first, each with some of its lines so that they differ. */
function choices(city: City, groups: StopGroup[]): Resolved {
  const alike = new Set(groups.map((group) => group.name)).size < groups.length;
  const offered = groups
    .map((group) => ({ group, lines: linesOf(city, group.stops) }))
    .sort((a, b) => b.lines.length - a.lines.length)
    .slice(0, city.settings.choices_limit)
    .map(({ group, lines }): PlaceChoice => {
      const codes = lines.slice(0, LABEL_LINES).map((line) => line.code);
      return { id: group.id, label: `${(alike && group.aliases[0]) || group.name} (${codes.join(', ')})` };
    });
  return { located: { status: 'ambiguous', choices: offered } };
}

function oneOf(city: City, groups: StopGroup[]): Resolved {
  if (groups.length > 1) return choices(city, groups);
  return found(groupSpot(groups, groups[0]!.name, groups[0]!.id));
}

/** The stops that bear one of a place's phrases, and of them those whose whole name it is, where there are such. */
function bearing(city: City, place: NamedPlace): { best: StopGroup[]; all: StopGroup[] } {
  for (const phrase of place.stops ?? [place.name]) {
    const all = city.groups.list.filter((group) => bears(group.slug, phrase));
    const whole = all.filter((group) => group.slug === slug(phrase));
    if (all.length > 0) return { best: whole.length > 0 ? whole : all, all };
  }
  return { best: [], all: [] };
}

/**
 * A named place: at its coordinates, else at the stops that bear its name; far-flung ones are asked about. The centre of
 * a neighbourhood is anybody's guess, so a stop that is called by its name and lies near the centre stands for it.
 */
function namedPlace(city: City, place: NamedPlace): Resolved {
  const { place_spread_m: spreadLimit } = city.settings;
  const { best, all } = bearing(city, place);
  if (place.lat !== undefined && place.lon !== undefined) {
    const at = { id: place.id, name: place.name, lat: place.lat, lon: place.lon };
    const near = (groups: StopGroup[]) => groups.filter((group) => straightMetres(group, at) <= spreadLimit);
    const own = place.kind === 'neighbourhood' ? near(best) : [];
    if (own.length > 0) return found({ ...groupSpot(own, place.name, place.id, near(all)), place: at });
    return atPoint(
      city,
      at,
      near(all).flatMap((group) => group.stops),
    );
  }
  if (best.length === 0) return UNKNOWN;
  const spot = groupSpot(best, place.name, place.id, all);
  const spread = Math.max(...best.map((group) => straightMetres(group, spot.place)));
  return spread > spreadLimit ? choices(city, best) : found(spot);
}

/** A coordinate: known where a stop is within a walk of it. */
function atPoint(city: City, at: FoundPlace, around: number[] = []): Resolved {
  const near = nearStops(city, at, city.settings.access_fallback_walk_m);
  if (near.length === 0) return { located: { status: 'far', place: at } };
  const own =
    around.length > 0 ? around : near.filter(({ walk }) => walk <= city.settings.stop_link_walk_m).map(({ stop }) => stop);
  return found({ place: at, stops: [], around: own.length > 0 ? own : [near[0]!.stop] });
}

/** Served stops within metres on foot of a point, nearest first. */
export function nearStops(city: City, at: Point, walkLimit: number): { stop: number; walk: number }[] {
  return city.grid
    .within(at, walkLimit / city.settings.walk_detour_factor)
    .filter(({ index }) => city.served[index])
    .map(({ index }) => ({ stop: index, walk: walkMetres(at, city.feed.stops[index]!, city.settings) }));
}

/** Tries an id that no gazetteer of the feed holds as a name: the pack may call a neighbourhood by an id of its own. */
function byName(city: City, text: string): Resolved {
  const key = slug(text.slice(text.indexOf(':') + 1));
  const groups = city.groups.byName.get(`stop:${key}`);
  if (groups) return oneOf(city, groups);
  const named = city.places.find((place) => [place.name, ...(place.aliases ?? [])].some((name) => slug(name) === key));
  if (named) return namedPlace(city, named);
  const bare = key.replace(/-(mahallesi|mah|mh|koyu)$/, '');
  if (bare !== key) return byName(city, bare);
  return key === '' ? UNKNOWN : namedPlace(city, { id: text, name: text, kind: 'neighbourhood', stops: [key] });
}

/** One GTFS stop alone, also one that nothing calls at (one walks from it), or all platforms of a station. */
function platform(city: City, ref: string, id: string): Resolved {
  const { stops } = city.feed;
  const own = stops.findIndex((stop) => stop.id === id);
  const chosen = own >= 0 ? [own] : stops.flatMap(({ station }, index) => (station === id ? [index] : []));
  if (chosen.length === 0) return UNKNOWN;
  const { name, lat, lon } = stops[chosen[0]!]!;
  return found({ place: { id: ref, name, lat, lon }, stops: chosen, around: chosen });
}

/** Finds what a reference means; see PlaceRef. */
export function resolve(city: City, ref: PlaceRef): Resolved {
  if (typeof ref !== 'string') {
    if (!Number.isFinite(ref.lat) || !Number.isFinite(ref.lon)) return UNKNOWN;
    return atPoint(city, { name: ref.name ?? '', lat: ref.lat, lon: ref.lon });
  }
  if (ref.startsWith('platform:')) return platform(city, ref, ref.slice('platform:'.length));
  const groups = city.groups.byName.get(ref) ?? city.groups.list.filter((group) => group.id === ref);
  if (groups.length > 0) return oneOf(city, groups);
  const place = city.places.find(({ id }) => id === ref);
  return place ? namedPlace(city, place) : byName(city, ref);
}

/** Walks from a spot to stops: its own at once and those linked to them, or from a pin those within reach. */
export function access(city: City, spot: Spot): Access {
  const best = new Map<number, number>();
  const reach = (stop: number, seconds: number) => {
    if (seconds < (best.get(stop) ?? Number.POSITIVE_INFINITY)) best.set(stop, seconds);
  };
  if (spot.stops.length === 0) {
    const near = nearStops(city, spot.place, city.settings.access_walk_m);
    const used = near.length > 0 ? near : nearStops(city, spot.place, city.settings.access_fallback_walk_m).slice(0, 1);
    for (const { stop, walk } of used) reach(stop, walkSeconds(walk, city.settings));
  }
  for (const stop of spot.stops) {
    reach(stop, 0);
    for (let l = city.links.start[stop]!; l < city.links.start[stop + 1]!; l++) reach(city.links.to[l]!, city.links.seconds[l]!);
  }
  return { stops: Int32Array.from(best.keys()), seconds: Int32Array.from(best.values()) };
}
