/**
 * The dialogue engine: one pure step. `advance(session, input, now)` gives the next session and what happened, or stops with
 * a call whose result it is given next. It writes nothing, reads no clock and knows no channel.
 */
import type { Part } from '../core/items';
import type { Session } from '../core/session';
import type { EngineInput, Step } from '../core/turn';
import { BURST_TIMER, closeBurst } from './burst';
import type { EngineEnv } from './env';
import { onMessage } from './message';
import { resumeCall, runFrames } from './requests';
import { armReminder, REMINDER_TIMER, remind } from './reminder';
import { type Message, Run } from './run';

export interface Engine {
  advance(session: Session, input: EngineInput, now: number): Step;
}

export function createEngine(env: EngineEnv): Engine {
  return {
    advance(session, input, now) {
      const draft = copyOf(session);
      const run = new Run(env, draft, now, []);
      if (input.type === 'result') {
        run.resume();
        resumeCall(run, input.result);
        runFrames(run);
      } else {
        draft.seq++;
        if (input.type === 'message') {
          run.owes = [input.eventId];
          if (input.lang && draft.lastAt === 0) draft.lang = input.lang;
          onMessage(run, messageOf(input));
        } else if (input.key === BURST_TIMER) {
          closeBurst(run);
          runFrames(run);
        } else if (input.key === REMINDER_TIMER) remind(run);
      }
      if (run.call) run.suspend();
      else {
        armReminder(run);
        run.speak();
      }
      return { session: draft, events: run.events, call: run.call };
    },
  };
}

function messageOf(input: Extract<EngineInput, { type: 'message' }>): Message {
  const message: Message = {
    eventId: input.eventId,
    text: textOf(input.parts),
    reading: input.reading,
    choice: null,
    media: [],
    location: null,
    contact: null,
    unsupported: false,
    cutFrom: null,
    personal: [],
  };
  for (const part of input.parts) {
    if (part.kind === 'choice')
      message.choice = {
        id: part.id,
        ...(part.questionId === undefined ? {} : { questionId: part.questionId }),
        ...(part.position === undefined ? {} : { position: part.position }),
      };
    else if (part.kind === 'media') message.media.push(part.media);
    else if (part.kind === 'location')
      message.location =
        part.label === undefined ? { lat: part.lat, lon: part.lon } : { lat: part.lat, lon: part.lon, label: part.label };
    else if (part.kind === 'contact') message.contact = part.phones[0] ?? null;
    else if (part.kind === 'unsupported') message.unsupported = true;
    else {
      message.cutFrom = part.cutFrom ?? null;
      message.personal.push(...(part.personal ?? []));
    }
  }
  return message;
}

/** All words of a message: its text and what stands under its pictures. */
export function textOf(parts: Part[]): string {
  const texts = parts.flatMap((part) =>
    part.kind === 'text' ? [part.text] : part.kind === 'media' && part.caption ? [part.caption] : [],
  );
  return texts.join('\n').trim();
}

/** A deep copy of plain JSON: several times quicker than structuredClone for small trees. */
function copyOf<T>(value: T): T {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(value)) out[key] = copyOf((value as Record<string, unknown>)[key]);
  return out as T;
}
