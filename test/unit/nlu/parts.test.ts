import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeModel, encodeModel, keep, keptFile, readModel } from '../../../src/nlu/cache';
import { Clauses } from '../../../src/nlu/clauses';
import { parseSentences } from '../../../src/nlu/corpus';
import { parseRows, report } from '../../../src/nlu/evaluate';
import { hashesOf, namedFeatures } from '../../../src/nlu/features';
import { compileFields, Lexicon } from '../../../src/nlu/lexicon';
import { LanguageDetector } from '../../../src/nlu/language';
import { Classifier } from '../../../src/nlu/model';
import { withSlips } from '../../../src/nlu/noise';
import { bend, expand } from '../../../src/nlu/placeholders';
import { seeded } from '../../../src/nlu/random';
import { fold, tokenise, words } from '../../../src/nlu/text';
import { train } from '../../../src/nlu/train';
import { settings } from './support';

const FIELDS = { 'city.water': ['su', 'musluk', 'muslu\u011f'], 'city.road': ['yol'], 'be.none': ['yok'] };
const lexicon = new Lexicon(compileFields(FIELDS));

describe('letters', () => {
  test('Turkish is folded to ASCII, offsets kept', () => {
    expect(fold('ŞĞÜÖÇİI şğüöçıi')).toBe('sguocii sguocii');
    expect(fold('İstanbul’a')).toHaveLength('İstanbul’a'.length);
  });

  test('typed with or without its letters, a message is the same words', () => {
    expect(words("Otogar'a nasıl giderim??")).toEqual(words('otogara nasil giderim'));
    expect(words('suuuu yookkk 153')).toEqual(['su', 'yok', '153']);
    expect(words('😂😂 …')).toEqual([]);
  });

  test('tokens keep their places and apostrophes', () => {
    expect(tokenise("Kartal'a git").map(({ folded, start, end, cut }) => [folded, start, end, cut])).toEqual([
      ['kartala', 0, 8, 6],
      ['git', 9, 12, -1],
    ]);
  });

  test('every feature has a name, in the same order', () => {
    const named = namedFeatures('su yok', lexicon).map(({ hash }) => hash);
    const { list, length } = hashesOf('su yok', lexicon);
    expect(named).toEqual([...list.subarray(0, length)]);
  });
});

describe('training data', () => {
  test('files: notes, writers, sentences', () => {
    expect(parseSentences('# x\n@emekli\nsu yok\n\n@anne\nmerhaba\n', 'a')).toEqual([
      { text: 'su yok', intent: 'a', writer: 'emekli' },
      { text: 'merhaba', intent: 'a', writer: 'anne' },
    ]);
  });

  test.each([
    ["'de", 'Kartal', "'da"],
    ['dan', 'Üniversite', 'den'],
    ["'ye", 'Kartal', "'a"],
    ["'a", 'Çınarlı', "'ya"],
    ["'nin", 'Çamlık', "'ın"],
    ["'den", 'Durak', "'tan"],
    ["'de", 'Şehir Hastanesi', "'nde"],
    ["'ye", 'Lale Caddesi', "'ne"],
    ["'deki", 'Otogar', "'daki"],
    ['cuma', 'Otogar', 'cuma'],
  ])('%s after %s', (ending, name, bent) => {
    expect(bend(ending.replace("'", ''), name)).toBe(bent.replace("'", ''));
  });

  test('placeholders are filled', () => {
    expect(expand("{durak}'den {durak}", { durak: ['Otogar'] }, seeded(1))).toBe("Otogar'dan Otogar");
  });

  test('slips are the same for the same seed', () => {
    const text = 'otogara giden otobus ne zaman kalkiyor';
    expect(withSlips(text, 1, seeded(3))).toBe(withSlips(text, 1, seeded(3)));
    expect(withSlips(text, 1, seeded(3))).not.toBe(text);
    expect(withSlips(text, 0, seeded(3))).toBe(text);
  });
});

describe('the classifier', () => {
  const examples = ['su yok', 'sular kesik', 'musluk akmıyor', 'suyumuz gitti'].map((text) => ({ text, intent: 'water' }));
  examples.push(...['otobüs nerede', 'otobüs kaçta', 'hat ne zaman', 'otobüs gelir mi'].map((text) => ({ text, intent: 'bus' })));
  const model = train(examples, settings.numbers.train, FIELDS);

  test('learns, and is the same every time', () => {
    const { scores } = new Classifier(model).score('sularımız kesik');
    expect(scores[model.classes.indexOf('water')]).toBeGreaterThan(scores[model.classes.indexOf('bus')]!);
    expect(encodeModel(train(examples, settings.numbers.train, FIELDS), 1).equals(encodeModel(model, 1))).toBe(true);
  });

  test('survives the file, and damage is noticed', () => {
    const bytes = encodeModel(model, { note: 'ş' });
    const back = decodeModel<{ note: string }>(bytes)!;
    expect(back.extra.note).toBe('ş');
    expect([...new Classifier(back.model).score('su yok').scores]).toEqual([...new Classifier(model).score('su yok').scores]);
    for (const at of [0, 9, 20, bytes.length - 1]) {
      const damaged = Buffer.from(bytes);
      damaged[at] = damaged[at]! ^ 1;
      expect(decodeModel(damaged)).toBeNull();
    }
    expect(decodeModel(bytes.subarray(0, bytes.length - 5))).toBeNull();
    expect(decodeModel(Buffer.alloc(0))).toBeNull();
  });

  test('the cache keeps one model and forgets older ones', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kapi-model-'));
    const [first, second] = ['0'.repeat(32), '1'.repeat(32)] as const;
    keep(folder, 'settings', first, '{}');
    keep(folder, 'model', first, encodeModel(model, 1));
    keep(folder, 'model', second, encodeModel(model, 2));
    expect(readdirSync(folder).sort()).toEqual([`model-${second}.bin`, `settings-${first}.json`]);
    expect(readModel(keptFile(folder, 'model', first))).toBeNull();
    expect(readModel<number>(keptFile(folder, 'model', second))!.extra).toBe(2);
    writeFileSync(keptFile(folder, 'model', second), 'half');
    expect(readModel(keptFile(folder, 'model', second))).toBeNull();
    rmSync(folder, { recursive: true });
  });
});

describe('clauses', () => {
  const clauses = new Clauses(settings.words.politeness, settings.words.clause_joints, settings.numbers.clauses);

  test.each([
    ['selam otogara nasıl giderim', 'otogara nasıl giderim'],
    ['Merhaba, iyi günler. Su yok', 'Su yok'],
    ['su yok teşekkürler', 'su yok'],
    ['merhaba', 'merhaba'],
    ['selami bey nerede', 'selami bey nerede'],
  ])('%s', (text, core) => {
    expect(clauses.core(text)).toBe(core);
  });

  test('parts at stops, commas and joints, long parts only', () => {
    const split = (text: string) => clauses.split(text).map(({ text: part, cut }) => `${cut}: ${part}`);
    expect(split('su yok bir de çöpler alınmadı')).toEqual([]);
    expect(split('sular kesik yine, bir de çöpler alınmadı')).toEqual(['joint: sular kesik yine', 'joint: çöpler alınmadı']);
    expect(split('sular kesik yine. Ayrıca çöpler alınmadı')).toEqual(['joint: sular kesik yine', 'joint: çöpler alınmadı']);
    expect(split('sular kesik yine, çöpler alınmadı')).toEqual(['comma: sular kesik yine', 'comma: çöpler alınmadı']);
    expect(split('sular kesik yine. çöpler alınmadı')).toEqual(['sentence: sular kesik yine', 'sentence: çöpler alınmadı']);
    expect(split('saat 18.30 otobüsü nerede')).toEqual([]);
  });

  test('commas part no story', () => {
    expect(clauses.split(`sular kesik yine, ${'çok zor durumda kaldık, '.repeat(10)} çöpler alınmadı`)).toEqual([]);
  });

  test('thanks for something are no courtesy', () => {
    expect(clauses.core('teşekkür ederim yol yapılmış')).toBe('teşekkür ederim yol yapılmış');
    expect(clauses.core('teşekkürler, su yok yine')).toBe('su yok yine');
  });
});

describe('language', () => {
  const languages = new LanguageDetector(settings.words.languages);
  test.each([
    ['su yok', 'tr'],
    ['ok', 'tr'],
    ['28A', 'tr'],
    ['', 'tr'],
    ['slm otogara nasl gidlir', 'tr'],
    ['there is no water in my house', 'en'],
    ['how can I get to the airport?', 'en'],
    ['no water', 'en'],
    ['hello', 'en'],
    ['لا يوجد ماء', 'ar'],
    ['آیا فارسی صحبت می‌کنید؟', 'other'],
    ['Где остановка?', 'other'],
    ['Ich brauche Hilfe bitte', 'other'],
    ['wifi şifresi the best cafe', 'tr'],
    ['belediye app download olmuyor', 'tr'],
  ])('%s is %s', (text, lang) => {
    expect(languages.detect(text)).toBe(lang);
  });
});

describe('scores', () => {
  test('accuracy, macro-F1, bands', () => {
    const outcome = (expected: string, intent: string, decision: 'accept' | 'ask' | 'reject') => ({
      expected,
      intent,
      decision,
      confidence: 1,
      offered: [intent, 'b'],
    });
    const result = report([
      outcome('a', 'a', 'accept'),
      outcome('a', 'b', 'accept'),
      outcome('b', 'c', 'ask'),
      outcome('out_of_scope', 'c', 'reject'),
    ]);
    expect(result.accuracy).toBe(0.25);
    expect(result.bands).toEqual({
      accept: { share: 0.5, right: 0.5 },
      ask: { share: 0.25, right: 1 },
      reject: { share: 0.25, right: 1 },
    });
    expect(result.confusions[0]!.count).toBe(1);
  });

  test('rows name the line that is wrong', () => {
    expect(parseRows('{"text":"a","intent":"b","more":1}\n\n')).toEqual([{ text: 'a', intent: 'b' }]);
    expect(() => parseRows('{"text":"a","intent":"b"}\n{"text":1}')).toThrow('line 2');
    expect(() => parseRows('x')).toThrow('line 1');
  });
});
