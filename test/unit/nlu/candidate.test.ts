/** What leaves as a candidate sentence leads to nobody. */
import { candidates, readPeople } from '../../../src/nlu';
import { DATA, find } from './support';

const hide = candidates(readPeople(DATA));
const masked = (text: string): string => hide(text, find(text, 'other'));

test.each([
  ['tc 10000000146 tel 0532 123 45 67 sular kesik', 'tc *** tel *** sular kesik'],
  ['tc *********46 sular kesik', 'tc *** sular kesik'],
  ['34 ABC 123 plakalı otobüs durmadı', '*** plakalı otobüs durmadı'],
  ['abone no 12345678 borcum ne kadar', 'abone no *** borcum ne kadar'],
  ['iade için TR330006100519786457841326', 'iade için ***'],
  ['PB-26-000123 ne oldu', '*** ne oldu'],
  ['ayse@example.com adresine yazın', '*** adresine yazın'],
  ['https://example.com/x a bakın', '*** a bakın'],
  ['@ayse_demir yazdı', '*** yazdı'],
  ['kart numaram 4111 1111 1111 1111', 'kart numaram ***'],
  ['Ben Ayşe Demir, sular kesik', 'Ben ***, sular kesik'],
  ['Merhaba ben Mehmet, çöpler alınmadı', 'Merhaba ben ***, çöpler alınmadı'],
  ['adım ahmet yılmaz soyadım çöp alınmadı', 'adım *** soyadım ***'],
  ['Sayın Mehmet Kaya, yolumuz bozuk', 'Sayın ***, yolumuz bozuk'],
  ["Ahmet Bey'e söyledim", "*** Bey'e söyledim"],
  ['fatma hanım yardımcı oldu', '*** hanım yardımcı oldu'],
  ['Şoför Hüseyin Kara bağırdı', 'Şoför *** bağırdı'],
  ['çınar sokak no 14 te su yok', '{sokak} te su yok'],
  ["Kartal'da su yok", "{durak}'da su yok"],
  ['otogardan kalkan 28A gelmedi', '{yer}dan kalkan {hat} gelmedi'],
])('%s', (text, wanted) => expect(masked(text)).toBe(wanted));

test.each([
  'sular üç gündür kesik',
  'deniz kenarında çöp var',
  'umut ediyoruz ki gelirsiniz',
  'Can sıkıcı bir durum',
  'akşam 6 da otobüs var mı',
])('%s stays as it is', (text) => expect(masked(text)).toBe(text));
