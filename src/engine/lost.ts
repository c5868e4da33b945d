/** A message that is no request as it stands: its page is looked for, then what may be meant is asked; never guessed. */
import type { Json, JsonObject } from '../core/json';
import type { Frame } from '../core/session';
import { flowOf } from './env';
import { requestOf } from './intake';
import { requestPerson } from './person';
import { openRequest, runFrames } from './requests';
import type { Message, Run } from './run';

/** What is said when no page is found. */
export interface Otherwise {
  /** Requests that may be meant, the likeliest first. */
  meant?: string[];
  /** A text of locales/. */
  otherwise?: string;
  /** The message was looked for before. */
  found?: { status: 'none' };
}

/** Opens the flow that looks for the page of a message; how often nothing was understood before goes along. */
export function seek(run: Run, message: Message, otherwise: Otherwise = {}): void {
  const { misses } = run.session;
  const request = { ...requestOf(run, message, 'out_of_scope'), flow: flowOf(run.env, 'page')?.name };
  openRequest(run, request, { misses, ...(otherwise as JsonObject) });
  runFrames(run);
}

/** "Did you mean": the likeliest requests as buttons, the message kept for the one that is picked. */
export function didYouMean(run: Run, intents: string[], asked: Pick<Frame, 'text' | 'media' | 'location' | 'entities'>): void {
  const { text, media, location, entities } = asked;
  run.ask({
    by: 'did_you_mean',
    slot: '',
    accepts: ['choice'],
    choices: [
      ...intents.map((intent) => ({ id: intent, label: run.label(intent) })),
      { id: 'none', label: run.t('repair.none_of_these') },
    ],
    text: run.t('repair.did_you_mean'),
    optional: true,
    data: { text, media, location, entities } as unknown as Json,
  });
}

/** One more that was not understood; true when a person was called, who needs no further question. */
export function countMiss(run: Run, before: number): boolean {
  const { session, env } = run;
  session.misses = before + 1;
  if (session.misses < env.settings.missesToPerson) return false;
  session.misses = 0;
  run.say('person.not_understood');
  requestPerson(run, 'desk.reason_not_understood', null);
  return true;
}

/** Says that nothing was understood and asks for other words. */
export function notUnderstood(run: Run, text: string, before = run.session.misses): void {
  if (countMiss(run, before)) return;
  run.say(hasWords(text) ? 'repair.not_understood' : 'errors.no_words');
}

/** Letters or digits: not only signs and emoji. */
export const hasWords = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);
