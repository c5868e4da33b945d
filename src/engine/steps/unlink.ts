import { NEXT, type StepHandler } from './index';

/** unlink: this conversation is a person of its own again. */
export const unlink: StepHandler<'unlink'> = (_step, _frame, run) => {
  run.emit({ type: 'person.unlinked' });
  return NEXT;
};
