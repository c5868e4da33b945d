import { createHash, randomBytes } from 'node:crypto';

const RADIX = 36;
const COUNTER_MAX = RADIX ** 4;
const PROCESS_TAG = randomBytes(5).readUIntBE(0, 5).toString(RADIX).padStart(8, '0').slice(-6);
let lastMs = 0;
let counter = 0;

/**
 * A new id whose text order is the order of creation within a process: 9 characters of time, 4 of a counter, 6 of this
 * process. Node's own UUIDv7 is not ordered within one millisecond, and acceptance order decides the order of turns.
 *
 * @returns 19 characters of [0-9a-z]
 */
export function newId(now: number = Date.now()): string {
  if (now > lastMs) {
    lastMs = now;
    counter = 0;
  } else if (++counter >= COUNTER_MAX) {
    lastMs++;
    counter = 0;
  }
  return lastMs.toString(RADIX).padStart(9, '0') + counter.toString(RADIX).padStart(4, '0') + PROCESS_TAG;
}

/**
 * A stable id out of the parts of a key, so that two writers who see the same thing first agree on its name.
 *
 * @returns the prefix and 26 characters of [0-9a-v] (130 bits of SHA-256)
 */
export function derivedId(prefix: string, ...parts: string[]): string {
  const hex = createHash('sha256').update(parts.join('\u0000')).digest('hex');
  let out = '';
  for (let i = 0; i < 26; i++) {
    const bit = i * 5;
    const word = Number.parseInt(hex.slice(bit >> 2, (bit >> 2) + 3), 16);
    out += ((word >> (12 - 5 - (bit & 3))) & 31).toString(32);
  }
  return prefix + out;
}

/** The name of the `n`th message (from 1) that one outbox row is sent as. */
export const pieceId = (rowId: string, n: number): string => (n === 1 ? rowId : `${rowId}.${n}`);

/** The outbox row that a message's name belongs to. */
export const rowIdOf = (id: string): string => id.replace(/\.\d+$/, '');

/** A secret for a link or a session: 128 bits and more, URL-safe. */
export function newToken(bytes = 24): string {
  return randomBytes(bytes).toString('base64url');
}
