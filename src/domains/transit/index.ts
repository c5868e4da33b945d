import { join } from 'node:path';
import { readFeed } from './gtfs/read';
import { createPlanner } from './planner';
import { loadPlaces, loadSettings, type NamedPlace } from './settings';
import type { TransitPlanner } from './types';

export { createTransitActions } from './actions/index';
export { readFeed } from './gtfs/read';
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
  return createPlanner({
    settings: loadSettings(join(folder, 'settings.yaml')),
    places: [...places, ...loadPlaces(join(folder, 'places.yaml'))],
    feed: readFeed(gtfs || join(folder, 'gtfs')),
  });
}
