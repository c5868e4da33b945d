import type { Event } from '../../core/turn';
import { pathOf, scopeOf } from '../values';
import { NEXT, type StepHandler } from './index';

/** keep_decision: the decision of an eligibility check is kept with its answers; a check that decided nothing is not. */
export const keepDecision: StepHandler<'keep_decision'> = (step, frame, run) => {
  const decided = pathOf(`${step.keep_decision}.decision`, scopeOf(run.session, frame));
  if (decided !== null) run.emit({ type: 'decision', decision: decided } as unknown as Event);
  return NEXT;
};
