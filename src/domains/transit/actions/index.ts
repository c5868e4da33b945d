import { join } from 'node:path';
import { ROOT } from '../../../core/paths';
import type { Action } from '../../action';
import { Lookup } from '../lookup';
import { loadNaming, type NamingSettings } from '../naming/settings';
import type { TransitPlanner } from '../types';
import { departuresAction } from './departures';
import { TransitExtras, type TransitSources } from '../extras';
import { journeyAction } from './journey';
import { lineAction } from './line';
import { linesAtAction } from './lines-at';
import { nearestAction } from './nearest';
import { readAction } from './read';

interface Parts extends TransitSources {
  planner: TransitPlanner;
  /** How names are typed; the checkout's own where a city gives none. */
  naming?: NamingSettings;
}

const NAMING = join(ROOT, 'data/municipality/transit/names.yaml');

/** Actions that ask the journey planner. */
export function createTransitActions({ planner, naming = loadNaming(NAMING), ...sources }: Parts): Action[] {
  const lookup = new Lookup(planner, naming);
  const extras = new TransitExtras(sources);
  return [
    departuresAction(lookup, extras),
    journeyAction(lookup, extras),
    lineAction(lookup, extras),
    linesAtAction(lookup, extras),
    nearestAction(lookup),
    readAction(lookup),
  ];
}
