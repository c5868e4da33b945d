/** Conversation repair that citizens ask for by name: cancel, start over, help, repeat, a person, another language. */
import type { Lang } from '../core/items';
import { thanks } from './answers';
import { BURST_TIMER } from './burst';
import { flowOf } from './env';
import { queueFurther, requestOf } from './intake';
import { seek } from './lost';
import { requestPerson } from './person';
import { reAsk } from './questions';
import { openRequest, runFrames, says } from './requests';
import type { Message, Run } from './run';

type Command = (run: Run, message: Message) => void;

const COMMANDS: Record<string, Command> = {
  'meta.greet': greet,
  'meta.help': (run) => menu(run, 'meta.help'),
  'meta.thanks': (run) => reply(run, 'meta.thanks'),
  'meta.bye': (run) => reply(run, 'meta.bye'),
  'meta.bot': (run) => reply(run, 'meta.bot'),
  'meta.abuse': (run) => reply(run, 'meta.abuse'),
  'meta.yes': (run, { text }) => reply(run, thanks(run, text) ? 'meta.thanks' : 'meta.yes'),
  'meta.no': (run) => reply(run, 'meta.no'),
  'meta.cancel': cancel,
  'meta.restart': restart,
  'meta.repeat': repeat,
  'meta.agent': person,
  'meta.language': language,
  out_of_scope: elsewhere,
};

export function isCommand(intent: string): boolean {
  return Object.hasOwn(COMMANDS, intent);
}

export function runCommand(run: Run, intent: string, message: Message): void {
  run.session.misses = 0;
  COMMANDS[intent]!(run, message);
}

/** Says something and, where a question is open, comes back to it. */
function reply(run: Run, key: string): void {
  run.say(key);
  comeBack(run);
}

/** After an aside: the open question again. */
export function comeBack(run: Run): void {
  if (run.session.question) reAsk(run, run.session.question);
}

function greet(run: Run): void {
  if (run.session.question) reply(run, 'meta.greet_again');
  else menu(run, run.session.greeted ? 'meta.greet_again' : 'meta.greet');
  run.session.greeted = true;
}

function menu(run: Run, key: string): void {
  run.say(key);
  comeBack(run);
}

/** Not ours: pointed to whose matter it is. While a question is open one line must do. */
function elsewhere(run: Run, message: Message): void {
  if (run.session.question) {
    menu(run, 'meta.out_of_scope');
    return;
  }
  const { text, media, location, reading } = message;
  const entities = reading?.entities ?? [];
  openRequest(run, { intent: 'out_of_scope', department: null, text, entities, media, location, owes: run.owes });
  runFrames(run);
}

function cancel(run: Run): void {
  const { session } = run;
  const going = session.frames.length > 0 || session.burst || session.question || session.agenda.length > 0;
  drop(run);
  run.say(going ? 'repair.cancelled' : 'repair.nothing_to_cancel');
}

function restart(run: Run): void {
  drop(run);
  run.session.memory = {};
  run.session.lastAnswered = null;
  run.say('repair.restarted');
}

/** Ends what is going on; records that were opened stay. */
export function drop(run: Run): void {
  run.clearTimer(BURST_TIMER);
  run.session.frames = [];
  run.session.question = null;
  run.session.burst = null;
  run.session.agenda = [];
}

function repeat(run: Run): void {
  const { question, lastText } = run.session;
  // Under an answer the answer itself is what is wanted again, with its buttons.
  if (question?.offer) run.ask({ ...question, text: lastText, ...(question.aside ? { aside: 'asked' } : {}) });
  else if (question) reAsk(run, question);
  else run.sayText(lastText === '' ? run.t('meta.help') : lastText);
}

function person(run: Run): void {
  const again = run.session.waiting !== null;
  requestPerson(run, 'desk.reason_asked', run.session.frames.at(-1)?.department ?? null);
  run.say(again ? 'person.still_waiting' : 'person.requested');
  comeBack(run);
}

/** Answers in the language that is asked for or written in; a request understood in it is served at once. */
function language(run: Run, message: Message): void {
  const reading = message.reading;
  const wanted = wantedLang(run, message.text) ?? (reading && reading.lang !== 'other' ? reading.lang : null);
  if (wanted === null) {
    run.say('language.unsupported');
    comeBack(run);
    return;
  }
  run.session.lang = wanted;
  const [request, ...further] = reading?.also ?? [];
  if (request !== undefined && !isCommand(request)) {
    openRequest(run, requestOf(run, message, request));
    queueFurther(run, { ...message, reading: { ...reading!, also: further } });
    runFrames(run);
    return;
  }
  // A question that is no request of its own may have its page; a wish for the language alone has none.
  if (wantedLang(run, message.text) === null && !run.session.question && flowOf(run.env, 'page')) {
    seek(run, message, { otherwise: 'language.switched' });
    return;
  }
  run.say('language.switched');
  comeBack(run);
}

/** The language that a message names; null where it names none. */
export function wantedLang({ env }: Run, text: string): Lang | null {
  const { languages } = env.phrases;
  return (Object.keys(languages) as Lang[]).find((lang) => says(text, languages[lang])) ?? null;
}
