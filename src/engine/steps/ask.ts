import { questionOf } from '../questions';
import { othersWait } from '../requests';
import { END, NEXT, type StepHandler, WAIT } from './index';

/** ask: opens a question unless its slot is filled. The answer is taken by answers.ts. */
export const ask: StepHandler<'ask'> = (step, frame, run) => {
  if (frame.slots[step.ask] !== undefined) return step.next ? { to: 'go', step: step.next } : NEXT;
  if (step.offer === 'alone' && othersWait(run)) return END;
  run.ask({ ...questionOf(step.ask, step.accepts, step, frame, run), ...(step.offer ? { offer: true } : {}) });
  return WAIT;
};
