import { openRequest } from '../requests';
import { resolve, scopeOf } from '../values';
import { END, type StepHandler, WAIT } from './index';

/** start: this flow ends, and the one that serves the named intent, or has the given name, begins with the same request. */
export const start: StepHandler<'start'> = (step, frame, run) => {
  const intent = resolve(step.start, scopeOf(run.session, frame));
  if (typeof intent !== 'string') return END;
  run.session.frames.pop();
  if (run.env.flows.has(intent)) {
    openRequest(run, { ...frame, entities: [], flow: intent });
    return WAIT;
  }
  const department = run.env.catalogue.get(intent)?.department ?? frame.department;
  const { text, entities, media, location, owes } = frame;
  openRequest(run, { intent, department, text, entities, media, location, owes });
  return WAIT;
};
