/** The index of questions and services: endings, slips, what is sure, what is asked and what is passed over in silence. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../../src/core/paths';
import { createFinder, createFindingActions, type FindingSettings, readFindingSettings } from '../../../../src/domains/finding';
import { createStemmer } from '../../../../src/domains/finding/stems';
import { loadPack, type Pack } from '../../../../src/domains/pack';
import { staleIn } from '../../../../src/domains/pack/freshness';

const settings: FindingSettings = readFindingSettings(join(ROOT, 'data'));
const pack: Pack = loadPack(join(ROOT, 'data/municipality'));
const finder = createFinder(pack, settings);
const [find] = createFindingActions({ pack, finder });
const at = (day: string, lang: 'tr' | 'en' = 'tr') => ({
  now: Date.parse(`${day}T10:00:00+03:00`),
  lang,
  conversationId: 'c',
  inputId: 'i',
});

test.each([
  ['sahiplenmek', 'sahiplendirme'],
  ['köpeği', 'kopek'],
  ['KURBANLIKLARIN', 'kurban'],
  ['müzelerden', 'muze'],
  ['kütüphaneye', 'kütüphanesi'],
  ["Kartal'da", 'kartal'],
])('%s and %s are one', (one, other) => {
  const stems = createStemmer(settings);
  expect(stems(one)).toHaveLength(1);
  expect(stems(one)).toEqual(stems(other));
});

test('words that tell nothing are left out, also with the particle of a question', () => {
  expect(createStemmer(settings)('acaba bana lazımmı ne kadar istiyorum lütfen')).toEqual([]);
});

test.each(pack.questions.flatMap(({ id, asked }) => [...asked.tr, ...asked.en].map((way) => [way, id] as const)))(
  '"%s" leads to %s',
  (way, id) => {
    const found = finder.find(way);
    const taken = finder.taken(way);
    const told = [found, taken].flatMap((one) =>
      one.status === 'one' ? [one.hit.page.id] : one.status === 'several' ? one.hits.map(({ page }) => page.id) : [],
    );
    expect(told).toContain(id);
  },
);

test.each([
  ['barinaktan kopek sahiplencem', 'hayvan-sahiplenme'],
  ['vidanjor cagirmak istiyoz', 'vidanjor'],
  ['halkekmek büfesi', 'halk-ekmek'],
  ['planetryum seanslarin saatleri', 'bilim-merkezi'],
  ['evlilik cuzdannimizi kaybettik', 'evlilik-cuzdani'],
])('"%s" finds %s without Turkish letters, with other endings and slips', (text, id) => {
  expect(finder.find(text)).toMatchObject({ status: 'one', hit: { page: { id } } });
});

test('one word of a page is asked about, not taken for a question', () => {
  expect(finder.find('plaj')).toMatchObject({ status: 'several', hits: [{ page: { id: 'plaj' } }] });
});

test('the page of a service and its parts are found', () => {
  expect(finder.find('etüt merkezine kayıt lgs deneme')).toMatchObject({ hit: { page: { matter: 'course.register' } } });
});

test.each([
  'köpek maması markası',
  'evlilik teklifi için mekan',
  'ekmek makinesi garantisi',
  'pasaport',
  '',
  '???',
  'nasıl ne zaman',
])('"%s" finds nothing', (text) => {
  expect(finder.find(text).status).toBe('none');
});

test("a page's own words take a message from the request it was read as, save from dangers and records", () => {
  expect(finder.takes('köpek sahiplenmek istiyorum', 'animal.stray')).toBe(true);
  expect(finder.takes('başıboş köpekler saldırıyor', 'animal.stray')).toBe(false);
  expect(finder.takes('çöp kaçta toplanıyor', 'waste.missed')).toBe(true);
  expect(finder.takes('çöpümüz alınmadı', 'waste.missed')).toBe(false);
  expect(finder.takes('scooter patladı yanıyor', 'emergency.fire')).toBe(false);
  expect(finder.takes('meydana wifi istiyoruz', 'feedback.suggestion')).toBe(false);
});

test('one letter of the words of a page is a word of its own', () => {
  expect(finder.taken('e fatura')).toMatchObject({ status: 'one', hit: { page: { id: 'e-fatura' } } });
  expect(finder.taken('en son fatura ne kadar').status).toBe('none');
  expect(finder.taken('eski faturamı görmek istiyorum').status).toBe('none');
});

test('of the sentences that are no matter of the city hardly any finds a page', () => {
  const texts = readFileSync(join(ROOT, 'data/intents/out_of_scope.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !/^[#@]/.test(line));
  const told = texts.filter((text) => finder.find(text).status === 'one');
  expect(texts.length).toBeGreaterThan(1_000);
  expect(told.length / texts.length).toBeLessThan(0.01);
});

test('an answer is told with its department in the language of the citizen', async () => {
  const result = await find!.run({ text: 'wifi noktaları nerede' }, at('2026-11-25', 'en'));
  expect(result).toMatchObject({ status: 'ok', title: 'Free wifi points', contact: expect.stringContaining(': 153') });
});

test('112 is told for nothing but emergencies', async () => {
  const result = await find!.run({ text: 'baca temizliği' }, at('2026-11-25'));
  expect(result).toMatchObject({ status: 'ok', contact: 'İtfaiye Dairesi Başkanlığı' });
});

test('what is out of date is not quoted, and the clerk is told', async () => {
  const text = 'kaplıca giriş ücreti';
  expect(await find!.run({ text }, at('2027-01-31'))).toMatchObject({ status: 'ok', day: '1 Ocak 2026' });
  const stale = await find!.run({ text }, at('2027-02-01'));
  expect(stale).toMatchObject({ status: 'stale', contact: expect.stringContaining('0399 153 25 00') });
  expect(stale).not.toHaveProperty('text');
  expect(staleIn(pack, at('2027-02-01').now).map(({ what }) => what)).toContain(
    'the answer of kaplica ended on 2027-01-31 and is not quoted',
  );
});

test('an accepted request keeps a message that no own words decide for', async () => {
  expect(await find!.run({ text: 'kaplıca giriş ücreti', intent: 'water.leak' }, at('2026-11-25'))).toMatchObject({
    status: 'ok',
  });
  expect(await find!.run({ text: 'su borusu patladı', intent: 'water.leak' }, at('2026-11-25'))).toEqual({ status: 'none' });
});

test('a page that only may be it is not named where only a sure one is wanted', async () => {
  expect(await find!.run({ text: 'kaplıca' }, at('2026-11-25'))).toMatchObject({ status: 'several' });
  expect(await find!.run({ text: 'kaplıca', sure: true }, at('2026-11-25'))).toEqual({ status: 'none' });
});

test('an edited pack is indexed anew', () => {
  const live: Pack = { ...pack };
  const own = createFinder(live, settings);
  expect(own.find('zeplin turu bileti').status).toBe('none');
  const [first] = pack.questions;
  const asked = { tr: ['zeplin turu bileti nereden'], en: ['airship tour'] };
  Object.assign(live, { questions: [...pack.questions, { ...first!, id: 'zeplin', asked, words: ['zeplin'] }] });
  expect(own.find('zeplin turu bileti')).toMatchObject({ status: 'one', hit: { page: { id: 'zeplin' } } });
  expect(own.taken('zepline binelim').status).toBe('one');
});

test('a city without questions or services finds nothing and does not fall', () => {
  expect(createFinder({ questions: [], services: [] }, settings).find('wifi nerede').status).toBe('none');
});

test('a long text is looked at in time', () => {
  const from = performance.now();
  finder.find('kurbanlıklarımızın barınaklarından '.repeat(2_000));
  finder.taken('a'.repeat(100_000));
  // As long as a message may be at most, and nothing but endings.
  expect(finder.find('da'.repeat(32_768)).status).toBe('none');
  expect(performance.now() - from).toBeLessThan(1_000);
});
