/** What a citizen may do after an answer, as buttons under it; and the record that is offered where something went wrong. */
import { foldedWords } from '../core/fold';
import type { Choice } from '../core/items';
import type { JsonObject } from '../core/json';
import type { Frame, Question } from '../core/session';
import { yesNo } from './answers';
import { runCommand } from './commands';
import { flowOf } from './env';
import type { Flow, NextButton } from './flow';
import { followRule, followUp } from './follow-up';
import { soundsOfTrouble, surely } from './intake';
import { joined } from './joined';
import { openRequest, runFrames } from './requests';
import type { Message, Request, Run } from './run';
import { argsOf, holds, scopeOf } from './values';

/** More than three buttons would need a list on WhatsApp. */
const BUTTONS_MAX = 3;
const SHARED: Record<NonNullable<NextButton['does']>, string> = {
  report: 'service.report',
  agent: 'service.agent',
  help: 'next.help',
};

/** What the buttons are about: the request that was answered. */
type About = Pick<Frame, 'flow' | 'intent' | 'department' | 'text' | 'entities' | 'media' | 'location'> & {
  /** The buttons offer the record itself, with a yes and a no. */
  record: boolean;
  /** What a button gives to the request it opens, by the button's id: the number of the record just opened. */
  given?: Record<string, JsonObject>;
};

/** Puts the buttons of a flow that just ended under its answer; false where it has none to show. */
export function offerNext(run: Run, frame: Frame): boolean {
  const flow = run.env.flows.get(frame.flow);
  if (!flow || flow.next.length === 0 || handedOver(run)) return false;
  const scope = scopeOf(run.session, frame);
  const shown = flow.next.filter(({ when }) => holds(when, scope));
  const buttons = shown.filter((one, index) => shown.findIndex((other) => idOf(other) === idOf(one)) === index);
  const record = buttons.some(({ does }) => does === 'report') && wentWrong(run, frame);
  // What else waits is not held up by buttons that only might be of use.
  if (!record && (!run.saidSomething || run.session.frames.length > 0 || run.session.agenda.length > 0)) return false;
  const { intent, department, media, location } = frame;
  const told = joined({ text: frame.before ?? '', entities: [] }, frame);
  const given = Object.fromEntries(buttons.flatMap((one) => (one.with ? [[idOf(one), argsOf(one.with, scope)]] : [])));
  const about: About = { flow: flow.name, intent, department, ...told, media, location, record, given };
  if (record) askRecord(run, about);
  else if (buttons.length > 0)
    ask(
      run,
      about,
      run.t('service.ask_next'),
      buttons.slice(0, BUTTONS_MAX).map((one) => choiceOf(run, one)),
    );
  return run.session.question !== null;
}

const handedOver = ({ events }: Run): boolean => events.some(({ type }) => type === 'handoff.requested');

function wentWrong(run: Run, { slots, text }: Frame): boolean {
  return slots.trouble === 'yes' || run.env.trouble(text);
}

const idOf = ({ does, id }: NextButton): string => does ?? id!;

function choiceOf(run: Run, button: NextButton): Choice {
  return { id: idOf(button), label: run.t(button.does ? SHARED[button.does] : button.label!) };
}

function askRecord(run: Run, about: About): void {
  const choices = [
    { id: 'yes', label: run.t('service.open_record') },
    { id: 'no', label: run.t('service.no_need') },
  ];
  ask(run, about, run.t('service.ask_record'), choices);
}

function ask(run: Run, about: About, text: string, choices: Choice[]): void {
  const accepts: Question['accepts'] = about.record ? ['choice', 'yes_no'] : ['choice'];
  const aside = about.record ? {} : { aside: 'bare' as const };
  run.ask({ by: 'next', slot: '', accepts, choices, text, optional: true, offer: true, ...aside, data: about as never });
}

const aboutOf = ({ data }: Question): About => data as unknown as About;

/** Is the message one of the buttons: pressed, its label or its number typed? Only a whole label: "son" is a question of its own. */
export function takesNext(question: Question, { text }: Message): string | undefined {
  const words = foldedWords(text);
  const said = words.join(' ');
  if (/^\d$/.test(said)) return question.choices[Number(said) - 1]?.id;
  return question.choices.find(({ label }) => foldedWords(label).join(' ') === said)?.id;
}

/** A button under an answer, or a yes or no where the record was offered. */
export function onNext(run: Run, question: Question, message: Message): void {
  const about = aboutOf(question);
  const picked = pressed(question, message) ?? takesNext(question, message) ?? (about.record ? yesNo(run, message) : undefined);
  run.session.question = null;
  if (picked === undefined) {
    // Nothing but "again" comes here without a choice; "daha sonra?" is read so too, and goes on from the answer.
    if (message.reading && followUp(run, message)) return;
    run.session.question = question;
    runCommand(run, 'meta.repeat', message);
    return;
  }
  if (!act(run, about, picked, message)) run.say('repair.stale_choice');
  runFrames(run);
}

function pressed(question: Question, { choice }: Message): string | undefined {
  if (!choice) return undefined;
  if (choice.position !== undefined) return question.choices[choice.position - 1]?.id;
  return question.choices.find(({ id }) => id === choice.id)?.id;
}

function act(run: Run, about: About, picked: string, message: Message): boolean {
  const flow = run.env.flows.get(about.flow);
  if (about.record && picked === 'no') run.say('service.no_record');
  else if (picked === 'report' || (about.record && picked === 'yes')) report(run, about, flow);
  else if (picked === 'agent' || picked === 'help') runCommand(run, `meta.${picked}`, message);
  else {
    const button = flow?.next.find(({ id }) => id === picked);
    if (button?.follows !== undefined) return followRule(run, message, button.follows);
    if (button?.start === undefined) return false;
    const given = about.given?.[picked];
    // What belongs to a record already is not added to it once more.
    const told = given ? { entities: [], media: [], location: null } : {};
    open(run, { ...about, text: '', ...told }, button.start, { before: about.text }, given);
  }
  return true;
}

/** The record of what was said so far. */
function report(run: Run, about: About, flow: Flow | undefined): void {
  // What the record was offered for was told already: nothing is asked after it.
  const told: Frame['slots'] = about.record ? { trouble: 'yes' } : {};
  open(run, about, flow?.reports ?? about.intent, { flow: flowOf(run.env, 'report')?.name }, told);
}

function open(run: Run, about: About, intent: string, more: Pick<Request, 'before' | 'flow'>, given: Frame['slots'] = {}): void {
  const department = run.env.catalogue.get(intent)?.department ?? about.department;
  const { text, entities, media, location } = about;
  openRequest(run, { intent, department, text, entities, media, location, owes: run.owes, ...more }, given);
}

/** "Yine gelmedi", typed under an answer, is about it: the record is offered. A follow-up and another request go their own way. */
export function hearTrouble(run: Run, question: Question, message: Message): boolean {
  const about = aboutOf(question);
  const flow = run.env.flows.get(about.flow);
  // What the buttons are about stands in a record already: no second one is offered.
  if (Object.keys(about.given ?? {}).length > 0) return false;
  if (!flow?.next.some(({ does }) => does === 'report') || !run.env.trouble(message.text)) return false;
  const other = surely(message);
  if (other !== null && other !== about.intent && !soundsOfTrouble(run, other)) return false;
  if (message.reading && followUp(run, message)) return true;
  askRecord(run, {
    ...about,
    ...joined(about, { text: message.text, entities: message.reading?.entities ?? [] }),
    media: [...about.media, ...message.media],
    location: message.location ?? about.location,
    record: true,
  });
  return true;
}
