import { resolve, scopeOf } from '../values';
import { NEXT, type StepHandler } from './index';

/** link: this conversation and another are one person's from now on. */
export const link: StepHandler<'link'> = (step, frame, run) => {
  const other = resolve(step.link, scopeOf(run.session, frame));
  if (typeof other === 'string' && other !== '') run.emit({ type: 'person.linked', other });
  return NEXT;
};
