import { join } from 'node:path';
import { openPrepared } from './cache';
import { straightMetres } from './geo';
import { createPlanner } from './planner';
import type { FeedFacts } from './prepared';
import { loadPlaces, loadSettings, type NamedPlace, type TransitSettings } from './settings';
import { FeedShapes } from './shapes';
import type { TransitPlanner } from './types';

export interface TransitFiles {
  /** The pack's transit folder: settings.yaml, places.yaml and gtfs/. */
  folder: string;
  /** Another feed than the pack's: a zip or a folder. */
  gtfs?: string;
  /** Places of the municipality's pack, which win over those of places.yaml with the same id. */
  places?: NamedPlace[];
  /** Folder where read feeds are kept, so that the next start is quick; left out: none is kept. */
  cache?: string;
}

/** Where the feed of these files is. */
export const feedOf = ({ folder, gtfs }: TransitFiles): string => gtfs || join(folder, 'gtfs');

/**
 * Loads a city's timetable and makes its planner in the calling thread.
 *
 * @throws KapiError `config` where settings, places or feed cannot be read, with file and line
 */
export async function openLocal(files: TransitFiles): Promise<TransitPlanner> {
  const { folder, places = [], cache } = files;
  const settings = loadSettings(join(folder, 'settings.yaml'));
  const named = [...places, ...loadPlaces(join(folder, 'places.yaml'))];
  const feed = openPrepared(feedOf(files), { cache });
  const here = named.filter((place) => isHere(place, feed.facts, settings));
  return createPlanner({ settings, feed, places: here, shapes: new FeedShapes(feedOf(files)) });
}

/** Is the place in the feed's city? One without coordinates is found by its stops, if there are any. */
function isHere({ lat, lon }: NamedPlace, { stops }: FeedFacts, settings: TransitSettings): boolean {
  if (lat === undefined || lon === undefined) return true;
  return stops.some((stop) => straightMetres(stop, { lat, lon }) <= settings.other_city_m);
}
