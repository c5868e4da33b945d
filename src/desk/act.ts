/** What an agent's action does to the conversation. Pure: it ends in a turn like a message. */
import type { JsonObject } from '../core/json';
import type { Session } from '../core/session';
import type { CityFacts, Texts } from '../core/texts';
import type { DeskAction, Event } from '../core/turn';

export interface DeskEnv {
  texts: Texts;
  city: CityFacts;
  handBackMs: number;
}

export const HAND_BACK_TIMER = 'hand_back';

export interface DeskStep {
  session: Session;
  events: Event[];
  /** Why nothing was done: a key under `desk.`; null when done. */
  refused: string | null;
}

export function act(env: DeskEnv, before: Session, action: DeskAction, now: number): DeskStep {
  const session = structuredClone(before);
  const events: Event[] = [];
  const refuse = (reason: string): DeskStep => ({ session, events: [{ type: 'ignored', eventId: '', reason }], refused: reason });
  const tell = (key: string): void => {
    const text = env.texts.t(session.lang, key, { ...env.city[session.lang], agent: action.agentName });
    events.push({ type: 'reply', part: { kind: 'text', text }, inReplyTo: [], purpose: 'reply', author: 'bot' });
  };
  const mine = session.holder?.agentId === action.agentId;
  switch (action.do) {
    case 'take':
      if (mine) return refuse('already_yours');
      if (session.holder) return refuse('held_by_other');
      session.holder = { agentId: action.agentId, name: action.agentName, since: now };
      session.waiting = null;
      // What the bot was doing ends here: the person takes it from the thread.
      session.frames = [];
      session.question = null;
      session.burst = null;
      session.agenda = [];
      if (session.timers.burst !== undefined) events.push({ type: 'timer.clear', key: 'burst' });
      events.push({ type: 'handoff.taken', agentId: action.agentId, agentName: action.agentName });
      tell('person.taken');
      break;
    case 'reply':
      if (!mine) return refuse(session.holder ? 'held_by_other' : 'take_first');
      events.push({
        type: 'reply',
        part: { kind: 'text', text: action.text },
        inReplyTo: [],
        purpose: 'reply',
        author: 'agent',
        authorName: action.agentName,
      });
      break;
    case 'note':
      events.push({ type: 'note', agentId: action.agentId, agentName: action.agentName, text: action.text });
      return { session, events, refused: null };
    case 'intent': {
      const { inputId, text, reading, intent } = action;
      const { corrected: _, ...own } = reading;
      // Back to what was read: the correction is taken back, and the lesson with it.
      const changed = intent === own.intent ? own : { ...own, corrected: { intent, by: action.agentName } };
      events.push({ type: 'corrected', inputId, reading: changed });
      events.push({ type: 'learnt', text, was: own.intent, intent, by: 'agent' });
      return { session, events, refused: null };
    }
    case 'ticket.unseal':
      events.push({
        type: 'ticket.unsealed',
        agentId: action.agentId,
        agentName: action.agentName,
        number: action.number,
        kind: action.kind,
      });
      return { session, events, refused: null };
    case 'return':
      if (!mine) return refuse(session.holder ? 'held_by_other' : 'not_held');
      giveBack(session, events, 'agent');
      tell('person.returned');
      return { session, events, refused: null };
    case 'unlink':
      events.push({ type: 'person.unlinked' });
      return { session, events, refused: null };
    case 'ticket.status':
      events.push({
        type: 'ticket.status',
        number: action.number,
        status: action.status,
        text: action.text,
        by: action.agentName,
      });
      tellStatus(env, session, events, action);
      return { session, events, refused: null };
  }
  events.push({ type: 'timer.set', key: HAND_BACK_TIMER, at: now + env.handBackMs });
  return { session, events, refused: null };
}

/** Says what another conversation has to tell here. */
export function told(
  env: DeskEnv,
  before: Session,
  notice: { text: string; with: JsonObject },
): { session: Session; events: Event[] } {
  const text = env.texts.t(before.lang, notice.text, { ...env.city[before.lang], ...notice.with });
  return {
    session: before,
    events: [{ type: 'reply', part: { kind: 'text', text }, inReplyTo: [], purpose: 'notice', author: 'bot' }],
  };
}

/** The agent left the conversation idle: the bot takes it back and says so. */
export function handBack(env: DeskEnv, before: Session): { session: Session; events: Event[] } {
  const session = structuredClone(before);
  const events: Event[] = [];
  if (!session.holder) return { session, events };
  giveBack(session, events, 'idle');
  const text = env.texts.t(session.lang, 'person.returned', env.city[session.lang]);
  events.push({ type: 'reply', part: { kind: 'text', text }, inReplyTo: [], purpose: 'reply', author: 'bot' });
  return { session, events };
}

function giveBack(session: Session, events: Event[], why: 'agent' | 'idle'): void {
  events.push({ type: 'handoff.returned', agentId: session.holder?.agentId ?? null, why });
  if (session.timers[HAND_BACK_TIMER] !== undefined) events.push({ type: 'timer.clear', key: HAND_BACK_TIMER });
  session.holder = null;
}

/** The citizen hears what became of the record. */
function tellStatus(env: DeskEnv, session: Session, events: Event[], action: Extract<DeskAction, { do: 'ticket.status' }>): void {
  const status = env.texts.t(session.lang, `ticket.status_${action.status}`);
  const key = action.text === '' ? 'ticket.changed' : 'ticket.changed_with_answer';
  const text = env.texts.t(session.lang, key, { number: action.number, status, answer: action.text });
  events.push({ type: 'reply', part: { kind: 'text', text }, inReplyTo: [], purpose: 'notice', author: 'bot' });
}

/** A message reached nobody: a person looks at it. Who holds the conversation sees it ring; else it waits in the queue. */
export function undelivered(before: Session, now: number): { session: Session; events: Event[] } {
  const reason = 'desk.reason_undelivered';
  const ring: Event = { type: 'ring', reason };
  if (before.holder || before.waiting) return { session: before, events: [ring] };
  const session = { ...before, waiting: { since: now, reason, department: null } };
  return { session, events: [{ type: 'handoff.requested', reason, department: null }, ring] };
}
