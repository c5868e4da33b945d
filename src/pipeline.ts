/**
 * One message's way. Read this first.
 *
 *   adapters -> inbox -> [ nlu -> hold -> engine (<-> domains) ] -> commit -> outbox -> adapters
 *
 * The inbox has stored the input before we come here; `worker.ts` takes a conversation's inputs one by one, runs this
 * pipeline on each, commits the turn it gives, and hands the turn's replies to the outbox.
 */
import type { MessageItem } from './core/items';
import { newSession, type Session } from './core/session';
import type { EngineInput, Event, StoredInput, Turn } from './core/turn';
import type { Reading, Understanding } from './core/reading';
import type { ActionResult, Call } from './core/turn';
import { act, HAND_BACK_TIMER, handBack, told, undelivered, type DeskEnv } from './desk/act';
import { type Engine, textOf } from './engine';
import { hold, type HoldEnv } from './hold';

export interface Stages extends HoldEnv {
  understanding: Understanding;
  engine: Engine;
  desk: DeskEnv;
  /** Runs an action of the domains through its ports. */
  runAction(
    call: Call,
    context: { now: number; lang: Session['lang']; conversationId: string; inputId: string },
  ): Promise<ActionResult>;
}

type Outcome = { session: Session; events: Event[]; calls: Turn['calls'] };

/** Runs the stages on one input: what the conversation is afterwards, and what happened. */
export async function runPipeline(stages: Stages, before: Session | null, input: StoredInput, now: number): Promise<Outcome> {
  const { body } = input;
  if (body.kind === 'message') return onMessage(stages, before, input, body.item, now);
  if (!before) return ignore(before, input, 'no conversation');
  if (body.kind === 'failure') return { ...undelivered(before, now), calls: [] };
  if (body.kind === 'notice') return { ...told(stages.desk, before, body), calls: [] };
  if (body.kind === 'action') return { ...act(stages.desk, before, body.action, now), calls: [] };
  if (before.timers[body.key] !== input.at) return ignore(before, input, 'overtaken');
  const cleared: Event = { type: 'timer.clear', key: body.key };
  const rest =
    body.key === HAND_BACK_TIMER
      ? { ...handBack(stages.desk, before), calls: [] }
      : await advance(stages, before, { type: 'timer', key: body.key, at: input.at }, input, now);
  return { ...rest, events: [cleared, ...rest.events] };
}

async function onMessage(
  stages: Stages,
  before: Session | null,
  input: StoredInput,
  item: MessageItem,
  now: number,
): Promise<Outcome> {
  const known =
    before ?? newSession({ channel: item.channel, account: item.account, to: item.sender.ids[0]! }, item.lang ?? 'tr');
  const session = {
    ...known,
    peer: {
      ...known.peer,
      to: item.sender.ids[0]!,
      ...(item.sender.name ? { name: item.sender.name } : {}),
      ...(item.sender.phone ? { phone: item.sender.phone } : {}),
    },
  };
  if (item.deletes !== undefined || item.reaction) return ignore(session, input, item.reaction ? 'reaction' : 'deleted');

  // nlu
  const text = textOf(item.parts);
  const reading: Reading | null = text === '' ? null : stages.understanding.read(text, now);
  const read: Event[] = reading ? [{ type: 'read', inputId: input.id, reading }] : [];

  // hold
  const held = hold(stages, session, item.eventId, reading);
  if (held) return { session: { ...session, lastAt: now }, events: [...read, ...held], calls: [] };

  // engine
  const message: EngineInput = {
    type: 'message',
    eventId: item.eventId,
    parts: item.parts,
    reading,
    ...(item.lang ? { lang: item.lang } : {}),
  };
  const outcome = await advance(stages, session, message, input, now);
  return { ...outcome, events: [...read, ...outcome.events] };
}

/** The engine steps, and the calls in between, within one turn. */
async function advance(stages: Stages, before: Session, first: EngineInput, input: StoredInput, now: number): Promise<Outcome> {
  const events: Event[] = [];
  const calls: Turn['calls'] = [];
  let step = stages.engine.advance(before, first, now);
  events.push(...step.events);
  while (step.call) {
    const { id, action, args } = step.call;
    const context = { now, lang: step.session.lang, conversationId: input.conversationId, inputId: input.id };
    const result = await stages.runAction(step.call, context);
    calls.push({ action, args, result });
    step = stages.engine.advance(step.session, { type: 'result', callId: id, result }, now);
    events.push(...step.events);
  }
  return { session: step.session, events, calls };
}

function ignore(before: Session | null, input: StoredInput, reason: string): Outcome {
  const session = before ?? newSession({ channel: input.channel, account: input.account, to: '' }, 'tr');
  return { session, events: [{ type: 'ignored', eventId: input.eventId, reason }], calls: [] };
}
