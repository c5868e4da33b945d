/** The whole stage with the project's own model. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCorpus, loadUnderstanding, trainCommitted } from '../../../src/nlu';
import type { ExplainingUnderstanding } from '../../../src/nlu';
import { DATA, gazetteers, NOW } from './support';

const cacheDir = mkdtempSync(join(tmpdir(), 'kapi-nlu-'));
let understanding: ExplainingUnderstanding;
const read = (text: string) => understanding.read(text, NOW);

beforeAll(() => {
  understanding = loadUnderstanding({ dataDir: DATA, cacheDir, gazetteers, whenChanged: 'keep' });
}, 60_000);
afterAll(() => rmSync(cacheDir, { recursive: true }));

describe('a message', () => {
  test.each([
    ['otogara nasıl giderim', 'transport.route'],
    ['selam otogara nasil giderim', 'transport.route'],
    ["Kartal'a gitmek istiyorum", 'transport.route'],
    ['28A kaçta geçiyor otogardan', 'transport.departures'],
    ['hoş geldin bebek setinden nasıl yararlanabilirim şartları ne', 'baby.eligibility'],
    ['suyumuz akmıyor sabahtan beri', 'water.outage_report'],
    ['sular ne zaman gelecek', 'water.outage_info'],
    ['evi su bastı yardım edin', 'emergency.flood'],
    ['yolumuz kardan kapandı', 'emergency.snow'],
    ['gaz kokusu var', 'emergency.gas'],
    ['çöpler üç gündür alınmadı', 'waste.missed'],
    ['sokak lambamız yanmıyor', 'road.lighting'],
    ['PB-26-000123 ne oldu', 'ticket.status'],
    ['bir insanla görüşmek istiyorum', 'meta.agent'],
    ['merhaba', 'meta.greet'],
    ['teşekkürler', 'meta.thanks'],
    ['evet', 'meta.yes'],
    ['hayır', 'meta.no'],
  ])('%s', (text, intent) => {
    const reading = read(text);
    expect([reading.intent, reading.decision, reading.also]).toEqual([intent, 'accept', []]);
    expect(reading.lang).toBe('tr');
  });

  test('without Turkish letters it reads the same', () => {
    const [with_, without] = [read('çöpler alınmadı üç gündür'), read('copler alinmadi uc gundur')];
    expect(without.intent).toBe(with_.intent);
    expect(without.confidence).toBeCloseTo(with_.confidence, 4);
  });

  test('two requests: the first is the intent, the other stands beside it', () => {
    expect(read('çöpler alınmadı, bir de sokak lambası yanmıyor')).toMatchObject({
      intent: 'waste.missed',
      also: ['road.lighting'],
    });
    expect(read('su faturam çok geldi ayrıca otobüs şoförü durmadı')).toMatchObject({
      intent: 'water.bill',
      also: ['transport.complaint'],
    });
  });

  test('an emergency stands first wherever it is said', () => {
    const reading = read('su faturam çok yüksek geldi bu ay. Bir de şu an karşı evde yangın var alevler çıkıyor');
    expect([reading.intent, reading.also]).toEqual(['emergency.fire', ['water.bill']]);
  });

  test.each([
    [
      'emergency.fire',
      'waste.missed',
      'Sokağımızdaki çöp konteynerleri üç gündür alınmadı, defalarca aradık kimse gelmedi, her yer koku içinde kaldı. Şu anda konteyner alev alev yanıyor, arabalara sıçrayacak.',
    ],
    [
      'emergency.medical',
      'transport.complaint',
      '28A otobüsü yine gelmedi, yarım saattir durakta bekliyoruz, şoförler de keyfi davranıyor, kart da basmıyor. Yanımdaki amca yere yığıldı nefes almıyor.',
    ],
  ])('%s in one sentence of a long complaint stands first', (emergency, complaint, text) => {
    expect(read(text)).toMatchObject({ intent: emergency, decision: 'accept', also: [complaint] });
  });

  test('one sentence of a story about something else does not outvote the whole', () => {
    const text =
      'Su idaresi boruyu tamir etti, Allah razı olsun, ama asfaltı kim kapatacak? Ekim ayından beri evin önündeki çukur duruyor, arabayı garaja sokamıyorum, çukura düşen düşene.';
    expect(read(text)).toMatchObject({ intent: 'road.pothole', also: [] });
  });

  test('the department is the catalogue’s', () => {
    expect(read('çöpler alınmadı').department).toBe('temizlik');
    expect(read('merhaba').department).toBeNull();
  });

  test.each(['', '   ', '😂😂', '...', '👍', '\u0000', '\ud800'])('%j is not understood and does no harm', (text) => {
    expect(read(text).decision).toBe('reject');
  });

  test('the longest texts stay quick', () => {
    for (const text of [
      'a',
      '1',
      'bir ',
      '28 ',
      'merhaba ',
      "'",
      'otogardan ',
      'sokak ',
      'ı\u0307',
      '1 2 3 4 5 ',
      'iki yüz bin ',
    ]) {
      const started = performance.now();
      read(text.repeat(65_536 / text.length));
      expect(performance.now() - started).toBeLessThan(500);
    }
  });

  test('the same text and moment give the same reading', () => {
    expect(read('yarın 9da otogardan')).toEqual(read('yarın 9da otogardan'));
  });
});

describe('guests', () => {
  test.each([
    ['there is a fire in my house', 'en', 'emergency.fire'],
    ['please send an ambulance', 'en', 'emergency.medical'],
    ['I smell gas in the building', 'en', 'emergency.gas'],
    ['هناك حريق في المنزل', 'ar', 'emergency.fire'],
    ['نحتاج سيارة إسعاف الآن', 'ar', 'emergency.medical'],
    ['у нас пожар', 'other', 'emergency.fire'],
    ['there is no water in our flat', 'en', 'water.outage_report'],
    ['لا يوجد ماء في البيت', 'ar', 'water.outage_report'],
  ])('%s', (text, lang, intent) => {
    expect(read(text)).toMatchObject({ lang, intent, decision: 'accept' });
  });

  test('a request understood stands beside the wish for a language', () => {
    expect(read('how can I get to the airport')).toMatchObject({
      lang: 'en',
      intent: 'meta.language',
      also: ['transport.route'],
    });
    expect(read('متى يأتي الباص')).toMatchObject({ lang: 'ar', intent: 'meta.language', also: ['transport.departures'] });
  });
});

describe('the kept model', () => {
  /** A data folder of two intents, so that training takes no time. */
  function smallData(): string {
    const folder = mkdtempSync(join(tmpdir(), 'kapi-data-'));
    for (const name of ['intents.yaml', 'nlu.yaml', 'nlu/names.yaml', 'nlu/words.yaml', 'nlu/foreign.yaml', 'nlu/dangers.yaml'])
      cpSync(join(DATA, name), join(folder, name), { recursive: true });
    const numbers = readFileSync(join(DATA, 'nlu.yaml'), 'utf8');
    writeFileSync(
      join(folder, 'nlu.yaml'),
      numbers.replace(/ steps: \d+/, ' steps: 300').replace(/features_max: \d+/g, 'features_max: 2000'),
    );
    mkdirSync(join(folder, 'intents'));
    for (const name of ['meta.greet', 'water.leak'])
      cpSync(join(DATA, 'intents', `${name}.txt`), join(folder, 'intents', `${name}.txt`));
    return folder;
  }

  test('is read, not trained again; a damaged or outdated one is', () => {
    const dataDir = smallData();
    const kept = join(dataDir, 'model');
    let trained = 0;
    const load = (): ExplainingUnderstanding =>
      loadUnderstanding({ dataDir, cacheDir: kept, gazetteers, onTrain: (event) => (trained += event.phase === 'done' ? 1 : 0) });
    const first = load().read('boru patladı', NOW);
    expect(load().read('boru patladı', NOW)).toEqual(first);
    expect(trained).toBe(1);
    const models = (): string[] => readdirSync(kept).filter((name) => name.startsWith('model-'));
    for (const file of readdirSync(kept)) writeFileSync(join(kept, file), 'damaged');
    expect(load().read('boru patladı', NOW)).toEqual(first);
    expect(trained).toBe(2);
    writeFileSync(join(dataDir, 'intents', 'meta.bye.txt'), '@emekli\nhoşça kal\n');
    load();
    expect(trained).toBe(3);
    expect(models()).toHaveLength(1);
    rmSync(dataDir, { recursive: true });
  });

  test('the committed model is read while the data is as it was, and longer where nobody may wait', () => {
    const dataDir = smallData();
    const kept = join(dataDir, 'model');
    let trained = 0;
    const onTrain = (): number => trained++;
    expect(trainCommitted(dataDir, true).same).toBe(false);
    expect(trainCommitted(dataDir, false).same).toBe(true);
    expect(trainCommitted(dataDir, true).same).toBe(true);
    loadUnderstanding({ dataDir, cacheDir: kept, gazetteers, onTrain });
    writeFileSync(join(dataDir, 'nlu', 'words.yaml'), `${readFileSync(join(DATA, 'nlu', 'words.yaml'), 'utf8')}# a note\n`);
    loadUnderstanding({ dataDir, cacheDir: kept, gazetteers, onTrain });
    writeFileSync(join(dataDir, 'intents', 'meta.bye.txt'), '@emekli\nhoşça kal\n');
    loadUnderstanding({ dataDir, cacheDir: kept, gazetteers, onTrain, whenChanged: 'keep' });
    expect(trained).toBe(0);
    loadUnderstanding({ dataDir, cacheDir: kept, gazetteers, onTrain });
    expect(trained).toBe(2);
    rmSync(dataDir, { recursive: true });
  });

  test('why: n-grams and neighbours', () => {
    const { classified, intents, nearest } = understanding.explain('merhaba otogara nasıl giderim');
    expect(classified).toBe('otogara nasıl giderim');
    expect(intents[0]!.intent).toBe('transport.route');
    expect(intents[0]!.features.some(({ weight }) => weight > 0)).toBe(true);
    expect(nearest[0]!.intent).toBe('transport.route');
    expect(nearest[0]!.similarity).toBeGreaterThan(0.3);
  });
});

test('every intent has sentences', () => {
  expect(checkCorpus(DATA).filter((problem) => problem.startsWith('data/intents/'))).toEqual([]);
});
