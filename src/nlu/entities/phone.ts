/** Turkish telephone numbers as people write and dictate them, to +90 and ten digits (E.164). */
import { SPELLED_HUNDREDS, SPELLED_TENS, spelledDigits } from './numbers';
import { claim, matches, type Scan } from './scan';

const GAP = '[ .\\-/]?';
/** Area codes are even and begin with 2, 3 or 4; mobile ones with 5. 444 numbers have seven digits: they are an institution's. */
const AREA = '(?:5[0-6]\\d|[234][1-9][02468])';
const AREA_APART = `(?:5${GAP}[0-6]${GAP}\\d|[234]${GAP}[1-9]${GAP}[02468])`;
/** With 0 or +90 before it, however the digits are grouped. */
const LED = new RegExp(
  `(?<![\\d+*])(?:(?:(?:\\+|00) ?)?90[ .-]?[( ]?0?|\\(?0)${GAP}\\(?(${AREA_APART})\\)?[ ]?((?:${GAP}\\d){7})(?!\\d)`,
  'g',
);
/** Without it, only in the groups that people use: ten digits might be anything. */
const BARE = new RegExp(
  `(?<![\\d+*.,-])\\(?(${AREA})\\)?[ .-]?(\\d{3}[ .-]?\\d{2}[ .-]?\\d{2}|\\d{4} \\d{3})(?![\\d])(?! \\d)`,
  'g',
);
/** "sıfır beş yüz otuz iki yüz yirmi üç kırk beş altmış yedi", digits and words mixed. */
const SPOKEN = new RegExp(
  `(?<![a-z0-9])sifir (${SPELLED_HUNDREDS}|5\\d\\d) (${SPELLED_HUNDREDS}|\\d{3}) (${SPELLED_TENS}|\\d\\d) (${SPELLED_TENS}|\\d\\d)(?![a-z0-9])`,
  'g',
);

export function findPhones(at: Scan): void {
  for (const pattern of [LED, BARE])
    for (const { match, start, end } of matches(at, pattern)) {
      const lead = match[0].search(/[\d+(]/);
      claim(at, 'phone', `+90${`${match[1]}${match[2]}`.replace(/\D/g, '')}`, start + lead, end);
    }
  for (const { match, start, end } of matches(at, SPOKEN)) {
    const digits = [3, 3, 2, 2].map((length, i) => spelledDigits(match[i + 1]!, length)).join('');
    if (/^[2-5]\d{9}$/.test(digits)) claim(at, 'phone', `+90${digits}`, start, end);
  }
}
