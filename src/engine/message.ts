/** What a citizen's message does: the order in which its possible meanings are tried. */
import type { Json } from '../core/json';
import type { Reading } from '../core/reading';
import type { Question } from '../core/session';
import { answerOf, typed, yesNo } from './answers';
import { closeBurst, joinBurst, keepLoose, openBurst, waitsForParts } from './burst';
import { comeBack, drop, isCommand, runCommand } from './commands';
import { correctSlot, correctTicket, saysWrong } from './correction';
import { flowFor } from './env';
import { requestPerson } from './person';
import { askingStep, reAsk } from './questions';
import { openRequest, runFrames } from './requests';
import type { Message, Request, Run } from './run';

/** Handles one message; what it says and changes is in `run`. */
export function onMessage(run: Run, message: Message): void {
  const { session } = run;
  const idle = session.lastAt > 0 && run.now - session.lastAt > run.env.settings.resumeMs;
  followLanguage(run, message);
  if (isEmergency(run, message.reading)) onEmergency(run, message, message.reading!.intent);
  else if (session.burst) onBurst(run, message);
  else if (session.question?.by === 'flow' && idle && message.choice === null) askResume(run, message);
  else if (session.question) onQuestion(run, session.question, message);
  else onFresh(run, message);
  if (message.cutFrom !== null) run.say('errors.text_cut', { from: message.cutFrom });
  session.lastAt = run.now;
}

/** Whoever writes in English or Arabic is answered in it; one foreign word changes nothing. */
function followLanguage(run: Run, { text, reading }: Message): void {
  if (!reading || reading.lang === 'other' || reading.lang === run.session.lang) return;
  const words = text.split(/\s+/).filter(Boolean).length;
  if (reading.lang === 'tr' ? words >= 2 && reading.decision === 'accept' && reading.intent !== 'meta.language' : words >= 2)
    run.session.lang = reading.lang;
}

function isEmergency(run: Run, reading: Reading | null): boolean {
  if (!reading?.intent.startsWith('emergency.')) return false;
  const { decision, intent, confidence } = reading;
  if (run.session.frames.at(-1)?.intent === intent && run.session.question) return false;
  return decision === 'accept' || (decision === 'ask' && confidence >= run.env.settings.emergencyMin);
}

/** An emergency interrupts anything; what it interrupted goes on after it. */
function onEmergency(run: Run, message: Message, intent: string): void {
  closeBurst(run);
  run.owes = [message.eventId];
  run.session.question = null;
  openRequest(run, requestOf(run, message, intent));
  queueFurther(run, message);
  runFrames(run);
}

function requestOf(run: Run, message: Message, intent: string): Request {
  const department = run.env.catalogue.get(intent)?.department ?? null;
  const { text, media, location } = message;
  return { intent, department, text, entities: message.reading?.entities ?? [], media, location, owes: run.owes };
}

/** Further requests of the same message wait on the agenda. */
function queueFurther(run: Run, message: Message): void {
  for (const intent of message.reading?.also ?? []) {
    if (isCommand(intent)) continue;
    const { department, text, entities } = requestOf(run, message, intent);
    run.session.agenda.push({ intent, department, text, entities });
  }
}

/** Only a sure reading of a request; commands are not requests. */
function surely(message: Message): string | null {
  const reading = message.reading;
  return reading?.decision === 'accept' && !isCommand(reading.intent) ? reading.intent : null;
}

function onBurst(run: Run, message: Message): void {
  const burst = run.session.burst!;
  const reading = message.reading;
  const intent = surely(message);
  const command = reading?.decision === 'accept' && isCommand(reading.intent) ? reading.intent : null;
  if (command === 'meta.cancel' || command === 'meta.restart') {
    run.owes = [...burst.owes, message.eventId];
    runCommand(run, command, message);
    return;
  }
  const opens = intent !== null && flowFor(run.env, intent)?.gather === true;
  const companion = message.text === '' || command !== null || opens ? true : intent === null;
  if (burst.intent === null && message.text !== '' && !opens) {
    // The photo came first and the words open no record by themselves: answer them, with the photo at hand.
    run.session.burst = null;
    run.clearTimer('burst');
    keepLoose(run, burst);
    run.owes = [...burst.owes, message.eventId];
    onFresh(run, message);
  } else if (companion && (intent === null || burst.intent === null || intent === burst.intent)) {
    joinBurst(
      run,
      burst,
      message,
      opens ? intent : null,
      intent === null ? null : (run.env.catalogue.get(intent)?.department ?? null),
    );
  } else {
    // Another request: the first is settled, then this one.
    closeBurst(run);
    run.session.agenda.push({
      intent: intent!,
      department: run.env.catalogue.get(intent!)?.department ?? null,
      text: message.text,
      entities: reading!.entities,
    });
    run.owes = [...run.owes, message.eventId];
    runFrames(run);
  }
}

/** After hours an unfinished request is taken up only when the citizen says so. */
function askResume(run: Run, message: Message): void {
  const frame = run.session.frames.at(-1)!;
  const fresh = surely(message);
  run.session.question = null;
  if (fresh !== null && fresh !== frame.intent) {
    // A new request first; the old one is offered when it is done.
    openRequest(run, requestOf(run, message, fresh));
    queueFurther(run, message);
    runFrames(run);
    return;
  }
  const choices = [
    { id: 'yes', label: run.t('engine.yes') },
    { id: 'no', label: run.t('engine.no') },
  ];
  const text = run.t('repair.resume', { request: run.label(frame.intent) });
  run.ask({ by: 'resume', slot: '', accepts: ['yes_no'], choices, text, optional: true });
}

function onQuestion(run: Run, question: Question, message: Message): void {
  if (message.choice && message.choice.questionId !== undefined && message.choice.questionId !== question.id) {
    run.say('repair.stale_choice');
    reAsk(run, question);
    return;
  }
  if (question.by === 'did_you_mean') onDidYouMean(run, question, message);
  else if (question.by === 'resume') onResume(run, question, message);
  else if (question.by === 'attachment') onAttachment(run, question, message);
  else onFlowQuestion(run, question, message);
}

function onFlowQuestion(run: Run, question: Question, message: Message): void {
  const frame = run.session.frames.at(-1);
  const step = frame && askingStep(run, frame);
  if (!frame || !step) {
    // The flow was edited: begin it again with the answers kept.
    run.session.question = null;
    runFrames(run);
    return;
  }
  const reading = message.reading;
  const words = message.text.split(/\s+/).filter(Boolean).length;
  const free = question.accepts.includes('text');
  if (saysWrong(run, message.text) && correctSlot(run, message)) return;
  if (message.choice === null && reading && commandWhile(run, question, message, words, free)) return;
  const value = answerOf(run, question, message);
  const other = surely(message);
  const named = value !== undefined && typeof value === 'object';
  const min = free ? run.env.settings.digressFromTextMin : run.env.settings.digressMin;
  const differs =
    other !== null &&
    other !== frame.intent &&
    reading!.confidence >= min &&
    words > (named ? run.env.settings.answerMaxWords : 1);
  if (differs && message.choice === null && typeof value !== 'string') {
    digress(run, message, other!);
    return;
  }
  if (value !== undefined) {
    takeAnswer(run, question, message, value, step.next);
    return;
  }
  if (message.media.length > 0 || message.location) keepPart(run, question, message);
  else missed(run, question, message);
}

/** Commands work while a question is open, unless the words can as well be its answer. */
function commandWhile(run: Run, question: Question, message: Message, words: number, free: boolean): boolean {
  const { intent, decision } = message.reading!;
  if (decision !== 'accept' || !isCommand(intent) || intent === 'out_of_scope') return false;
  const yesNoFits = question.accepts.includes('yes_no') || question.choices.length > 0;
  if (intent === 'meta.yes' || intent === 'meta.no') return false;
  if (
    yesNoFits &&
    (typed(run, question.choices, message.text) !== undefined ||
      (intent === 'meta.cancel' && question.accepts.includes('yes_no') && yesNo(run, message) === 'no' && words <= 1))
  )
    return false;
  if (free && words > run.env.settings.answerMaxWords) return false;
  runCommand(run, intent, message);
  return true;
}

/** Another question first; this flow goes on after it. */
function digress(run: Run, message: Message, intent: string): void {
  run.session.question = null;
  openRequest(run, requestOf(run, message, intent));
  queueFurther(run, message);
  runFrames(run);
}

function takeAnswer(run: Run, question: Question, message: Message, value: Json, next?: string): void {
  const frame = run.session.frames.at(-1)!;
  run.session.question = null;
  run.session.misses = 0;
  frame.slots[question.slot] = value;
  frame.answered.push(question.slot);
  frame.media.push(...message.media);
  frame.location = message.location ?? frame.location;
  frame.entities.push(...(message.reading?.entities ?? []));
  if (next !== undefined) frame.step = next;
  runFrames(run);
}

/** A photo or pin that the open question did not ask for still belongs to the request. */
function keepPart(run: Run, question: Question, message: Message): void {
  const frame = run.session.frames.at(-1)!;
  frame.media.push(...message.media);
  frame.location = message.location ?? frame.location;
  run.say(message.media.length > 0 ? 'ticket.photo_kept' : 'ticket.pin_kept');
  reAsk(run, question);
}

/** Not understood once: asked again with a hint; twice: a person. */
function missed(run: Run, question: Question, message: Message): void {
  const frame = run.session.frames.at(-1)!;
  const step = askingStep(run, frame)!;
  const misses = question.misses + 1;
  if (misses < run.env.settings.missesToPerson) {
    run.say(step.again ?? (message.unsupported ? 'errors.unsupported' : 'repair.again'));
    run.ask({ ...question, misses });
    return;
  }
  run.session.question = null;
  if (question.optional) {
    frame.slots[question.slot] = '';
    runFrames(run);
    return;
  }
  run.say('person.not_understood');
  requestPerson(run, 'desk.reason_not_understood', frame.department);
  run.ask({ ...question, misses: 0 });
}

function onDidYouMean(run: Run, question: Question, message: Message): void {
  const asked = question.data as unknown as {
    text: string;
    entities: Reading['entities'];
    media: Message['media'];
    location: Message['location'];
  };
  const picked = answerOf(run, question, message) ?? (yesNo(run, message) === 'yes' ? question.choices[0]!.id : undefined);
  const denied = picked === undefined && yesNo(run, message) === 'no';
  run.session.question = null;
  if (picked === 'none' || denied) {
    notUnderstood(run, message);
    return;
  }
  if (typeof picked !== 'string') {
    onFresh(run, message);
    return;
  }
  if (isCommand(picked)) {
    runCommand(run, picked, { ...message, text: asked.text });
    return;
  }
  const department = run.env.catalogue.get(picked)?.department ?? null;
  openRequest(run, { intent: picked, department, ...asked, owes: run.owes });
  runFrames(run);
}

function onResume(run: Run, question: Question, message: Message): void {
  const answer = answerOf(run, question, message);
  run.session.question = null;
  if (answer === 'yes') {
    runFrames(run);
    return;
  }
  drop(run);
  if (answer === 'no') run.say('repair.dropped');
  else onFresh(run, message);
}

function onAttachment(run: Run, question: Question, message: Message): void {
  const answer = answerOf(run, question, message);
  run.session.question = null;
  if (answer === 'report') run.say('attachment.describe');
  else if (answer === 'stops') {
    const loose = run.session.memory.loose as unknown as { location: Message['location'] } | undefined;
    openRequest(run, { ...requestOf(run, message, 'transport.stop'), text: '', location: loose?.location ?? null });
    runFrames(run);
  } else onFresh(run, message);
}

function onFresh(run: Run, message: Message): void {
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
  if (saysWrong(run, message.text) && reading.decision !== 'accept' && correctTicket(run, message)) return;
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
    queueFurther(run, message);
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

function notUnderstood(run: Run, message: Message): void {
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
