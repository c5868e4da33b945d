/** Parts that wait for each other: whatever comes between, each message is answered in the end. */
import type { Part } from '../../../src/core/items';
import type { Reading } from '../../../src/core/reading';
import { newSession, type Session } from '../../../src/core/session';
import type { Event } from '../../../src/core/turn';
import { createEngine, textOf } from '../../../src/engine';
import type { EngineEnv } from '../../../src/engine/env';
import type { Flow } from '../../../src/engine/flow';
import type { FlowStep } from '../../../src/engine/step-schema';

const NOW = Date.parse('2026-03-25T08:30:00+03:00');

function flow(name: string, intents: string[], gather: boolean): Flow {
  const steps = [{ id: 'done', say: `${name}.done` }] as FlowStep[];
  return {
    name,
    about: '',
    intents,
    does: [],
    phrases: [],
    countsAs: null,
    role: null,
    over: [],
    gather,
    slots: {},
    next: [],
    aside: null,
    reports: null,
    steps,
    at: new Map([['done', 0]]),
  };
}

const env: EngineEnv = {
  flows: new Map([
    ['ticket', flow('ticket', ['road.pothole'], true)],
    ['emergency', flow('emergency', ['emergency.fire'], false)],
    ['fare', flow('fare', ['transport.fare'], false)],
  ]),
  catalogue: new Map(),
  texts: { t: (_lang, key) => key, has: () => true },
  settings: {
    burstWaitMs: 1_500,
    burstMaxMs: 5_000,
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

const INTENTS: Record<string, string> = {
  çukur: 'road.pothole',
  yangın: 'emergency.fire',
  temsilci: 'meta.agent',
  ücret: 'transport.fare',
};

/** A conversation by hand: what was said, and to which messages. */
class Talk {
  session: Session = newSession({ channel: 'http', account: 'default', to: 'x' }, 'tr');
  now = NOW;
  said: { text: string; to: string[] }[] = [];
  events: Event[] = [];
  private count = 0;

  send(...parts: Part[]): string {
    const eventId = `m${++this.count}`;
    const text = textOf(parts);
    const intent = INTENTS[text];
    const reading: Reading | null =
      text === ''
        ? null
        : {
            intent: intent ?? 'out_of_scope',
            confidence: intent ? 1 : 0.1,
            decision: intent ? 'accept' : 'reject',
            also: [],
            alternatives: [],
            entities: [],
            department: null,
            lang: 'tr',
          };
    this.now += 300;
    this.take(engine.advance(this.session, { type: 'message', eventId, parts, reading }, this.now));
    return eventId;
  }

  /** The wait ends. */
  due(): void {
    const set = this.events.findLast((event) => event.type === 'timer.set');
    if (set?.type !== 'timer.set') throw new Error('no timer was set');
    this.now = set.at;
    this.take(engine.advance(this.session, { type: 'timer', key: set.key, at: set.at }, this.now));
  }

  private take({ session, events }: { session: Session; events: Event[] }): void {
    this.session = session;
    this.events.push(...events);
    for (const event of events)
      if (event.type === 'reply' && 'text' in event.part) this.said.push({ text: event.part.text ?? '', to: event.inReplyTo });
  }
}

const text = (words: string): Part => ({ kind: 'text', text: words });
const photo: Part = { kind: 'media', media: { kind: 'image', url: 'https://example.test/a.jpg' } };
const pin: Part = { kind: 'location', lat: 40, lon: 36 };

test.each([[[text('çukur'), photo, pin]], [[photo, text('çukur'), pin]], [[pin, photo, text('çukur')]]])(
  'text, photo and pin in any order are one request with one answer',
  (parts) => {
    const talk = new Talk();
    const ids = parts.map((part) => talk.send(part));
    expect(talk.said).toEqual([]);
    talk.due();
    expect(talk.said).toEqual([{ text: 'ticket.done', to: ids }]);
  },
);

test('the wait ends at its limit however many parts come', () => {
  const talk = new Talk();
  for (let index = 0; index < 20; index++) talk.send(photo);
  const last = talk.events.findLast((event) => event.type === 'timer.set');
  expect(last).toMatchObject({ at: NOW + 300 + env.settings.burstMaxMs });
});

test('an emergency does not wait, and answers what waited too', () => {
  const talk = new Talk();
  const report = talk.send(text('çukur'));
  const fire = talk.send(text('yangın'));
  expect(talk.said[0]!.text).toMatch(/^emergency\.done/);
  expect(talk.said.flatMap(({ to }) => to)).toEqual(expect.arrayContaining([report, fire]));
});

test('asking for a person while a report waits settles the report and calls the person', () => {
  const talk = new Talk();
  const report = talk.send(text('çukur'));
  const wish = talk.send(text('temsilci'));
  expect(talk.events).toContainEqual(expect.objectContaining({ type: 'handoff.requested' }));
  expect(talk.said.map((one) => one.text).join()).toMatch(/person\.requested[\s\S]*ticket\.done/);
  expect(talk.said.flatMap(({ to }) => to)).toEqual(expect.arrayContaining([report, wish]));
});

test('another request settles the first and is answered after it', () => {
  const talk = new Talk();
  talk.send(text('çukur'));
  talk.send(text('ücret'));
  expect(talk.said.map((one) => one.text).join()).toMatch(/ticket\.done[\s\S]*fare\.done/);
});
