/** Turkish telephone numbers as people write and dictate them, to +90 and ten digits (E.164). */
import { SPELLED_HUNDREDS, SPELLED_TENS, spelledDigits } from './numbers';
import { phonesIn } from '../../core/numbers';
import { claim, isFree, matches, type Scan } from './scan';

/** "sıfır beş yüz otuz iki yüz yirmi üç kırk beş altmış yedi", digits and words mixed. */
const SPOKEN = new RegExp(
  `(?<![a-z0-9])sifir (${SPELLED_HUNDREDS}|5\\d\\d) (${SPELLED_HUNDREDS}|\\d{3}) (${SPELLED_TENS}|\\d\\d) (${SPELLED_TENS}|\\d\\d)(?![a-z0-9])`,
  'g',
);

export function findPhones(at: Scan): void {
  for (const { value, start, end } of phonesIn(at.folded)) if (isFree(at, start, end)) claim(at, 'phone', value, start, end);
  for (const { match, start, end } of matches(at, SPOKEN)) {
    const digits = [3, 3, 2, 2].map((length, i) => spelledDigits(match[i + 1]!, length)).join('');
    if (/^[2-5]\d{9}$/.test(digits)) claim(at, 'phone', `+90${digits}`, start, end);
  }
}
