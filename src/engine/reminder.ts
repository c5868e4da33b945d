/** A request left half-way is called to mind once, at a decent hour, with the question that is open. */
import type { Frame } from '../core/session';
import type { Flow } from './flow';
import { reAsk } from './questions';
import type { Run } from './run';

export const REMINDER_TIMER = 'reminder';

const HOUR_MS = 3_600_000;
/** The city's time: UTC+3 all year since 2016. */
const UTC_OFFSET_HOURS = 3;

/** Sets the timer while a question of a flow with a reminder is open, and clears it when none is. At the end of a turn. */
export function armReminder(run: Run): void {
  const waiting = waitingFrame(run);
  if (waiting) run.setTimer(REMINDER_TIMER, decentTime(run.now, waiting.flow.reminder!));
  else run.clearTimer(REMINDER_TIMER);
}

export function remind(run: Run): void {
  const waiting = waitingFrame(run);
  if (!waiting) return;
  waiting.frame.reminded = true;
  run.say(waiting.flow.reminder!.text, { request: run.label(waiting.frame.intent) });
  reAsk(run, run.session.question!);
}

/** The frame whose question is open and that may still be called to mind; none while a person has the conversation. */
function waitingFrame({ session, env }: Run): { frame: Frame; flow: Flow } | null {
  const frame = session.frames.at(-1);
  const flow = frame && env.flows.get(frame.flow);
  if (!frame || !flow?.reminder || frame.reminded || session.question?.by !== 'flow' || session.holder || session.waiting)
    return null;
  return { frame, flow };
}

/** So many hours from now, put off to the morning where that falls into the night. */
function decentTime(now: number, { hours, from, until }: NonNullable<Flow['reminder']>): number {
  const at = now + hours * HOUR_MS;
  const local = new Date(at + UTC_OFFSET_HOURS * HOUR_MS);
  const hour = local.getUTCHours() + local.getUTCMinutes() / 60;
  if (hour >= from && hour < until) return at;
  return at + ((from - hour + 24) % 24) * HOUR_MS;
}
