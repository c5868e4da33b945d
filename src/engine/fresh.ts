/** A message while nothing is open: a request, a command, parts without words, or something not understood. */
import type { Reading } from '../core/reading';
import { closeBurst, keepLoose, openBurst, waitsForParts } from './burst';
import { comeBack, isCommand, runCommand } from './commands';
import { correctTicket, saysWrong } from './correction';
import { followUp } from './follow-up';
import { queueFurther, requestOf } from './intake';
import { requestPerson } from './person';
import { openRequest, runFrames, says } from './requests';
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
  if (followUp(run, message)) return;
  if (saysWrong(run, message.text) && reading.decision !== 'accept' && correctTicket(run, message)) return;
  const cued = reading.decision === 'accept' ? null : cuedFlow(run, message);
  if (cued !== null) {
    openRequest(run, requestOf(run, message, cued));
    runFrames(run);
    return;
  }
  if (reading.decision === 'reject' || (reading.decision === 'ask' && reading.intent === 'out_of_scope')) {
    notUnderstood(run, message);
    return;
  }
  if (reading.decision === 'ask') {
    didYouMean(run, message, reading);
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

function didYouMean(run: Run, message: Message, reading: Reading): void {
  const intents = [reading.intent, ...reading.alternatives.map((other) => other.intent)]
    .filter((intent) => intent !== 'out_of_scope')
    .slice(0, 3);
  const choices = [
    ...intents.map((intent) => ({ id: intent, label: run.label(intent) })),
    { id: 'none', label: run.t('repair.none_of_these') },
  ];
  const { text, media, location } = message;
  run.ask({
    by: 'did_you_mean',
    slot: '',
    accepts: ['choice'],
    choices,
    text: run.t('repair.did_you_mean'),
    optional: true,
    data: { text, media, location, entities: reading.entities } as never,
  });
}

export function notUnderstood(run: Run, message: Message): void {
  const { session, env } = run;
  session.misses++;
  if (session.misses >= env.settings.missesToPerson) {
    session.misses = 0;
    run.say('person.not_understood');
    requestPerson(run, 'desk.reason_not_understood', null);
    return;
  }
  run.say(/[\p{L}\p{N}]/u.test(message.text) ? 'repair.not_understood' : 'errors.no_words');
}
