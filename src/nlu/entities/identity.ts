/** T.C. identity numbers with a right checksum. */
import { findIdentityNumbers } from '../../core/mask';
import { claim, isFree, type Scan } from './scan';

export function findIdentities(at: Scan): void {
  for (const { start, end, digits } of findIdentityNumbers(at.folded))
    if (isFree(at, start, end)) claim(at, 'identity_number', digits, start, end);
}
