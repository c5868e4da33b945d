import { resolveKey, scopeOf, wordsOf } from '../values';
import { NEXT, type StepHandler } from './index';

/** say: a text of locales/ with its values. */
export const say: StepHandler<'say'> = (step, frame, run) => {
  const scope = scopeOf(run.session, frame);
  run.say(resolveKey(step.say, scope), wordsOf(step.with, scope, run.env.texts, run.session.lang));
  return NEXT;
};
