import { compileFields, Lexicon } from '../../../src/nlu/lexicon';

const lexicon = new Lexicon(
  compileFields({
    'food.bakery': ['ekmek', 'ekme\u011f', 'simit'],
    'weather.snow': ['kar'],
    'money.card': ['kart'],
    'do.open': ['aç'],
    'be.hungry': ['aç'],
    'animal.wild': ['kartal'],
  }),
);
const fields = (word: string): string => [...lexicon.fieldsOf(word)].map((field) => lexicon.names[field]).join(' ');

describe('fields of meaning', () => {
  test.each([
    ['ekmegimiz', 'food.bakery food'],
    ['simitciler', 'food.bakery food'],
    ['karda', 'weather.snow weather'],
    ['karlarin', 'weather.snow weather'],
    ['kartimdan', 'money.card money'],
    ['kartallar', 'animal.wild animal'],
    ['ac', 'do.open do be.hungry be'],
    ['karakol', ''],
    ['acele', ''],
    ['simitcilerdenim', 'food.bakery food'],
    ['e', ''],
    ['', ''],
  ])('%s: %s', (word, expected) => expect(fields(word)).toBe(expected));

  test('what is longer than any word is nothing', () => expect(fields('kar'.repeat(5000))).toBe(''));

  test('an empty lexicon knows nothing', () => expect(new Lexicon(compileFields({})).fieldsOf('kar')).toHaveLength(0));
});
