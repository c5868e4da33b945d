/** A message while nothing is open: a request, a command, parts without words, or something not understood. */
import { isEmergency } from '../core/emergency';
import type { Reading } from '../core/reading';
import { closeBurst, keepLoose, openBurst, waitsForParts } from './burst';
import { comeBack, isCommand, runCommand } from './commands';
import { correctTicket, saysWrong } from './correction';
import { flowFor, flowOf } from './env';
import { followUp } from './follow-up';
import { queueFurther, requestOf } from './intake';
import { didYouMean, hasWords, notUnderstood, seek } from './lost';
import { answeredByRecord, openRequest, runFrames, says } from './requests';
import type { Message, Run } from './run';

export function onFresh(run: Run, message: Message): void {
  const { session, env } = run;
  const reading = message.reading;
  if (message.choice) {
    run.say('repair.stale_choice');
    return;
  }
  if (reading === null || message.text === '') {
    onPartsOnly(run, message);
    return;
  }
  // What only adds to the record may as well put it right.
  const adds = flowFor(env, reading.intent)?.keepsFollowUps === true;
  const corrects = (reading.decision !== 'accept' || adds) && saysWrong(run, message.text);
  // Where the last answer was the record itself, what was wrong is put right in it, whatever else could follow.
  if (corrects && answeredByRecord(session) && correctTicket(run, message)) return;
  if (followUp(run, message)) return;
  if (corrects && correctTicket(run, message)) return;
  const cued = reading.decision === 'accept' ? null : cuedFlow(run, message);
  if (cued !== null) {
    openRequest(run, requestOf(run, message, cued));
    runFrames(run);
    return;
  }
  if (reading.decision !== 'accept') {
    unsure(run, message, reading);
    return;
  }
  if (env.takes?.(message.text, reading.intent)) {
    openRequest(run, requestOf(run, message, reading.intent));
    queueFurther(run, message);
    runFrames(run);
    return;
  }
  if (isCommand(reading.intent)) {
    runCommand(run, reading.intent, message);
    // A request in another language was served by the switch to it.
    if (reading.intent !== 'meta.language') queueFurther(run, message);
    runFrames(run);
    return;
  }
  const request = requestOf(run, message, reading.intent);
  queueFurther(run, message);
  if (session.agenda.length === 0 && waitsForParts(run, request)) openBurst(run, request);
  else openRequest(run, request);
  if (!session.burst) runFrames(run);
  session.greeted ||= env.catalogue.has(reading.intent);
}

/** The request of the flow for which the words of an unsurely read message decide; null where none does. */
function cuedFlow({ env }: Run, { text, reading }: Message): string | null {
  const named = new Set((reading?.entities ?? []).map(({ type }) => type));
  for (const { cues, intents } of env.flows.values())
    if (cues.some((cue) => says(text, cue.words) && (!cue.entities || cue.entities.some((type) => named.has(type)))))
      return intents[0] ?? null;
  return null;
}

/** A photo, a pin, a voice message: joins the record just opened, else waits for the words that belong to it. */
function onPartsOnly(run: Run, message: Message): void {
  const { session, env } = run;
  if (message.media.length === 0 && !message.location) {
    run.say(message.unsupported ? 'errors.unsupported' : 'errors.no_text');
    comeBack(run);
    return;
  }
  const last = session.lastTicket;
  if (last && run.now - last.at <= env.settings.joinMs) {
    run.emit({
      type: 'ticket.added',
      number: last.number,
      ...(message.media.length > 0 ? { media: message.media } : {}),
      ...(message.location ? { lat: message.location.lat, lon: message.location.lon } : {}),
    });
    run.say(message.media.length > 0 ? 'ticket.joined_photo' : 'ticket.joined_pin', { number: last.number });
    return;
  }
  if (message.media.some((media) => media.kind === 'audio')) {
    run.say('errors.voice');
    keepLoose(run, message);
    return;
  }
  if (message.media.every((media) => media.kind === 'sticker') && !message.location) {
    run.say('errors.sticker');
    return;
  }
  openBurst(run, {
    intent: null,
    department: null,
    text: '',
    entities: [],
    media: message.media,
    location: message.location,
    owes: run.owes,
  });
  if (env.settings.burstWaitMs === 0) closeBurst(run);
}

/** Not surely any request: its page is looked for first, save where a danger may be meant. */
function unsure(run: Run, message: Message, { decision, intent, alternatives }: Reading): void {
  const intents = [intent, ...alternatives.map((other) => other.intent)]
    .filter((name) => name !== 'out_of_scope')
    .slice(0, OFFERED_MAX);
  const meant = decision === 'reject' || intent === 'out_of_scope' ? [] : intents;
  const danger = meant[0] !== undefined && isEmergency(meant[0]);
  if (!danger && flowOf(run.env, 'page') && hasWords(message.text)) seek(run, message, { meant });
  else if (meant.length === 0) notUnderstood(run, message.text);
  else didYouMean(run, meant, { ...message, entities: message.reading?.entities ?? [] });
}

/** Buttons that three-button channels show. */
const OFFERED_MAX = 3;
