import { resolve, scopeOf } from '../values';
import { NEXT, type StepHandler } from './index';

/** set: fills slots; null empties one, so that its question is asked again. */
export const set: StepHandler<'set'> = (step, frame, run) => {
  const scope = scopeOf(run.session, frame);
  for (const [name, value] of Object.entries(step.set)) {
    if (value === null) delete frame.slots[name];
    else {
      const filled = resolve(value, scope);
      if (filled !== null) frame.slots[name] = filled;
    }
  }
  return NEXT;
};
