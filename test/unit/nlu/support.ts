/** A small city's names and the project's own settings, for tests of the understanding. */
import { join } from 'node:path';
import type { Entity, EntityType, Gazetteer } from '../../../src/core/reading';
import { readSettings } from '../../../src/nlu/corpus';
import { EntityFinder } from '../../../src/nlu/entities';
import { Classifier } from '../../../src/nlu/model';
import { train } from '../../../src/nlu/train';

export const DATA = join(__dirname, '../../../data');
export const settings = readSettings(DATA);

/** Wednesday, 18 March 2026, 10:00 in Turkey. */
export const NOW = Date.parse('2026-03-18T10:00:00+03:00');

const list = (type: EntityType, names: (string | string[])[]): Gazetteer => ({
  type,
  entries: names.map((written) => {
    const [name, ...aliases] = typeof written === 'string' ? [written] : written;
    return { id: `${type}:${name}`, name: name!, aliases };
  }),
});

export const gazetteers: Gazetteer[] = [
  list('line', ['28A', '12', '5', 'E5', 'T1', '14', '200', '16B', 'K4', '101']),
  list('stop', [
    'Otogar',
    'Kartal',
    'Şehir Hastanesi',
    'Yeni Mahalle',
    'Lale Caddesi',
    'Çamlık',
    'Hal',
    'Belediye',
    'Kartal Kavşağı',
    'Pınarova Üniversitesi',
    'Saat Kulesi',
    '19 Mayıs Stadyumu',
    'Gazi Lisesi',
    'Halk Kütüphanesi',
    'Sanayi Girişi',
    'İtfaiye',
    'Dörtyol',
    'Köprübaşı',
    'Huzurevi',
    'Merkez',
  ]),
  list('place', [
    ['Üniversite', 'kampüs'],
    ['Otogar', 'terminal'],
    ['Meydan', 'çarşı'],
    ['Hastane', 'devlet hastanesi'],
    'Kent Müzesi',
    ['Sahil Parkı', 'sahil'],
    ['Arkeoloji Müzesi', 'arkeoloji'],
    ['Pınarova Kalesi', 'kale'],
    ['Nikah Sarayı'],
    ['Toptancı Hali'],
    'Yıldız Alışveriş Merkezi',
    'Mimar Sinan Camii',
  ]),
  list('neighbourhood', [
    ['Kartal Mahallesi', 'Kartal'],
    'Yeni Mahalle',
    ['Fatih Mahallesi', 'Fatih'],
    ['Çay Mahallesi', 'Çay'],
    ['Bahçelievler Mahallesi', 'Bahçelievler'],
    ['Fevzi Çakmak Mahallesi', 'Fevzi Çakmak'],
    ['Merkez Mahallesi', 'Merkez'],
    ['Pazar Mahallesi', 'Pazar'],
    ['Esentepe Mahallesi', 'Esentepe'],
    ['Şirinevler Mahallesi', 'Şirinevler'],
    ['Yıldız Mahallesi', 'Yıldız'],
    ['Aşağı Dere Mahallesi', 'Aşağı Dere'],
    ['Güneş Mahallesi', 'Güneş'],
    ['Hürriyet Mahallesi', 'Hürriyet'],
    ['Ihlamur Mahallesi', 'Ihlamur'],
  ]),
  list('district', ['Akçaova', 'Kızılırmak', 'Merkez', 'Gölköy', 'Yeşilyurt', 'Taşköprü']),
];

const model = train(
  ['otobüs ne zaman gelir', 'karton toplama günü', 'hastane nerede', 'kart ödeme'].flatMap((text) => [
    ...Array.from({ length: 3 }, () => ({ text, intent: 'a' })),
    ...Array.from({ length: 3 }, () => ({ text, intent: 'b' })),
  ]),
  { ...settings.numbers.train, noise_copies: 0, epochs: 2 },
  {},
);

const finder = new EntityFinder(gazetteers, settings, new Classifier(model));

export const find = (text: string, intent = 'transport.route', now = NOW): Entity[] => finder.find(text, now, intent);

/** "type value role" of each entity found, of the given kinds only. */
export function brief(text: string, kinds: EntityType[], intent?: string, now?: number): string[] {
  return find(text, intent, now)
    .filter(({ type }) => kinds.includes(type))
    .map(({ type, value, role }) => [type, value.replace(`${type}:`, ''), role].filter(Boolean).join(' '));
}

/**
 * Cases as a table, one a line: `text => value | value`; nothing after the arrow where the text names none. A note begins
 * with #. `name` and the kinds are the entities looked at; each value is that of `brief` without its kind.
 */
export function cases(name: string, kinds: EntityType[], intent: string, table: string): void {
  const rows = table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/\s*=>\s*/));
  describe(name, () => {
    test.each(rows)('%s', (text, wanted) => {
      const found = brief(text!, kinds, intent).map((entity) => (kinds.length > 1 ? entity : entity.replace(`${kinds[0]} `, '')));
      expect(found).toEqual(wanted ? wanted.split(/\s*\|\s*/) : []);
    });
    test('has at least forty cases', () => expect(rows.length).toBeGreaterThanOrEqual(40));
  });
}
