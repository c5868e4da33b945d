import { brief } from '../support';

describe('dates, on Wednesday 18 March 2026', () => {
  test.each([
    ['bugün', ['2026-03-18']],
    ['yarın sabah', ['2026-03-19']],
    ['yarina', ['2026-03-19']],
    ['öbür gün', ['2026-03-20']],
    ['dün akşam', ['2026-03-17']],
    ['cuma günü', ['2026-03-20']],
    ['haftaya salı', ['2026-03-24']],
    ['geçen cuma', ['2026-03-13']],
    ['15 nisan', ['2026-04-15']],
    ['on beş nisanda', ['2026-04-15']],
    ["23 Nisan'da", ['2026-04-23']],
    ['2 ocak', ['2027-01-02']],
    ['15.04.2026', ['2026-04-15']],
    ['15/4/26', ['2026-04-15']],
    ['2026-04-15', ['2026-04-15']],
    ["ayın 25'i", ['2026-03-25']],
    ['ayın 5inde', ['2026-04-05']],
    ['üç gün sonra', ['2026-03-21']],
    ['2 hafta önce', ['2026-03-04']],
    ['1 ay sonra', ['2026-04-18']],
    ['31 şubat', []],
    ['pazar yerinde', []],
    ['pazar sabahı', ['2026-03-22']],
    ['donduk burada', []],
  ])('%s', (text, expected) => {
    expect(brief(text, ['date']).map((entity) => entity.slice(5))).toEqual(expected);
  });
});

describe('times, at 10:00', () => {
  test.each([
    ["yarın sabah 9'da", ['09:00']],
    ['akşam 6', ['18:00']],
    ['akşam altıda', ['18:00']],
    ['gece 11de', ['23:00']],
    ['gece 2 de', ['02:00']],
    ['öğleden sonra 3 te', ['15:00']],
    ['öğlen 12', ['12:00']],
    ['8 buçukta', ['20:30']],
    ['yarın 8 buçukta', ['08:30']],
    ['on bir buçukta', ['11:30']],
    ['18:30', ['18:30']],
    ["saat 18.30'da", ['18:30']],
    ['akşam 8:15', ['20:15']],
    ['saat on birde', ['11:00']],
    ['dokuza çeyrek kala', ['20:45']],
    ['yarın dokuza çeyrek kala', ['08:45']],
    ['yarım saat sonra', ['10:30']],
    ['2 saat sonra', ['12:00']],
    ['10 dk sonra', ['10:10']],
    ['bir buçuk saat sonra', ['11:30']],
    ['5 kişiyiz', []],
    ['28 nolu', []],
    ['akşam iki araç', []],
    ['akşam altıda', ['18:00']],
  ])('%s', (text, expected) => {
    expect(brief(text, ['time']).map((entity) => entity.slice(5))).toEqual(expected);
  });

  test('a relative moment tells its day too', () => {
    const late = Date.parse('2026-03-18T23:45:00+03:00');
    expect(brief('yarım saat sonra', ['time', 'date'], undefined, late)).toEqual(['time 00:15', 'date 2026-03-19']);
  });
});

describe('durations and births', () => {
  test.each([
    ['iki saattir su yok', ['duration PT2H']],
    ['3 gündür', ['duration P3D']],
    ['yarım saat bekledim', ['duration PT30M']],
    ['bir buçuk saattir', ['duration PT1H30M']],
    ['2026 yılı ücretleri', []],
    ['üç aylık kart', ['duration P3M']],
    ['bebeğim 3 haftalık', ['birth_date 2026-02-25']],
    ['üç aylık bebeğim var', ['birth_date 2025-12-18']],
    ['40 günlük bebek', ['birth_date 2026-02-06']],
    ['oğlum 12 şubatta doğdu', ['birth_date 2026-02-12']],
    ['12 aralıkta doğdu', ['birth_date 2025-12-12']],
    ['dün doğdu', ['birth_date 2026-03-17']],
    ['doğum tarihi 12.02.2026', ['birth_date 2026-02-12']],
    ['29 martta doğacak', ['birth_date 2026-03-29']],
  ])('%s', (text, expected) => {
    expect(brief(text, ['duration', 'birth_date', 'date'])).toEqual(expected);
  });
});
