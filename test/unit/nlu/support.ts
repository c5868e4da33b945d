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
  list('line', ['28A', '12', '5', 'E5', 'T1', '14', '200']),
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
  ]),
  list('place', [
    ['Üniversite', 'kampüs'],
    ['Otogar', 'terminal'],
    ['Meydan', 'çarşı'],
    ['Hastane', 'devlet hastanesi'],
  ]),
  list('neighbourhood', [['Kartal Mahallesi', 'Kartal'], 'Yeni Mahalle', ['Fatih Mahallesi', 'Fatih'], 'Çay Mahallesi']),
  list('district', ['Akçaova']),
];

const model = train(
  ['otobüs ne zaman gelir', 'karton toplama günü', 'hastane nerede', 'kart ödeme'].flatMap((text) => [
    ...Array.from({ length: 3 }, () => ({ text, intent: 'a' })),
    ...Array.from({ length: 3 }, () => ({ text, intent: 'b' })),
  ]),
  { ...settings.numbers.train, noise_copies: 0, epochs: 2 },
);

const finder = new EntityFinder(gazetteers, settings, new Classifier(model));

export const find = (text: string, intent = 'transport.route', now = NOW): Entity[] => finder.find(text, now, intent);

/** "type value role" of each entity found, of the given kinds only. */
export function brief(text: string, kinds: EntityType[], intent?: string, now?: number): string[] {
  return find(text, intent, now)
    .filter(({ type }) => kinds.includes(type))
    .map(({ type, value, role }) => [type, value.replace(`${type}:`, ''), role].filter(Boolean).join(' '));
}
