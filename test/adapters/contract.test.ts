/** The one contract every channel meets. A new channel is added to adapters/index.ts and passes this file unchanged. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ADAPTERS } from '../../adapters';
import type { AdapterContext, AdapterModule } from '../../src/core/adapter';
import { KapiError, KINDS } from '../../src/core/errors';
import type { Outbound, OutPart } from '../../src/core/items';
import { malformed, ODD_VALUES, shaken } from './fuzz';

/** Payloads as the platform documents them, and malformed ones made of them, that a channel is held to at the least. */
const FIXTURES_MIN = 12;
const FUZZED_MIN = 5_000;
/** Those among them with several things wrong at once. */
const SHAKEN_MIN = 1_000;
const ROOT = path.join(__dirname, '../../adapters');
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

const PARTS: OutPart[] = [
  { kind: 'text', text: 'Merhaba 👋 & <b>kalın</b>' },
  { kind: 'text', text: '' },
  {
    kind: 'choices',
    text: 'Hangisi?',
    questionId: 'q1',
    choices: [
      { id: 'a', label: 'Evet' },
      { id: 'b:c', label: 'Hayır' },
    ],
  },
  { kind: 'choices', text: 'Boş', questionId: 'q2', choices: [] },
  { kind: 'media', media: { kind: 'image', hash: 'a'.repeat(64), mimeType: 'image/png' } },
  { kind: 'media', media: { kind: 'document', url: 'https://example.org/form.pdf', fileName: 'form.pdf' }, text: 'Form' },
  { kind: 'location', lat: 39.9, lon: 41.27 },
  { kind: 'location', lat: -0.5, lon: 0, label: 'Durak', text: 'Burada' },
  { kind: 'template', name: 'ticket_closed', params: ['2026-17'], text: 'Başvurunuz kapandı.' },
];

function outbound(part: OutPart): Outbound {
  return {
    id: 'conv:1:0',
    conversationId: 'conv',
    channel: 'x',
    account: 'default',
    to: 'someone',
    inReplyTo: ['m1'],
    purpose: 'reply',
    createdAt: 1_774_423_800_000,
    author: 'bot',
    lang: 'tr',
    part,
  };
}

function context(settings: Record<string, string>): AdapterContext {
  const unused = async (): Promise<never> => {
    throw new Error('not used by this test');
  };
  return {
    account: 'default',
    settings,
    accept: unused,
    saveMedia: unused,
    history: unused,
    openMedia: unused,
    ignored: () => {},
    log: { info: () => {}, warn: () => {}, error: () => {} },
    folder: () => {
      throw new Error('not used by this test');
    },
    signIn: () => {},
    mediaMaxBytes: 1_048_576,
    publicUrl: 'http://localhost:8153',
    city: { name: 'Örnek Belediyesi', shortName: 'Örnek' },
  };
}

/** Parses what may be anything: the items, or null where it was refused with a named field. Any other error fails the test. */
function tolerant(module: AdapterModule, payload: unknown, what: string): void {
  try {
    const { items, ignored } = module.parse(payload, 'default');
    for (const item of items) {
      expect(item.channel).toBe(module.name);
      if (item.type === 'message') {
        expect(typeof item.eventId).toBe('string');
        expect(item.sender.ids.length).toBeGreaterThan(0);
        expect(item.sender.ids.every((id) => typeof id === 'string' && id !== '')).toBe(true);
      }
    }
    expect(Array.isArray(ignored)).toBe(true);
  } catch (error) {
    if (!(error instanceof KapiError) || error.kind !== KINDS.badInput || !error.field)
      throw new Error(`${module.name}: ${what}: ${String(error)}`, { cause: error });
  }
}

describe.each(Object.keys(ADAPTERS))('channel %s', (name) => {
  const folder = path.join(ROOT, name);
  const fixtures = existsSync(path.join(folder, 'fixtures')) ? readdirSync(path.join(folder, 'fixtures')) : [];
  const named = (suffix: string): string[] =>
    fixtures.filter((file) => file.endsWith(suffix)).map((file) => path.join(folder, 'fixtures', file.slice(0, -suffix.length)));
  let module: AdapterModule;

  beforeAll(async () => {
    module = await ADAPTERS[name]!();
  });

  test('has a README, real payloads and expected results', () => {
    expect(existsSync(path.join(folder, 'README.md'))).toBe(true);
    expect(named('.in.json').length).toBeGreaterThanOrEqual(FIXTURES_MIN);
    expect(named('.outbound.json').length).toBeGreaterThan(0);
    expect(named('.items.json').sort()).toEqual(named('.in.json').sort());
    expect(named('.rendered.json').sort()).toEqual(named('.outbound.json').sort());
  });

  test('is what its name says, with sane capabilities and documented settings', () => {
    const can = module.capabilities;
    expect(module.name).toBe(name);
    expect(can.textMax).toBeGreaterThanOrEqual(100);
    expect(can.concurrency).toBeGreaterThanOrEqual(1);
    if (can.choices) expect(Math.min(can.choices.max, can.choices.labelMax)).toBeGreaterThanOrEqual(1);
    for (const setting of module.settings) {
      expect(setting.name).toMatch(/^KAPI_[A-Z][A-Z0-9_]*$/);
      expect(setting.help.length).toBeGreaterThan(10);
      if (setting.secret) expect(setting.default ?? '').toBe('');
    }
  });

  test('reads each recorded payload into the expected items', () => {
    for (const fixture of named('.in.json')) {
      const { items } = module.parse(read(`${fixture}.in.json`), 'default');
      expect({ fixture, items }).toEqual({ fixture, items: read(`${fixture}.items.json`) });
    }
  });

  test('writes each message as expected', () => {
    for (const fixture of named('.outbound.json')) {
      const rendered = JSON.parse(JSON.stringify(module.render(read(`${fixture}.outbound.json`) as Outbound)));
      expect({ fixture, rendered }).toEqual({ fixture, rendered: read(`${fixture}.rendered.json`) });
    }
  });

  test('refuses or ignores what is malformed, and never breaks', () => {
    for (const [index, odd] of ODD_VALUES.entries()) tolerant(module, odd, `odd ${index}`);
    let count = 0;
    for (const fixture of named('.in.json'))
      for (const { what, payload } of malformed(read(`${fixture}.in.json`))) {
        tolerant(module, payload, what);
        count++;
      }
    const payloads = named('.in.json').map((fixture) => read(`${fixture}.in.json`));
    for (const { what, payload } of shaken(payloads, Math.max(FUZZED_MIN - count, SHAKEN_MIN), 153))
      tolerant(module, payload, what);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  test('leaves the payload as it came', () => {
    for (const fixture of named('.in.json')) {
      const payload = read(`${fixture}.in.json`);
      module.parse(payload, 'default');
      expect(payload).toEqual(read(`${fixture}.in.json`));
    }
  });

  test('renders every kind of message without throwing', () => {
    for (const part of PARTS) expect(JSON.stringify(module.render(outbound(part)))).toBeTruthy();
  });

  test('refuses to start while a required setting is blank', () => {
    const required = module.settings.filter((setting) => setting.required);
    const all = Object.fromEntries(module.settings.map((setting) => [setting.name, setting.default || 'set']));
    for (const setting of required) {
      for (const blank of ['', '  ']) {
        let refusal: unknown;
        try {
          module.create(context({ ...all, [setting.name]: blank }));
        } catch (error) {
          refusal = error;
        }
        expect(refusal).toMatchObject({ kind: KINDS.config, field: setting.name });
        expect((refusal as Error).message).toContain(setting.name);
      }
    }
  });
});
