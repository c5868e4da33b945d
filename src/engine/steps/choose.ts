import { questionOf } from '../questions';
import { othersWait } from '../requests';
import type { AskType } from '../../core/session';
import type { StepOf } from '../step-schema';
import { END, NEXT, type StepHandler, WAIT } from './index';

/** choose: a question that only its buttons (or their number or label, typed) answer. */
export const choose: StepHandler<'choose'> = (step, frame, run) => {
  if (frame.slots[step.choose] !== undefined) return step.next ? { to: 'go', step: step.next } : NEXT;
  // What else waits is not held up by buttons that only might be of use.
  if (step.offer === 'alone' && othersWait(run)) return END;
  const aside = step.offer === 'alone' ? { aside: 'asked' as const } : {};
  run.ask({ ...questionOf(step.choose, acceptsOf(step), step, frame, run), ...(step.offer ? { offer: true } : {}), ...aside });
  return WAIT;
};

/** Where the buttons are a yes and a no, "olur" and "istemem" answer too. */
function acceptsOf({ choices }: StepOf<'choose'>): AskType[] {
  const ids = Array.isArray(choices) ? choices.map(({ id }) => id) : [];
  return ids.includes('yes') && ids.includes('no') ? ['choice', 'yes_no'] : ['choice'];
}
