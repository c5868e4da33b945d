/** An answer fits a phone screen and ends with what may be done next; a record about it is one tap away, with what was said. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readScript } from '../../src/cli/script';
import { createSimulator, type Said, type Simulator } from '../../src/cli/simulator';
import { readConfig } from '../../src/core/config';
import { type Choice, LANGS, type Part } from '../../src/core/items';
import { ROOT } from '../../src/core/paths';
import { readCatalogue } from '../../src/nlu';
import { plainText } from '../../src/outbox/degrade';
import { LINES } from '../support/catalogue-lines';

const NOW = Date.parse('2026-03-25T10:30:00+03:00');
/** WhatsApp's reply buttons: three, of 20 letters (https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-reply-buttons-messages). */
const BUTTONS_MAX = 3;
const LABEL_MAX = 20;
const FOLDER = join(__dirname, 'conversations');
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
const CATALOGUE = readCatalogue(join(ROOT, 'data')).filter(({ does }) => ['answer', 'flow', 'direct'].includes(does));

let simulator: Simulator;
let data: string;
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'kapi-next-'));
  simulator = await createSimulator(readConfig({ KAPI_DATA_DIR: data }));
}, 60_000);
afterAll(async () => {
  await simulator.close();
  rmSync(data, { recursive: true, force: true });
});

const events = () => simulator.turns.flatMap((turn) => turn.events);
const opened = () => events().flatMap((event) => (event.type === 'ticket.opened' ? [event.ticket] : []));
const choicesOf = (said: Said[]): Choice[] => said.flatMap(({ part }) => (part.kind === 'choices' ? part.choices : []));

/** Sends lines; "[Label]" presses a button of the last answer, as a phone would. */
async function walk(lines: string[], channel = 'http'): Promise<Said[]> {
  simulator.restart({ now: NOW, channel });
  let last: Said[] = [];
  for (const line of lines) last = await say(line, last);
  return last;
}

async function say(line: string, last: Said[]): Promise<Said[]> {
  const label = /^\[(.+)\]$/.exec(line)?.[1];
  const parts: Part[] = [label === undefined ? { kind: 'text', text: line } : press(label, last)];
  return [...(await simulator.send(parts)), ...(await simulator.settle())];
}

function press(label: string, last: Said[]): Part {
  for (const { part } of last)
    if (part.kind === 'choices') {
      const choice = part.choices.find((one) => one.label === label);
      if (choice) return { kind: 'choice', id: choice.id, questionId: part.questionId, label };
    }
  throw new Error(`no button "${label}"`);
}

test.each(CATALOGUE.map(({ name }) => name))(
  '%s: the last answer has buttons, asks something, or a person was called',
  async (name) => {
    const said = await walk(LINES[name]!);
    const buttons = choicesOf(said.slice(-1));
    const id = await simulator.store.conversationOf('http', 'default', simulator.citizenId());
    const asks = ((await simulator.store.session(id!))?.session.question ?? null) !== null;
    const called = events().some(({ type }) => type === 'handoff.requested');
    expect(buttons.length > 0 || asks || called).toBe(true);
  },
);

test('no recorded answer is longer than a phone screen', () => {
  const long = FILES.flatMap((file) =>
    readScript(join(FOLDER, file)).lines.flatMap((line) =>
      'bot' in line && line.bot.length > simulator.knowledge.settings.answerMaxChars ? [`${file}: ${line.bot.length}`] : [],
    ),
  );
  expect(long).toEqual([]);
});

test('buttons under answers fit WhatsApp in every language', () => {
  const { flows, texts } = simulator.knowledge;
  const own = [...flows.values()].flatMap(({ next }) => next.flatMap(({ label }) => label ?? []));
  const shared = [
    'service.report',
    'service.agent',
    'service.open_record',
    'service.no_need',
    'service.nothing_to_add',
    'next.help',
  ];
  const labels = LANGS.flatMap((lang) => [...own, ...shared].map((key) => texts.t(lang, key)));
  expect(labels.filter((label) => label.length > LABEL_MAX)).toEqual([]);
});

test('at most three are shown', async () => {
  for (const lines of [
    ['28A otogardan kaçta'],
    ['otogardan üniversiteye nasıl giderim'],
    ['nöbetçi eczane'],
    ['otogara en yakın durak nerede'],
  ])
    expect(choicesOf(await walk(lines)).length).toBeLessThanOrEqual(BUTTONS_MAX);
});

describe('a record in one tap, with what was said', () => {
  test.each([
    ['card, at once', ['kartıma para yukledim gelmdi', '[Kayıt aç]'], 'transport.card', 'ulasim', ['gelmdi']],
    [
      'card, after the answer',
      ['karta nereden para yüklerim', 'dün yükledim hala yok', '[Kayıt aç]'],
      'transport.card',
      'ulasim',
      ['nereden para', 'hala yok'],
    ],
    [
      'bill',
      ['su faturası nereden ödenir', 'fatura cok yanls gelmis', '[Kayıt aç]'],
      'water.bill',
      'su',
      ['nereden ödenir', 'yanls gelmis'],
    ],
    ['newborn set', ['bebek seti teslim edildi diyo ama gelmedi', '[Kayıt aç]'], 'baby.status', 'sosyal', ['teslim edildi diyo']],
    [
      'timetable',
      ['28A otogardan kaçta', '[Sonraki seferler]', 'bu saatler yanlış', '[Kayıt aç]'],
      'transport.complaint',
      'ulasim',
      ['28A otogardan', 'bu saatler yanlış'],
    ],
    ['timetable, button', ['28A otogardan kaçta', '[Sorun bildir]'], 'transport.complaint', 'ulasim', ['28A otogardan kaçta']],
    ['pharmacy', ['nöbetçi eczane hangisi', 'gittik kapalıydı', '[Kayıt aç]'], 'pharmacy.duty', 'saglik', ['kapalıydı']],
    ['market card', ['market kartıma bu ay para yüklenmedi', '[Kayıt aç]'], 'social.aid', 'sosyal', ['yüklenmedi']],
  ] as const)('%s', async (_about, lines, intent, department, words) => {
    await walk([...lines]);
    expect(opened()).toHaveLength(1);
    const kept = (await simulator.store.ticket(opened()[0]!.number))!;
    expect(kept).toMatchObject({ intent, department });
    for (const word of words) expect(kept.description).toContain(word);
  });

  test('what happened is asked after the button, and joins the record', async () => {
    await walk(['28A otogardan kaçta', '[Sorun bildir]', 'levhadaki saatle hiç ilgisi yok']);
    const added = events().flatMap((event) => (event.type === 'ticket.added' ? [event.text] : []));
    expect(added).toEqual(['levhadaki saatle hiç ilgisi yok']);
    expect(opened()).toHaveLength(1);
  });
});

test.each([
  ['a no', 'hayır'],
  ['thanks', 'çok teşekkür ederim'],
  ['another request', 'bu gece nöbetçi eczane hangisi'],
])('what happened is asked by the way: %s passes it by', async (_about, text) => {
  await walk(['28A otogardan kaçta', '[Sorun bildir]', text]);
  expect(events().filter(({ type }) => type === 'ticket.added')).toEqual([]);
  expect(opened()).toHaveLength(1);
});

describe('a button traps nobody', () => {
  test.each([
    ['a follow-up', ['28A otogardan kaçta', 'son'], /günün son seferleri/],
    ['a follow-up that reads as "again"', ['28A otogardan kaçta', 'daha sonra?'], /11:24/],
    ['the way back', ['otogardan üniversiteye nasıl giderim', 'peki dönüşü'], /^Pınarova Üniversitesi → Otogar/],
    ['another request', ['28A otogardan kaçta', 'nöbetçi eczane hangisi'], /^Nöbetçi eczaneler/],
    ['thanks', ['28A otogardan kaçta', 'teşekkür ederim'], /Rica ederiz/],
    ['again', ['28A otogardan kaçta', 'tekrar eder misiniz'], /^Otogar durağından kalkışlar/],
  ])('%s', async (_about, lines, answer) => {
    expect(plainText((await walk(lines)).at(-1)!.part)).toMatch(answer);
    expect(opened()).toEqual([]);
  });

  test('a tap under an answer long past is told kindly, and opens nothing', async () => {
    simulator.restart({ now: NOW, channel: 'http' });
    const first = await say('28A otogardan kaçta', []);
    await say('nöbetçi eczane hangisi', first);
    const said = await say('[Sorun bildir]', first);
    expect(plainText(said[0]!.part)).toContain(simulator.knowledge.texts.t('tr', 'repair.stale_choice'));
    expect(opened()).toEqual([]);
  });
});
