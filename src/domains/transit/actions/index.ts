import type { Action } from '../../action';
import type { TransitPlanner } from '../types';
import { departuresAction } from './departures';
import { journeyAction } from './journey';
import { lineAction } from './line';
import { linesAtAction } from './lines-at';
import { nearestAction } from './nearest';

/** Actions that ask the journey planner. */
export function createTransitActions({ planner }: { planner: TransitPlanner }): Action[] {
  return [departuresAction, journeyAction, lineAction, linesAtAction, nearestAction].map((action) => action(planner));
}
