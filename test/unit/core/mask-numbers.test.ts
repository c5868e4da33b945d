import { maskNumbers } from '../../../src/core/mask';

test.each([
  ['beni 0532 123 45 67 den arayın', 'beni **** *** ** 67 den arayın'],
  ['+905321234567', '+**********67'],
  ['plakası 34 ABC 123 olan araç', 'plakası ** *** *23 olan araç'],
  ['abone no 12345678 borcum', 'abone no ******78 borcum'],
  ['TC 10000000146 tel 05321234567', 'TC *********46 tel *********67'],
  ['TR330006100519786457841326', `TR${'*'.repeat(22)}26`],
  ["Graph API: (#131026) '905321234567' not on WhatsApp", "Graph API: (#131026) '**********67' not on WhatsApp"],
])('%s', (text, masked) => expect(maskNumbers(text)).toBe(masked));

test.each(['28A kaçta geçiyor', 'PB-26-000123 ne oldu', 'saat 18:30', '15.03.2026', '153', '444 1 153', 'çınar sokak no 14', ''])(
  '%s stays as it is',
  (text) => expect(maskNumbers(text)).toBe(text),
);
