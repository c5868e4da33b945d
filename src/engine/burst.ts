/** Photo, pin and text that belong together, in any order: they wait for each other for a moment and are answered as one. */
import type { Burst } from '../core/session';
import { flowFor, flowOf } from './env';
import { joined } from './joined';
import { openRequest } from './requests';
import type { Message, Request, Run } from './run';

export const BURST_TIMER = 'burst';

/** Should this request wait for its companions? Only one that opens a record, with nothing else going on. */
export function waitsForParts(run: Run, request: Request): boolean {
  const { session, env } = run;
  if (env.settings.burstWaitMs === 0 || session.frames.length > 0 || session.question) return false;
  if (request.flow !== undefined || (request.media.length > 0 && request.location)) return false;
  return flowFor(env, request.intent)?.gather === true;
}

export function openBurst(run: Run, request: Omit<Request, 'intent'> & { intent: string | null }): void {
  const { intent, department, text, entities, media, location, owes } = request;
  run.session.burst = { since: run.now, texts: text === '' ? [] : [text], intent, department, entities, media, location, owes };
  armTimer(run);
}

/** Adds a message to the waiting burst. */
export function joinBurst(run: Run, burst: Burst, message: Message, intent: string | null, department: string | null): void {
  const before = { text: burst.texts.join('\n'), entities: burst.entities };
  burst.entities = joined(before, { text: message.text, entities: message.reading?.entities ?? [] }).entities;
  if (message.text !== '') burst.texts.push(message.text);
  burst.media.push(...message.media);
  burst.location = message.location ?? burst.location;
  burst.owes.push(message.eventId);
  if (burst.intent === null && intent !== null) {
    burst.intent = intent;
    burst.department = department;
  }
  armTimer(run);
}

function armTimer(run: Run): void {
  const burst = run.session.burst!;
  const { burstWaitMs, burstMaxMs } = run.env.settings;
  run.setTimer(BURST_TIMER, Math.min(run.now + burstWaitMs, burst.since + burstMaxMs));
}

/** The wait is over: the record is opened, or what the photo or pin is about is asked. */
export function closeBurst(run: Run): void {
  const burst = run.session.burst;
  if (!burst) return;
  run.session.burst = null;
  run.clearTimer(BURST_TIMER);
  run.owes = burst.owes;
  const { intent, department, entities, media, location, owes } = burst;
  if (intent !== null) openRequest(run, { intent, department, text: burst.texts.join('\n'), entities, media, location, owes });
  else askAbout(run, burst);
}

function askAbout(run: Run, burst: Burst): void {
  keepLoose(run, burst);
  const kind = burst.media.length > 0 ? 'photo' : 'pin';
  const choices = [{ id: 'report', label: run.t('attachment.report') }];
  if (burst.location && flowOf(run.env, 'pin')) choices.push({ id: 'stops', label: run.t('attachment.stops') });
  run.ask({ by: 'attachment', slot: '', accepts: ['choice'], choices, text: run.t(`attachment.ask_${kind}`), optional: true });
}

/** A photo or pin without a request is kept for the one that follows. */
export function keepLoose(run: Run, burst: Pick<Burst, 'media' | 'location'>): void {
  const { media, location } = burst;
  run.session.memory.loose = { media, location, at: run.now } as never;
}
