/** What is said at an open question and is no answer to it, though it could be mistaken for one. */
import { wordCount } from '../core/fold';
import type { Json } from '../core/json';
import type { Question } from '../core/session';
import { thanks, typed } from './answers';
import { drop } from './commands';
import { surely } from './intake';
import { reAsk } from './questions';
import { says } from './requests';
import type { Message, Run } from './run';
import { holds, scopeOf, wordsOf } from './values';

/** "Tmm teşekkürler", "hayır" where a place is asked: nobody's address, and no stop's name. */
export function isSmallTalk(
  run: Run,
  { accepts, choices }: Question,
  { reading, text, choice, media, location }: Message,
): boolean {
  if (
    choice ||
    media.length > 0 ||
    location ||
    accepts.includes('yes_no') ||
    reading?.decision !== 'accept' ||
    reading.entities.length > 0
  )
    return false;
  if (wordCount(text) > run.env.settings.answerMaxWords) return false;
  // With thanks a yes answers nothing that is no yes or no.
  if (reading.intent === 'meta.yes' && thanks(run, text) && typed(run, choices, text) === undefined) return true;
  if (!accepts.includes('location') || choices.length > 0) return false;
  return reading.intent === 'meta.yes' || reading.intent === 'meta.no';
}

/** A yes is no answer: the question again. A no where a name is looked for ends the search; an application is not lost by it. */
export function smallTalk(run: Run, question: Question, { reading }: Message): void {
  if (reading!.intent === 'meta.no' && question.accepts.includes('name')) {
    drop(run);
    run.say('repair.dropped');
    return;
  }
  if (reading!.intent === 'meta.no') run.say('repair.needed');
  reAsk(run, question);
}

/** "Şartları neydi" where a date is awaited: told, and the question again. */
export function answersAside(run: Run, question: Question, message: Message, value: Json | undefined): boolean {
  const frame = run.session.frames.at(-1)!;
  const aside = run.env.flows.get(frame.flow)?.aside;
  if (!aside || message.choice) return false;
  const asked = surely(message);
  const brief = wordCount(message.text) <= run.env.settings.answerMaxWords && says(message.text, aside.words ?? []);
  if (!brief && (asked === null || !aside.intents.includes(asked))) return false;
  const scope = scopeOf(run.session, frame);
  if (!holds(aside.when, scope)) return false;
  // Where any words fit, only those that ask for it by name do.
  const words = typeof value === 'object' && value !== null && !Array.isArray(value) && value.type === 'text';
  if (value !== undefined && !(words && brief)) return false;
  run.say(aside.say, wordsOf(aside.with, scope, run.env.texts, run.session.lang));
  reAsk(run, question);
  return true;
}

/** "Hastaneye 9da orada olmam lazım" where the start is asked: by its ending it is the other end, and the request anew. */
export function namesOtherEnd(run: Run, question: Question, message: Message): boolean {
  const frame = run.session.frames.at(-1)!;
  const slots = run.env.flows.get(frame.flow)?.slots ?? {};
  const own = slots[question.slot];
  if (!own || !('role' in own) || own.role === undefined || surely(message) !== frame.intent) return false;
  const roles = new Set((message.reading?.entities ?? []).flatMap(({ role }) => (role === undefined ? [] : [role])));
  return (
    !roles.has(own.role) && Object.values(slots).some((slot) => 'role' in slot && slot.role !== undefined && roles.has(slot.role))
  );
}
