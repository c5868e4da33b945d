import { argsOf, scopeOf } from '../values';
import { type StepHandler, WAIT } from './index';

/** call: stops the engine; the pipeline runs the action and comes back with its result within the same turn. */
export const callStep: StepHandler<'call'> = (step, frame, run) => {
  run.requestCall(step.call, argsOf(step.with, scopeOf(run.session, frame)));
  return WAIT;
};
