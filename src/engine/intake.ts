/** What a message asks for, as requests. Pure of side effects but for the agenda. */
import { isCommand } from './commands';
import { flowOf } from './env';
import type { Message, Request, Run } from './run';

export function requestOf(run: Run, message: Message, intent: string): Request {
  const department = run.env.catalogue.get(intent)?.department ?? null;
  const { text, media, location } = message;
  const taken = run.env.takes?.(text, intent) ? { flow: flowOf(run.env, 'page')?.name } : {};
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

/** Is it what people also call something that went wrong with an answer, rather than another request? */
export const soundsOfTrouble = ({ env }: Run, intent: string): boolean => flowOf(env, 'report')?.over.includes(intent) === true;

/** Only a sure reading of a request; commands are not requests. */
export function surely(message: Message): string | null {
  const reading = message.reading;
  return reading?.decision === 'accept' && !isCommand(reading.intent) ? reading.intent : null;
}
