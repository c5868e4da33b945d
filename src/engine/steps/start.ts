import { openRequest } from '../requests';
import { argsOf, resolve, scopeOf } from '../values';
import { END, type StepHandler, WAIT } from './index';

/** start: this flow ends, and the one that serves the named intent, or has the given name, begins with the same request. */
export const start: StepHandler<'start'> = (step, frame, run) => {
  const scope = scopeOf(run.session, frame);
  const intent = resolve(step.start, scope);
  if (typeof intent !== 'string') return END;
  const given = argsOf(step.with, scope);
  run.session.frames.pop();
  if (run.env.flows.has(intent)) {
    openRequest(run, { ...frame, entities: [], flow: intent }, given);
    return WAIT;
  }
  const department = run.env.catalogue.get(intent)?.department ?? frame.department;
  const { text, entities, media, location, owes } = frame;
  openRequest(run, { intent, department, text, entities, media, location, owes }, given);
  return WAIT;
};
