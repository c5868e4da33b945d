import { resolve, scopeOf } from '../values';
import { NEXT, type StepHandler } from './index';

/** remember: keeps values for this citizen's later requests. */
export const remember: StepHandler<'remember'> = (step, frame, run) => {
  const scope = scopeOf(run.session, frame);
  for (const [name, value] of Object.entries(step.remember)) {
    const filled = resolve(value, scope);
    if (filled !== null) run.session.memory[name] = filled;
  }
  return NEXT;
};
