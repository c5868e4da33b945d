/** Opening requests and running the flows that serve them. */
import { foldedWords } from '../core/fold';
import type { Json } from '../core/json';
import type { Entity } from '../core/reading';
import type { Answered, Frame, Session } from '../core/session';
import { flowFor } from './env';
import type { Flow, SlotSource, TroubleSource, WordSource } from './flow';
import { offerNext } from './next';
import { requestPerson } from './person';
import type { Request, Run } from './run';
import { type FlowStep, kindOf } from './step-schema';
import { STEPS } from './steps';
import type { Outcome } from './steps';
import { holds, pathOf, scopeOf } from './values';

/** More steps than any flow has in one turn: a flow that goes in a circle ends with a person instead of a blocked process. */
const STEPS_MAX = 500;

/**
 * Puts the flow of a request on top. Running it is `runFrames`.
 *
 * @param given slots that are known before; what the request itself says wins over them
 */
export function openRequest(run: Run, request: Request, given: Frame['slots'] = {}): void {
  const flow = (request.flow === undefined ? undefined : run.env.flows.get(request.flow)) ?? flowFor(run.env, request.intent);
  run.owes = request.owes;
  if (!flow) {
    run.say('repair.no_flow');
    requestPerson(run, 'desk.reason_no_flow', request.department);
    return;
  }
  const loose = flow.gather || flow.does.includes('incident') ? takeLoose(run) : null;
  const frame: Frame = {
    flow: flow.name,
    step: flow.steps[0]!.id,
    slots: {},
    intent: request.intent,
    department: request.department,
    text: request.text,
    entities: request.entities,
    media: [...(loose?.media ?? []), ...request.media],
    location: request.location ?? loose?.location ?? null,
    owes: request.owes,
    answered: [],
    ...(request.before === undefined ? {} : { before: request.before }),
  };
  frame.slots = { ...given, ...slotsOf(run, flow, frame) };
  run.session.frames.push(frame);
  run.emit({ type: 'flow.started', flow: flow.name, intent: request.intent });
  run.session.misses = 0;
}

/** Does something wait below or behind the flow that runs? */
export function othersWait({ session }: Run): boolean {
  return session.frames.length > 1 || session.agenda.length > 0;
}

/** Every slot that the request itself fills. */
export function slotsOf(run: Run, flow: Flow, frame: Frame): Frame['slots'] {
  const filling: Frame = { ...frame, slots: {} };
  for (const [slot, source] of Object.entries(flow.slots)) {
    const value = filledBy(run, source, filling);
    if (value !== null) filling.slots[slot] = value;
  }
  return filling.slots;
}

function filledBy(run: Run, source: SlotSource | WordSource | TroubleSource, frame: Frame): Json {
  if ('words' in source) return wordFrom(source, frame.text);
  if ('trouble' in source) return run.env.trouble(frame.text) ? 'yes' : null;
  return slotFrom(source, frame, run);
}

/** A slot's value from the request: an entity of the wanted type, by case ending first; else what is remembered. */
function slotFrom(source: SlotSource, frame: Frame, run: Run): Json {
  const types: string[] = Array.isArray(source.entity) ? source.entity : [source.entity];
  const taken = new Set(Object.values(frame.slots).map((slot) => (slot as { start?: number } | null)?.start));
  const fitting = frame.entities.filter((entity) => types.includes(entity.type) && !taken.has(entity.start));
  const byRole = source.role === undefined ? undefined : fitting.find((entity) => entity.role === source.role);
  const other =
    source.role === undefined ? fitting[0] : fitting.find((entity) => entity.role === undefined || entity.role === 'at');
  const found = byRole ?? (source.only_role ? undefined : other);
  if (found) return slotOf(found);
  return source.memory === undefined ? null : (run.session.memory[source.memory] ?? null);
}

/** A slot's value by what words the request has. */
function wordFrom({ words }: WordSource, text: string): string | null {
  for (const [value, phrases] of Object.entries(words)) if (says(text, phrases)) return value;
  return null;
}

/** Is one of the phrases said, as whole folded words? */
export function says(text: string, phrases: readonly string[]): boolean {
  const said = ` ${foldedWords(text).join(' ')} `;
  return phrases.some((phrase) => said.includes(` ${phrase} `));
}

/** How an entity is kept in a slot: `value` is for actions, `name` for people. */
export function slotOf(entity: Entity): Json {
  return { type: entity.type, value: entity.value, name: entity.name ?? entity.text, text: entity.text, start: entity.start };
}

interface Loose {
  media: Frame['media'];
  location: Frame['location'];
  at: number;
}

/** A photo or a pin that came without a request waits in memory for the one it belongs to. */
function takeLoose(run: Run): Loose | null {
  const loose = run.session.memory.loose as unknown as Loose | undefined;
  if (!loose) return null;
  delete run.session.memory.loose;
  return run.now - loose.at <= run.env.settings.joinMs ? loose : null;
}

/** Runs the top flow, and those below and the agenda after it, until a question, a call or the end. */
export function runFrames(run: Run): void {
  const { session, env } = run;
  for (let count = 0; !run.call && !session.question; count++) {
    const frame = session.frames.at(-1);
    if (!frame) {
      const next = session.agenda.shift();
      if (!next) return;
      openRequest(run, { ...next, media: [], location: null, owes: run.owes });
      continue;
    }
    if (count > STEPS_MAX) {
      session.frames = [];
      run.say('repair.broken');
      requestPerson(run, 'desk.reason_broken', frame.department);
      return;
    }
    const flow = env.flows.get(frame.flow);
    if (!flow) {
      session.frames.pop();
      continue;
    }
    let index = flow.at.get(frame.step);
    if (index === undefined) {
      // The flow was edited while it ran: begin again with the answers kept.
      index = 0;
      frame.step = flow.steps[0]!.id;
    }
    const step = flow.steps[index]!;
    const outcome = holds(step.when, scopeOf(session, frame)) ? runStep(step, frame, run) : ({ to: 'next' } as Outcome);
    if (session.frames.at(-1) !== frame) continue;
    if (outcome.to === 'go') frame.step = outcome.step;
    else if (outcome.to === 'next' && index + 1 < flow.steps.length) frame.step = flow.steps[index + 1]!.id;
    else if (outcome.to !== 'wait') endFrame(run);
  }
}

function runStep(step: FlowStep, frame: Frame, run: Run): Outcome {
  const handler = STEPS[kindOf(step)] as (step: FlowStep, frame: Frame, run: Run) => Outcome;
  return handler(step, frame, run);
}

/** Ends the top flow without a word about the one below. */
export function endQuietly(run: Run): void {
  const ended = run.session.frames.pop();
  if (ended) run.session.lastAnswered = answered(run, ended) ?? kept(run, ended);
}

function endFrame(run: Run): void {
  const frame = run.session.frames.at(-1)!;
  endQuietly(run);
  if (offerNext(run, frame)) return;
  const below = run.session.frames.at(-1);
  if (below) run.say('repair.back', { request: run.label(below.intent) });
}

/** What a short message may go on from: only the very last answer, and only where its flow says how. */
function answered(run: Run, frame: Frame): Answered | null {
  const { flow, intent, department, slots } = frame;
  return run.env.flows.get(flow)?.followUps ? { flow, intent, department, slots, text: toldSoFar(frame), at: run.now } : null;
}

/** "Ne zaman gelirler?" after something was added to a record is still about the record. */
function kept({ env, session, now }: Run, { flow }: Frame): Answered | null {
  const last = session.lastAnswered;
  return last && env.flows.get(flow)?.keepsFollowUps && answeredByRecord(session) ? { ...last, at: now } : null;
}

/** Was the last answer the record itself that something was written into last? */
export function answeredByRecord({ lastTicket, lastAnswered }: Session): boolean {
  return lastTicket !== null && pathOf('$drawn.number', lastAnswered?.slots ?? {}) === lastTicket.number;
}

/** What the citizen wrote about a matter: before a button or a follow-up, and now. */
export function toldSoFar({ before, text }: Pick<Frame, 'before' | 'text'>): string {
  return [before, text].filter(Boolean).join('\n');
}

/** Keeps the result of a call and goes on after it. */
export function resumeCall(run: Run, result: Json): void {
  const frame = run.session.frames.at(-1);
  const flow = frame && run.env.flows.get(frame.flow);
  const index = frame && flow?.at.get(frame.step);
  const step = index === undefined ? undefined : flow!.steps[index];
  if (!frame || !step || !('call' in step)) return;
  frame.slots[step.as] = result;
  const next = flow!.steps[index! + 1];
  if (next) frame.step = next.id;
  else endFrame(run);
}
