/** The questions that the engine asks by itself: was this meant, shall we go on, what is the photo about. */
import type { Reading } from '../core/reading';
import type { Question } from '../core/session';
import { answerOf, yesNo } from './answers';
import { flowOf } from './env';
import { drop, isCommand, runCommand } from './commands';
import { onFresh } from './fresh';
import { queueFurther, requestOf, surely } from './intake';
import { notUnderstood, seek } from './lost';
import { openRequest, runFrames } from './requests';
import type { Message, Run } from './run';

/** After hours an unfinished request is taken up only when the citizen says so. */
export function askResume(run: Run, message: Message): void {
  const frame = run.session.frames.at(-1)!;
  const fresh = surely(message);
  run.session.question = null;
  if (fresh !== null && fresh !== frame.intent) {
    // A new request first; the old one's question comes again when it is done.
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

export function onDidYouMean(run: Run, question: Question, message: Message): void {
  const asked = question.data as unknown as {
    text: string;
    entities: Reading['entities'];
    media: Message['media'];
    location: Message['location'];
  };
  const picked = answerOf(run, question, message) ?? (yesNo(run, message) === 'yes' ? question.choices[0]!.id : undefined);
  const denied = picked === undefined && yesNo(run, message) === 'no';
  run.session.question = null;
  const offered = question.choices.map(({ id }) => id).filter((id) => id !== 'none');
  if (picked !== undefined || denied) {
    const intent = typeof picked === 'string' && picked !== 'none' ? picked : null;
    run.emit({ type: 'learnt', text: asked.text, was: offered[0] ?? 'out_of_scope', intent, by: 'citizen' });
  }
  if (picked === 'none' || denied) {
    // What was asked then is what cannot be answered, not "none of these".
    const reading = message.reading && { ...message.reading, entities: asked.entities };
    if (flowOf(run.env, 'page')) seek(run, { ...message, ...asked, reading }, { found: { status: 'none' } });
    else notUnderstood(run, message.text);
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

export function onResume(run: Run, question: Question, message: Message): void {
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

export function onAttachment(run: Run, question: Question, message: Message): void {
  const answer = answerOf(run, question, message);
  run.session.question = null;
  const near = flowOf(run.env, 'pin');
  if (answer === 'report') run.say('attachment.describe');
  else if (answer === 'stops' && near) {
    const loose = run.session.memory.loose as unknown as { location: Message['location'] } | undefined;
    openRequest(run, {
      ...requestOf(run, message, near.intents[0]!),
      flow: near.name,
      text: '',
      location: loose?.location ?? null,
    });
    runFrames(run);
  } else onFresh(run, message);
}
