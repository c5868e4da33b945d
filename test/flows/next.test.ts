/** An answer fits a phone screen and ends with what may be done next; a record about it is one tap away, with what was said. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readScript, replay } from '../../src/cli/script';
import type { Said } from '../../src/cli/simulator';
import { type Choice, LANGS, type Part } from '../../src/core/items';
import type { Turn } from '../../src/core/turn';
import { ROOT } from '../../src/core/paths';
import { readCatalogue } from '../../src/nlu';
import { plainText } from '../../src/outbox/degrade';
import { LINES } from '../support/catalogue-lines';
import { simulated } from '../support/simulated';

const NOW = Date.parse('2026-03-25T10:30:00+03:00');
/** WhatsApp's reply buttons: three, of 20 letters (https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-reply-buttons-messages). */
const BUTTONS_MAX = 3;
const LABEL_MAX = 20;
const FOLDER = join(__dirname, 'conversations');
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
const CATALOGUE = readCatalogue(join(ROOT, 'data')).filter(({ does }) => does !== 'meta');

const simulator = simulated('next');

const events = () => simulator().turns.flatMap((turn) => turn.events);
const opened = () => events().flatMap((event) => (event.type === 'ticket.opened' ? [event.ticket] : []));
const choicesOf = (said: Said[]): Choice[] => said.flatMap(({ part }) => (part.kind === 'choices' ? part.choices : []));

/** Sends lines; "[Label]" presses a button of the last answer, as a phone would. */
async function walk(lines: string[], channel = 'http'): Promise<Said[]> {
  simulator().restart({ now: NOW, channel });
  let last: Said[] = [];
  for (const line of lines) last = await say(line, last);
  return last;
}

async function say(line: string, last: Said[]): Promise<Said[]> {
  const label = /^\[(.+)\]$/.exec(line)?.[1];
  const parts: Part[] = [label === undefined ? { kind: 'text', text: line } : press(label, last)];
  return [...(await simulator().send(parts)), ...(await simulator().settle())];
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
    const id = await simulator().store.conversationOf('http', 'default', simulator().citizenId());
    const asks = ((await simulator().store.session(id!))?.session.question ?? null) !== null;
    const called = events().some(({ type }) => type === 'handoff.requested');
    expect(buttons.length > 0 || asks || called).toBe(true);
  },
);

/** What joins a record by itself, a photo after it or a place put right, is told in one line: the next photo may follow at once. */
const IN_PASSING = ['ticket.joined_photo', 'ticket.joined_pin', 'ticket.joined_text', 'ticket.corrected'];

/** The answer of a turn that wrote into a record and leaves the citizen with nothing to press, to answer or to wait for. */
function deadEnd({ session, events: made }: Turn): string[] {
  const { question, frames, burst, holder, waiting, lastTicket, lang } = session;
  const touched = made.some(({ type }) => ['ticket.opened', 'ticket.added', 'ticket.status'].includes(type));
  if (!touched || question || frames.length > 0 || burst || holder || waiting) return [];
  const passing = IN_PASSING.map((key) =>
    simulator().knowledge.texts.t(lang, key, { number: lastTicket?.number ?? '', value: '' }),
  );
  return made.flatMap((event) => {
    if (event.type !== 'reply') return [];
    const text = plainText(event.part);
    return passing.some((line) => text.startsWith(line.slice(0, -1))) ? [] : [text];
  });
}

test('no recorded conversation closes a record without a next step', async () => {
  const ends: string[] = [];
  for (const file of FILES) {
    await replay(simulator(), readScript(join(FOLDER, file)));
    ends.push(
      ...simulator()
        .turns.flatMap(deadEnd)
        .map((text) => `${file}: ${text}`),
    );
  }
  expect(ends).toEqual([]);
}, 120_000);

test('every flow that writes into a record has buttons for its end', () => {
  const writes = [...simulator().knowledge.flows.values()].filter(({ steps }) =>
    steps.some((step) => 'open_ticket' in step || 'add_to_ticket' in step || 'ticket_status' in step),
  );
  expect(writes.filter(({ next }) => next.length === 0).map(({ name }) => name)).toEqual([]);
});

test('no recorded answer is longer than a phone screen', () => {
  const long = FILES.flatMap((file) =>
    readScript(join(FOLDER, file)).lines.flatMap((line) =>
      'bot' in line && line.bot.length > simulator().knowledge.settings.answerMaxChars ? [`${file}: ${line.bot.length}`] : [],
    ),
  );
  expect(long).toEqual([]);
});

test('buttons under answers fit WhatsApp in every language', () => {
  const { flows, texts } = simulator().knowledge;
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
    const kept = (await simulator().store.ticket(opened()[0]!.number))!;
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
    simulator().restart({ now: NOW, channel: 'http' });
    const first = await say('28A otogardan kaçta', []);
    await say('nöbetçi eczane hangisi', first);
    const said = await say('[Sorun bildir]', first);
    expect(plainText(said[0]!.part)).toContain(simulator().knowledge.texts.t('tr', 'repair.stale_choice'));
    expect(opened()).toEqual([]);
  });
});

describe('a record just opened ends with what may follow', () => {
  const RUBBISH = 'kartal mahallesinde cop alinmadi';
  const labels = (said: Said[]): string[] => choicesOf(said).map(({ label }) => label);
  const added = () => events().flatMap((event) => (event.type === 'ticket.added' ? [event] : []));

  test.each([
    ['a complaint', [RUBBISH], ['Ekleme yap', 'Neler sorabilirim?']],
    ['its time', [RUBBISH, 'ne zaman gelirler'], ['Ekleme yap', 'Neler sorabilirim?']],
    ['anger', [RUBBISH, 'cimere yazacagim'], ['Ekleme yap', 'Neler sorabilirim?']],
    ['an incident', ['kartal mahallesinde evi su bastı'], ['Ekleme yap', 'Görevliye bağlan']],
    ['no water', ['yeni mahallede sular akmıyor'], ['Ekleme yap', 'Görevliye bağlan']],
    ['water is back', ['esentepe mahallesinde sular akmıyor', 'su geldi'], ['Neler sorabilirim?']],
    ['something added', [RUBBISH, '[Ekleme yap]', 'iki gundur duruyor'], ['Ekleme yap', 'Neler sorabilirim?']],
    [
      'its time after that',
      [RUBBISH, '[Ekleme yap]', 'iki gundur duruyor', 'ne zaman gelirler'],
      ['Ekleme yap', 'Neler sorabilirim?'],
    ],
    ['withdrawn', [RUBBISH, 'kaydımı iptal etmek istiyorum', 'evet'], ['Neler sorabilirim?']],
    ['not withdrawn', [RUBBISH, 'kaydımı iptal etmek istiyorum', 'hayır'], ['Ekleme yap', 'Neler sorabilirim?']],
    ['trouble', ['kartıma para yukledim gelmdi', '[Kayıt aç]'], ['Ekleme yap', 'Neler sorabilirim?']],
    ['nothing to add', ['28A otogardan kaçta', '[Sorun bildir]', '[Eklemeyeceğim]'], ['Neler sorabilirim?']],
    ['in English', ['there is a big pothole on the road in kartal'], ['Add something', 'What can you do?']],
    ['in Arabic', ['هناك حفرة كبيرة في الشارع', 'Gazi Mahallesi, Lale Sokak'], ['إضافة إلى الطلب', 'ما الخدمات المتاحة؟']],
  ])('%s', async (_about, lines, wanted) => {
    expect(labels(await walk(lines))).toEqual(wanted);
  });

  test.each([
    ['a complaint', [RUBBISH]],
    ['one that asked its place', ['yaralı kedi var', 'kartal mahallesi']],
    ['an incident', ['kartal mahallesinde evi su bastı']],
    ['its time asked before', [RUBBISH, 'ne zaman gelirler']],
  ])('"Ekleme yap" under %s asks what, not which, and adds only that', async (_about, lines) => {
    const shown = await walk(lines);
    const { number } = opened()[0]!;
    const before = added().length;
    const asked = await say('[Ekleme yap]', shown);
    expect(plainText(asked.at(-1)!.part)).toContain(number);
    await say('kapının önünde duruyor', asked);
    expect(added().slice(before)).toEqual([{ type: 'ticket.added', number, text: 'kapının önünde duruyor' }]);
  });

  test('what follows something added is still about the record', async () => {
    const lines = ['kartal mahallesinde evi su bastı', '[Ekleme yap]', 'ikinci katta çocuk var'];
    expect(plainText((await walk([...lines, 'ne zaman gelirler'])).at(-1)!.part)).toMatch(/^Kesin bir saat veremiyorum/);
    await walk([...lines, 'bodrumda bir teyze de var']);
    expect(added().map(({ text }) => text)).toEqual(['ikinci katta çocuk var', 'bodrumda bir teyze de var']);
  });

  test('a photo joins without the button, and by it', async () => {
    const photo: Part = { kind: 'media', media: { kind: 'image', mimeType: 'image/jpeg', url: 'https://example.test/cop.jpg' } };
    await walk([RUBBISH]);
    await simulator().send([photo]);
    expect(added()).toHaveLength(1);
    await say('[Ekleme yap]', await walk([RUBBISH]));
    await simulator().send([photo]);
    expect(added()).toMatchObject([{ number: opened()[0]!.number, media: [{ kind: 'image' }] }]);
  });

  test.each([
    ['another complaint is a second record', 'yeni mahallede yolda çukur var', 2, 0],
    ['a question is answered', 'nöbetçi eczane hangisi', 1, 0],
    ['a place joins', 'fevzi çakmak mahallesi', 1, 1],
    ['anger joins', 'cimere yazacagim', 1, 1],
    ['thanks open nothing', 'teşekkür ederim', 1, 0],
    ['trouble opens no second one', 'hala gelmediler', 1, 0],
    ['haste joins', 'lutfen acele edin', 1, 1],
  ])('%s', async (_about, text, records, additions) => {
    await walk([RUBBISH, text]);
    expect(opened()).toHaveLength(records);
    expect(added()).toHaveLength(additions);
  });
});
