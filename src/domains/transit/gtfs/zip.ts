import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { Inflate } from 'fflate';

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const COMMENT_MAX_BYTES = 65_535;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
/** A 32-bit field that is full refers to ZIP64, which a feed below the limits does not need. */
const FULL = 0xffff_ffff;
/** Compressed bytes handed to the inflater at once: small enough that a bomb is noticed early. */
const PIECE_BYTES = 32_768;

interface Entry {
  name: string;
  method: number;
  crc: number;
  compressed: number;
  size: number;
  offset: number;
}

/**
 * Reads single entries of a zip file piece by piece, by its central directory (PKWARE's APPNOTE 4.3): fflate unpacks a
 * whole entry into memory, or a stream without the directory; a city's stop times should be held neither way.
 */
export class Zip {
  private readonly entries: Entry[];

  /** @throws Error with one line of what is wrong with the file */
  constructor(private readonly path: string) {
    this.entries = this.withFile(directory);
  }

  names(): string[] {
    return this.entries.map(({ name }) => name);
  }

  /** How large an entry says it is. */
  size(name: string): number {
    return this.entries.find((entry) => entry.name === name)?.size ?? 0;
  }

  /** The unpacked bytes of an entry. Throws an Error of one line where they are not what was packed. */
  *read(name: string): Generator<Uint8Array> {
    const entry = this.entries.find((one) => one.name === name)!;
    if (entry.method !== STORED && entry.method !== DEFLATED) throw new Error(`${name} is packed by an unknown method`);
    const file = openSync(this.path, 'r');
    try {
      let crc = 0;
      for (const bytes of unpacked(file, entry)) {
        crc = crc32(bytes, crc);
        yield bytes;
      }
      if (crc !== entry.crc) throw new Error(`${name} is damaged (its checksum is another)`);
    } finally {
      closeSync(file);
    }
  }

  private withFile<T>(job: (file: number) => T): T {
    const file = openSync(this.path, 'r');
    try {
      return job(file);
    } finally {
      closeSync(file);
    }
  }
}

function bytesAt(file: number, offset: number, length: number): Buffer {
  if (offset < 0 || offset + length > fstatSync(file).size) throw new Error('the file ends early');
  const bytes = Buffer.alloc(length);
  if (readSync(file, bytes, 0, length, offset) !== length) throw new Error('the file ends early');
  return bytes;
}

function directory(file: number): Entry[] {
  const { size } = fstatSync(file);
  if (size < END_BYTES) throw new Error('it is too short');
  const tail = bytesAt(file, Math.max(0, size - END_BYTES - COMMENT_MAX_BYTES), Math.min(size, END_BYTES + COMMENT_MAX_BYTES));
  let end = tail.length - END_BYTES;
  while (end >= 0 && tail.readUInt32LE(end) !== END_SIGNATURE) end--;
  if (end < 0) throw new Error('it has no directory at its end');
  const [count, length, offset] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (offset === FULL || length === FULL) throw new Error('it is a ZIP64 file');
  // Bytes put before the archive move everything by as much.
  const moved = size - tail.length + end - length - offset;
  const list = bytesAt(file, offset + moved, length);
  const entries: Entry[] = [];
  for (let at = 0, i = 0; i < count; i++) {
    if (at + ENTRY_BYTES > list.length || list.readUInt32LE(at) !== ENTRY_SIGNATURE) throw new Error('its directory is damaged');
    const nameLength = list.readUInt16LE(at + 28);
    const name = list.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength);
    if (list.readUInt16LE(at + 8) & ENCRYPTED) throw new Error(`${name} is encrypted`);
    entries.push({
      name,
      method: list.readUInt16LE(at + 10),
      crc: list.readUInt32LE(at + 16),
      compressed: list.readUInt32LE(at + 20),
      size: list.readUInt32LE(at + 24),
      offset: list.readUInt32LE(at + 42) + moved,
    });
    at += ENTRY_BYTES + nameLength + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32);
  }
  return entries;
}

function* unpacked(file: number, entry: Entry): Generator<Uint8Array> {
  const local = bytesAt(file, entry.offset, LOCAL_BYTES);
  if (local.readUInt32LE(0) !== LOCAL_SIGNATURE) throw new Error(`${entry.name} is not where the directory says`);
  let at = entry.offset + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
  const end = at + entry.compressed;
  const out: Uint8Array[] = [];
  const inflater = new Inflate((bytes) => out.push(bytes));
  while (at < end) {
    const piece = bytesAt(file, at, Math.min(PIECE_BYTES, end - at));
    at += piece.length;
    if (entry.method === STORED) yield piece;
    else {
      inflater.push(piece, at === end);
      yield* out.splice(0);
    }
  }
}
