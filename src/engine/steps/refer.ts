import { resolve, scopeOf } from '../values';
import { NEXT, type StepHandler } from './index';

/** refer: the citizen was sent to another institution; counted, and kept with the reference number where there is one. */
export const refer: StepHandler<'refer'> = (step, frame, run) => {
  const scope = scopeOf(run.session, frame);
  const institution = resolve(step.refer.institution, scope);
  const number = step.refer.number === undefined ? null : resolve(step.refer.number, scope);
  if (typeof institution !== 'string') return NEXT;
  run.emit({ type: 'referred', intent: frame.intent, institution, number: typeof number === 'string' ? number : null });
  return NEXT;
};
