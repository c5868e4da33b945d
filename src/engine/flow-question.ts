/** A message while a flow's question is open: an answer, a correction, a command, another request, or none of these. */
import type { Json } from '../core/json';
import { fold, wordCount } from '../core/fold';
import type { Frame, Question } from '../core/session';
import { answersAside, isSmallTalk, namesOtherEnd, smallTalk } from './aside';
import { answerOf, typed, yesNo } from './answers';
import { isCommand, runCommand } from './commands';
import { correctSlot, saysWrong } from './correction';
import { opensRecord, queueFurther, requestOf, soundsOfTrouble, surely } from './intake';
import { joined } from './joined';
import { requestPerson } from './person';
import { askingStep, reAsk } from './questions';
import { openRequest, runFrames } from './requests';
import type { Message, Run } from './run';
import { pathOf } from './values';

export function onFlowQuestion(run: Run, question: Question, message: Message): void {
  const frame = run.session.frames.at(-1);
  const step = frame && askingStep(run, frame);
  if (!frame || !step) {
    // The flow was edited: begin it again with the answers kept.
    run.session.question = null;
    runFrames(run);
    return;
  }
  if (meansElse(run, question, message, step.next)) return;
  const value = answerOf(run, question, message);
  if (answersAside(run, question, message, value)) return;
  if (namesOtherEnd(run, question, message)) {
    run.session.frames.pop();
    digress(run, message, frame.intent);
    return;
  }
  const other = surely(message);
  if (other !== null && asksAnother(run, question, message, value, other)) {
    digress(run, message, other);
    return;
  }
  const words = wordCount(message.text);
  const long = typeOf(value) === 'name' && words > run.env.settings.answerMaxWords;
  const rather = long ? likelyOther(run, message, frame.intent, words) : null;
  // "12 Mart 2026 doğdu" where the neighbourhood is asked: a date that was told before is put right.
  if (typeOf(value) === 'text' && question.accepts.length > 1 && tellsDate(message) && correctSlot(run, message)) return;
  if (value !== undefined && rather === null) {
    takeAnswer(run, question, message, value, step.next);
    return;
  }
  const guess = isFree(question) ? null : likelyOther(run, message, frame.intent, words);
  if (guess !== null && !isSameRequest(run, frame, guess)) digress(run, message, guess);
  else if (message.media.length > 0 || message.location) keepPart(run, question, message);
  else if (!tellsDate(message) || !correctSlot(run, message)) missed(run, question, message);
}

/**
 * What is heard before the words are tried as an answer: a cancel, a name just as it is written, that something went wrong, a
 * correction, a command, small talk. True where that was it.
 */
function meansElse(run: Run, question: Question, message: Message, next: string | undefined): boolean {
  if (cancels(run, message)) {
    runCommand(run, 'meta.cancel', message);
    return true;
  }
  if (question.verbatim && isBareYes(message)) {
    reAsk(run, question);
    return true;
  }
  if (question.verbatim && message.text !== '' && !asksPerson(message)) {
    takeAnswer(run, question, message, answerOf(run, question, { ...message, reading: null }) ?? null, next);
    return true;
  }
  if (takenAsTrouble(run, question, message)) return true;
  if (saysWrong(run, message.text) && correctSlot(run, message)) return true;
  if (message.choice === null && message.reading && commandWhile(run, question, message)) return true;
  if (!isSmallTalk(run, question, message)) return false;
  smallTalk(run, question, message);
  return true;
}

/** Is it the other request that it surely reads as, rather than an answer that sounds like one? */
function asksAnother(run: Run, question: Question, message: Message, value: Json | undefined, other: string): boolean {
  const frame = run.session.frames.at(-1)!;
  if (message.choice !== null || typeof value === 'string') return false;
  if (other === frame.intent || isSameRequest(run, frame, other)) return false;
  const { answerMaxWords, digressFromTextMin, digressMin } = run.env.settings;
  const free = isFree(question);
  const named = value !== undefined && typeof value === 'object' && typeOf(value) !== 'name';
  if (message.reading!.confidence < (free ? digressFromTextMin : digressMin)) return false;
  if (wordCount(message.text) <= (named ? answerMaxWords : 1)) return false;
  // "28A, bu sabah 9 gibi" answers "which line, and when?", though it also reads as a question about times.
  if (free && typeOf(value) === 'line' && question.accepts[0] === 'line') return false;
  // "Hâlâ elektrik yok" tells what is wrong with the record that is spoken of; it is no second one.
  return !free || other !== pathOf('$found.intent', frame.slots);
}

/** May it be answered in any words? */
const isFree = ({ accepts }: Question): boolean => accepts.includes('text');

function tellsDate({ reading }: Message): boolean {
  return reading?.entities.some(({ type }) => type === 'birth_date' || type === 'date') ?? false;
}

/** "Almadılar, üç gündür kapıda" under an offer of the service: the step says which answer that is, and the words are kept. */
export function takenAsTrouble(run: Run, question: Question, message: Message): boolean {
  const frame = run.session.frames.at(-1);
  const step = frame && askingStep(run, frame);
  if (!frame || !step || !('choose' in step) || step.trouble === undefined) return false;
  if (message.choice || !run.env.trouble(message.text) || typed(run, question.choices, message.text) !== undefined) return false;
  const other = surely(message);
  // What opens a record by itself goes its own way.
  if (other !== null && !soundsOfTrouble(run, other) && (other !== frame.intent || opensRecord(run, other))) return false;
  Object.assign(frame, joined(frame, { text: message.text, entities: message.reading?.entities ?? [] }));
  takeAnswer(run, question, { ...message, reading: null }, step.trouble, step.next);
  return true;
}

/** "İptal" and nothing more ends the request at any question, also one that a "no" would answer. */
function cancels(run: Run, { text, choice }: Message): boolean {
  return (
    choice === null &&
    run
      .t('engine.cancel_words')
      .split('|')
      .includes(
        fold(text)
          .replace(/[^\p{L}]+/gu, ' ')
          .trim(),
      )
  );
}

/** A person can be asked for wherever a name is awaited; the word alone, for it is nobody's name. */
function asksPerson({ reading, text }: Message): boolean {
  return reading?.decision === 'accept' && reading.intent === 'meta.agent' && wordCount(text) <= 2;
}

/** "Evet" where a name is awaited agrees to what was said before; the name is asked once more. */
function isBareYes({ reading, text, choice }: Message): boolean {
  return choice === null && reading?.decision === 'accept' && reading.intent === 'meta.yes' && wordCount(text) === 1;
}

/** "Şartları neydi" in the middle of an application asks nothing new of a flow that serves both. */
function isSameRequest({ env }: Run, frame: Frame, other: string): boolean {
  const flow = env.flows.get(frame.flow);
  return flow?.oneRequest === true && flow.intents.includes(other);
}

/** What kind of thing was answered; null for a button or plain words. */
function typeOf(value: Json | undefined): Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value.type ?? null) : null;
}

/** What does not fit the question is rather another request, less surely understood, than a name that nobody has. */
function likelyOther(run: Run, { reading }: Message, own: string, words: number): string | null {
  if (!reading || reading.decision === 'reject' || words <= 1 || reading.confidence < run.env.settings.digressUnfitMin)
    return null;
  const { intent } = reading;
  return intent === own || intent === 'out_of_scope' || intent.startsWith('meta.') ? null : intent;
}

/** Commands work while a question is open, unless the words can as well be its answer. */
function commandWhile(run: Run, question: Question, message: Message): boolean {
  const { intent, decision } = message.reading!;
  const words = wordCount(message.text);
  if (decision !== 'accept' || !isCommand(intent) || intent === 'out_of_scope') return false;
  const yesNoFits = question.accepts.includes('yes_no') || question.choices.length > 0;
  if (intent === 'meta.yes' || intent === 'meta.no') return false;
  // "Yes, thanks".
  if (intent === 'meta.thanks' && question.accepts.includes('yes_no') && yesNo(run, message) !== undefined) return false;
  if (
    yesNoFits &&
    (typed(run, question.choices, message.text) !== undefined ||
      (intent === 'meta.cancel' && question.accepts.includes('yes_no') && yesNo(run, message) === 'no' && words <= 1))
  )
    return false;
  if (isFree(question) && words > run.env.settings.answerMaxWords) return false;
  // "Tomorrow" where a day is asked: the answer, and the language from now on.
  if (intent === 'meta.language' && message.reading!.entities.some(({ type }) => question.accepts.includes(type))) {
    if (message.reading!.lang !== 'other') run.session.lang = message.reading!.lang;
    return false;
  }
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
