/** What a message asks for, as requests. Pure of side effects but for the agenda. */
import { isCommand } from './commands';
import type { Message, Request, Run } from './run';

/** The flow that finds the page of a question. */
export const QUESTION = 'question';

export function requestOf(run: Run, message: Message, intent: string): Request {
  const department = run.env.catalogue.get(intent)?.department ?? null;
  const { text, media, location } = message;
  const taken = run.env.takes?.(text, intent) ? { flow: QUESTION } : {};
  return { ...taken, intent, department, text, entities: message.reading?.entities ?? [], media, location, owes: run.owes };
}

/** Further requests of the same message wait on the agenda. */
export function queueFurther(run: Run, message: Message): void {
  for (const intent of message.reading?.also ?? []) {
    // Opened already, as "English please" opens the request that stands beside it.
    const opened = run.session.frames.some((frame) => frame.intent === intent && frame.owes.includes(message.eventId));
    if (isCommand(intent) || opened) continue;
    const { department, text, entities } = requestOf(run, message, intent);
    run.session.agenda.push({ intent, department, text, entities });
  }
}

/** Does the request open a record by itself? */
export const opensRecord = ({ env }: Run, intent: string): boolean =>
  ['ticket', 'incident'].includes(env.catalogue.get(intent)?.does ?? '');

/** Only a sure reading of a request; commands are not requests. */
export function surely(message: Message): string | null {
  const reading = message.reading;
  return reading?.decision === 'accept' && !isCommand(reading.intent) ? reading.intent : null;
}
