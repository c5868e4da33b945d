/** What a citizen's message does: the order in which its possible meanings are tried. */
import { directEmergency, emergencyLang, isEmergency } from '../core/emergency';
import { foldedWords, wordCount } from '../core/fold';
import type { Reading } from '../core/reading';
import type { Burst, Question } from '../core/session';
import { saysOneOf, typed } from './answers';
import { BURST_TIMER, closeBurst, joinBurst, keepLoose } from './burst';
import { isCommand, runCommand, wantedLang } from './commands';
import { flowByPhrase, flowFor } from './env';
import { followUp } from './follow-up';
import { onFlowQuestion } from './flow-question';
import { onFresh } from './fresh';
import { queueFurther, requestOf, surely } from './intake';
import { onNext, takesNext } from './next';
import { passOffer } from './offer';
import { askResume, onAttachment, onDidYouMean, onResume } from './own-questions';
import { reAsk } from './questions';
import { endQuietly, openRequest, runFrames } from './requests';
import type { Message, Run } from './run';

/** Handles one message; what it says and changes is in `run`. */
export function onMessage(run: Run, sent: Message): void {
  const { session } = run;
  const message = withoutSwitch(run, bareAnswer(run, sent));
  // A question that was asked again lately is no old matter.
  const lately = Math.max(session.lastAt, session.question?.askedAt ?? 0);
  const idle = session.lastAt > 0 && run.now - lately > run.env.settings.resumeMs;
  if (!session.question?.verbatim && !picksChoice(run, message)) followLanguage(run, message);
  const emergency = emergencyOf(run, message);
  const heard = emergency === null && passOffer(run, message);
  if (heard) session.misses = 0;
  else if (emergency !== null && !goesOn(run, message, emergency)) onEmergency(run, message, emergency);
  else if (emergency !== null) session.misses = 0;
  else if (message.choice === null && flowByPhrase(run.env, message.text)) onPhrase(run, message);
  else if (session.burst) onBurst(run, message, session.burst);
  else if (session.question?.by === 'flow' && idle && message.choice === null) askResume(run, message);
  else if (session.question) onQuestion(run, session.question, message);
  else onFresh(run, message);
  if (message.cutFrom !== null) run.say('errors.text_cut', { from: message.cutFrom });
  session.lastAt = run.now;
}

/** A bare "لا" or "yok" is a no, whatever request it looks like to a model that knows few words of the language. */
function bareAnswer(run: Run, message: Message): Message {
  const { reading, text } = message;
  if (!reading || (reading.intent.startsWith('meta.') && reading.intent !== 'meta.language')) return message;
  const said = foldedWords(text).join(' ');
  const lang = reading.lang === 'other' ? run.session.lang : reading.lang;
  const intent = (['yes', 'no'] as const).find((word) => run.env.texts.t(lang, `engine.${word}_words`).split('|').includes(said));
  if (intent === undefined) return message;
  return { ...message, reading: { ...reading, intent: `meta.${intent}`, decision: 'accept', also: [], alternatives: [] } };
}

/**
 * Whoever is answered in their language already asks for no switch to it: what the foreign words mean was not read, or they
 * are a courtesy.
 */
function withoutSwitch(run: Run, message: Message): Message {
  const { reading, text } = message;
  const switches = reading?.intent === 'meta.language' && reading.decision === 'accept' && reading.also.length === 0;
  if (!switches || reading.lang !== run.session.lang || wantedLang(run, text) !== null) return message;
  const short = wordCount(text) <= run.env.settings.answerMaxWords;
  const courtesy = short ? COURTESIES.find(([key]) => saysOneOf(run.t(key), text)) : undefined;
  return {
    ...message,
    reading: courtesy
      ? { ...reading, intent: courtesy[1] }
      : { ...reading, intent: 'out_of_scope', decision: 'reject', confidence: 0 },
  };
}

const COURTESIES = [
  ['engine.thanks_words', 'meta.thanks'],
  ['engine.greet_words', 'meta.greet'],
] as const;

/** The label of a button is in the language that the button was shown in, whatever else it may be. */
const picksChoice = (run: Run, { text }: Message): boolean =>
  run.session.question !== null && typed(run, run.session.question.choices, text) !== undefined;

/** Whoever writes in English or Arabic is answered in it; one foreign word changes nothing. */
function followLanguage(run: Run, { text, reading }: Message): void {
  if (!reading || reading.lang === 'other' || reading.lang === run.session.lang) return;
  // "28A otogar" is no Turkish: names are the same in every language.
  const words = wordCount(withoutNames(text, reading));
  if (reading.lang === 'tr' ? words >= 2 && reading.decision === 'accept' && reading.intent !== 'meta.language' : words >= 2)
    run.session.lang = reading.lang;
}

/** The text without the places and numbers found in it. */
const withoutNames = (text: string, { entities }: Reading): string =>
  [...entities]
    .sort((a, b) => b.start - a.start)
    .reduce((left, { start, end }) => `${left.slice(0, start)} ${left.slice(end)}`, text);

/** No probability reaches it: only an accepted reading counts. */
const CERTAIN = Number.POSITIVE_INFINITY;

/** The emergency of a message: one with a number to call first, also where it stands behind another request. */
function emergencyOf(run: Run, message: Message): string | null {
  const { reading, text } = message;
  const { catalogue, settings } = run.env;
  // "One baby" under a button of that name is the button, whatever it reads as.
  if (run.session.question && takesNext(run.session.question, message) !== undefined) return null;
  if (isJustNamed(run.session.question, reading, text)) return null;
  // "Ali Kaya" (rock) is a name, not a landslide; 112 and 187 are told all the same.
  const named = run.session.question?.verbatim && wordCount(text) <= settings.answerMaxWords;
  const direct = directEmergency(reading, catalogue, named ? CERTAIN : settings.emergencyMin);
  if (direct !== null || named || !reading || !isEmergency(reading.intent)) return direct;
  const { decision, intent, confidence } = reading;
  if (run.session.frames.at(-1)?.intent === intent && run.session.question) return null;
  return decision === 'accept' || (decision === 'ask' && confidence >= settings.emergencyMin) ? intent : null;
}

/** "Doğu Kavşağı" (junction) where a place is asked: the whole message is the name that is awaited, whatever it reads as. */
function isJustNamed(question: Question | null, reading: Reading | null, text: string): boolean {
  const spans = (reading?.entities ?? []).filter(({ type }) => question?.accepts.includes(type));
  return spans.some(({ start, end }) => text.slice(0, start).trim() === '' && /^[\s.,!]*$/.test(text.slice(end)));
}

/** "Bodrumda biri de var" after the record of a flood is more of it, no second one; 112 and 187 are always told again. */
function goesOn(run: Run, message: Message, intent: string): boolean {
  const { session, env } = run;
  if (session.lastAnswered?.intent !== intent || session.burst || env.catalogue.get(intent)?.does === 'direct') return false;
  const { question } = session;
  if (question && question.by === 'flow') return false;
  session.question = null;
  if (followUp(run, message)) return true;
  session.question = question;
  return false;
}

/** An emergency interrupts anything; what it interrupted goes on after it. Nothing is said before it. */
function onEmergency(run: Run, message: Message, intent: string): void {
  const { session } = run;
  const reading = message.reading!;
  const { burst } = session;
  const owes = [...(burst?.owes ?? []), message.eventId];
  session.lang = emergencyLang(reading, session.lang);
  if (burst?.intent === null) {
    // A photo or pin without words: it belongs to the emergency, and what it is about is not asked.
    session.burst = null;
    run.clearTimer(BURST_TIMER);
    keepLoose(run, burst);
  } else closeBurst(run);
  run.owes = owes;
  if (session.question?.offer && session.question.by === 'flow') endQuietly(run);
  session.question = null;
  openRequest(run, requestOf(run, message, intent));
  queueFurther(run, { ...message, reading: behind(reading, intent) });
  runFrames(run);
}

/** The other requests of a message whose emergency goes first. */
function behind(reading: Reading, emergency: string): Reading {
  if (reading.intent === emergency) return reading;
  return { ...reading, also: [reading.intent, ...reading.also].filter((intent) => intent !== emergency) };
}

/** A command that opens a flow by name; what it interrupts goes on after it. */
function onPhrase(run: Run, message: Message): void {
  closeBurst(run);
  run.owes = [message.eventId];
  run.session.question = null;
  const flow = flowByPhrase(run.env, message.text)!;
  openRequest(run, { ...requestOf(run, message, flow.countsAs ?? flow.intents[0]!), flow: flow.name });
  runFrames(run);
}

/** Small talk between the parts of a report changes nothing; other commands settle the report first. */
const BETWEEN_PARTS = ['meta.greet', 'meta.thanks', 'meta.yes', 'meta.no', 'meta.bye', 'meta.abuse', 'out_of_scope'];
const DROPS_PARTS = ['meta.cancel', 'meta.restart'];

/** A message while a photo, a pin or a report waits for its companions. */
function onBurst(run: Run, message: Message, burst: Burst): void {
  const { reading } = message;
  const intent = surely(message);
  const command =
    reading?.decision === 'accept' && isCommand(reading.intent) && !BETWEEN_PARTS.includes(reading.intent)
      ? reading.intent
      : null;
  const owes = [...burst.owes, message.eventId];
  if (command !== null) {
    if (!DROPS_PARTS.includes(command)) closeBurst(run);
    run.owes = owes;
    runCommand(run, command, message);
    runFrames(run);
    return;
  }
  const opens = intent !== null && flowFor(run.env, intent)?.gather === true;
  if (burst.intent === null && message.text !== '' && !opens) {
    // The photo came first and the words open no record by themselves: answer them, with the photo at hand.
    run.session.burst = null;
    run.clearTimer(BURST_TIMER);
    keepLoose(run, burst);
    run.owes = owes;
    onFresh(run, message);
  } else if (intent === null || burst.intent === null || intent === burst.intent) {
    joinBurst(run, burst, message, intent, intent === null ? null : requestOf(run, message, intent).department);
  } else {
    // Another request: the first is settled, then this one.
    closeBurst(run);
    const { department, text, entities } = requestOf(run, message, intent);
    run.session.agenda.push({ intent, department, text, entities });
    run.owes = owes;
    runFrames(run);
  }
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
  else if (question.by === 'next') onNext(run, question, message);
  else onFlowQuestion(run, question, message);
}
