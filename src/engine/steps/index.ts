/** The steps a flow is made of, one file a kind. */
import type { Frame } from '../../core/session';
import type { StepKind, StepOf } from '../step-schema';
import type { Run } from '../run';
import { addToTicket } from './add-to-ticket';
import { ask } from './ask';
import { branch } from './branch';
import { callStep } from './call';
import { choose } from './choose';
import { end } from './end';
import { go } from './go';
import { handoff } from './handoff';
import { keepDecision } from './keep-decision';
import { link } from './link';
import { notUnderstoodStep } from './not-understood';
import { openTicket } from './open-ticket';
import { refer } from './refer';
import { remember } from './remember';
import { ring } from './ring';
import { say } from './say';
import { set } from './set';
import { start } from './start';
import { ticketStatus } from './ticket-status';
import { unlink } from './unlink';

/** next: the following step · go: the named one · wait: for the citizen or a call · end: the flow is done. */
export type Outcome = { to: 'next' } | { to: 'go'; step: string } | { to: 'wait' } | { to: 'end' };

export const NEXT: Outcome = { to: 'next' };
export const WAIT: Outcome = { to: 'wait' };
export const END: Outcome = { to: 'end' };

export type StepHandler<K extends StepKind> = (step: StepOf<K>, frame: Frame, run: Run) => Outcome;

export const STEPS: { [K in StepKind]: StepHandler<K> } = {
  say,
  ask,
  choose,
  call: callStep,
  branch,
  go,
  set,
  remember,
  open_ticket: openTicket,
  keep_decision: keepDecision,
  add_to_ticket: addToTicket,
  ticket_status: ticketStatus,
  refer,
  handoff,
  link,
  not_understood: notUnderstoodStep,
  unlink,
  ring,
  start,
  end,
};
