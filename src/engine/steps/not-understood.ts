import { foldedWords } from '../../core/fold';
import { countMiss, didYouMean, notUnderstood } from '../lost';
import { NEXT, type StepHandler, WAIT } from './index';

const OUT_OF_SCOPE = 'out_of_scope';

/**
 * not_understood: asks what was meant, or says what the slots of the flow hold for it; a message of few words is asked for once
 * more; the second in a row goes to a person. A longer one goes on: it can be a record.
 */
export const notUnderstoodStep: StepHandler<'not_understood'> = (_step, frame, run) => {
  const { otherwise, misses } = frame.slots;
  // A page took the message from the request that it was read as: that is what may be meant.
  const meant = frame.intent === OUT_OF_SCOPE ? frame.slots.meant : [frame.intent];
  const before = typeof misses === 'number' ? misses : 0;
  const brief = foldedWords(frame.text).length < run.env.settings.questionMinWords;
  if (Array.isArray(meant) && meant.length > 0) {
    run.session.misses = before;
    run.session.frames.pop();
    didYouMean(run, meant as string[], frame);
    return WAIT;
  }
  if (typeof otherwise === 'string') {
    run.session.frames.pop();
    run.say(otherwise);
    return WAIT;
  }
  if (!brief && !countMiss(run, before)) return NEXT;
  // The last answer can still be gone on from: the flow ends as if it had not begun.
  run.session.frames.pop();
  if (brief) notUnderstood(run, frame.text, before);
  return WAIT;
};
