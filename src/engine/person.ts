/** Handing over to a person. */
import type { Run } from './run';

/** The conversation joins the queue of those that wait for a person; asked again, its place is kept. */
export function requestPerson(run: Run, reason: string, department: string | null): void {
  if (run.session.waiting) return;
  run.session.waiting = { since: run.now, reason, department };
  run.emit({ type: 'handoff.requested', reason, department });
}
