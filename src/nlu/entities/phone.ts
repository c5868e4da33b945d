/** Turkish telephone numbers as people write them, to +90 and ten digits (E.164). */
import { claim, matches, type Scan } from './scan';

/** Area or mobile codes begin with 2 to 5; 444 numbers have seven digits and are the institution's, not the citizen's. */
const PHONE = /(?<![\d+])(?:\+|00)?(?:90[ .-]?)?[( ]?0?[ ]?\(?([2-5]\d{2})\)?[ .-]?(\d{3})[ .-]?(\d{2})[ .-]?(\d{2})(?!\d)/g;

export function findPhones(at: Scan): void {
  for (const { match, start } of matches(at, PHONE)) {
    const lead = match[0].search(/[\d+(]/);
    const [, area, first, second, third] = match;
    // Eleven digits in a row that do not begin with 0 are an identity number, not a phone.
    claim(at, 'phone', `+90${area}${first}${second}${third}`, start + lead, start + match[0].length);
  }
}
