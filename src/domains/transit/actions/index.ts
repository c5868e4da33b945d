import type { Action } from '../../action';
import type { TransitPlanner } from '../types';
import { departuresAction } from './departures';
import { journeyAction } from './journey';
import { lineAction } from './line';
import { nearestAction } from './nearest';

/** Actions that ask the journey planner. */
export function createTransitActions({ planner }: { planner: TransitPlanner }): Action[] {
  return [departuresAction(planner), journeyAction(planner), lineAction(planner), nearestAction(planner)];
}
