/** The thread as a set merged by id, however often and in whatever order its lines arrive. Pure. */
import type { ShownMessage } from '../../wire';

export type Citizen = Extract<ShownMessage, { from: 'citizen' }>;
export type Answer = Exclude<ShownMessage, { from: 'citizen' }>;
/** Lines in the server's order, each once. */
export type Thread = readonly ShownMessage[];

export const keyOf = (line: ShownMessage): string => (line.from === 'citizen' ? `c:${line.clientId}` : `o:${line.id}`);

/** Joins lines into the thread: a known one takes the newer's time and id, all are ordered by the server's time. */
export function merge(thread: Thread, lines: readonly ShownMessage[]): Thread {
  if (lines.length === 0) return thread;
  const byKey = new Map(thread.map((line) => [keyOf(line), line]));
  for (const line of lines) byKey.set(keyOf(line), { ...byKey.get(keyOf(line)), ...line } as ShownMessage);
  return [...byKey.values()].sort((a, b) => a.at - b.at);
}

/** How many lines before the newest known one are asked for again: a reply may be stored later than a line that follows it. */
const OVERLAP = 20;

/** The id after which the history is asked for; undefined: from the newest. `ids` are those the history gave, in its order. */
export function cursorOf(ids: readonly string[]): string | undefined {
  return ids[ids.length - OVERLAP];
}

export type QuestionState = { open: true } | { open: false; chosen?: string };

/**
 * May the buttons under an answer still be pressed? Not once one of them was, nor once something the citizen wrote after them
 * was answered: the server would not apply a stale press, so it is not offered.
 */
export function questionState(thread: Thread, index: number): QuestionState {
  const line = thread[index];
  if (!line || line.from === 'citizen' || line.part.kind !== 'choices') return { open: false };
  const { questionId } = line.part;
  let spoke = false;
  for (const later of thread.slice(index + 1)) {
    if (later.from !== 'citizen') {
      if (spoke || later.part.kind === 'choices') return { open: false };
      continue;
    }
    for (const part of later.parts)
      if (part.kind === 'choice' && part.questionId === questionId) return { open: false, chosen: part.id };
    spoke = true;
  }
  return { open: true };
}

/** Who speaks now: the person's name while the newest answer is a person's. */
export function speaker(thread: Thread): { agent: boolean; name?: string } {
  for (let index = thread.length - 1; index >= 0; index--) {
    const line = thread[index]!;
    if (line.from === 'bot') return { agent: false };
    if (line.from === 'agent') return line.authorName === undefined ? { agent: true } : { agent: true, name: line.authorName };
  }
  return { agent: false };
}
