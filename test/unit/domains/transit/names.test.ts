/** The name matcher: what people type, and what is meant. */
import { join } from 'node:path';
import type { Gazetteer } from '../../../../src/core/reading';
import { loadNaming, NameMatcher, openTransit } from '../../../../src/domains/transit';
import { districtsOf, headOf, withoutNumber } from '../../../../src/domains/transit/names';
import { endingOf } from '../../../../src/domains/transit/naming/endings';
import { damerau } from '../../../../src/domains/transit/naming/vocabulary';
import { wordsOf } from '../../../../src/domains/transit/naming/words';
import { TRANSIT } from './made-feed';

const naming = loadNaming(join(TRANSIT, 'names.yaml'));
const stop = (name: string, aliases: string[] = []) => ({ id: `stop:${name}`, name, aliases });
const GAZETTEERS: Gazetteer[] = [
  {
    type: 'stop',
    entries: [
      'Otogar',
      'Otogar Kavşağı',
      'Kartal',
      'Kartal Camii',
      'Şehir Hastanesi',
      'Atatürk Caddesi',
      'Atatürk Caddesi 2',
      'Yeni Mahalle',
      'Cumhuriyet İlkokulu',
      'Bld.Hiz.Bina1',
      'Ş.Bacı Hast1',
      'Mühendislik Fakültesi',
      'Gülbahçe',
      'Son Durak',
      'Gülbahçesi',
      'Konak Yakutiye 47 Nolu',
      'Konak Yakutiye 48 Nolu',
    ].map((name) => stop(name)),
  },
  { type: 'place', entries: [{ id: 'place:universite', name: 'Üniversite', aliases: ['kampüs'] }] },
  { type: 'neighbourhood', entries: [{ id: 'mahalle:kartal', name: 'Kartal Mahallesi', aliases: ['Kartal'] }] },
];
const matcher = new NameMatcher(GAZETTEERS, naming);

test.each([
  ['OTOGAR', 'Otogar'],
  ['otogardan', 'Otogar'],
  ["Otogar'dan", 'Otogar'],
  ['otogardn', 'Otogar'],
  ['otgardan', 'Otogar'],
  ['otogarin', 'Otogar'],
  ['otogar kavsagina', 'Otogar Kavşağı'],
  ['otogar kvs', 'Otogar Kavşağı'],
  ['sehir hast', 'Şehir Hastanesi'],
  ['sehir hastahanesinden', 'Şehir Hastanesi'],
  ['şehir hastnesi', 'Şehir Hastanesi'],
  ['ataturk cd', 'Atatürk Caddesi'],
  ['atatürk cad. 2', 'Atatürk Caddesi 2'],
  ["Atatürk Caddesi 2'den", 'Atatürk Caddesi 2'],
  ['yenimahalle', 'Yeni Mahalle'],
  ['yenimahalleye', 'Yeni Mahalle'],
  ['yeni mh', 'Yeni Mahalle'],
  ['cumhuriyet ilk okulu', 'Cumhuriyet İlkokulu'],
  ['belediye hizmet binası 1', 'Bld.Hiz.Bina1'],
  ['s baci hastanesi', 'Ş.Bacı Hast1'],
  ['muhendislik', 'Mühendislik Fakültesi'],
  ['kampüsten', 'Üniversite'],
  ['unv', 'Üniversite'],
  ['kartal duragi', 'Kartal'],
  ["yakutiye 47 no'lu durağı konak", 'Konak Yakutiye 47 Nolu'],
])('%s', (typed, name) => expect(matcher.match(typed)[0]?.name).toBe(name));

describe('what is done with a match', () => {
  test('a sure one is taken', () => expect(matcher.decide('otogardn')).toMatchObject({ sure: { id: 'stop:Otogar' } }));
  test('of a stop and the neighbourhood of its name the stop is taken', () =>
    expect(matcher.decide('kartala')).toMatchObject({ sure: { id: 'stop:Kartal' } }));
  test('names that fit equally well are asked about', () =>
    expect(matcher.decide('konak yakutiye')).toMatchObject({
      among: [{ name: 'Konak Yakutiye 47 Nolu' }, { name: 'Konak Yakutiye 48 Nolu' }],
    }));
  test('never more than are shown', () => {
    const decided = matcher.decide('caddesi');
    expect(decided && 'among' in decided ? decided.among.length : 0).toBeLessThanOrEqual(naming.shown);
  });
  test.each(['hogwarts', '???', '', 'x', 'nasil giderim', '9'])('nothing is meant by "%s"', (typed) =>
    expect(matcher.decide(typed)).toBeNull(),
  );
});

test('names within a sentence, with their endings', () => {
  const said = matcher.mentions('slm otogardn sehir hastnesine nasil giderim acaba');
  expect(said.map(({ name, role }) => [name, role])).toEqual([
    ['Otogar', 'from'],
    ['Şehir Hastanesi', 'to'],
  ]);
});

test('ordinary questions name nothing', () => {
  for (const text of [
    'peki yarın?',
    'dönüşü?',
    'daha erken yok mu',
    'aktarmasız var mı',
    'saat kaçta geçiyor',
    'bu durağa ne zaman gelir',
  ])
    expect([text, matcher.mentions(text)]).toEqual([text, []]);
});

test('it learns nothing: the same question gives the same answer', () => {
  const first = matcher.match('ataturk');
  for (let i = 0; i < 5; i++) matcher.decide('konak yakutiye 48');
  expect(matcher.match('ataturk')).toEqual(first);
});

test('the parts', () => {
  expect(wordsOf("Bina1'den 08 no'lu").map(({ text, ending }) => [text, ending])).toEqual([
    ['bina', ''],
    ['1', 'den'],
    ['8', ''],
    ['nolu', ''],
  ]);
  expect(endingOf('ndan')).toEqual({ role: 'from' });
  expect(endingOf('kavsak')).toBeNull();
  expect([damerau('otogar', 'otgoar', 1), damerau('kartal', 'kartl', 1), damerau('abcd', 'dcba', 2)]).toEqual([1, 1, 3]);
  expect(['ATATÜRK CADDESİ 1', 'Adliye2', 'Cadde (2)', 'U2', 'Toki 12'].map(withoutNumber)).toEqual([
    'ATATÜRK CADDESİ',
    'Adliye',
    'Cadde',
    'U2',
    'Toki',
  ]);
});

test('a numbered sign is called by what stands before its district', () => {
  const districts = districtsOf(['LALAPAŞA YAKUTİYE 47 NOLU DURAĞI', 'YAKUTİYE 48 NOLU DURAĞI', 'PARK 3 NOLU'], 2);
  expect([...districts]).toEqual(['yakutiye']);
  expect(headOf('LALAPAŞA YAKUTİYE 47 NOLU DURAĞI', districts)).toBe('LALAPAŞA');
  expect(headOf('YAKUTİYE 48 NOLU DURAĞI', districts)).toBeUndefined();
  expect(headOf('PARK 3 NOLU', districts)).toBeUndefined();
});

test('every name of the demo city finds itself, also in capitals and without Turkish letters', async () => {
  const planner = await openTransit({ folder: TRANSIT });
  const demo = new NameMatcher(planner.gazetteers(), naming);
  const entries = planner.gazetteers().find(({ type }) => type === 'stop')!.entries;
  const wrong = entries.flatMap(({ name }) =>
    [name.toLocaleUpperCase('tr'), name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ı', 'i')].filter(
      (typed) => demo.match(typed)[0]?.name !== name,
    ),
  );
  expect(entries.length).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});
