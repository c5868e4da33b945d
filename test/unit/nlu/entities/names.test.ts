import type { EntityType } from '../../../../src/core/reading';
import { brief, find } from '../support';

const PLACES: EntityType[] = ['stop', 'place', 'neighbourhood', 'district'];

describe('names of the city, with Turkish endings', () => {
  test.each([
    ["Kartal'a gitmek istiyorum", ['stop Kartal to', 'neighbourhood Kartal Mahallesi to']],
    ['kartala gidecem', ['stop Kartal to', 'neighbourhood Kartal Mahallesi to']],
    ["Kartal' a nasıl giderim", ['stop Kartal to', 'neighbourhood Kartal Mahallesi to']],
    ['KARTALDAN otogara', ['stop Kartal from', 'neighbourhood Kartal Mahallesi from', 'place Otogar to', 'stop Otogar to']],
    ['otogardan üniversiteye', ['place Otogar from', 'stop Otogar from', 'place Üniversite to']],
    ['çamlığa otobüs', ['stop Çamlık to']],
    ['camliktan otobus', ['stop Çamlık from']],
    ['şehir hastanesinden çarşıya', ['stop Şehir Hastanesi from', 'place Meydan to']],
    ['sehir hastaneye', ['stop Şehir Hastanesi to']],
    ['kartal kavşağında kaza', ['stop Kartal Kavşağı at']],
    ['kartal kavşaktayım', ['stop Kartal Kavşağı at']],
    ['fatih mahallesinde su yok', ['neighbourhood Fatih Mahallesi at']],
    ['Fatih Mah. su yok', ['neighbourhood Fatih Mahallesi']],
    ['yenimahallede', ['stop Yeni Mahalle at', 'neighbourhood Yeni Mahalle at']],
    ['otogar tarafına giden', ['place Otogar to', 'stop Otogar to']],
    ['üniversite durağından', ['place Üniversite from']],
    ['akçaova ilçesinde', ['district Akçaova at']],
    ['otogar - kampüs', ['place Otogar from', 'stop Otogar from', 'place Üniversite to']],
    ["Kartal'ın suyu kesik", ['stop Kartal', 'neighbourhood Kartal Mahallesi']],
  ])('%s', (text, expected) => {
    expect(brief(text, PLACES)).toEqual(expected);
  });

  test.each([
    'bir çay içelim',
    'yeni bir şey yok',
    'bu halde kaldık',
    'o hale geldi',
    'belediye otobüsü gelmedi bugün',
    'kartla ödeme olur mu',
    'karton topluyor musunuz',
    'Fatih Caddesi',
    'Çamlıca mahallesi',
    'pazar günü geleceğim',
  ])('%s names none', (text) => {
    expect(brief(text, PLACES)).toEqual([]);
  });

  test('one wrong letter in a long name is forgiven', () => {
    expect(brief('otoagrdan', PLACES)).toEqual(['place Otogar from', 'stop Otogar from']);
    expect(brief('unversiteye', PLACES)).toEqual(['place Üniversite to']);
  });

  test('offsets point into the text as typed, also in decomposed Unicode', () => {
    const text = 'S\u0327ehir Hastanesine gidecem'.normalize('NFD');
    const [entity] = find(text).filter(({ type }) => type === 'stop');
    expect(text.slice(entity!.start, entity!.end).normalize('NFC')).toBe('Şehir Hastanesine');
    expect(entity!.text).toBe(text.slice(entity!.start, entity!.end));
    expect(entity!.name).toBe('Şehir Hastanesi');
  });
});

describe('lines', () => {
  test.each([
    ['28A kaçta', ['line 28A']],
    ['28 a ne zaman gelir', ['line 28A']],
    ['yirmi sekiz a ne zaman', ['line 28A']],
    ['e5 nerede', ['line E5']],
    ['E-5 geçti mi', ['line E5']],
    ['12 nolu otobüs', ['line 12']],
    ["12'nin son seferi ne zaman", ['line 12']],
    ['bir otobüs vermediniz', []],
    ['iki otobüs değiştirmeden', []],
    ['otobüs ücreti ne kadar', []],
    ['200 çevre yolundan', []],
    ['12nin seferleri', ['line 12']],
    ['on dört numara kaçta', ['line 14']],
    ['otobüs 200 gelmedi', ['line 200']],
    ['77 nolu hat var mı', ['line 77']],
    ['12 kişiyiz', []],
    ['5 tl mi', []],
    ['saat 5 gibi', []],
    ['14 mart', []],
  ])('%s', (text, expected) => {
    expect(brief(text, ['line'])).toEqual(expected);
  });

  test('a bare number is a line in a question about lines only', () => {
    expect(brief('12 ne zaman gelir', ['line'], 'transport.departures')).toEqual(['line 12']);
    expect(brief('12 ne zaman gelir', ['line'], 'water.bill')).toEqual([]);
  });
});

describe('streets', () => {
  test.each([
    ['Çınar sokak no 14 su yok', ['street Çınar Sokak No 14']],
    ['çınar sokakta', ['street Çınar Sokak']],
    ['1234. sokakta çukur', ['street 1234. Sokak']],
    ['Atatürk Caddesi 5/A', ['street Atatürk Caddesi No 5/A']],
    ['Fatih mah. lale sk. no:3', ['street Lale Sokak No 3']],
    ['şehit ali sokağında', ['street Şehit Ali Sokak']],
    ['İnönü Bulvarı', ['street İnönü Bulvarı']],
    ['bizim sokakta lamba yanmıyor', []],
    ['hangi caddede', []],
    ['sokak lambası', []],
    ['yağmur yağdı sokak göl oldu', []],
    ['arkadaki sokakta', []],
    ['Sokağımız karanlık', []],
    ['merhaba sokağımız kapalı', []],
    ['Çınar sokak 2 gündür karanlık', ['street Çınar Sokak']],
  ])('%s', (text, expected) => {
    expect(brief(text, ['street'])).toEqual(expected);
  });
});
