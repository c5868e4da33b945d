/**
 * Keeps numbers that name a person out of the store. A keyed hash tells whether two are the same; a sealed one can be opened
 * again by who holds the key, and only in the place it was sealed for. The key is made from the installation's secret, which
 * never stands in the store.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

export interface Vault {
  /** The same number gives the same 32 hexadecimal digits in one installation, others in the next. */
  hash(kind: string, digits: string): string;
  /** `bound`: what it belongs to, such as conversation and department. Without the very same it does not open. */
  seal(plain: string, bound: string): string;
  /** Null when it was sealed with another key or for another place, or was changed. */
  open(sealed: string, bound: string): string | null;
}

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
/** NIST SP 800-38D: 96-bit nonces, 128-bit tags. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 's1.';
const HASH_CHARS = 32;

/** @param secret at least 32 bytes that nobody guesses */
export function createVault(secret: Buffer): Vault {
  const key = (use: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `kapi ${use}`, KEY_BYTES));
  const [hashKey, sealKey] = [key('personal hash'), key('sealed field')];
  return {
    hash: (kind, digits) => createHmac('sha256', hashKey).update(`${kind}\0${digits}`).digest('hex').slice(0, HASH_CHARS),
    seal(plain, bound) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, sealKey, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(bound));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return VERSION + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(sealed, bound) {
      if (!sealed.startsWith(VERSION)) return null;
      const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv(CIPHER, sealKey, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(bound)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}
