/** 112 or 187 in the first line of the first reply, within the same second, whatever is going on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator, type Said, type Simulator } from '../../src/cli/simulator';
import { readConfig } from '../../src/core/config';
import type { Part } from '../../src/core/items';
import { newSession, type Session } from '../../src/core/session';
import type { Flow } from '../../src/engine/flow';
import type { StepOf } from '../../src/engine/step-schema';
import { plainText } from '../../src/outbox/degrade';
import { stagesOf } from '../../src/stages';

const NOW = Date.parse('2026-03-25T10:30:00+03:00');
const text = (said: string): Part[] => [{ kind: 'text', text: said }];
const PHOTO: Part[] = [{ kind: 'media', media: { kind: 'image', mimeType: 'image/jpeg', url: 'https://example.test/a.jpg' } }];
let simulator: Simulator;
let data: string;

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'kapi-emergency-'));
  simulator = await createSimulator(readConfig({ KAPI_DATA_DIR: data }));
}, 60_000);
afterAll(async () => {
  await simulator.close();
  rmSync(data, { recursive: true, force: true });
});

/** The first line that the citizen reads. No timer runs in between: it is the answer of the very turn. */
function firstLine(said: Said[]): string {
  return said.length === 0 ? '' : plainText(said[0]!.part).split('\n')[0]!;
}

async function state(lines: string[], channel = 'webchat'): Promise<void> {
  simulator.restart({ now: NOW, channel });
  for (const line of lines) {
    await simulator.send(text(line));
    await simulator.settle();
  }
}

const EMERGENCIES: [intent: string, number: RegExp, words: string[]][] = [
  [
    'emergency.fire',
    /112/,
    ['yangın var', 'yangin var yardim edin', 'evim yanıyor', 'There is a fire in our building', 'هناك حريق في المبنى'],
  ],
  [
    'emergency.medical',
    /112/,
    ['kaza oldu yaralı var', 'babam bayildi nefes almiyor', 'My father fainted and is not breathing', 'أبي فقد الوعي ولا يتنفس'],
  ],
  ['emergency.gas', /187/, ['gaz kokusu var', 'evde dogalgaz kokusu var', 'I smell gas in the house', 'رائحة غاز في البيت']],
  ['emergency.earthquake', /112/, ['deprem oldu', 'deprem oldu enkaz altinda kaldik', 'There was an earthquake', 'حدث زلزال']],
];
const MARKS: [RegExp, string][] = [
  [/[\u0600-\u06ff]/, 'ar'],
  [/^[\x20-\x7e]*\b(fire|father|smell|There)\b/, 'en'],
];
const langOf = (said: string): string => MARKS.find(([mark]) => mark.test(said))?.[1] ?? 'tr';
const LANG_OF_LINE: Record<string, RegExp> = { tr: /arayın/, en: /\bcall\b/i, ar: /اتصلوا/ };

describe.each(EMERGENCIES)('%s as the first message', (intent, number, lines) => {
  test.each(lines)('%s', async (line) => {
    await state([]);
    const before = simulator.now();
    const began = performance.now();
    const said = await simulator.send(text(line));
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(simulator.now() - before).toBeLessThan(1_000);
    expect(firstLine(said)).toMatch(number);
    expect(firstLine(said)).toMatch(LANG_OF_LINE[langOf(line)]!);
    const events = simulator.turns.flatMap((turn) => turn.events);
    expect(events).toContainEqual(expect.objectContaining({ type: 'referred', intent }));
    expect(events).toContainEqual({ type: 'ring', reason: 'desk.ring_emergency' });
    expect(events).toContainEqual(expect.objectContaining({ type: 'handoff.requested' }));
  });
});

/** Conversations that leave a question open, by what the question waits for. */
const OPEN: Record<string, string[]> = {
  'a place': ['çöp alınmadı'],
  'a telephone': ['çöp alınmadı', 'kartal mahallesi'],
  'a line': ['otobüs şoförü çok kaba davrandı'],
  'words for a complaint': ['şikayetim var'],
  'where an incident is': ['sular kesildi'],
  'an offer under an answer': ['su faturası nasıl ödenir'],
  'what happened': ['su faturası nasıl ödenir', 'sorun bildir'],
  'a record to be opened': ['su faturam çok yüksek geldi itiraz edeceğim'],
  'a referral to be followed up': ['sokak lambası yanmıyor'],
  'a choice of meanings': ['kartal mahallesinde'],
  'from where to go': ['üniversiteye nasıl giderim'],
  'a stop': ['otobüs ne zaman gelir'],
  'where the stop is': ['en yakın durak nerede'],
  'where the baby lives': ['hoş geldin bebek şartları neler'],
  'a record number': ['başvurum ne oldu'],
  'what to add': ['çöp alınmadı', 'kartal mahallesi', 'yazmayacağım', 'kaydıma ekleme yapmak istiyorum'],
  'whether to withdraw': ['çöp alınmadı', 'kartal mahallesi', 'yazmayacağım', 'kaydımı iptal et'],
  'what is not solved': ['sokak lambası yanmıyor', 'çözülmedi'],
  'a telephone to link': ['kanal bağla'],
  'whether to apply': ['eski koltuğumu aldırmak istiyorum'],
  'a water cut': ['su kesintisi var mı'],
};

describe.each(Object.entries(OPEN))('while the line waits for %s', (_about, lines) => {
  test.each(EMERGENCIES.map(([intent, number, words]) => [intent, number, words[0]!, words[2]!] as const))(
    '%s',
    async (_intent, number, tr, other) => {
      await state(lines);
      const open = await simulator.store.session((await own())!);
      expect(open?.session.question).not.toBeNull();
      expect(firstLine(await simulator.send(text(tr)))).toMatch(number);
      await state(lines);
      expect(firstLine(await simulator.send(text(other)))).toMatch(number);
    },
  );
});

const own = (channel = 'webchat'): Promise<string | null> =>
  simulator.store.conversationOf(channel, 'default', simulator.citizenId());

test('whatever step of whatever flow waits', () => {
  const { knowledge } = simulator;
  const { engine } = stagesOf(readConfig({ KAPI_DATA_DIR: data }), knowledge);
  let asked = 0;
  for (const flow of knowledge.flows.values())
    for (const step of flow.steps) {
      if (!('ask' in step) && !('choose' in step)) continue;
      asked++;
      const session = waitingAt(flow, step);
      for (const [, number, [line]] of EMERGENCIES) {
        const reading = knowledge.understanding.read(line!, NOW);
        const message = { type: 'message', eventId: 'm1', parts: text(line!), reading } as const;
        const outcome = engine.advance(session, message, NOW);
        const first = outcome.events.find((event) => event.type === 'reply');
        // Where what waits below goes on with a call, the answer stands first in what is said after it, in the same turn.
        const held = outcome.session.suspended as unknown as { said: { text: string }[] } | null;
        const told = (first?.type === 'reply' ? plainText(first.part) : (held?.said[0]?.text ?? '')).split('\n')[0];
        expect([flow.name, step.id, told]).toEqual([flow.name, step.id, expect.stringMatching(number)]);
      }
    }
  expect(asked).toBeGreaterThan(40);
});

/** A conversation that stands at a step's question. */
function waitingAt(flow: Flow, step: StepOf<'ask'> | StepOf<'choose'>): Session {
  const session = newSession({ channel: 'http', account: 'default', to: 'a' }, 'tr');
  const slot = 'ask' in step ? step.ask : step.choose;
  const accepts = 'ask' in step ? step.accepts : ['choice' as const];
  const frame = { slots: {}, intent: 'water.bill', department: 'su', text: '', entities: [], media: [], location: null };
  session.frames = [{ ...frame, flow: flow.name, step: step.id, owes: [], answered: [] }];
  const offer = 'offer' in step && step.offer ? { offer: true } : {};
  const question = { id: 'q1', by: 'flow' as const, slot, accepts, choices: [], text: '?', askedAt: NOW, misses: 0 };
  session.question = { ...question, optional: false, ...offer };
  session.lastAt = NOW;
  return session;
}

describe('in other states', () => {
  const [[, fire, [FIRE]]] = EMERGENCIES as [[string, RegExp, [string]]];

  test('held by an agent: one line, marked automatic, in the language of the message', async () => {
    await state(['çöp alınmadı']);
    await simulator.act({ do: 'take', agentId: 'agent-1', agentName: 'Ayşe Yılmaz' });
    expect(await simulator.send(text('kartal mahallesi'))).toEqual([]);
    for (const [, number, lines] of EMERGENCIES)
      for (const line of lines) {
        const said = await simulator.send(text(line));
        expect(said).toHaveLength(1);
        expect(firstLine(said)).toMatch(number);
        expect(plainText(said[0]!.part)).not.toContain('\n');
        expect(firstLine(said)).toMatch(LANG_OF_LINE[langOf(line)]!);
      }
  });

  test('in a burst: before the report that waits for its photo', async () => {
    simulator.restart({ now: NOW, channel: 'http' });
    expect(await simulator.send(text('kartal mahallesinde yolda çukur var'))).toEqual([]);
    expect(firstLine(await simulator.send(text(FIRE)))).toMatch(fire);
    const opened = simulator.turns.flatMap((turn) => turn.events).filter(({ type }) => type === 'ticket.opened');
    expect(opened).toHaveLength(1);
  });

  test('after a photo without words: nothing is asked about the photo first', async () => {
    simulator.restart({ now: NOW, channel: 'http' });
    expect(await simulator.send(PHOTO)).toEqual([]);
    expect(firstLine(await simulator.send(text(FIRE)))).toMatch(fire);
    await simulator.settle();
  });

  test('after an emergency, and behind another request', async () => {
    await state([FIRE, FIRE]);
    expect(firstLine(await simulator.send(text('gaz kokusu var')))).toMatch(/187/);
    await state([]);
    expect(firstLine(await simulator.send(text('Çöpümüz üç gündür alınmadı. Bir de yan bina yanıyor, yangın var!')))).toMatch(
      fire,
    );
  });

  test('the name of a place that is asked is no emergency', async () => {
    await state(['trafik lambası bozuk']);
    expect(firstLine(await simulator.send(text('doğu kavşağı')))).not.toMatch(/112/);
  });

  test('hours later, over an unfinished request', async () => {
    await state(['çöp alınmadı']);
    await simulator.wait(12 * 3_600_000);
    expect(firstLine(await simulator.send(text(FIRE)))).toMatch(fire);
  });
});
