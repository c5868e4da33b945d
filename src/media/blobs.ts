/** Attachments on disk, by the hash of their content: kept once, never changed. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KapiError, KINDS } from '../core/errors';
import type { MediaRef } from '../core/items';
import { typeOf } from './kinds';

export interface Blobs {
  /** Keeps bytes on disk before it resolves. Throws KapiError tooLarge or badInput. */
  save(bytes: Buffer, claim: { mimeType: string; fileName?: string }): Promise<MediaRef>;
  /** Null when there is none of that hash. */
  open(hash: string): Promise<Buffer | null>;
}

const NAME_MAX_CHARS = 120;

export function createBlobs(folder: string, maxBytes: number): Blobs {
  const pathOf = (hash: string): string => join(folder, hash.slice(0, 2), hash);
  return {
    async save(bytes, { fileName }) {
      if (bytes.length > maxBytes)
        throw new KapiError(KINDS.tooLarge, `an attachment may have up to ${maxBytes} bytes`, { field: 'media' });
      const type = typeOf(bytes);
      if (!type) throw new KapiError(KINDS.badInput, 'this kind of file is not taken', { field: 'media' });
      const hash = createHash('sha256').update(bytes).digest('hex');
      await writeOnce(pathOf(hash), bytes);
      const name =
        fileName === undefined ? {} : { fileName: fileName.replace(/[^\p{L}\p{N}._ -]/gu, '_').slice(0, NAME_MAX_CHARS) };
      return { kind: type.kind, mimeType: type.mimeType, hash, size: bytes.length, ...name };
    },
    async open(hash) {
      if (!/^[0-9a-f]{64}$/.test(hash)) return null;
      return readFile(pathOf(hash)).catch(() => null);
    },
  };
}

/** Whole or not at all: written aside, flushed to the disk, then named. */
async function writeOnce(path: string, bytes: Buffer): Promise<void> {
  if (await stat(path).catch(() => null)) return;
  await mkdir(dirname(path), { recursive: true });
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(aside, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(aside, path);
}
