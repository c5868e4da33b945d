/** A short message that goes on from the last answer, and words that decide an unsure reading: by the rules of flows alone. */
import type { Entity, Reading } from '../../../src/core/reading';
import { newSession, type Session } from '../../../src/core/session';
import { createEngine } from '../../../src/engine';
import type { EngineEnv } from '../../../src/engine/env';
import type { Flow } from '../../../src/engine/flow';

const MINUTE = 60_000;
const step = (say: string, id: string) => ({ id, say, with: { to: '$to', day: '$day', way: '$way' } });
const flow = (name: string, more: Partial<Flow>): Flow => ({
  name,
  about: '',
  intents: [`x.${name}`],
  does: [],
  phrases: [],
  countsAs: null,
  role: null,
  over: [],
  cues: [],
  gather: false,
  oneRequest: false,
  reminder: null,
  slots: {},
  followUps: null,
  keepsFollowUps: false,
  next: [],
  aside: null,
  reports: null,
  steps: [step('t.said', 'one')] as never,
  at: new Map([['one', 0]]),
  ...more,
});
const trip = flow('trip', {
  slots: { to: { entity: 'stop' }, day: { entity: 'date' } },
  cues: [{ words: ['nasil giderim'], entities: ['stop'] }],
  followUps: {
    over: ['x.other'],
    rules: [
      { words: ['donusu'], set: { way: 'back' } },
      { words: ['oradan'], takes: ['to'], set: { way: '$to.value' }, clear: ['day'] },
      { takes: ['day'] },
    ],
  },
});
const env = {
  flows: new Map([trip, flow('plain', {}), flow('other', {})].map((one) => [one.name, one])),
  catalogue: new Map(
    ['trip', 'plain', 'other'].map((name) => [`x.${name}`, { name: `x.${name}`, does: 'answer', department: null, about: '' }]),
  ),
  texts: { t: (_lang: string, key: string, values: object) => `${key} ${JSON.stringify(values)}`, has: () => true },
  settings: {
    burstWaitMs: 0,
    missesToPerson: 9,
    followUpMs: 30 * MINUTE,
    followUpMaxWords: 6,
    followUpSureWords: 2,
    resumeMs: 1e12,
  },
  city: { tr: {}, en: {}, ar: {} },
  trouble: () => false,
} as unknown as EngineEnv;
const engine = createEngine(env);

const entity = (type: 'stop' | 'date', value: string, start = 0): Entity => ({
  type,
  value,
  text: value,
  start,
  end: start + value.length,
});
function reading(intent: string, decision: Reading['decision'], entities: Entity[] = []): Reading {
  return { intent, confidence: 0.9, decision, also: [], alternatives: [], entities, department: null, lang: 'tr' };
}
function talk(...messages: [text: string, reading: Reading, at?: number][]): { said: string; session: Session; flows: string[] } {
  let session = newSession({ channel: 'http', account: 'a', to: 'x' }, 'tr');
  let said = '';
  const flows: string[] = [];
  messages.forEach(([text, read, at = 1_000], i) => {
    const next = engine.advance(
      session,
      { type: 'message', eventId: `m${i}`, parts: [{ kind: 'text', text }], reading: read },
      at,
    );
    session = next.session;
    flows.length = 0;
    for (const event of next.events) {
      if (event.type === 'reply') said = 'text' in event.part ? event.part.text : '';
      if (event.type === 'flow.started') flows.push(event.flow);
    }
  });
  return { said, session, flows };
}
const FIRST: [string, Reading] = [
  'kartala',
  reading('x.trip', 'accept', [entity('stop', 'kartal'), entity('date', 'bugun', 20)]),
];

test('what the message names replaces the slot, the others stay', () => {
  const { said, flows } = talk(FIRST, ['peki yarın?', reading('x.plain', 'reject', [entity('date', 'yarin')])]);
  expect(flows).toEqual(['trip']);
  expect(said).toContain('"to":"kartal"');
  expect(said).toContain('"day":"yarin"');
});

test('a rule changes slots by the answered ones and forgets others', () => {
  const { said } = talk(FIRST, ['oradan otogara', reading('x.trip', 'accept', [entity('stop', 'otogar', 7)])]);
  expect(said).toContain('"to":"otogar"');
  expect(said).toContain('"way":"kartal"');
  expect(said).toContain('"day":null');
});

test('words that a rule waits for are its own when they are all that is said', () => {
  expect(talk(FIRST, ['dönüşü?', reading('x.plain', 'accept')]).flows).toEqual(['trip']);
  // In a longer message a clear request of another kind is new, unless the flow says that it is misread so.
  expect(talk(FIRST, ['dönüşü nasıl olur acaba', reading('x.plain', 'accept')]).flows).toEqual(['plain']);
  expect(talk(FIRST, ['dönüşü nasıl olur acaba', reading('x.other', 'accept')]).flows).toEqual(['trip']);
});

test('nothing follows up after a while, in a long message, after another answer, or with more named than a rule takes', () => {
  const tomorrow = reading('x.plain', 'reject', [entity('date', 'yarin')]);
  expect(talk(FIRST, ['peki yarın?', tomorrow, 1_001 + 30 * MINUTE]).flows).toEqual([]);
  expect(talk(FIRST, ['peki yarın ama bir de şunu soracaktım', tomorrow]).flows).toEqual([]);
  expect(talk(FIRST, ['x', reading('x.plain', 'accept')], ['peki yarın?', tomorrow]).flows).toEqual([]);
  const both = reading('x.plain', 'reject', [entity('date', 'yarin'), entity('stop', 'otogar', 12)]);
  expect(talk(FIRST, ['yarın otogar', both]).flows).toEqual([]);
});

test('a cue decides an unsure reading only', () => {
  const kartal = [entity('stop', 'kartal')];
  expect(talk(['kartala nasıl giderim', reading('x.plain', 'ask', kartal)]).flows).toEqual(['trip']);
  expect(talk(['kartala nasıl giderim', reading('x.plain', 'accept', kartal)]).flows).toEqual(['plain']);
  expect(talk(['nasıl giderim', reading('x.plain', 'reject')]).flows).toEqual([]);
});
