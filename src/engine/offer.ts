/** Buttons under an answer hold nothing up: whatever else the citizen writes passes them by. */
import { foldedWords } from '../core/fold';
import type { Frame, Question } from '../core/session';
import { typed, yesNo } from './answers';
import { surely } from './intake';
import { askingStep } from './questions';
import { endQuietly, runFrames } from './requests';
import type { Message, Run } from './run';
import { saysAny } from './words';

/**
 * Ends the flow whose buttons the message passes by, without a word. Where the message says that something went wrong, the
 * flow goes on with it instead; true then: the message is dealt with.
 */
export function passOffer(run: Run, message: Message): boolean {
  const { question } = run.session;
  if (!question?.offer || answersOffer(run, question, message)) return false;
  run.session.question = null;
  const frame = run.session.frames.at(-1);
  if (frame && goesOn(run, frame, message)) return true;
  endQuietly(run);
  if (run.session.frames.length > 0) {
    // What waits below asks its question again, unheard: the message may be its answer.
    runFrames(run);
    run.unsay();
  }
  return false;
}

/** A press, its label or number typed, a plain yes or no. "Tamam, teşekkürler" opens no record. */
function answersOffer(run: Run, question: Question, { choice, text, reading }: Message): boolean {
  if (choice) return true;
  if (reading?.decision === 'accept' && reading.intent === 'meta.repeat') return true;
  const words = foldedWords(text);
  if (question.choices.some(({ label }) => foldedWords(label).join(' ') === words.join(' '))) return true;
  if (words.length === 1 && typed(run, question.choices, text) !== undefined) return true;
  if (!question.accepts.includes('yes_no')) return false;
  const plain = reading?.decision === 'accept' && (reading.intent === 'meta.yes' || reading.intent === 'meta.no');
  return plain || (words.length === 1 && yesNo(run, { reading, text } as Message) !== undefined);
}

/** "Yine gelmedi": said on an answer, it is about it. */
function goesOn(run: Run, frame: Frame, message: Message): boolean {
  const step = askingStep(run, frame);
  const hears = step && 'choose' in step ? step.hears : undefined;
  if (!hears || !saysAny(run.t(hears.says), message.text)) return false;
  const other = surely(message);
  if (other !== null && other !== frame.intent && other !== 'feedback.complaint') return false;
  frame.text = `${frame.text}\n${message.text}`;
  frame.media.push(...message.media);
  frame.location = message.location ?? frame.location;
  frame.entities.push(...(message.reading?.entities ?? []));
  frame.step = hears.next;
  runFrames(run);
  return true;
}
