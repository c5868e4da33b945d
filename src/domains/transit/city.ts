import { type Changes, changesOf } from './changes';
import { Grid, type Links, linkStops } from './geo';
import { type Groups, groupStops } from './groups';
import { slug } from './names';
import type { FeedFacts, Prepared } from './prepared';
import type { NamedPlace, TransitSettings } from './settings';
import type { Timetable } from './timetable';
import type { LineRef, StopRef } from './types';

/** Routes of the feed that bear one code: many feeds have a route for each direction. */
export interface Line extends LineRef {
  /** Patterns of the timetable that belong to it. */
  patterns: number[];
}

/** A loaded city: the feed and everything that is worked out of it once. */
export interface City {
  feed: FeedFacts;
  settings: TransitSettings;
  table: Timetable;
  links: Links;
  changes: Changes;
  grid: Grid;
  groups: Groups;
  lines: Line[];
  /** Index into `lines` by pattern. */
  lineOfPattern: Int32Array;
  lineById: Map<string, Line>;
  places: NamedPlace[];
  /** 1 for a stop that some trip calls at. */
  served: Uint8Array;
}

/** Works out a city from its feed. `places`: of several with one id the first counts, the others fill its gaps. */
export function buildCity({ facts: feed, table }: Prepared, settings: TransitSettings, places: NamedPlace[]): City {
  const served = Uint8Array.from(feed.stops, (_, s) => (table.visitStart[s + 1]! > table.visitStart[s]! ? 1 : 0));
  const grid = new Grid(feed.stops, settings.stop_link_walk_m);
  const links = linkStops(feed.stops, grid, settings);
  const lines: Line[] = [];
  const lineById = new Map<string, Line>();
  const lineOfRoute = feed.lines.map(({ id, code, name, mode }) => {
    const key = lineKey(id, code);
    let line = lineById.get(key);
    if (!line) {
      line = { id: key, code, name, mode, patterns: [] };
      lineById.set(key, line);
      lines.push(line);
    }
    return lines.indexOf(line);
  });
  const lineOfPattern = new Int32Array(table.patternCount);
  for (let p = 0; p < table.patternCount; p++) {
    lineOfPattern[p] = lineOfRoute[feed.trips[table.trips[table.tripStart[p]!]!]!.line]!;
    lines[lineOfPattern[p]!]!.patterns.push(p);
  }
  return {
    feed,
    settings,
    table,
    links,
    changes: changesOf(feed.stops, links, feed.transfers, settings),
    grid,
    groups: groupStops(feed, served, settings),
    lines: lines.filter((line) => line.patterns.length > 0),
    lineOfPattern: compact(lineOfPattern, lines),
    lineById,
    places: mergePlaces(places),
    served,
  };
}

/** One place an id: what the first of them leaves open is filled from the others. */
function mergePlaces(places: NamedPlace[]): NamedPlace[] {
  const byId = new Map<string, NamedPlace>();
  for (const place of places) {
    const known = byId.get(place.id);
    byId.set(
      place.id,
      known ? { ...place, ...known, aliases: [...new Set([...(known.aliases ?? []), ...(place.aliases ?? [])])] } : place,
    );
  }
  return [...byId.values()];
}

/** Line numbers once the lines without a trip are left out. */
function compact(lineOfPattern: Int32Array, lines: Line[]): Int32Array {
  let next = 0;
  const moved = lines.map((line) => (line.patterns.length > 0 ? next++ : -1));
  return lineOfPattern.map((line) => moved[line]!);
}

/** A stop as replies name it. */
export function stopRef(city: City, stop: number): StopRef {
  const { id, lat, lon } = city.feed.stops[stop]!;
  const group = city.groups.list[city.groups.ofStop[stop]!];
  return { id, group: group?.id ?? '', name: group?.name ?? city.feed.stops[stop]!.name, lat, lon };
}

export const lineRef = ({ id, code, name, mode }: Line): LineRef => ({ id, code, name, mode });

/** Where a pattern's trip is bound for: its headsign, else its last stop. */
export function headsign(city: City, pattern: number, trip: number): string {
  const { table, feed } = city;
  const sign = feed.trips[table.trips[table.tripStart[pattern]! + trip]!]!.headsign;
  return sign || stopRef(city, table.stops[table.stopStart[pattern + 1]! - 1]!).name;
}

const lineKey = (route: string, code: string): string => `line:${slug(code) || slug(route) || route}`;

/** A line by its gazetteer id, by its code as typed ("28a"), or by a route of the feed ("route:10010"). */
export function findLine(city: City, id: string): Line | undefined {
  if (id.startsWith('route:')) {
    const route = city.feed.lines.find((one) => one.id === id.slice('route:'.length));
    return route && findLine(city, lineKey(route.id, route.code));
  }
  const line = city.lineById.get(id) ?? city.lineById.get(`line:${slug(id)}`);
  return line && line.patterns.length > 0 ? line : undefined;
}

/** The lines that call at any of some stops, in order of their codes ("2" before "12"). */
export function linesOf(city: City, stops: Iterable<number>): Line[] {
  const found = new Set<Line>();
  for (const stop of stops)
    for (let v = city.table.visitStart[stop]!; v < city.table.visitStart[stop + 1]!; v++)
      found.add(city.lines[city.lineOfPattern[city.table.visitPattern[v]!]!]!);
  return [...found].sort((a, b) => a.code.localeCompare(b.code, 'tr', { numeric: true }));
}
