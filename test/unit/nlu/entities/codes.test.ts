import { numberOf } from '../../../../src/nlu/entities/numbers';
import { brief } from '../support';

test.each([
  ['PB-26-000123 ne oldu', ['ticket PB-26-000123']],
  ['pb26000123', ['ticket PB-26-000123']],
  ['123456 nolu başvurum', ['ticket 123456']],
  ['başvuru no: 4711', ['ticket 4711']],
  ["4711 no'lu kaydım", ['ticket 4711']],
  ['0532 123 45 67', ['phone +905321234567']],
  ['+90 (532) 123 45 67', ['phone +905321234567']],
  ['05321234567', ['phone +905321234567']],
  ['532 1234567', ['phone +905321234567']],
  ['0362 431 60 90', ['phone +903624316090']],
  ['TC 10000000146', ['identity_number 10000000146']],
  ['12345678901', []],
  ['34 ABC 123', ['plate 34 ABC 123']],
  ['06bk4567 plakalı araç', ['plate 06 BK 4567']],
  ['10 ve 200', []],
  ['15 tl 500', []],
  ['abone no 12345678', ['subscriber 12345678']],
  ['12345678 nolu abonelik', ['subscriber 12345678']],
])('%s', (text, expected) => {
  expect(brief(text, ['ticket', 'phone', 'identity_number', 'plate', 'subscriber'], 'other')).toEqual(expected);
});

test.each([
  ['üç çocuğum var', ['number 3']],
  ['5 kişiyiz', ['number 5']],
  ['maaşım 40 bin', ['number 40000']],
  ['65 yaş üstü', ['number 65']],
  ['2', ['number 2']],
  ['iki', ['number 2']],
  ['bir bakar mısınız', []],
  ['on beş mart', []],
])('%s', (text, expected) => {
  expect(brief(text, ['number'], 'other')).toEqual(expected);
});

test.each([
  ['28', 28],
  ['on bes', 15],
  ['yirmi sekiz', 28],
  ['iki yuz', 200],
  ['yuz elli bes', 155],
  ['bin dokuz yuz', 1900],
  ['bir bucuk', 1.5],
  ['yarim', 0.5],
])('%s is %d', (text, value) => {
  expect(numberOf(text)).toBe(value);
});
