/** Texts that come apart: what was found in each stands in the whole where its own words stand. */
import type { Entity, Reading } from '../../../src/core/reading';
import { newSession } from '../../../src/core/session';
import { createEngine } from '../../../src/engine';
import type { EngineEnv } from '../../../src/engine/env';
import { joined, type Told } from '../../../src/engine/joined';

const found = (text: string, ...words: string[]): Told => ({
  text,
  entities: words.map((word): Entity => {
    const start = text.indexOf(word);
    return { type: 'stop', value: word, text: word, start, end: start + word.length };
  }),
});
const inPlace = ({ text, entities }: Told): boolean => entities.every((one) => text.slice(one.start, one.end) === one.text);

test('the second text stands beneath the first, its entities with it', () => {
  const both = joined(found('28A Kartal durağına', 'Kartal'), found('Otogara da gelmedi', 'Otogar'));
  expect(both.text).toBe('28A Kartal durağına\nOtogara da gelmedi');
  expect(both.entities).toHaveLength(2);
  expect(inPlace(both)).toBe(true);
});

test('an empty text moves nothing', () => {
  expect(joined(found(''), found('Otogar', 'Otogar'))).toEqual(found('Otogar', 'Otogar'));
  expect(joined(found('Kartal', 'Kartal'), found(''))).toEqual(found('Kartal', 'Kartal'));
});

test('what went wrong with an answer is written beneath what was asked', () => {
  const trip = {
    ...{ name: 'trip', about: '', intents: ['x.trip'], does: [], phrases: [], countsAs: null, role: null, over: [], cues: [] },
    ...{ gather: false, oneRequest: false, reminder: null, slots: {}, followUps: null, keepsFollowUps: false, aside: null },
    ...{ next: [{ does: 'report' }], reports: null, steps: [{ id: 'one', say: 't.said' }], at: new Map([['one', 0]]) },
  };
  const engine = createEngine({
    flows: new Map([['trip', trip]]),
    catalogue: new Map([['x.trip', { name: 'x.trip', does: 'answer', department: null, about: '' }]]),
    texts: { t: (_lang: string, key: string) => key, has: () => true },
    settings: { burstWaitMs: 0, missesToPerson: 9, followUpMs: 1e6, resumeMs: 1e12, answerMaxWords: 4 },
    phrases: { languages: { tr: [], en: [], ar: [] }, denies: { behind: [], before: [] } },
    city: { tr: {}, en: {}, ar: {} },
    trouble: (text: string) => text.includes('gelmedi'),
  } as unknown as EngineEnv);
  let session = newSession({ channel: 'http', account: 'a', to: 'x' }, 'tr');
  for (const [i, { text, entities }] of [
    found('Kartaldan Otogara', 'Kartal', 'Otogar'),
    found('Otogara yine gelmedi', 'Otogar'),
  ].entries()) {
    const read = { intent: 'x.trip', confidence: 0.9, decision: 'accept', also: [], alternatives: [], entities, lang: 'tr' };
    const parts = [{ kind: 'text' as const, text }];
    const reading = { ...read, department: null } as Reading;
    session = engine.advance(session, { type: 'message', eventId: `m${i}`, parts, reading }, 1_000).session;
  }
  const about = session.question?.data as unknown as Told & { record: boolean };
  expect(about.record).toBe(true);
  expect(about.text).toBe('Kartaldan Otogara\nOtogara yine gelmedi');
  expect(about.entities).toHaveLength(3);
  expect(inPlace(about)).toBe(true);
});
