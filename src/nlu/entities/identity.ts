/** T.C. identity numbers and IBANs with a right checksum, and those that the inbox has starred already. */
import { findIbans, findIdentityNumbers } from '../../core/mask';
import { claim, isFree, matches, type Scan } from './scan';

const STARRED_IBAN = /(?<![a-z0-9*])tr\*{22}\d\d(?!\d)/g;
const STARRED_IDENTITY = /(?<![a-z0-9*])\*{9}\d\d(?!\d)/g;

export function findIdentities(at: Scan): void {
  for (const { start, end, digits } of findIbans(at.folded)) if (isFree(at, start, end)) claim(at, 'iban', digits, start, end);
  for (const { start, end, digits } of findIdentityNumbers(at.folded))
    if (isFree(at, start, end)) claim(at, 'identity_number', digits, start, end);
  for (const { match, start, end } of matches(at, STARRED_IBAN)) claim(at, 'iban', match[0].toUpperCase(), start, end);
  for (const { match, start, end } of matches(at, STARRED_IDENTITY)) claim(at, 'identity_number', match[0], start, end);
}
