import { join } from 'node:path';
import { straightMetres } from './geo';
import { readFeed } from './gtfs/read';
import { createPlanner } from './planner';
import { FeedShapes } from './shapes';
import { loadPlaces, loadSettings, type NamedPlace } from './settings';
import type { TransitPlanner } from './types';

export { createTransitActions } from './actions/index';
export type { TransitSources } from './extras';
export { readFeed } from './gtfs/read';
export { linkOf } from './journey-link';
export { NameMatcher } from './naming/matcher';
export { loadNaming } from './naming/settings';
export { noticesOf } from './notices';
export { createPlanner } from './planner';
export { loadPlaces, loadSettings, type NamedPlace, type TransitSettings } from './settings';
export type * from './types';

export interface TransitFiles {
  /** The pack's transit folder: settings.yaml, places.yaml and gtfs/. */
  folder: string;
  /** Another feed than the pack's: a zip or a folder. */
  gtfs?: string;
  /** Places of the municipality's pack, which win over those of places.yaml with the same id. */
  places?: NamedPlace[];
}

/**
 * Loads a city's timetable and makes its planner.
 *
 * @throws KapiError `config` where settings, places or feed cannot be read, with file and line
 */
export async function openTransit({ folder, gtfs, places = [] }: TransitFiles): Promise<TransitPlanner> {
  const path = gtfs || join(folder, 'gtfs');
  const feed = readFeed(path);
  const settings = loadSettings(join(folder, 'settings.yaml'));
  const named = [...places, ...loadPlaces(join(folder, 'places.yaml'))];
  const here = named.filter((place) => isHere(place, feed, settings));
  return createPlanner({ settings, feed, places: here, shapes: new FeedShapes(path) });
}

/** Is the place in the feed's city? One without coordinates is found by its stops, if there are any. */
function isHere({ lat, lon }: NamedPlace, feed: ReturnType<typeof readFeed>, settings: ReturnType<typeof loadSettings>): boolean {
  if (lat === undefined || lon === undefined) return true;
  return feed.stops.some((stop) => straightMetres(stop, { lat, lon }) <= settings.other_city_m);
}
