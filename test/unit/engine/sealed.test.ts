/** A question under seal: only a right number, sealed for it by the inbox, is its answer. */
import type { Personal } from '../../../src/core/mask';
import { newSession, type Session } from '../../../src/core/session';
import type { Event } from '../../../src/core/turn';
import { createEngine } from '../../../src/engine';
import type { EngineEnv } from '../../../src/engine/env';
import type { Flow } from '../../../src/engine/flow';
import type { FlowStep } from '../../../src/engine/step-schema';

const NOW = Date.parse('2026-03-25T08:30:00+03:00');
const steps = [
  { id: 'identity', ask: 'identity', accepts: ['identity_number'], sealed: true, text: 'ask.identity', again: 'ask.again' },
  { id: 'record', open_ticket: { number: 'PB-26-000001', sealed: ['$identity'] } },
  { id: 'done', say: 'done.text' },
] as FlowStep[];
const aid: Flow = {
  name: 'aid',
  about: '',
  intents: ['social.aid'],
  does: [],
  phrases: [],
  countsAs: null,
  role: null,
  over: [],
  gather: false,
  slots: {},
  next: [],
  aside: null,
  reports: null,
  steps,
  at: new Map(steps.map(({ id }, i) => [id, i])),
};
const env: EngineEnv = {
  flows: new Map([['aid', aid]]),
  catalogue: new Map([['social.aid', { name: 'social.aid', does: 'flow', department: 'sosyal', about: '' }]]),
  texts: { t: (_lang, key) => key, has: () => true },
  settings: {
    burstWaitMs: 0,
    burstMaxMs: 0,
    joinMs: 60_000,
    resumeMs: 3_600_000,
    missesToPerson: 2,
    digressMin: 0.6,
    digressFromTextMin: 0.85,
    digressUnfitMin: 0.4,
    emergencyMin: 0.35,
    answerMaxWords: 4,
  },
  phrases: { languages: { tr: [], en: [], ar: [] }, denies: { behind: [], before: [] } },
  city: { tr: {}, en: {}, ar: {} },
  trouble: () => false,
};
const engine = createEngine(env);

function say(session: Session, text: string, intent: string, personal: Personal[] = []): { session: Session; events: Event[] } {
  const part = { kind: 'text' as const, text, ...(personal.length > 0 ? { personal } : {}) };
  const reading = {
    intent,
    confidence: 1,
    decision: intent === '' ? ('reject' as const) : ('accept' as const),
    also: [],
    alternatives: [],
    entities: personal.map(({ kind, masked }) => ({ type: kind, value: masked, text: masked, start: 0, end: masked.length })),
    department: null,
    lang: 'tr' as const,
  };
  return engine.advance(session, { type: 'message', eventId: text, parts: [part], reading }, NOW);
}

const number: Personal = { kind: 'identity_number', valid: true, masked: '*********46', hash: 'h' };
const opened = (events: Event[]) => events.find((event) => event.type === 'ticket.opened');

test('the question tells the inbox for which department it seals', () => {
  const { session, events } = say(newSession({ channel: 'http', account: 'default', to: 'x' }, 'tr'), 'yardım', 'social.aid');
  expect(session.question).toMatchObject({ slot: 'identity', accepts: ['identity_number'], sealedFor: 'sosyal' });
  expect(opened(events)).toBeUndefined();
});

test('a sealed number goes into the record, encrypted; one that is not sealed is asked for again', () => {
  const start = say(newSession({ channel: 'http', account: 'default', to: 'x' }, 'tr'), 'yardım', 'social.aid').session;
  const wrong = say(start, '*********47', '', [{ ...number, valid: false }]);
  expect(opened(wrong.events)).toBeUndefined();
  expect(wrong.events).toContainEqual(
    expect.objectContaining({ part: expect.objectContaining({ text: 'ask.again\n\nask.identity' }) }),
  );
  const right = say(wrong.session, '*********46', '', [{ ...number, sealed: 's1.x' }]);
  expect(opened(right.events)).toMatchObject({
    ticket: { sealed: [{ kind: 'identity_number', department: 'sosyal', masked: '*********46', hash: 'h', sealed: 's1.x' }] },
  });
});
