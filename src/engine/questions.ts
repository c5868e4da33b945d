/** Questions that flows ask, and how they are asked again. */
import type { Choice } from '../core/items';
import type { AskType, Frame, Question } from '../core/session';
import type { StepOf } from './step-schema';
import type { Run } from './run';
import { resolve, scopeOf, wordsOf } from './values';

type Asking = Pick<StepOf<'ask'>, 'text' | 'with' | 'choices' | 'optional' | 'sealed' | 'verbatim'> &
  Pick<StepOf<'choose'>, 'none'>;

export function questionOf(
  slot: string,
  accepts: AskType[],
  step: Asking,
  frame: Frame,
  run: Run,
): Omit<Question, 'id' | 'askedAt' | 'misses'> {
  const scope = scopeOf(run.session, frame);
  const text = run.t(step.text, wordsOf(step.with, scope, run.env.texts, run.session.lang));
  const none = step.none === undefined ? [] : [{ id: 'none', label: run.t(step.none) }];
  const choices = [...choicesOf(step.choices, scope, run), ...none];
  return {
    by: 'flow',
    slot,
    accepts: choices.length > 0 && !accepts.includes('choice') ? ['choice', ...accepts] : accepts,
    choices,
    text,
    optional: step.optional ?? false,
    ...(step.sealed ? { sealedFor: frame.department ?? '' } : {}),
    ...(step.verbatim ? { verbatim: true as const } : {}),
  };
}

function choicesOf(choices: Asking['choices'], scope: Parameters<typeof resolve>[1], run: Run): Choice[] {
  if (choices === undefined) return [];
  if (Array.isArray(choices)) return choices.map((choice) => ({ id: choice.id, label: run.t(choice.label) }));
  const listed = resolve(choices, scope);
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((item) => {
    if (item === null || typeof item !== 'object' || Array.isArray(item)) return [];
    return [{ id: String(item.id), label: String(item.label) }];
  });
}

/** The step that asked the open question of a frame. */
export function askingStep(run: Run, frame: Frame): StepOf<'ask'> | StepOf<'choose'> | null {
  const flow = run.env.flows.get(frame.flow);
  const index = flow?.at.get(frame.step);
  const step = index === undefined ? undefined : flow!.steps[index];
  return step && ('ask' in step || 'choose' in step) ? (step as StepOf<'ask'> | StepOf<'choose'>) : null;
}

/** Asks the open question once more, with a line in front of it. */
export function reAsk(run: Run, question: Question): void {
  run.ask({ ...question, misses: question.misses });
}
