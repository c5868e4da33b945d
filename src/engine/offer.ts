/** Buttons under an answer hold nothing up: whatever else the citizen writes passes them by. */
import { foldedWords, wordCount } from '../core/fold';
import type { Question } from '../core/session';
import { takesLeave, thanks, typed, yesNo } from './answers';
import { isCommand } from './commands';
import { takenAsTrouble } from './flow-question';
import { hearTrouble, takesNext } from './next';
import { endQuietly, runFrames } from './requests';
import type { Message, Run } from './run';

/**
 * Takes away the buttons that the message passes by, without a word. True where the message is dealt with: it says that what
 * was answered went wrong.
 */
export function passOffer(run: Run, message: Message): boolean {
  const { question } = run.session;
  if (!question?.offer || answersOffer(run, question, message)) return false;
  if (question.by === 'flow' && takenAsTrouble(run, question, message)) return true;
  run.session.question = null;
  if (question.by === 'next') {
    if (hearTrouble(run, question, message)) return true;
  } else endQuietly(run);
  if (run.session.frames.length > 0) {
    // What waits below asks its question again, unheard: the message may be its answer.
    runFrames(run);
    run.unsay();
  }
  return false;
}

/** A press, its label or number typed, a plain yes or no. "Tamam, teşekkürler" under buttons of a flow is only thanks. */
function answersOffer(run: Run, question: Question, message: Message): boolean {
  const { choice, text, reading } = message;
  if (choice) return true;
  if (reading?.decision === 'accept' && reading.intent === 'meta.repeat') return true;
  if (takesNext(question, message) !== undefined) return true;
  if (question.accepts.includes('text')) return describes(run, message);
  const words = foldedWords(text);
  if (question.by !== 'next' && words.length === 1 && typed(run, question.choices, text) !== undefined) return true;
  if (!question.accepts.includes('yes_no')) return false;
  if (question.by === 'flow' && takesLeave(run, text)) return false;
  const plain = reading?.decision === 'accept' && (reading.intent === 'meta.yes' || reading.intent === 'meta.no');
  // "Yes, thanks" where a record was asked about, whichever of the two it reads as.
  const brief = words.length <= run.env.settings.answerMaxWords;
  if (question.by === 'next' && brief && thanks(run, text) && yesNo(run, message) !== undefined) return true;
  return plain || (words.length === 1 && yesNo(run, { reading, text } as Message) !== undefined);
}

/** Words that are asked for by the way are the answer, unless they are small talk or clearly another request. */
function describes(run: Run, { text, reading }: Message): boolean {
  if (reading?.decision !== 'accept' || run.env.trouble(text)) return true;
  if (isCommand(reading.intent)) return wordCount(text) > run.env.settings.answerMaxWords;
  return reading.intent === run.session.frames.at(-1)?.intent || reading.confidence < run.env.settings.digressFromTextMin;
}
