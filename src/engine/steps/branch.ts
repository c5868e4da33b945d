import { pathOf, scopeOf } from '../values';
import { NEXT, type StepHandler } from './index';

/** branch: goes on by a value; without a fitting case and without else, at the next step. */
export const branch: StepHandler<'branch'> = (step, frame, run) => {
  const value = String(pathOf(step.branch, scopeOf(run.session, frame)));
  const target = (Object.hasOwn(step.cases, value) ? step.cases[value] : undefined) ?? step.else;
  return target === undefined ? NEXT : { to: 'go', step: target };
};
