import { requestPerson } from '../person';
import { NEXT, type StepHandler } from './index';

/** handoff: the conversation waits for a person; the bot goes on answering until one takes it. */
export const handoff: StepHandler<'handoff'> = (step, frame, run) => {
  requestPerson(run, step.handoff, frame.department);
  return NEXT;
};
