import { questionOf } from '../questions';
import { NEXT, type StepHandler, WAIT } from './index';

/** choose: a question that only its buttons (or their number or label, typed) answer. */
export const choose: StepHandler<'choose'> = (step, frame, run) => {
  if (frame.slots[step.choose] !== undefined) return step.next ? { to: 'go', step: step.next } : NEXT;
  run.ask(questionOf(step.choose, ['choice'], step, frame, run));
  return WAIT;
};
