import { NEXT, type StepHandler } from './index';

/** ring: a sound and a mark at every desk. */
export const ring: StepHandler<'ring'> = (step, _frame, run) => {
  run.emit({ type: 'ring', reason: step.ring });
  return NEXT;
};
